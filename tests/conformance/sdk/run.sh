#!/usr/bin/env bash
# Bootpay's own SDK for Node against bootpay-sandbox.
#   run.sh install FOLDER                    the SDK, as package-lock.json names it, into FOLDER
#   run.sh FAMILY FOLDER SANDBOX_PROGRAM     the tests of FAMILY.test.js
# Installing is the only step that leaves this machine, and only when FOLDER has not got it yet.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
what=$1
folder=$2

if [ "$what" = install ]; then
  mkdir -p "$folder"
  if cmp -s "$here/package-lock.json" "$folder/installed-lock.json"; then exit 0; fi
  cp "$here/package.json" "$here/package-lock.json" "$folder/"
  npm --prefix "$folder" ci --ignore-scripts --no-audit --no-fund
  cp "$here/package-lock.json" "$folder/installed-lock.json"
  exit 0
fi

export MAEDAL_SANDBOX=$3
export NODE_PATH=$folder/node_modules
exec node --test "$here/$what.test.js"
