#!/usr/bin/env bash
# Tests the oracle: plants one bug after the other (planted/*.patch) in a copy of the sources and
# lets up to twenty seeds loose on each. A bug is caught when a seed fails or the process aborts.
#   tests/simulation/planted.sh            every bug
#   tests/simulation/planted.sh 03 17      these two
# The copy and its build lie in build-planted/ and are used again.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
work=$root/build-planted
mkdir -p "$work/src"
tar -C "$root" --exclude='build*' --exclude=.git -cf - . | tar -C "$work/src" -xf - --skip-old-files
find "$root/lib" "$root/tests/simulation" "$root/schema" -type f -printf '%P %H/%P\n' |
while read -r _ file; do
    copy=$work/src/${file#"$root"/}
    mkdir -p "$(dirname "$copy")"
    cmp -s "$file" "$copy" || cp "$file" "$copy"
done
cmake -S "$work/src" -B "$work/build" -G Ninja -DCMAKE_BUILD_TYPE=None -DCMAKE_CXX_FLAGS="-O1 -g1" >/dev/null
run=$work/build/tests/simulation/maedal_simulation_run
build() { cmake --build "$work/build" --target maedal_simulation_run >"$work/build.log" 2>&1; }
seeds() {
    timeout 300 "$run" --seeds 1..20 --subscribers 12 --days 40 --quiet --first \
        >"$work/out.txt" 2>&1
}

build
if ! seeds; then
    echo "the sources as they are fail already:"
    head -5 "$work/out.txt"
    exit 1
fi
caught=0 all=0
for patch in "$root"/tests/simulation/planted/*.patch; do
    name=$(basename "$patch" .patch)
    if (($# > 0)) && [[ ! " $* " == *" ${name%%-*} "* ]]; then continue; fi
    all=$((all + 1))
    patch -d "$work/src" -p1 -s <"$patch"
    if ! build; then
        echo "$name: does not build, see $work/build.log"
    elif seeds; then
        echo "$name: SURVIVED: $(head -1 "$patch")"
    else
        caught=$((caught + 1))
        seed=$(grep -o -m1 -- '--seeds [0-9]* --rule [a-z]*' "$work/out.txt" || tail -1 "$work/out.txt")
        echo "$name: caught ($seed)"
    fi
    patch -d "$work/src" -p1 -s -R <"$patch"
done
echo "$caught of $all caught"
