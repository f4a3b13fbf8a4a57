#!/usr/bin/env bash
# What Tab offers: by the program itself, and through the scripts for bash, zsh and fish.
# shellcheck source=tests/cli/check.bash
source "$(dirname "$0")/check.bash"

offered() { # WORD...: what the program offers for the last of them, in $got
  got=$("$regrun" complete "$@" 2>&1)
}

offers() { # WHAT: a word or a request is among what is offered
  check "\"$1\" is offered among: $(head -c 300 <<<"$got")" grep -qE -- "^$1(	|$)" <<<"$got"
}

offers_not() { # WHAT
  check_same "\"$1\" is not offered" "$(grep -E -- "^$1(	|$)" <<<"$got")" ""
}

# --- The program
offered ""
for command in $("$regrun" --help | sed -n '/^commands/,/^$/s/^  \([a-z]*\) .*/\1/p'); do offers "$command"; done
offers_not complete
# Each command's flags are those of its --help.
mapfile -t commands < <(cut -f 1 <<<"$got")
for command in "${commands[@]}"; do
  [ "$command" != data ] || continue # its parts have them
  "$regrun" "$command" --help >"$tmp/page"
  offered "$command" --
  check_same "flags of $command" "$(cut -f 1 <<<"$got")" \
    "$(sed -nE 's/^  (-., |    )(--[a-z-]+)( .*|$)/\2/p' "$tmp/page")"
done
offered --se
offers --seeds
offered data sh
offers show
offered data show --set ""
offers data.impute=
offers_not train.epochs=
# Each option of the table, and the choices of those that have some.
offered run --set ""
check_same "keys after --set" "$(grep -cE '^(data|model|train|regularize|checkpoint)\.[a-z0-9_.]+=' <<<"$got")" \
  "$("$regrun" options | grep -cE '^  [a-z]+\.[a-z0-9_.]+ ')"
offered run -s train.optimizer=a
check_same "choices" "$got" $'train.optimizer=adam\ntrain.optimizer=adamw'
offered run --set=regularize.batch_norm=
check_same "true or false" "$got" $'--set=regularize.batch_norm=true\n--set=regularize.batch_norm=false'
offered --set probe=bn_n
offers probe=bn_noise
offered run --set data.file=
offers :files
offered check --config bn
offers bn_vs_dropout.json
offers ":files .json"
offered --config claims/bn_b
offers claims/bn_before_the_activation.json
offered claims bn_bef
offers bn_before_the_activation
offered help prob
offers probes
offered help regularize.dropout.
check_same "an option" "$(cut -f 1 <<<"$got")" regularize.dropout.placement
offered options reg
offers regularize
offers regularize.dropout
offered compare --format=l
check_same "the formats of compare" "$got" --format=latex
offered compare --draw b
check_same "its dots" "$got" braille
offered compare --probe gradient_no
offers gradient_norm
offered report ""
offers :files
offers_not --open
offered status ""
offers :folders
offered slurm --config x.json -- ""
check_same "what another program takes" "$got" :files
# --- What hangs on the words before
cat >"$tmp/small.json" <<'JSON'
{ "data": { "source": "moons", "train_size": 20, "test_size": 20 }, "model.hidden": [4], "train.epochs": 2, "seeds": 2, "metrics": "auc",
  "settings": [ { "name": "plain" }, { "name": "wide, dropped", "regularize.dropout": 0.2 }, { "name": "bn+x", "regularize.batch_norm": true } ] }
JSON
run --config "$tmp/small.json" --out "$tmp/results" --quiet
trained "an experiment to complete from"
words() { cut -f 1 <<<"$got" | paste -sd ' '; }
for command in compare report; do
  offered $command "$tmp/results" --baseline ""
  check_same "$command --baseline" "$got" $'plain\nwide, dropped\nbn+x'
done
offered compare --settings bn "$tmp/results" --settings p
check_same "settings, where an option has a value before them" "$got" plain
offered compare "$tmp/results" --metric test_
check_same "its metrics" "$(words)" "test_loss test_acc test_auc"
offered compare "$tmp/results" --metric gap,test_acc,test_
check_same "the next of a list, without those that are there" "$(words)" "gap,test_acc,test_loss gap,test_acc,test_auc"
offered compare "$tmp/results" --metric=test_acc,g
check_same "the same behind =" "$(words)" "--metric=test_acc,gap --metric=test_acc,gap_area"
offered compare --metric test_r
check_same "without results no metric of classes that is none" "$(words)" ""
offered compare --sort ga
check_same "without results those that any may have" "$(words)" "gap gap_area"
offered compare "$tmp/results" --columns gap,p_h
check_same "columns of tables" "$got" gap,p_holm
offered compare "$tmp/results" --curve test_loss,ga
check_same "columns of the log" "$got" test_loss,gap
offered compare "$tmp/results" --pair regularize.d
check_same "options that differ" "$got" regularize.dropout
offered compare "$tmp/none" --baseline ""
check_same "of results that are not there" "$got" ""
offered run -c "$tmp/small.json" --only ""
check_same "which runs" "$got" $'failed\ninterrupted\nmissing\nplain\nwide, dropped\nbn+x'
offered plan --only missing,
check_same "several states" "$got" $'missing,failed\nmissing,interrupted'
offered data show data/students.csv --label st
check_same "columns of the table" "$got" student
offered predict --model x data/students.csv --keep student,enr
check_same "several columns" "$got" student,enrolled
for line in 'predict --model' eval fold 'eval --model'; do
  # shellcheck disable=SC2086 # words
  offered $line ""
  check_same "$line: models alone" "$got" ":files .safetensors"
done
offered run --set metrics=auc,e
check_same "a list behind --set" "$got" metrics=auc,ece
offered run --set train.optimizer=sgd,ada
check_same "a sweep" "$got" $'train.optimizer=sgd,adam\ntrain.optimizer=sgd,adamw'

offered nothing ""
check_same "of no command" "$got" ""

# --- The shells
mkdir "$tmp/here" "$tmp/here/inner" "$tmp/bin"
touch "$tmp/here/mine.json" "$tmp/here/mine.csv" "$tmp/here/in.safetensors" "$tmp/here/in.csv"
ln -s "$tmp/results" "$tmp/here/results"
ln -s "$regrun" "$tmp/bin/regrun"
scripts=$PWD/scripts/completions

# What each of them offers for these lines, one line each.
lines=('regrun run --set train.optimizer=ad' 'regrun comp' 'regrun check --config mi' 'regrun run --set data.file=mi'
  'regrun run --out in' 'regrun run --set train.ep' 'regrun compare results --metric gap,test_a' 'regrun predict --model in')
wanted='train.optimizer=adam train.optimizer=adamw
compare
mine.json
data.file=mine.csv data.file=mine.json
inner
train.epochs=
gap,test_acc gap,test_auc
in.safetensors inner'

# Bash completes what stands behind the =.
in_bash=${wanted//train.optimizer=/}
in_bash=${in_bash//data.file=/}
cat >"$tmp/try.bash" <<'BASH'
source "$1/regrun.bash"
for line in "${@:2}"; do
  read -r -a COMP_WORDS <<<"${line//=/ = }"
  COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
  _regrun regrun
  printf '%s\n' "${COMPREPLY[@]}" | sort | paste -sd ' '
done
BASH
(cd "$tmp/here" && PATH=$tmp/bin:$PATH bash --norc "$tmp/try.bash" "$scripts" "${lines[@]}") >"$tmp/got" 2>&1
check_same "bash" "$(cat "$tmp/got")" "$in_bash"
(cd "$tmp/here" && PATH=$tmp/bin:$PATH bash --norc "$tmp/try.bash" "$scripts" 'regrun compare results --baseline wi') >"$tmp/got" 2>&1
check_same "bash, of a name with a blank" "$(cat "$tmp/got")" 'wide\,\ dropped'

# In zsh, what the script hands to the shell is printed instead.
if command -v zsh >/dev/null; then
  cat >"$tmp/try.zsh" <<'ZSH'
setopt null_glob
compset() { prefix=${words[CURRENT]%"${words[CURRENT]##*=}"}; }
compadd() { while [[ $1 != -- ]]; do shift; done; shift; print -l -- "$@"; }
_files() {
  local typed=${words[CURRENT]##*=} found
  case $1 in
    -/) found=($typed*(/)) ;;
    -g) found=($typed${~2} $typed*(/)) ;; # folders, too, as zsh's own
    *) found=($typed*) ;;
  esac
  for word in $found; do print -r -- $prefix$word; done
}
for line in "${@:2}"; do
  words=(${=line}) CURRENT=$#words prefix=
  { source $1/_regrun } | sort | paste -sd ' ' -
done
ZSH
  (cd "$tmp/here" && PATH=$tmp/bin:$PATH zsh -f "$tmp/try.zsh" "$scripts" "${lines[@]}") >"$tmp/got" 2>&1
  check_same "zsh" "$(cat "$tmp/got")" "$wanted"
else
  skip "zsh is not installed"
fi

if command -v fish >/dev/null; then
  cat >"$tmp/try.fish" <<'FISH'
source $argv[1]/regrun.fish
for line in $argv[2..-1]
    complete -C $line | cut -f 1 | sed 's,/$,,' | sort | paste -sd ' '
end
FISH
  (cd "$tmp/here" && HOME=$tmp PATH=$tmp/bin:$PATH fish --no-config "$tmp/try.fish" "$scripts" "${lines[@]}") \
    >"$tmp/got" 2>&1
  check_same "fish" "$(cat "$tmp/got")" "$wanted"
else
  skip "fish is not installed"
fi

finish completion
