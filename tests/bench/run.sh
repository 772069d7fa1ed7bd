#!/usr/bin/env bash
# Measures maedal: a base line to compare with, not a test. Prints a table and writes
# build-bench/bench.json. Measuring takes less than 3 minutes; building before it, minutes once.
#   tests/bench/run.sh             three rounds
#   tests/bench/run.sh --short     small loads, to see that it works; its figures say little
# Compare figures of one run with each other: machines are shared, and every day is different.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
[ ! -x "$root/daemon/install-packages.sh" ] || "$root/daemon/install-packages.sh" tests

build=$root/build-bench
# At -O3 GCC 12 warns of overlaps in std::string that are not there; the tests keep warnings out.
cmake -S "$root" -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=Release -DMAEDAL_WERROR=OFF \
      -DBUILD_TESTING=ON >/dev/null
cmake --build "$build" --target maedal_bench

# The driver leaves rounds out when time runs short; the bound here is for what hangs. The
# programs that it starts end with it.
exec timeout --foreground 180 "$build/tests/bench/maedal_bench" \
  --maedald "$build/daemon/maedald" --sandbox "$build/daemon/bootpay-sandbox" \
  --samples "$root/daemon/quickstart" --folder "$build/bench" --json "$build/bench.json" "$@"
