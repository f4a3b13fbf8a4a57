#!/usr/bin/env bash
# Runs the claims of configs/claims and writes their page: see --help.
set -eu

usage() {
  cat <<END
Usage: scripts/book.sh [--no-run] [PAGE] [-- OPTION...]

Runs all claims of configs/claims (not again what results/claims has already) and writes the page of their verdicts, with
its pictures in the folder images/claims beside it. All of the page comes from the results. The same results give the same
bytes.

  PAGE        the file, docs/claims.md by default
  --no-run    takes the results as they are
  OPTION...   handed on to "regrun claims --all": --jobs 2, --restart

Environment: REGRUN (the program, ./regrun). Needs python3; for pictures what scripts/plot.py needs.
END
}

runs=yes page=docs/claims.md
while [ $# -gt 0 ] && [ "$1" != -- ]; do
  case $1 in
    --help | -h) usage && exit ;;
    --no-run) runs=no ;;
    -*) echo "book.sh: unknown argument $1 (--help shows what there is)" >&2 && exit 2 ;;
    *) page=$1 ;;
  esac
  shift
done
[ $# -eq 0 ] || shift # what is left is for regrun
case " $* " in # the page is of the claims as their configs have them
  *" --out"* | *" -o"* | *" --mnist "* | *" --set"* | *" -s"* | *" --seeds"*)
    echo "book.sh: $*: only --jobs, --restart and --quiet can be handed on; the page is of the claims as they stand" >&2
    exit 2
    ;;
esac
regrun=${REGRUN:-./regrun} own=$(dirname "$0")
list=$(mktemp)
trap 'rm -f "$list"' EXIT

# A claim about what diverges has runs that diverge: status 1.
if [ "$runs" = yes ]; then "$regrun" claims --all "$@" || [ $? -eq 1 ]; fi
"$regrun" claims --json >"$list"
"$own/book.py" "$list" "$page" "$("$regrun" --version | sed -n '1s/ (.*//; 1p')"
