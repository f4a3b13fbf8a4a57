#!/usr/bin/env bash
# Builds a Debian package of a commit and tries it: see --help.
set -euo pipefail

usage() {
  cat <<END
Usage: scripts/deb.sh [--commit COMMIT] [--to FOLDER]

Builds Debian's source and binary packages from the tarball of "make dist" and the folder debian/ in it, and tries what
came out (scripts/try_deb.sh). The same commit gives the same bytes with the same compiler and libraries.
scripts/setup.sh --all installs what this needs. To install: sudo apt-get install ./FOLDER/regrun_*.deb

  --commit COMMIT  of another commit (default: HEAD)
  --to FOLDER      where to put the packages (default: build/deb)
END
}

# shellcheck source=scripts/package.bash
source "$(dirname "$0")/package.bash"
read_arguments build/deb "$@"
cd "$(dirname "$0")/.."
umask 022
for tool in dpkg-buildpackage dh; do
  command -v $tool >/dev/null || fail "there is no $tool; scripts/setup.sh --all installs it"
done

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
scripts/dist.sh --commit "$commit" --to "$work" >"$work/tarball"
tarball=$(cat "$work/tarball")
name=$(basename "$tarball" .tar.gz)
tar -xzf "$tarball" -C "$work"
SOURCE_DATE_EPOCH=$(stat -c %Y "$work/$name/COMMIT")
export SOURCE_DATE_EPOCH LC_ALL=C.UTF-8 TZ=UTC
unset CFLAGS CPPFLAGS LDFLAGS CC PREFIX BUILD PROGRAM WERROR SANITIZE MAKEFLAGS MFLAGS MAKELEVEL # those of whoever calls
(cd "$work/$name" && DEB_BUILD_OPTIONS="parallel=$(nproc)" dpkg-buildpackage -us -uc)
made=$(basename "$(ls "$work"/*.changes)")
mkdir -p "$to"
find "$work" -maxdepth 1 -name 'regrun*_*' -type f -exec mv -t "$to" {} +
scripts/try_deb.sh "$to/$made"
ls "$to/${made%.changes}.deb"
