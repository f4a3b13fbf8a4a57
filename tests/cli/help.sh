#!/usr/bin/env bash
# The command line before anything runs: help, version, and what is said about mistakes.
# shellcheck source=tests/cli/check.bash
source "$(dirname "$0")/check.bash"

# wrong MESSAGE ARGUMENTS...: a mistake in the arguments, exit 2.
wrong() {
  local message=$1
  shift
  run "$@"
  exits 2 "regrun $*"
  says "$message"
  check "regrun $*: nothing on stdout" [ ! -s "$tmp/out" ]
}

run
exits 2 "no arguments"
says "regrun --config bn_vs_dropout.json"

run --help
exits 0 "--help"
same "$tmp/out" help.txt
check "no line is wider than 100 columns" awk 'length > 100 { exit 1 }' "$tmp/out"
cp "$tmp/out" "$tmp/help"
run -h
check "-h is --help" cmp -s "$tmp/out" "$tmp/help"

run --version
exits 0 "--version"
check "the version" grep -qE '^regrun [0-9]+\.[0-9]+\.[0-9]+( \(.+\))?$' "$tmp/out"
check "the kernels" grep -qE '^kernels that this CPU runs:.* plain$' "$tmp/out"

for command in check claims plan slurm options data compare report verify eval fold predict; do
  run "$command" --help
  exits 0 "$command --help"
  check "$command --help shows its usage" grep -q "regrun $command" "$tmp/out"
  check "--help lists $command" grep -q "^  $command " "$tmp/help"
done

run run --help
exits 0 "run --help"
check "run --help is of run alone" [ "$(grep -cE '^(usage: regrun run|commands|examples)' "$tmp/out")" -eq 1 ]
check "run --help lists --jobs" grep -q -e '-j, --jobs N' "$tmp/out"
wrong "--jobs takes a whole number from 1 to 1000000, not \"x\"" -jx -ca
wrong "--config FILE is missing" -j1
wrong "--quiet takes no value (got \"j\")" -qj
wrong "unknown option -config; did you mean --config?" -config a.json
wrong "unknown option --confg; did you mean --config?" --confg x.json
wrong "unknown option --zzzzzz; --help lists the options" --zzzzzz
wrong "unknown option -x" -x
wrong "--config needs a value: --config FILE" --config
wrong "--out is given twice" --config a --out a --out=b
wrong "--quiet takes no value (got \"yes\")" --quiet=yes --config a
wrong "--jobs takes a whole number from 1 to 1000000, not \"two\"" --jobs two --config a
wrong "--jobs takes a whole number from 1 to 1000000, not \"0\"" --jobs=0 --config a
wrong "unexpected argument \"b.json\"" --config a.json b.json
wrong "unexpected argument \"--quiet\"" --config a.json -- --quiet
wrong "unexpected argument \"mine.json\"; did you mean --config mine.json?" run mine.json
wrong "unexpected argument \"mine.json\"; did you mean --config mine.json?" check mine.json
wrong "unexpected argument \"b.json\"; did you mean --config b.json?" --config a.json b.json
wrong "--config FILE is missing" --jobs 2
wrong "no command \"chekc\"; did you mean \"check\"?" chekc
wrong "no command \"mine.json\"; did you mean --config mine.json?" mine.json
wrong "no command \"zzzzzz\"; regrun --help lists them" zzzzzz

if [ -w /dev/full ]; then
  "$regrun" --help >/dev/full 2>"$tmp/err"
  code=$?
  exits 5 "--help into a full disk"
  says "cannot write to standard output"
else
  skip "a full disk: no /dev/full here"
fi

finish help
