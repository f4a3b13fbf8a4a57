#!/usr/bin/env bash
# Breaks the rules on purpose, one by one, to see that the tests notice: see --help.
set -u

usage() {
  cat <<END
Usage: scripts/mutants.sh [--check] [WORD...]

tests/mutants lists mistakes, each with the tests that must turn red by it. A copy of the project is built in a temporary
folder; there each mistake is made, those tests are run, and the mistake is taken back. Status 1 if one is not noticed by
each of its tests, or can no longer be made.

  WORD      only mistakes whose file, tests or reason hold the word
  --check   builds nothing; only whether each mistake can be made and its tests exist
END
}

only_check=no
case ${1:-} in
  --help | -h) usage && exit 0 ;;
  --check) only_check=yes && shift ;;
  -*) echo "mutants.sh: unknown argument $1 (--help shows what there is)" >&2 && exit 2 ;;
esac
cd "$(dirname "$0")/.." || exit 2
words=("$@") table=$PWD/tests/mutants
unset MAKEFLAGS MFLAGS MAKELEVEL

# One row: REASON, then "FILE TEST...", then the sed expression. To why[], file[], tests[], edit[].
why=() file=() tests=() edit=()
while IFS= read -r reason; do
  case $reason in '' | '#'*) continue ;; esac
  read -r name names
  IFS= read -r expression
  all="$reason $name $names"
  for word in "${words[@]}"; do [[ $all == *"$word"* ]] || continue 2; done
  why+=("$reason") file+=("$name") tests+=("$names") edit+=("$expression")
done <"$table"

broken=0
say_broken() { # ROW MESSAGE
  echo "mutants: ${why[$1]}: ${file[$1]}: $2"
  broken=$((broken + 1))
}

for i in "${!why[@]}"; do
  for name in ${tests[i]}; do
    [ -e "tests/unit/$name.c" ] || [ -e "tests/cli/$name.sh" ] || say_broken "$i" "there is no test $name"
  done
  if [ ! -e "${file[i]}" ]; then
    say_broken "$i" "there is no such file"
  elif ! mutant=$(sed -E "${edit[i]}" "${file[i]}"); then
    say_broken "$i" "sed does not understand: ${edit[i]}"
  elif [ "$mutant" = "$(cat "${file[i]}")" ]; then
    say_broken "$i" "nothing matches: ${edit[i]}"
  fi
done
if [ "$broken" -gt 0 ] || [ "$only_check" = yes ]; then
  echo "mutants: ${#why[@]} in tests/mutants, $broken of them cannot be made"
  exit $((broken > 0))
fi

copy=$(mktemp -d) || exit 2
trap 'rm -rf "$copy"' EXIT
git ls-files -z --cached --others --exclude-standard | while IFS= read -r -d '' name; do
  [ ! -e "$name" ] || printf '%s\0' "$name"
done | xargs -0 cp -a --parents -t "$copy" || exit 2
REGRUN_DATA=$(realpath "${REGRUN_DATA:-../shared/data}" 2>/dev/null)
export REGRUN_DATA
cd "$copy" || exit 2

red() { # TEST...: builds, and runs the tests one by one; sets green to those that pass; fails if it does not build
  local name targets=(regrun)
  for name; do [ ! -e "tests/unit/$name.c" ] || targets+=("build/tests/$name"); done
  green=()
  make -s -j "$(nproc)" CFLAGS='-O1 -g' "${targets[@]}" >messages 2>&1 || return
  for name; do ! TEST_SECONDS=120 tests/run "$name" >messages 2>&1 || green+=("$name"); done
}

all_tests=$(printf '%s\n' "${tests[@]}" | tr ' ' '\n' | sort -u)
# shellcheck disable=SC2086 # words
if ! red $all_tests; then
  cat messages
  echo "mutants: the project does not build" >&2
  exit 2
fi
if [ "${#green[@]}" -ne "$(wc -w <<<"$all_tests")" ]; then
  echo "mutants: without a mistake only these pass: ${green[*]}" >&2
  exit 2
fi

survived=0
for i in "${!why[@]}"; do
  cp "${file[i]}" right
  sed -E "${edit[i]}" right >"${file[i]}"
  # shellcheck disable=SC2086
  if ! red ${tests[i]}; then
    verdict="DOES NOT COMPILE: $(grep -m 1 -E 'error|undefined' messages)"
    survived=$((survived + 1))
  elif [ ${#green[@]} -gt 0 ]; then
    verdict="SURVIVED ${green[*]}"
    survived=$((survived + 1))
  else
    verdict="noticed by ${tests[i]}"
  fi
  echo "${why[i]}: $verdict"
  cp right "${file[i]}"
done
echo "mutants: $((${#why[@]} - survived)) of ${#why[@]} noticed"
exit $((survived > 0))
