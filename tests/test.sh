# shellcheck shell=bash
# A command-line test in one file to source: `check` what must hold, end with `test_end NAME`.
# Its last line is "NAME: N passed, N failed, N skipped"; tests/run adds these up. The tests write under "$scratch".
tests_passed=0 tests_failed=0 tests_skipped=0
scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT

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

test_end() { # NAME
  echo "$1: $tests_passed passed, $tests_failed failed, $tests_skipped skipped"
  [ "$tests_failed" -eq 0 ]
}
