#!/usr/bin/env bash
# The long forms of the tests with real processes: every system call instead of some of them, thousands
# of kills instead of dozens. Builds what they need; the summary is at the end.
#   tests/long.sh             all of them, about an hour
#   tests/long.sh 'Kills.*'   those with such a name (a filter of GoogleTest)
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
"$root/daemon/install-packages.sh" tests
build=$root/build-tests
cmake -S "$root" -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=None -DCMAKE_CXX_FLAGS="-O1 -g1" \
      -DBUILD_TESTING=ON >/dev/null
cmake --build "$build" --target maedal_integration_tests
MAEDAL_LONG=1 exec "$build/tests/integration/maedal_integration_tests" --gtest_filter="${1:-*}"
