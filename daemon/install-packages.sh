#!/usr/bin/env bash
# The one list of what maedal needs from Debian 12. Installs what is missing, and nothing else.
#   daemon/install-packages.sh          to build and to run
#   daemon/install-packages.sh tests    to test as well
# Safe to run twice; apt is called only when something is missing, with sudo unless this is root.
set -euo pipefail

build=(
  g++ cmake ninja-build pkg-config
  libboost-dev                  # Asio and Beast
  libssl-dev libsodium-dev      # TLS; sealing, hashing
  libsqlite3-dev libsqlitecpp-dev
  nlohmann-json3-dev libyaml-cpp-dev
  libcli11-dev libfmt-dev libspdlog-dev
  libhowardhinnant-date-dev     # time zones, which GCC 12 has not
  libsystemd-dev                # sd_notify
)
run=(tzdata ca-certificates curl openssl)
tests=(
  libgtest-dev
  systemd                       # systemd-analyze judges the unit
  faketime                      # a clock that jumps
  patch                         # plants bugs
  php-cli php-curl              # the examples for merchants
)
# Bootpay's own SDK is one of the tests. A Node that came from elsewhere will do.
command -v node >/dev/null && command -v npm >/dev/null || tests+=(nodejs npm)

wanted=("${build[@]}" "${run[@]}")
case "${1:-}" in
  "") ;;
  tests) wanted+=("${tests[@]}") ;;
  *) echo "usage: $0 [tests]" >&2; exit 64 ;;
esac

missing=()
for package in "${wanted[@]}"; do
  status=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null) || status=absent
  [ "$status" = installed ] || missing+=("$package")
done
[ ${#missing[@]} -gt 0 ] || exit 0

as_root=()
if [ "$(id -u)" -ne 0 ]; then
  if ! command -v sudo >/dev/null; then
    echo "these packages are missing, and there is no sudo; as root run:" >&2
    echo "  apt-get install --no-install-recommends ${missing[*]}" >&2
    exit 1
  fi
  as_root=(sudo)
fi
echo "installing from Debian: ${missing[*]}"
apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=300)
"${apt[@]}" update
"${apt[@]}" install --yes --no-install-recommends "${missing[@]}"
