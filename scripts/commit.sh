#!/bin/sh
# Prints which commit the program is of, as `regrun --version` says it: what the file COMMIT says, which `make dist` puts
# into a tarball, else what git says of this folder, else nothing. Changes count where they are of what is compiled.
cd "$(dirname "$0")/.." || exit
if [ -e COMMIT ]; then
  head -n 1 COMMIT
elif [ -e .git ]; then
  # Also as root, in somebody's checkout: sudo make install must not build another program.
  git() { command git --no-optional-locks -c safe.directory="$PWD" "$@" 2>/dev/null; }
  commit=$(git rev-parse HEAD | cut -c 1-10)
  changes=$(git status --porcelain -- src Makefile scripts/embed.sh | wc -l)
  [ -n "$commit" ] || exit 0
  case $((changes)) in
    0) echo "$commit" ;;
    1) echo "$commit, 1 change not committed" ;;
    *) echo "$commit, $((changes)) changes not committed" ;;
  esac
fi
