#!/usr/bin/env bash
# The long forms: the real programs killed and starved at every system call instead of some of them,
# thousands of kills and fallen bits instead of dozens, half an hour of seeds. Builds what they need.
#   tests/long.sh                       all of them, about two hours
#   tests/long.sh processes 'Kills.*'   the real programs; those with such a name (GoogleTest's filter)
#   tests/long.sh bits                  10,000 bits that fall over in a ledger
#   tests/long.sh seeds 60              the simulation, for so many minutes
set -euo pipefail
case "${1:-all}" in
    all | processes | bits | seeds) ;;
    *) sed -n '2,7s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
esac
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
"$root/daemon/install-packages.sh" tests
build=$root/build-tests
cmake -S "$root" -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=None -DCMAKE_CXX_FLAGS="-O1 -g1" \
      -DBUILD_TESTING=ON >/dev/null
cmake --build "$build" --target maedal_integration_tests maedal_unit_sqlite_tests maedal_simulation_run

processes() { MAEDAL_LONG=1 "$build/tests/integration/maedal_integration_tests" --gtest_filter="${1:-*}"; }
bits() { MAEDAL_BIT_FLIPS=10000 "$build/tests/maedal_unit_sqlite_tests" --gtest_filter='BitFlip*'; }
seeds() {
    "$build/tests/simulation/maedal_simulation_run" --seeds 1000..1000000 --minutes "${1:-30}" --quiet
}

if (($# == 0)) || [[ $1 == all ]]; then
    processes && bits && seeds
else
    "$@"
fi
