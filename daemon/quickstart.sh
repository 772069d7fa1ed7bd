#!/usr/bin/env bash
# Shows what maedal does: builds it, and bills a sample book of subscribers through the year 2028
# against a Bootpay of its own, bootpay-sandbox, whose clock is moved. No real money, nothing
# outside of this folder, everything on loopback.
#   daemon/quickstart.sh            a fresh year; both programs keep running afterwards
#   daemon/quickstart.sh --once     the same, and stops both
#   daemon/quickstart.sh --resume   goes on where a year was interrupted
#   daemon/quickstart.sh --stop     stops what is running
# Ends with 0 only if the daemon's ledger and the sandbox's agree to the won.
# MAEDAL_RUN names the folder for the ledger, the socket and the logs (run/ beside the sources),
# MAEDAL_BUILD the one to build in (build/).
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
samples=$root/daemon/quickstart
build=${MAEDAL_BUILD:-$root/build}
year_from=2028-01-01T00:00:00+09:00
year_to=2029-01-01T00:00:00+09:00

say() { printf '%s\n' "$*"; }
fail() { printf 'quickstart: %s\n' "$*" >&2; exit 1; }
usage() { sed -n '2,11s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"; }

mode=fresh once=
for word in "$@"; do
  case $word in
    --once) once=yes ;;
    --resume) mode=resume ;;
    --stop) mode=stop ;;
    -h | --help) usage; exit 0 ;;
    *) usage >&2; exit 64 ;;
  esac
done

run=${MAEDAL_RUN:-$root/run}
umask 077
if [ -n "$(ls -A "$run" 2>/dev/null)" ] && [ ! -e "$run/quickstart.lock" ]; then
  fail "$run holds something else: name an empty folder with MAEDAL_RUN"  # a fresh year clears it
fi
mkdir -p "$run"
run=$(cd "$run" && pwd)
socket=$run/admin.sock
if [ ${#socket} -gt 107 ]; then  # what the kernel takes for the name of a socket
  fail "the path $run is too long for a socket: name a shorter one with MAEDAL_RUN"
fi

# ---- the two programs -----------------------------------------------------------------------------

# A pid alone may long be somebody else's: the moment of its start goes with it.
started_at() { local stat; stat=$(cat "/proc/$1/stat" 2>/dev/null) && set -- ${stat##*) } && echo "${20}"; }

remember() {  # the program just started in the background, which is no job of this shell any more
  echo "$!" >"$run/$1.pid"
  started_at "$!" >"$run/$1.started" || true
  disown
}

pid_of() {  # the pid of a program that is ours and alive
  local pid
  pid=$(cat "$run/$1.pid" 2>/dev/null) && [ -n "$pid" ] || return 1
  [ "$(started_at "$pid")" = "$(cat "$run/$1.started" 2>/dev/null)" ] && echo "$pid"
}

stop_one() {
  local pid
  pid=$(pid_of "$1") || return 0
  kill "$pid" 2>/dev/null || true
  for _ in {1..100}; do
    pid_of "$1" >/dev/null || break
    sleep 0.1
  done
  if pid_of "$1" >/dev/null; then kill -9 "$pid" 2>/dev/null || true; fi
  rm -f "$run/$1.pid" "$run/$1.started"
}

stop_both() { stop_one maedald; stop_one bootpay-sandbox; }

if [ "$mode" = stop ]; then
  running=$(pid_of maedald || true)$(pid_of bootpay-sandbox || true)
  stop_both
  if [ -n "$running" ]; then say "stopped"; else say "nothing of $run is running"; fi
  exit 0
fi

exec 9>"$run/quickstart.lock"
flock --nonblock 9 || fail "another quickstart is at work in $run; wait for it, or --stop it"

# ---- build -----------------------------------------------------------------------------------------

build_programs() {
  "$root/daemon/install-packages.sh"
  say "building maedald, maedalctl and bootpay-sandbox in ${build#"$root"/}/ (minutes the first time)"
  local type=(-DCMAKE_BUILD_TYPE=Release -DBUILD_TESTING=OFF)
  [ ! -f "$build/CMakeCache.txt" ] || type=()  # somebody has chosen already
  cmake -S "$root" -B "$build" -G Ninja "${type[@]}" >"$run/build.log" 2>&1 ||
    { cat "$run/build.log" >&2; fail "cmake cannot configure; see above"; }
  cmake --build "$build" --target maedald maedalctl maedal-rehearse bootpay-sandbox
}

ctl() { "$build/daemon/maedalctl" --socket "$socket" "$@"; }
sandbox_post() {
  curl --silent --show-error --fail-with-body --max-time 30 --output "$run/answer.json" \
    --header 'Content-Type: application/json' --data "$2" "$sandbox$1" ||
    { cat "$run/answer.json" >&2; return 1; }
}

# ---- start -----------------------------------------------------------------------------------------

start_sandbox() {
  : >"$run/bootpay-sandbox.log"  # it is read before the program has begun to write
  setsid nohup "$build/daemon/bootpay-sandbox" --port 0 --seed 2028 --clock moved \
    --start "$year_from" --order-id-rule reserve --client-key sandbox-client-key \
    --secret-key "$(cat "$run/bootpay.secret")" \
    </dev/null >"$run/bootpay-sandbox.log" 2>&1 9>&- &
  remember bootpay-sandbox
  for _ in {1..100}; do
    sandbox=$(sed -n 's/^listening on //p' "$run/bootpay-sandbox.log")
    [ -z "$sandbox" ] || break
    pid_of bootpay-sandbox >/dev/null || break
    sleep 0.1
  done
  [ -n "$sandbox" ] || { cat "$run/bootpay-sandbox.log" >&2; fail "the sandbox does not start"; }
  echo "$sandbox" >"$run/bootpay-sandbox.url"
}

write_configuration() {  # port
  local text
  text=$(<"$samples/maedald.yaml.in")
  text=${text//@RUN@/"$run"}
  text=${text//@SOCKET@/"$socket"}
  text=${text//@SANDBOX@/"$sandbox"}
  text=${text//@WEBHOOK_PORT@/"$1"}
  printf '%s\n' "$text" >"$run/maedald.yaml"
}

listens() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

start_maedald() {
  setsid nohup "$build/daemon/maedald" --config "$run/maedald.yaml" \
    </dev/null >>"$run/maedald.log" 2>&1 9>&- &
  remember maedald
  for _ in {1..300}; do
    if ctl status >/dev/null 2>&1; then return 0; fi
    pid_of maedald >/dev/null || break
    sleep 0.1
  done
  return 1
}

start_maedald_on_a_free_port() {
  local port
  for _ in {1..20}; do
    port=$((20000 + RANDOM % 12000))
    if listens "$port"; then continue; fi
    write_configuration "$port"
    if start_maedald; then return 0; fi
    # Somebody was quicker with this port; any other fault is said by its log.
    grep -qi 'address already in use' "$run/maedald.log" || break
  done
  tail -n 20 "$run/maedald.log" >&2
  fail "maedald does not start; its log is $run/maedald.log"
}

# ---- the sample book -------------------------------------------------------------------------------

cards_of_the_book() {  # lines: customer, kind of id, id
  sed -nE 's/.*"customer_id": "([^"]+)", "(billing_key|receipt_id)": "([^"]+)".*/\1 \2 \3/p' \
    "$samples/book.json"
}

# What the customers did in the shop's browser: each registered a card at Bootpay.
register_cards() {
  local customer kind id
  while read -r customer kind id; do
    sandbox_post /_sandbox/billing-keys "{\"username\": \"$customer\", \"$kind\": \"$id\"}"
  done < <(cards_of_the_book)
}

billing_key_of() { cards_of_the_book | sed -n "s/^$1 billing_key //p"; }

# ---- the year --------------------------------------------------------------------------------------

on_terminal= && [ -t 1 ] && on_terminal=yes
happened() {  # a line above the bar
  if [ -n "$on_terminal" ]; then printf '\r\033[K'; fi
  say "  $*"
}

walk_to() { ctl clock --to "$1" --bar-from "$year_from" --bar-to "$year_to"; }

declines() {  # customer, fields
  sandbox_post /_sandbox/declines "{\"billing_key\": \"$(billing_key_of "$1")\", $2}"
}

new_card() {  # customer, subscription
  local key="6580c1a2e4b03f0a11d7f${1//[^a-z]/}" made
  # Registered before an interruption: then it is there already.
  sandbox_post /_sandbox/billing-keys "{\"username\": \"$1\", \"billing_key\": \"$key\"}" 2>/dev/null || true
  made=$(ctl --json key add --customer "$1" --key-file - <<<"$key")
  made=$(sed -E 's/.*"billing_key_id": ?"([^"]+)".*/\1/' <<<"$made")
  ctl subscription set-key "$2" "$made" >/dev/null
}

# The customer cancels while Bootpay is charging the card, and its webhook has not arrived: the
# sandbox's clock passes the execution, the daemon's own stays before it.
cancel_in_a_race() {  # subscription
  sandbox_post /_sandbox/switches '{"webhooks": false}'
  sandbox_post /_sandbox/clock '{"now": "'"$2"'"}' 2>/dev/null || true  # it may stand there already
  ctl subscription cancel "$1" >/dev/null
  sandbox_post /_sandbox/switches '{"webhooks": true}'
}

happen() {  # day, time, what, who, more
  local when="$1 ${2%:*}"
  case $3 in
    declines-1) declines "$4" '"times": 1'; happened "$when  the next payment of $4 will be declined" ;;
    declines-2) declines "$4" '"times": 2'; happened "$when  the next two payments of $4 will be declined" ;;
    card-dies) declines "$4" '"always": true'; happened "$when  the card of $4 pays no more" ;;
    new-card) new_card "$4" "$5"; happened "$when  $4 registers another card for $5" ;;
    cancel-now) ctl subscription cancel "$4" >/dev/null; happened "$when  $4 is canceled at once" ;;
    cancel-at-period-end)
      ctl subscription cancel "$4" --at-period-end >/dev/null
      happened "$when  $4 is canceled for the end of its period" ;;
    cancel-in-a-race)
      cancel_in_a_race "$4" "$1T$5+09:00"
      happened "$when  $4 is canceled while the payment runs" ;;
    *) fail "year.txt: nothing is called $3" ;;
  esac
}

walk_the_year() {
  local number=0 done_up_to day time what who more
  done_up_to=$(cat "$run/year.done" 2>/dev/null || echo 0)
  while read -r day time what who more <&3; do
    number=$((number + 1))
    [ "$number" -gt "$done_up_to" ] || continue
    walk_to "${day}T$time+09:00"
    happen "$day" "$time" "$what" "$who" "$more"
    echo "$number" >"$run/year.done"
  done 3< <(grep -v -e '^#' -e '^$' "$samples/year.txt")
  walk_to "$year_to"
}

# ---- together --------------------------------------------------------------------------------------

interrupted() {
  trap - INT TERM EXIT
  printf '\n'
  stop_both
  rm -f "$run/walking"
  say "interrupted; both programs are stopped"
  exit 130
}

unfinished() {  # the end of the script before its time
  local code=$?
  [ "$code" -ne 0 ] || return 0
  if pid_of bootpay-sandbox >/dev/null && ! pid_of maedald >/dev/null && [ -e "$run/walking" ]; then
    say ""
    say "maedald ended in the middle of the year; the sandbox still runs and keeps its money ledger."
    say "  go on with   daemon/quickstart.sh --resume"
    say "  or stop with daemon/quickstart.sh --stop"
  elif [ -n "$once" ]; then
    stop_both
  elif pid_of bootpay-sandbox >/dev/null || pid_of maedald >/dev/null; then
    say "what was started still runs, for a look at the logs in $run; daemon/quickstart.sh --stop stops it"
  fi
}

begin_fresh() {
  if pid_of maedald >/dev/null || pid_of bootpay-sandbox >/dev/null; then
    say "stopping the quickstart that still runs in $run; this is a fresh year"
    stop_both
  fi
  rm -f "$run"/ledger.db* "$run"/*.log "$run"/*.url "$run/year.done" "$run/walking" "$socket"
  openssl rand -hex 32 >"$run/ledger.key"
  openssl rand -hex 20 >"$run/bootpay.secret"
  start_sandbox
  register_cards
  start_maedald_on_a_free_port
  ctl load "$samples/book.json" >"$run/load.log" || { cat "$run/load.log"; fail "the book was not taken"; }
  touch "$run/walking"
}

begin_again() {
  [ -e "$run/walking" ] || fail "there is no year to go on with in $run"
  pid_of bootpay-sandbox >/dev/null ||
    fail "the sandbox has ended, and its money ledger with it: start a fresh year"
  sandbox=$(cat "$run/bootpay-sandbox.url")
  pid_of maedald >/dev/null || start_maedald ||
    { tail -n 20 "$run/maedald.log" >&2; fail "maedald does not start; its log is $run/maedald.log"; }
  # Whoever asked for the last step may be gone while the daemon still takes it.
  while ctl --json clock | grep -q '"walking": \{0,1\}true'; do sleep 0.2; done
}

what_next() {
  local ctl="${build#"$PWD"/}/daemon/maedalctl" self="${root#"$PWD"/}/daemon/quickstart.sh"
  [ "$root" != "$PWD" ] || self=daemon/quickstart.sh
  cat <<END

Both still run: maedald (pid $(pid_of maedald)) and bootpay-sandbox (pid $(pid_of bootpay-sandbox)) at $sandbox.
Try next:
  export MAEDAL_SOCKET=$socket
  $ctl status
  $ctl charge list --customer hyunwoo.shin
  $ctl subscription show nari-basic
  $ctl journal --limit 20
  $ctl clock --to +30d          # and another month is billed
  $ctl rehearse --mix storm     # the coming months, on a copy of the book
  curl --unix-socket \$MAEDAL_SOCKET http://localhost/v1/status
Stop both:
  $self --stop
END
}

trap interrupted INT TERM
trap unfinished EXIT
build_programs
case $mode in
  fresh) begin_fresh ;;
  resume) begin_again ;;
esac
say "billing $(grep -c '"plan_id"' "$samples/book.json") subscriptions of $(cards_of_the_book | wc -l) customers through 2028"
begun=$SECONDS
walk_the_year
rm -f "$run/walking"
peak=$(sed -n 's/^VmHWM:[^0-9]*\([0-9]*\) kB/\1/p' "/proc/$(pid_of maedald)/status")
say ""
ctl calendar --from 2028-01 --to 2028-12
say ""
equal=0
ctl sandbox compare --url "$sandbox" || equal=$?
say "the year took $((SECONDS - begun)) seconds; maedald used at most $((peak / 1024)) MiB of memory"
trap - INT TERM EXIT
if [ -n "$once" ]; then stop_both; else what_next; fi
exit "$equal"
