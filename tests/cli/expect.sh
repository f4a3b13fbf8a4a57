#!/usr/bin/env bash
# Expectations from the config to the verdict: on the terminal, in the file, by the exit code; another one for the same
# runs.
# shellcheck source=tests/cli/check.bash
source "$(dirname "$0")/check.bash"

config() { # EXPECTATIONS [SETTINGS]
  cat <<JSON
{ "name": "e", "data": { "source": "digits", "train_size": 60, "test_size": 60 }, "model": { "hidden": [16] },
  "train": { "epochs": 8, "batch_size": 16 }, "seeds": 6, "probe": "gradients", "probe_every": 4,
  "settings": [ { "name": "plain" }, { "name": "bn", "regularize.batch_norm": true }${2:-} ], "expect": [ $1 ] }
JSON
}
right='{ "say": "batch norm fits faster", "that": "bn.train_loss@4 < plain.train_loss@4" }'
wrong='{ "say": "batch norm is slower", "that": "bn.train_loss@4 > plain.train_loss@4" }'
open='{ "that": "bn.probe.gradient_norm(first) + 1 is within 1e9 of plain.seconds_per_epoch" }'

config "$right, $open" >"$tmp/e.json"
run check --config "$tmp/e.json"
check_has "check" "$(cat "$tmp/out")" "expects     batch norm fits faster"
run --config "$tmp/e.json" --out "$tmp/e" --expect
exits 0 "nothing is refuted"
check_has "the end of the run" "$(cat "$tmp/out")" "Expected: 2 supported; p by Holm over 2" \
  "1 supported  batch norm fits faster (bn.train_loss@4 < plain.train_loss@4): " "e/expectations.csv"
check_same "a row for each" "$(cut -d, -f1-4 "$tmp/e/expectations.csv" | head -2)" \
  "say,that,verdict,seeds
batch norm fits faster,bn.train_loss@4 < plain.train_loss@4,supported,6"

# The same runs under other expectations.
cp "$tmp/e/log.csv" "$tmp/before.csv"
config "$right, $wrong" >"$tmp/e.json"
run --config "$tmp/e.json" --out "$tmp/e" --expect
exits 1 "one is refuted"
says "holds 12 of these 12 runs already"
check_has "the second end" "$(cat "$tmp/out")" "Expected: 1 supported, 1 refuted; p by Holm over 2"
check "no run was done again" cmp "$tmp/before.csv" "$tmp/e/log.csv"
run --config "$tmp/e.json" --out "$tmp/e" --quiet
exits 0 "who does not ask"

run --config "$tmp/e.json" --out "$tmp/e" --quiet --expect
exits 1 "quiet, and one is refuted"
says "regrun: 1 of 2 expectations refuted"

# A shorter try has no epoch 4; what is expected can be left out.
run check --config "$tmp/e.json" --set train.epochs=3
exits 3 "an epoch that is not there"
says "bn has no epoch 4: train.epochs is 3"
run check --config "$tmp/e.json" --set train.epochs=3 --set expect=null
exits 0 "without expectations"

# A folder that holds more than is asked for keeps it, and takes the expectations.
config "$right" ', { "name": "dropout", "regularize.dropout": 0.5 }' >"$tmp/more.json"
run --config "$tmp/more.json" --out "$tmp/e" --quiet
exits 0 "a third setting"
run --config "$tmp/e.json" --out "$tmp/e" --quiet --expect
exits 1 "the two settings again"
check "there are three still" grep -q '^dropout' "$tmp/e/log.csv"
check_same "and the latest expectations" "$(tail -n +2 "$tmp/e/expectations.csv" | wc -l)" 2

run compare "$tmp/e" --expect
exits 1 "compare"
check_has "compare" "$(cat "$tmp/out")" "2 refuted    batch norm is slower"
run compare "$tmp/e" --format md
check_has "Markdown" "$(cat "$tmp/out")" "## Expected: 1 supported, 1 refuted" "- **2 refuted**: batch norm is slower"
run compare "$tmp/e" --format json
check_has "JSON" "$(cat "$tmp/out")" '"that": "bn.train_loss@4 > plain.train_loss@4", "verdict": "refuted", "seeds": 6'
check "the page has them" grep -q '"verdict": *"refuted"' "$tmp/e/report.html"

# Nothing is expected any more: no file of what was.
config "" >"$tmp/e.json"
run --config "$tmp/e.json" --out "$tmp/e" --quiet
exits 0 "nothing is expected"
check "no expectations.csv" [ ! -e "$tmp/e/expectations.csv" ]
run --config "$tmp/e.json" --out "$tmp/none" --expect
exits 3 "--expect where nothing is expected"
says "expects nothing; add \"expect\": ["
check "nothing was begun" [ ! -e "$tmp/none" ]
run compare "$tmp/e" --expect
exits 4 "compare --expect without expectations"
says "the configs of these results expect nothing"
check_same "runs are the same with and without expectations" "$("$regrun" plan --config "$tmp/more.json" --list | cut -d' ' -f1 | sort | head -2)" \
  "$(config "" ', { "name": "dropout", "regularize.dropout": 0.5 }' | "$regrun" plan --config - --list | cut -d' ' -f1 | sort | head -2)"

# All that is wrong with expectations is told at once: before the data are read, and once they are.
cat >"$tmp/wrong.json" <<'END'
{ "name": "wrong", "data": { "train_size": 40, "test_size": 40 }, "model.hidden": [4], "train.epochs": 2, "seeds": 1, "probe": "folding",
  "settings": [ { "name": "plain" }, { "name": "bn", "regularize.batch_norm": true } ],
  "expect": [
    { "that": "plian.gap < bn.gap" },
    { "that": "plain.gap < bn.gap" },
    { "that": "plain.gapp < bn.gap" } ] }
END
run check --config "$tmp/wrong.json"
exits 3 "two of three"
check_same "both, with their places" "$(sed 's/.*wrong.json/wrong.json/' "$tmp/err")" \
  'wrong.json:4:15: expect[0].that: there is no setting "plian"; did you mean plain?
wrong.json:6:15: expect[2].that: plain has no metric "gapp"; did you mean gap?'
sed -i 's/plian.gap/plain.probe.fold_error/; s/plain.gapp/bn.probe.fold_error(9)/' "$tmp/wrong.json"
run check --config "$tmp/wrong.json"
exits 3 "layers, once the networks are known"
check_same "both of them, too" "$(sed 's/.*wrong.json/wrong.json/; s/; there are.*//' "$tmp/err")" \
  'wrong.json:4:15: expect[0].that: plain has no batch norm, which is all that fold_error is of
wrong.json:6:15: expect[2].that: bn has no layer "9"'
finish expect
