#!/usr/bin/env bash
# Tries a Debian package without installing it here: try_deb.sh FILE.deb, or the FILE.changes that dpkg-buildpackage put
# beside it. lintian may find neither errors nor warnings; then dpkg installs it below an empty folder with a database of
# its own, debian/tests/smoke runs it there, and once purged it must leave nothing.
set -euo pipefail
given=$(realpath "$1")
cd "$(dirname "$0")/.."

fail() { # MESSAGE
  echo "try_deb: $1" >&2
  exit 1
}

for tool in lintian fakeroot; do
  command -v $tool >/dev/null || fail "there is no $tool; scripts/setup.sh --all installs it"
done
options=(--fail-on 'error,warning')
[ "$(id -u)" -ne 0 ] || options+=(--allow-root)
lintian "${options[@]}" "$given" || fail "lintian found mistakes"

root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
deb=${given%.changes}
deb=${deb%.deb}.deb
mkdir -p "$root/var/lib/dpkg/info" "$root/var/lib/dpkg/updates"
touch "$root/var/lib/dpkg/status"
# What it depends on is this system's; PATH: dpkg wants what is in sbin.
dpkg_there() { PATH=$PATH:/usr/sbin:/sbin fakeroot dpkg --root="$root" --force-depends --force-not-root --force-unsafe-io --log=/dev/null "$@"; }
dpkg_there --install "$deb" >"$root/said" 2>&1 || fail "dpkg cannot install it: $(cat "$root/said")"
REGRUN=$root/usr/bin/regrun debian/tests/smoke || fail "as installed it does not work"
dpkg_there --purge regrun >"$root/said" 2>&1 || fail "dpkg cannot remove it: $(cat "$root/said")"
left=$(find "$root" ! -type d ! -path "$root/var/lib/dpkg/*" ! -path "$root/said")
[ -z "$left" ] || fail "once removed it leaves $left"
echo "try_deb: $(basename "$deb") has no mistakes, works, and leaves nothing once removed"
