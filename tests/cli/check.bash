# shellcheck shell=bash
# A command-line test in one file to source: `check` what must hold, end with `finish NAME`, whose line tests/run adds
# up. Tests run in the repository's root, in the C locale, and write below $tmp only; $regrun is the program.
set -u
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit 1
tests_passed=0 tests_failed=0 tests_skipped=0
golden=tests/cli/golden
regrun=$(realpath "${PROGRAM:-./regrun}")
if [ ! -x "$regrun" ]; then echo "there is no $regrun; make it first" && exit 1; fi
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
unset NO_COLOR REGRUN_KERNEL
export LC_ALL=C

check() { # WHAT COMMAND...: the command succeeds
  local what=$1
  shift
  if "$@"; then
    tests_passed=$((tests_passed + 1))
  else
    tests_failed=$((tests_failed + 1))
    echo "not so: $what: $*"
  fi
}

check_same() { # WHAT GOT WANT: two equal texts
  if [ "$2" = "$3" ]; then
    tests_passed=$((tests_passed + 1))
  else
    tests_failed=$((tests_failed + 1))
    printf 'not so: %s:\n  got:  %s\n  want: %s\n' "$1" "$2" "$3"
  fi
}

check_has() { # WHAT TEXT WORDS...: the text holds each of the words
  local what=$1 text=$2 word
  shift 2
  for word; do check "$what: \"$word\" stands in: $text" grep -qF -- "$word" <<<"$text"; done
}

skip() { # WHY
  tests_skipped=$((tests_skipped + 1))
  echo "skipped: $1"
}

run() { # ARGUMENTS...: runs the program; its output is in $tmp/out and $tmp/err, its exit code in $code
  "$regrun" "$@" >"$tmp/out" 2>"$tmp/err"
  code=$?
}

exits() { # CODE WHAT: whether the last run ended so
  check_same "$2: exit code ($(head -c 300 "$tmp/err"))" "$code" "$1"
}

trained() { # WHAT: whether the last run trained to its end, also where that taught it nothing (exit code 1)
  check "$1: exit code $code ($(head -c 300 "$tmp/err"))" [ "$code" -le 1 ]
}

says() { # TEXT: whether the last run said it on stderr
  check_has "stderr" "$(cat "$tmp/err")" "$1"
}

same() { # FILE GOLDEN: whether a file is as the golden one; UPDATE=1 makes it so
  if [ -n "${UPDATE:-}" ]; then cp "$1" "$golden/$2"; fi
  check "$2 is as the golden file" diff -u "$golden/$2" "$1"
}

log() { # FOLDER KEYS SEEDS EPOCHS: a made-up log.csv below $tmp, of the settings on stdin (see make_log.awk)
  mkdir -p "$tmp/$1"
  awk -v keys="$2" -v seeds="$3" -v epochs="$4" -f tests/cli/make_log.awk >"$tmp/$1/log.csv"
}

rows() { # LOG: without its columns of options, which --set adds; no setting's name has a comma
  awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) if ($i !~ /\./) kept[++n] = i }
    { for (i = 1; i <= n; i++) printf "%s%s", $kept[i], i < n ? "," : "\n" }' "$1"
}

finish() { # NAME: the last line; fails if a check did
  echo "$1: $tests_passed passed, $tests_failed failed, $tests_skipped skipped"
  [ "$tests_failed" -eq 0 ]
}
