#!/usr/bin/env bash
# Builds everything and runs every test. Safe to run twice; installs what it needs from Debian.
#   tests/run.sh              all tests
#   tests/run.sh -R Ledger    more words go to ctest
#   MAEDAL_SANITIZE=address,undefined tests/run.sh     the same under sanitizers, in a folder of its own
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
"$root/daemon/install-packages.sh" tests

sanitize=${MAEDAL_SANITIZE:-}
build=$root/build-tests${sanitize:+-${sanitize//,/-}}
# Assertions are ours and always on; optimisation costs more time here than it saves.
cmake -S "$root" -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=None -DCMAKE_CXX_FLAGS="-O1 -g1" \
      -DMAEDAL_SANITIZE="$sanitize" -DBUILD_TESTING=ON >/dev/null
cmake --build "$build"

export UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1
export ASAN_OPTIONS=detect_leaks=1:detect_stack_use_after_return=0
cd "$build"
exec ctest --output-on-failure --parallel "$(nproc)" "$@"
