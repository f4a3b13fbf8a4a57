#!/usr/bin/env bash
# The command line before anything runs: help, version, and what is said about mistakes.
# shellcheck disable=SC2016 # backticks are Markdown's
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
if [ -e .git ] && git rev-parse -q --verify HEAD >"$tmp/commit" 2>/dev/null; then
  check_same "scripts/commit.sh names the commit" "$(scripts/commit.sh | cut -c 1-10)" "$(cut -c 1-10 "$tmp/commit")"
fi
mkdir -p "$tmp/tree/scripts" "$tmp/tree/src" # a commit, changes on it, and a tarball of it
cp scripts/commit.sh "$tmp/tree/scripts"
echo 1 >"$tmp/tree/src/a.c"
check_same "a folder that nobody knows of" "$("$tmp/tree/scripts/commit.sh")" ""
export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_SYSTEM=/dev/null
git -C "$tmp/tree" init -q
git -C "$tmp/tree" add .
git -C "$tmp/tree" -c user.name=me -c user.email=me@localhost commit -qm one
one=$(git -C "$tmp/tree" rev-parse HEAD | cut -c 1-10)
check_same "a commit" "$("$tmp/tree/scripts/commit.sh")" "$one"
echo 2 >"$tmp/tree/src/a.c"
touch "$tmp/tree/notes.txt"
check_same "a change, and a file that is not compiled" "$("$tmp/tree/scripts/commit.sh")" "$one, 1 change not committed"
echo 2 >"$tmp/tree/src/b.c"
check_same "two changes" "$("$tmp/tree/scripts/commit.sh")" "$one, 2 changes not committed"
echo "0123456789" >"$tmp/tree/COMMIT"
check_same "a tarball" "$("$tmp/tree/scripts/commit.sh")" 0123456789
check "the kernels" grep -qE '^kernels that this CPU runs:.* plain$' "$tmp/out"

for command in check claims plan slurm options data compare report verify eval fold predict status merge help; do
  run "$command" --help
  exits 0 "$command --help"
  check "$command --help shows its usage" grep -q "regrun $command" "$tmp/out"
  check "--help lists $command" grep -q "^  $command " "$tmp/help"
done

# --- Topics: a command's page, a document, or both.
run help
exits 0 "help"
cp "$tmp/out" "$tmp/topics"
for document in docs/*.md; do
  topic=$(basename "$document" .md)
  check "help lists $topic" grep -qE "^  $topic +[^ ]" "$tmp/topics"
done
check "help lists commands" grep -q '^  compare  *compare the settings' "$tmp/topics"
check "what is not for people is not listed" bash -c "! grep -q '^  complete' '$tmp/topics' '$tmp/help'"
run compare --help
cp "$tmp/out" "$tmp/compare"
run help compare
check "help compare is compare --help" cmp -s "$tmp/out" "$tmp/compare"
run help probes
check "help probes is docs/probes.md" cmp -s "$tmp/out" docs/probes.md
run help data
check "help data: the command" grep -q '^usage: regrun data show' "$tmp/out"
check "help data: the document" grep -q '^# Data' "$tmp/out"
check_same "the list is in the order of docs/README.md" "$(sed -n '/^topics/,$s/^  \([a-z][a-z]*\)  .*/\1/p' "$tmp/topics" | head -n 2 | xargs)" "tutorial cookbook"
check "and says what each has" grep -qE '^  metrics +what else may be measured: balanced accuracy' "$tmp/topics"
run help data
cp "$tmp/out" "$tmp/data"
for name in data.md docs/data.md; do
  run help $name
  check "help $name: the document" cmp -s "$tmp/out" docs/data.md
done

for command in help options; do
  run $command --help
  check "$command --help: no line is wider than 100 columns" awk 'length > 100 { exit 1 }' "$tmp/out"
done
check "nor of the list" awk 'length > 100 { exit 1 }' "$tmp/topics"

# An option: the table's row, and the section about it.
told() { # WORDS...: stdout of the last run has each of them
  check_has "stdout" "$(cat "$tmp/out")" "$@"
}
run help regularize.dropout
exits 0 "help regularize.dropout"
told '  does     share of the hidden units dropped' '  takes    a number from 0 to below 1' '  default  0' \
  'only with model.hidden' 'regularize.dropout.placement' '--set regularize.dropout=0.5' '---- docs/regularizers.md' '### `dropout`' 'Srivastava et al. 2014'
check "not the section of another" bash -c "! grep -q '### .gaussian_dropout' '$tmp/out'"
cp "$tmp/out" "$tmp/option"
run help dropout
check "by its name alone" cmp -s "$tmp/out" "$tmp/option"
run help regularize.dropout.placement
told '  takes    one of after_activation' '### `dropout`'
run help train.optimizer.beta1
told '## Optimizers' # by the link of train.optimizer
run help 'early stopping'
told regularize.early_stopping '### `early_stopping`'
run help regularize
exits 0 "help of a section"
run options regularize
check "is what options says of it" cmp -s "$tmp/out" <("$regrun" help regularize)
run help primary
told 'primary, at the top of a config: the metric' '---- '

# A word: what defines it, and where it stands.
run help gap
exits 0 "help gap"
told 'gap = test loss - train loss' 'topics that speak of gap, and where' '  statistics    One number per run'
run help auc
told '`auc`: classes; higher; area under the ROC curve' '**AUC**: with the n samples ranked'
run help gradient_norm
told '`gradient_norm`: |g|'
run help bn_noise
told '## `bn_noise`'
run help manifest.json
told '## manifest.json'
check "no section runs into the next" bash -c "! grep -q '^## runs/' '$tmp/out'"
wrong 'no command or topic "regularise.dropout"; did you mean regrun help regularize.dropout?' help regularise.dropout
wrong 'no command or topic "gradient_nrm"; did you mean regrun help gradient_norm?' help gradient_nrm
wrong 'there is no option "instance_norm"; it would be degenerate' help instance_norm
wrong 'no command or topic "probs"; did you mean regrun help probes?' help probs
wrong 'no command or topic "zzzzzz", and no document has the word; regrun help lists them' help zzzzzz
wrong 'help takes one topic, not "data" as well' help config data
wrong '--man regrun-log: there are regrun and regrun-config' help --man regrun-log
mkdir "$tmp/bin" "$tmp/nowhere"
cp "$regrun" "$tmp/bin/regrun"
(cd "$tmp/nowhere" && "$tmp/bin/regrun" help probes) >"$tmp/out" 2>"$tmp/err"
code=$?
exits 2 "no documents"
says "topics would be in regrun's docs"
says "make install brings it"
mkdir "$tmp/nowhere/docs"
(cd "$tmp/nowhere/docs" && echo "# Mine" >mine.md)
(cd "$tmp/nowhere" && "$tmp/bin/regrun" help) >"$tmp/out" 2>"$tmp/err"
check "somebody's own docs are no topics" bash -c "! grep -q mine '$tmp/out'"
(cd "$tmp/nowhere" && "$tmp/bin/regrun" help compare) >"$tmp/out" 2>"$tmp/err"
check "commands have their pages anyway" cmp -s "$tmp/out" "$tmp/compare"
(cd "$tmp/nowhere" && "$tmp/bin/regrun" help train.epochs) >"$tmp/out" 2>"$tmp/err"
told 'passes over the training set'

# On a terminal through a pager, as text to read.
if command -v script >/dev/null; then
  on_terminal() { # PAGER [TOPIC] [PROGRAM]: what is seen of docs/tuning.md
    env -u LESS TERM=xterm PAGER="$1" \
      script -qec "stty cols 72 rows 400; '${3:-$regrun}' help ${2:-tuning}" /dev/null </dev/null |
      tr -d '\r' >"$tmp/seen"
  }
  on_terminal 'sed s/^/:/'
  check "the pager has it all" bash -c "! grep -qv '^:' '$tmp/seen'"
  check "headings are bold, without their marks" grep -qF $':\e[1mFair tuning\e[0m' "$tmp/seen"
  check "links are their words" bash -c "! grep -q '](' '$tmp/seen'"
  on_terminal cat
  check "paragraphs keep within the terminal" \
    awk '/^(\||    )/ { next } { gsub(/\033\[[0-9]*m/, "") } length > 72 && / / { exit 1 }' "$tmp/seen"
  cp "$tmp/seen" "$tmp/plain"
  on_terminal no_such_pager
  check "where there is no such pager, the text itself" grep -qF 'Fair tuning' "$tmp/seen"
  # Bold and code that go on in the next line of a paragraph, and end with it; a comment.
  mkdir "$tmp/bin/docs"
  printf '%s\n' '# R' '' '<!-- exit 3 -->' 'One **two' 'three** four `a**' 'b**c` end.' '' '**open' '' 'last' >"$tmp/bin/docs/regularizers.md"
  on_terminal cat regularizers "$tmp/bin/regrun"
  check_same "bold and code over two lines" "$(cat "$tmp/seen")" \
    $'\e[1mR\e[0m\n\nOne \e[1mtwo three\e[0m four `a** b**c` end.\n\n\e[1mopen\e[0m\n\nlast'
else
  skip "script, which makes a terminal, is not here"
fi

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
wrong "no command \"version\"; did you mean regrun --version?" version
wrong "no command \"train\"; did you mean regrun run?" train
wrong "no command \"data/moons.csv\"; did you mean regrun data show data/moons.csv?" data/moons.csv
wrong "no command \"tests\"; did you mean regrun compare tests?" tests
wrong "unknown option --timeout; did you mean --timeout-per-run?" --timeout 5
for time in 5min '5 minuts' 5M; do
  wrong "--timeout-per-run $time: units are s, m and h; did you mean 5m?" --config bn_vs_dropout.json --timeout-per-run "$time"
done
for time in 0 -3 5x x 1e12s ''; do
  wrong "--timeout-per-run $time: give seconds, or a time as in 90s, 10m or 2h" --config bn_vs_dropout.json --timeout-per-run "$time"
done

if [ -w /dev/full ]; then
  "$regrun" --help >/dev/full 2>"$tmp/err"
  code=$?
  exits 5 "--help into a full disk"
  says "cannot write to standard output"
else
  skip "a full disk: no /dev/full here"
fi

finish help
