#!/usr/bin/env bash
# Tests the oracle: plants one bug after the other (planted/*.patch) in a copy of the sources and
# lets up to twenty seeds loose on each, under each of the gateway's order-id rules. A bug is caught
# when a seed fails, the process aborts or comes to no end; fewer than 95 in a hundred caught is a failure.
#   tests/simulation/planted.sh            every bug
#   tests/simulation/planted.sh 03 17      these two
#   tests/simulation/planted.sh --fit      only whether each can be planted in the sources as they are
# A bug whose lines are not as its patch has them is not planted at all: nearly the same lines may stand elsewhere.
# The copy, its build and what each run said (NAME.out) lie in build-planted/ and are used again.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
work=$root/build-planted
build=$work/src/build
run=$build/tests/simulation/maedal_simulation_run
seconds_max=900
if [[ ${1:-} == --fit ]]; then
    unfit=0
    for patch in "$root"/tests/simulation/planted/*.patch; do
        patch -d "$root" -p1 -s --batch --fuzz=0 --dry-run <"$patch" || unfit=1
    done
    exit "$unfit"
fi
mkdir -p "$work/src"
rm -f "$work"/*.out

# Only what differs is copied, so that only that is built again.
copy_sources() {
    (cd "$root" && find . \( -name 'build*' -o -name .git -o -name run \) -prune -o -type f -print) |
    while read -r file; do
        cmp -s "$root/$file" "$work/src/$file" && continue
        mkdir -p "$(dirname "$work/src/$file")"
        cp "$root/$file" "$work/src/$file"
    done
}
build() { cmake --build "$build" --target maedal_simulation_run >"$work/build.log" 2>&1; }
# A copy of the program runs, so that the next bug can be built meanwhile.
seeds_of() {
    local name=$1 status=0
    timeout "$seconds_max" "$work/$name.run" --seeds 1..20 --subscribers 16 --days 60 --quiet --first \
        >"$work/$name.out" 2>&1 || status=$?
    rm "$work/$name.run"
    case $status in
        0) echo "$name: SURVIVED: $(head -1 "$root/tests/simulation/planted/$name.patch" 2>/dev/null)" ;;
        124) echo "$name: caught: it has come to no end in $seconds_max seconds" ;;
        *) echo "$name: caught: $(grep -o -m1 -e '--seeds [0-9]* --rule [a-z]*' "$work/$name.out" | tr -d '\n')$(
            grep -m1 -v '^FAILED' "$work/$name.out" | sed 's/^ *[0-9T:+-]*//' | cut -c1-110)" ;;
    esac >"$work/$name.result"
    cat "$work/$name.result"
}
let_loose() {
    cp "$run" "$work/$1.run"
    wait  # one runs while one is built
    seeds_of "$1" &
}

rm -f "$work"/*.result
copy_sources
cmake -S "$work/src" -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=None -DCMAKE_CXX_FLAGS="-O1 -g1" >/dev/null
build || { tail -20 "$work/build.log"; exit 1; }
let_loose none
for patch in "$root"/tests/simulation/planted/*.patch; do
    name=$(basename "$patch" .patch)
    if (($# > 0)) && [[ ! " $* " == *" ${name%%-*} "* ]]; then continue; fi
    if ! patch -d "$work/src" -p1 -s --fuzz=0 --no-backup-if-mismatch <"$patch"; then
        echo "$name: SURVIVED: does not apply" | tee "$work/$name.result"
    elif ! build; then
        echo "$name: SURVIVED: does not build, see $work/build.log" | tee "$work/$name.result"
    else
        let_loose "$name"
    fi
    copy_sources
done
wait

if ! grep -q SURVIVED "$work/none.result"; then
    echo "the sources as they are fail already: see $work/none.out"
    exit 1
fi
rm "$work/none.result"
all=$(cat "$work"/*.result | wc -l)
caught=$(cat "$work"/*.result | grep -c ': caught' || true)
echo "$caught of $all caught"
((100 * caught >= 95 * all))
