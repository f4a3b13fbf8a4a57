#!/usr/bin/env bash
# Looks for mistakes without running anything: see --help.
set -u

usage() {
  cat <<END
Usage: scripts/lint.sh [--deep] [--staged | FILE...]

Looks at files, by default at all of the project, with clang-format (is it formatted?), shellcheck (scripts), clang-tidy
(.clang-tidy says which checks and why) and check_layers.sh. Prints what it finds, with status 1 if anything, and 2 where
a tool is missing.

  --deep     clang's analyzer follows seven times as many paths: eight minutes for all on two cores, instead of two
  --staged   only at what is staged in git, as it stands in the folder: for the hook that "make hooks" installs
END
}

# How many states of a function the analyzer looks at before it gives up: nearly all of the time goes there.
paths=30000
if [ "${1:-}" = --deep ]; then
  paths=225000
  shift
fi
files=("$@")
case ${1:-} in
  --help | -h) usage && exit 0 ;;
  --staged) mapfile -t files < <(git diff --cached --name-only --diff-filter=d) ;;
  -*) echo "lint.sh: unknown argument $1 (--help shows what there is)" >&2 && exit 2 ;;
  '') cd "$(dirname "$0")/.." && mapfile -t files < <(git ls-files --cached --others --exclude-standard) ;;
esac

formatted=() scripts=() compiled=()
for file in "${files[@]}"; do
  [ -f "$file" ] || continue # deleted, but not yet in git
  case $file in
    *.[ch]) formatted+=("$file") ;;&
    src/*.c | tests/unit/*.c | tests/fuzz/*.c) compiled+=("$file") ;;
    *.sh | *.bash) scripts+=("$file") ;;
    *.*) ;;
    *) ! head -n 1 "$file" | grep -qE '^#!.*\b(ba)?sh\b' || scripts+=("$file") ;;
  esac
done

need() { # PROGRAM
  command -v "$1" >/dev/null && return
  echo "lint: $1 is missing; install it by scripts/setup.sh --all (Debian: apt-get install $1)" >&2
  exit 2
}

found=0
step() { # WHAT COMMAND...: runs it, and says what was looked at
  local began=$SECONDS what=$1
  shift
  "$@" || found=1
  echo "lint: $what ($((SECONDS - began)) s)"
}

# Each compiled once, for one kernel. (One file to a process: clang-tidy 14 mistakes va_lists in the second.)
# shellcheck disable=SC2317 # it is called by step
tidy() { # FILE...
  local database status
  database=$(mktemp -d) || return
  make -nB --no-print-directory test fuzz-targets 2>/dev/null | scripts/compdb.sh |
    sed '/"src\/base\/error.c"/! s/ -Isrc / -include tests\/analyzer.h&/' >"$database/compile_commands.json"
  printf '%s\0' "$@" | xargs -0 -P "$(nproc)" -n 1 clang-tidy -p "$database" --quiet \
    --extra-arg=-Xclang --extra-arg=-analyzer-config --extra-arg=-Xclang --extra-arg=max-nodes="$paths" 2>"$database/errors"
  status=$?
  grep -vE '^[0-9]+ warnings? (generated|treated)|^Suppressed|^Use -header-filter' "$database/errors"
  rm -rf "$database"
  return "$status"
}

if [ ${#formatted[@]} -gt 0 ]; then
  need clang-format
  step "${#formatted[@]} files by clang-format" clang-format --dry-run -Werror "${formatted[@]}"
fi
if [ ${#scripts[@]} -gt 0 ]; then
  need shellcheck
  step "${#scripts[@]} scripts by shellcheck" shellcheck -x "${scripts[@]}"
fi
if [ ${#formatted[@]} -gt 0 ]; then step "floors" scripts/check_layers.sh; fi
if [ ${#compiled[@]} -gt 0 ]; then
  need clang-tidy
  step "${#compiled[@]} sources by clang-tidy" tidy "${compiled[@]}"
fi
[ "$found" -eq 0 ] || echo "lint: something was found; make format mends the formatting" >&2
exit "$found"
