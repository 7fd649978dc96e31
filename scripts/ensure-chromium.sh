#!/bin/bash
# Installs what the browser tests need and the machine lacks: Chromium, and fonts that have a sans-serif.
set -euo pipefail
[ -x "${CHROME_PATH:-/usr/bin/chromium}" ] && exit 0
if ! command -v apt-get >/dev/null; then
  echo 'The browser tests need Chromium: install it, and point CHROME_PATH at it.' >&2
  exit 1
fi
echo 'Installing Chromium…'
as_root=()
[ "$(id -u)" -eq 0 ] || as_root=(sudo)
export DEBIAN_FRONTEND=noninteractive
"${as_root[@]}" apt-get update -qq
"${as_root[@]}" apt-get install -y -qq --no-install-recommends chromium fonts-liberation fonts-dejavu-core >/dev/null
