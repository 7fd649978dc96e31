#!/bin/bash
# Installs what the tests need and the machine lacks: Chromium, fonts that have a sans-serif, and a Redis server.
set -euo pipefail
missing=()
[ -x "${CHROME_PATH:-/usr/bin/chromium}" ] || missing+=(chromium fonts-liberation fonts-dejavu-core)
command -v redis-server >/dev/null || missing+=(redis-server)
[ ${#missing[@]} -eq 0 ] && exit 0
if ! command -v apt-get >/dev/null; then
  echo 'The tests need Chromium (CHROME_PATH may point at it) and redis-server: install them.' >&2
  exit 1
fi
echo "Installing ${missing[*]}…"
as_root=()
[ "$(id -u)" -eq 0 ] || as_root=(sudo)
export DEBIAN_FRONTEND=noninteractive
"${as_root[@]}" apt-get update -qq
"${as_root[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
