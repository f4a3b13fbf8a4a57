# shellcheck shell=bash
# What the tests of the program share beyond tests/test.sh; sourced by them. They run in the repository's root, and
# write below $tmp only.
set -u
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit 1
# shellcheck source=tests/test.sh
. tests/test.sh
tmp=$scratch
golden=tests/cli/golden
regrun=$(realpath "${PROGRAM:-./regrun}")
if [ ! -x "$regrun" ]; then echo "there is no $regrun; make it first" && exit 1; fi
unset NO_COLOR REGRUN_KERNEL
export LC_ALL=C

# run ARGUMENTS...: runs the program. Its output is in $tmp/out and $tmp/err, its exit code in $code.
run() {
  "$regrun" "$@" >"$tmp/out" 2>"$tmp/err"
  code=$?
}

# exits CODE WHAT: whether the last run ended so.
exits() {
  check_same "$2: exit code ($(head -c 300 "$tmp/err"))" "$code" "$1"
}

# says TEXT: whether the last run said it on stderr.
says() {
  check_has "stderr" "$(cat "$tmp/err")" "$1"
}

# same FILE GOLDEN: whether a file is as the golden one. UPDATE=1 makes it so.
same() {
  if [ -n "${UPDATE:-}" ]; then cp "$1" "$golden/$2"; fi
  check "$2 is as the golden file" diff -u "$golden/$2" "$1"
}

# log FOLDER KEYS SEEDS EPOCHS: a made-up log.csv below $tmp, of the settings on stdin (see make_log.awk).
log() {
  mkdir -p "$tmp/$1"
  awk -v keys="$2" -v seeds="$3" -v epochs="$4" -f tests/cli/make_log.awk >"$tmp/$1/log.csv"
}

# finish NAME: the last line.
finish() {
  test_end "$1"
}
