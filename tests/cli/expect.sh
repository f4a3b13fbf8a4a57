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

finish expect
