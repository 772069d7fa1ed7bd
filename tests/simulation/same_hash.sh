#!/usr/bin/env bash
# The same seed gives the same history in every build: lets the seeds run in a Debug build, a Release
# build and one under sanitizers, and compares what each says of them.
#   tests/simulation/same_hash.sh          seeds 1..5, all rules
#   tests/simulation/same_hash.sh 7..30
# The builds lie in build-hash-*/ and are used again.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
seeds=${1:-1..5}
results=()
for kind in Debug Release address,undefined; do
    build=$root/build-hash-${kind//,/-}
    options=(-DCMAKE_BUILD_TYPE="$kind")
    [[ $kind == *,* ]] && options=(-DCMAKE_BUILD_TYPE=None -DCMAKE_CXX_FLAGS="-O1 -g1" -DMAEDAL_SANITIZE="$kind")
    cmake -S "$root" -B "$build" -G Ninja "${options[@]}" >/dev/null
    cmake --build "$build" --target maedal_simulation_run >"$build.log" 2>&1
    "$build/tests/simulation/maedal_simulation_run" --seeds "$seeds" --subscribers 12 --days 40 |
        grep '^seed' >"$build.hashes"
    results+=("$build.hashes")
done
for other in "${results[@]:1}"; do
    diff "${results[0]}" "$other" || { echo "the builds do not agree"; exit 1; }
done
echo "$(wc -l <"${results[0]}") histories are the same in ${#results[@]} builds"
