#!/usr/bin/env bash
# The tools of CONTRIBUTING.md: what is wrong is found and named, and what is right passes.
# shellcheck source=tests/cli/check.bash
source "$(dirname "$0")/check.bash"

lint() { # ARGUMENTS...: sets got (both outputs) and status
  got=$(scripts/lint.sh "$@" 2>&1)
  status=$?
}

missing_tool() { # PROGRAM FILE: the file cannot be looked at without the program
  local tool bin=$tmp/without-$1
  mkdir "$bin"
  for tool in bash dirname git grep head clang-format shellcheck; do
    [ "$tool" = "$1" ] || ! command -v "$tool" >/dev/null || ln -s "$(command -v "$tool")" "$bin/$tool"
  done
  PATH=$bin lint "$2"
  check_same "without $1: status" "$status" 2
  check_has "without $1" "$got" "$1 is missing" "scripts/setup.sh --all" "apt-get install $1"
}

printf 'int  spaced;\n' >"$tmp/spaced.c"
printf 'int kept;\n' >"$tmp/kept.c"
# shellcheck disable=SC2016 # the mistake
printf '#!/bin/sh\nrm $1\n' >"$tmp/unquoted.sh"
missing_tool clang-format "$tmp/kept.c"
missing_tool shellcheck "$tmp/unquoted.sh"
if command -v clang-format >/dev/null; then
  cp .clang-format "$tmp"
  lint "$tmp/kept.c"
  check_same "a file that is formatted: status ($got)" "$status" 0
  lint "$tmp/kept.c" "$tmp/spaced.c"
  check_same "a file that is not formatted: status" "$status" 1
  check_has "a file that is not formatted" "$got" "spaced.c:1:" "make format"
else
  skip "clang-format is not installed"
fi
if command -v shellcheck >/dev/null; then
  lint "$tmp/unquoted.sh"
  check_same "a script with a mistake: status" "$status" 1
  check_has "a script with a mistake" "$got" "SC2086"
else
  skip "shellcheck is not installed"
fi
lint --stagd
check_same "an unknown argument: status" "$status" 2

# The database names every source once, with the command that make would use.
make -nB --no-print-directory test 2>/dev/null | scripts/compdb.sh >"$tmp/compile_commands.json"
python3 -c '
import json, sys
for entry in json.load(open(sys.argv[1])):
    assert entry["command"].startswith(sys.argv[2]) and entry["file"] in entry["command"], entry
    print(entry["file"])' "$tmp/compile_commands.json" "${CC:-cc} " 2>"$tmp/err" | sort >"$tmp/named"
check_same "compile_commands.json is right" "$(cat "$tmp/err")" ""
printf '%s\n' src/*/*.c tests/unit/*.c | sort >"$tmp/wanted"
check "compile_commands.json names every source" diff -u "$tmp/wanted" "$tmp/named"

# The hook sees what is staged, and nothing else.
hooks() { # sets got and status
  got=$(cd "$tmp/repository" && "$here/scripts/hooks.sh" 2>&1)
  status=$?
}
here=$PWD hook=$tmp/repository/.git/hooks/pre-commit
git init -q "$tmp/repository"
hooks
check_same "make hooks: status ($got)" "$status" 0
check "the hook can be run" [ -x "$hook" ]
hooks
check_same "a second time: status ($got)" "$status" 0
cp -r scripts src .clang-format "$tmp/repository"
if command -v clang-format >/dev/null; then
  cp "$tmp/spaced.c" "$tmp/kept.c" "$tmp/repository"
  check "what is not staged does not matter" git -C "$tmp/repository" -c user.name=me -c user.email=me@localhost \
    commit -q --allow-empty -m empty
  git -C "$tmp/repository" add spaced.c
  check "a mistake is not committed" bash -c "! git -C '$tmp/repository' -c user.name=me -c user.email=me@localhost \
    commit -q -m spaced 2>'$tmp/err'"
  says "spaced.c:1:"
fi
printf '#!/bin/sh\n' >"$hook"
hooks
check_same "another hook is left alone: status" "$status" 1
check_same "another hook is left alone" "$(cat "$hook")" "#!/bin/sh"
# The mistakes of tests/mutants can still be made, and one that cannot is named.
mutants() { # sets got and status
  got=$(scripts/mutants.sh --check 2>&1)
  status=$?
}
mutants
check_same "the mistakes listed: status ($got)" "$status" 0
check "there are some" [ "$(sed -n 's/^mutants: \([0-9]*\) in .*/\1/p' <<<"$got")" -ge 25 ]
mkdir -p "$tmp/copy/tests/unit"
cp -r scripts "$tmp/copy"
echo 'int rate = 1;' >"$tmp/copy/rule.c"
touch "$tmp/copy/tests/unit/rules.c"
printf '# words\n\nhalf\nrule.c rules\ns/= 1/= 2/\n\nno match\nrule.c nowhere\ns/= 3/= 2/\n' >"$tmp/copy/tests/mutants"
got=$("$tmp/copy/scripts/mutants.sh" --check 2>&1)
check_same "a mistake that cannot be made: status" "$?" 1
check_has "a mistake that cannot be made" "$got" "no match: rule.c: nothing matches: s/= 3/= 2/" "there is no test nowhere"
"$tmp/copy/scripts/mutants.sh" --check half >/dev/null 2>&1
check_same "only those with a word: status" "$?" 0

finish workshop
