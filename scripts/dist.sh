#!/usr/bin/env bash
# Makes the tarball of a commit: see --help. The same commit gives the same bytes, whoever packs it, where and when:
# files in the order of their names, all of root's, none younger or older than the commit.
set -euo pipefail
umask 022 # which tar applies to what it unpacks, but for root

usage() {
  cat <<END
Usage: scripts/dist.sh [--commit COMMIT] [--to FOLDER]

Makes FOLDER/regrun-VERSION.tar.gz of what is committed, and the file COMMIT in it, by which a program that is built
from it knows where it comes from. It is built and installed without git: ./scripts/setup.sh && make && make install.
What is for the project's own machines alone (.gitattributes: export-ignore) is left out.

  --commit COMMIT  of another commit (default: HEAD)
  --to FOLDER      where to put it (default: build/dist)
END
}

# shellcheck source=scripts/package.bash
source "$(dirname "$0")/package.bash"
read_arguments build/dist "$@"
cd "$(dirname "$0")/.."
[ -e .git ] || fail "this folder is no checkout of git; a tarball is made from commits"
command -v git >/dev/null || fail "there is no git; scripts/setup.sh installs it"
git() { command git --no-optional-locks -c safe.directory="$PWD" -c core.autocrlf=false -c core.attributesFile= -c tar.umask=0022 "$@"; }
id=$(git rev-parse --verify --quiet "$commit^{commit}") || fail "there is no commit $commit"
date=$(git log -1 --format=%ct "$id")
version=$(git show "$id:src/base/version.h" | sed -n 's/^#define REGRUN_VERSION "\(.*\)"$/\1/p')
[ -n "$version" ] || fail "src/base/version.h of $commit says no version"
changes=$(git status --porcelain | wc -l)
[ "$commit" != HEAD ] || [ "$changes" -eq 0 ] || echo "dist: not in it, as it is not committed: $changes file(s), see git status" >&2

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
name=regrun-$version
git archive --prefix="$name/" "$id" | tar -x -C "$work"
cut -c 1-10 <<<"$id" >"$work/$name/COMMIT"
find "$work/$name" -type d -exec chmod 755 {} +
chmod 644 "$work/$name/COMMIT"
mkdir -p "$to"
LC_ALL=C tar --create --format=ustar --sort=name --owner=root:0 --group=root:0 --mtime="@$date" -C "$work" "$name" |
  gzip -9n >"$work/$name.tar.gz"
mv "$work/$name.tar.gz" "$to/$name.tar.gz"
echo "$to/$name.tar.gz"
