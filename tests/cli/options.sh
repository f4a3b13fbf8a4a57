#!/usr/bin/env bash
# `regrun options` and `regrun check`: the option table as it is shown, documented and given to editors; what a check says.
# shellcheck source=tests/cli/check.bash
source "$(dirname "$0")/check.bash"
# shellcheck source=tests/cli/pages.bash
source tests/cli/pages.bash

# --- The table, and the same in the documentation.
run options
exits 0 "options"
check "options: nothing on stderr" [ ! -s "$tmp/err" ]
check "no line is wider than 100 columns" awk 'length > 100 { exit 1 }' "$tmp/out"
for key in data.source model.hidden train.eval_every regularize.batch_norm.stat_decay regularize.weight_decay; do
    check "options lists $key" grep -q "^  $key " "$tmp/out"
done
cp "$tmp/out" "$tmp/all"
shows docs/config.md "$(grep '^<!-- begin options' docs/config.md)" "$tmp/out"

# A part of it.
keys() { sed -nE 's/^  ([a-z]+\.[a-z0-9_.]+)( .*|$)/\1/p' "$tmp/out"; }
run options regularize
exits 0 "options regularize"
check_same "those of a section" "$(keys)" "$(sed -nE 's/^  (regularize\.[a-z0-9_.]+)( .*|$)/\1/p' "$tmp/all")"
check "under its title" grep -qx 'regularize: what may keep it from overfitting' "$tmp/out"
check "and no other" bash -c "! grep -q '^train:' '$tmp/out'"
run options regularize.drop
check_same "those that begin so" "$(keys | xargs)" "regularize.dropout regularize.dropout.placement regularize.drop_connect"
wrong_prefix() { # MESSAGE ARGUMENTS...
  run options "${@:2}"
  exits 2 "options ${*:2}"
  says "$1"
}
wrong_prefix 'no option begins with "regularise"; did you mean regrun options regularize?' regularise
wrong_prefix 'no option begins with "train.epoch_s"; did you mean regrun options train.epochs?' train.epoch_s
wrong_prefix 'no option begins with "zzzzzz"; regrun options lists all of them' zzzzzz
wrong_prefix 'seeds stands at the top of a config, beside the options; regrun help seeds tells more' seeds
wrong_prefix 'options takes one prefix, not "model" as well' train model
wrong_prefix '--schema is of all options; leave out "train"' --schema train

# --- The schema: JSON, and of one mind with the program about good and bad configs.
run options --schema
exits 0 "options --schema"
cp "$tmp/out" "$tmp/schema.json"
cat >"$tmp/schema.py" <<'PYTHON'
import json, sys
import jsonschema
schema = json.load(open(sys.argv[1]))
jsonschema.Draft7Validator.check_schema(schema)
valid = jsonschema.Draft7Validator(schema).is_valid
good = [
    {},
    json.load(open("configs/bn_vs_dropout.json")),
    {"train.class_weights": [1, 0, 2.5]}, {"train": {"class_weights": "balanced"}}, {"metrics": "auc"}, {"metrics": ["brier", "ece"]}, {"metrics": []}, {"primary": "test_auc"}, {"primary": "test_rmse_price"},
    {"claim": {"chapter": "noise", "says": "it is noise"}}, {"claim": {"chapter": "together", "says": "a", "by": "b", "picture": "gap"}}, {"claim": None},
    {"$schema": "x", "seeds": [1, 7], "regularize.batch_norm.eps": 1e-3, "regularize": {"batch_norm": {"on": False}}},
    {"data": {"header": True, "train_size": "all", "seed": None, "label": -1}, "regularize": {"dropout": [0.1, 0.2]}},
    {"tune": {"train.epochs": [1, 2]}, "choose": "over_seeds", "settings": [{"name": "a", "tune": [{}], "choose": "per_seed"}, {"name": "b", "candidate_of": "c"}]},
    {"regularize": {"batch_norm.eps": 1e-3}, "settings": [{"name": "a", "model.hidden": []}]},
    {"checkpoint": {"seconds": 0}}, {"checkpoint.seconds": 0.5},
]
bad = [
    [], {"train": {"epoch": 5}}, {"epochs": 5}, {"train.epochs": -1}, {"train.epochs": "5"}, {"train.momentum": 1},
    {"model.activation": "ReLU"}, {"train.class_weights": []}, {"train.class_weights": [-1]}, {"train.class_weights": 1}, {"seeds": 0}, {"seeds": [1, 1]}, {"metrics": ["acc"]}, {"metrics": ["auc", "auc"]}, {"metrics": 3}, {"primary": "val_loss"}, {"primary": "test_rmse_"},
    {"claim": "it is noise"}, {"claim": {"chapter": "noise"}}, {"claim": {"chapter": "end", "says": "a"}}, {"claim": {"chapter": "noise", "says": "a", "year": 1}},
    {"tune": {}}, {"tune": 3}, {"choose": "best"}, {"candidate_of": "c"},
    {"settings": []}, {"settings": [{}]},
    {"settings": [{"name": "a", "seeds": 1}]}, {"regularize": {"batch_norm": 1}}, {"regularize.dropout": []},
    {"settings": [{"name": "a", "checkpoint": {"seconds": 5}}]}, {"settings": [{"name": "a", "checkpoint.seconds": 5}]}, {"checkpoint.seconds": -1},
    {"regularize": {"batch_norm": {"epsilon": 1}}}, {"data.train_size": "some"}, {"data.label": 0},
]
wrong = [c for c in good if not valid(c)] + [c for c in bad if valid(c)]
print(*wrong, sep="\n")
sys.exit(len(wrong) > 0)
PYTHON
if python3 -c 'import jsonschema' 2>/dev/null; then
    check "the schema takes good configs and no others" python3 -W ignore "$tmp/schema.py" "$tmp/schema.json"
else
    skip "the schema against configs" "python3-jsonschema is not installed"
fi

# --- What a check says, golden; it runs and writes nothing.
mkdir "$tmp/home"
cat >"$tmp/home/t.json" <<'JSON'
{ "name": "trial", "about": "Which?", "seeds": [3, 1],
  "data": { "train_size": 30, "test_size": 20 },
  "settings": [
    { "name": "plain" },
    { "name": "wide, dropped", "model.hidden": [300], "regularize.dropout": 0.25 },
    { "name": "bn \u00e4", "regularize": { "batch_norm": { "eps": 0.01 } } },
    { "name": "scaled", "data.scaling": "zscore" } ] }
JSON
cd "$tmp/home" || exit 1
run check --config t.json --set regularize.dropout=0.1 --set train.epochs=3 --out there
cd "$OLDPWD" || exit 1
exits 0 "check"
check "check: how long it takes" grep -qE '^time        about [0-9.]+ (s|min)( with [0-9]+ runs at once)? \([0-9.]+( s)? to [0-9.]+ (s|min)\)$' "$tmp/out"
check "check: what memory it takes" grep -qE '^memory      about [0-9.]+ MB.*: [0-9.]+ MB for a run, nothing for data' "$tmp/out"
# Times are no two alike.
sed -zE 's/\n\nnote: time[^\n]*//g' "$tmp/out" |
    sed -E 's/^(time|memory) .*/\1/; s/ +[0-9.]+ (s|min)$/ .../; s/ +time$/ .../' >"$tmp/checked"
same "$tmp/checked" check.txt
run check --quiet --config "$tmp/home/t.json"
exits 0 "check --quiet"
check "check --quiet says nothing" [ ! -s "$tmp/out" ]
check "check: nothing on stderr" [ ! -s "$tmp/err" ]
check "check writes nothing" [ "$(ls "$tmp/home")" = t.json ]

# Every config of ours can run, where its data are there.
for config in configs/*.json; do
    case $config in *mnist*) continue ;; esac
    run check --config "$(basename "$config")"
    exits 0 "check $config"
done

# What guessing scores is the mean over the seeds, as a run has it, also where another class is the commonest of each.
{ echo x,y && for i in 1 2 3 4 5 6; do printf '%s,a\n%s,b\n' "$i" "-$i"; done; } >"$tmp/halves.csv"
echo '{ "data": { "source": "csv", "file": "halves.csv", "stratify": false, "test_fraction": 0.5 }, "train.epochs": 1, "seeds": 12 }' >"$tmp/halves.json"
run check --config "$tmp/halves.json"
guessed="always the training part's commonest class scores a test accuracy of"
checked=$(sed -nE "s/^guessing    $guessed (0\.[0-9]+), the mean over the seeds$/\1/p" "$tmp/out")
run --config "$tmp/halves.json" --out "$tmp/halves"
trained "halves"
check "check has said it: \"$checked\"" grep -qxF "Always guessing the training part's commonest class: test accuracy $checked" "$tmp/out"
run check --config "$tmp/halves.json" --seeds 1
check "of one seed it is that" grep -qE '^guessing    always "[ab]" scores a test accuracy of [0-9.]+$' "$tmp/out"
run check --config "$tmp/halves.json" --seeds 150
check "of very many seeds a hundred are looked at" grep -q "$guessed 0.*, the mean over the first 100 seeds$" "$tmp/out"

# Standard input is a config, too; its paths are seen from here.
run check --config - <"$tmp/home/t.json"
exits 0 "check --config -"
check "check --config -: the same runs" grep -qx 'runs        8: 4 settings under 2 seeds' "$tmp/out"
run check --config - <<<'{ "train.epoch": 1 }'
exits 3 "a mistake on standard input"
says "stdin:1:3: train.epoch: unknown option; did you mean train.epochs?"
run --config - --quiet --out "$tmp/piped" <<<'{ "data": { "train_size": 9, "test_size": 9 }, "train.epochs": 1, "seeds": 1 }'
exits 0 "run --config -"
check "run --config -: a log" [ "$(wc -l <"$tmp/piped/log.csv")" -eq 3 ]

# What a config says does not command the terminal; settings that came out identical are told, here and before a run.
cat >"$tmp/twins.json" <<'JSON'
{ "about": "a\u001b[31m", "data": { "train_size": 9, "test_size": 9 }, "train.epochs": 0, "seeds": 1,
  "settings": [ { "name": "a" }, { "name": "b", "train.momentum": 0.9 } ] }
JSON
run check --config "$tmp/twins.json"
twins='note: settings "a", "b" are identical: no option differs, so their runs will be the same'
check "check tells twins" grep -qxF "$twins" "$tmp/out"
check "check: no escapes" [ "$(tr -d '\n\40-\176' <"$tmp/out" | wc -c)" -eq 0 ]
run --config "$tmp/twins.json" --out "$tmp/twins"
exits 0 "a run of twins"
says "$twins"

# A tab as a shell gives it.
printf '1\t2\ta\n3\t4\tb\n4\t5\ta\n6\t7\tb\n' >"$tmp/t.tsv"
run check --config - --set data.source=csv --set data.file="$tmp/t.tsv" --set data.separator='\t' <<<'{}'
exits 0 "--set data.separator='\\t'"

# A long key above a long list takes no more than its size allows (it was their product).
{ printf '{"%*s": [1' 900000 '' && seq -f ',%g' 20000 && printf ']}'; } >"$tmp/long.json"
(ulimit -v 1000000 && "$regrun" check --config "$tmp/long.json" >"$tmp/out" 2>"$tmp/err")
code=$?
if [ -z "${SANITIZE:-}" ]; then exits 3 "a long key"; fi

run check
exits 2 "check without a config"
says "--config FILE is missing"
run options --scheme
exits 2 "options --scheme"
says "did you mean --schema?"

# A resolved config is a config: it runs to the same log.
cat >"$tmp/small.json" <<'JSON'
{ "data": { "train_size": 20, "test_size": 10 }, "train.epochs": 2, "model.hidden": [5], "seeds": 2,
  "settings": [ { "name": "a" }, { "name": "b", "regularize.batch_norm": { "eps": 0.1 }, "regularize.dropout": [0.3] } ] }
JSON
run --config "$tmp/small.json" --out "$tmp/first" --quiet
exits 0 "a small run"
run --config "$tmp/first/config.json" --out "$tmp/second" --quiet
exits 0 "its resolved config"
check "the same log" cmp "$tmp/first/log.csv" "$tmp/second/log.csv"
check "the same resolved config" diff "$tmp/first/config.json" "$tmp/second/config.json"

# Data found beside a config are found from its resolved form, too.
mkdir "$tmp/there"
seq 20 | awk '{ print $1 "," ($1 * 7) % 5 "," ($1 % 2 ? "odd" : "even") }' >"$tmp/there/t.csv"
echo '{ "data": { "source": "csv", "file": "t.csv" }, "train.epochs": 0, "model.hidden": [3], "seeds": 1 }' >"$tmp/there/t.json"
run --config "$tmp/there/t.json" --out "$tmp/third" --quiet
exits 0 "data beside the config"
run --config "$tmp/third/config.json" --out "$tmp/fourth" --quiet
exits 0 "the resolved config, its data elsewhere"
check "the same log again" cmp "$tmp/third/log.csv" "$tmp/fourth/log.csv"
finish options
