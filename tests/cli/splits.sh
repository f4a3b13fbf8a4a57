#!/usr/bin/env bash
# Parts of the data from the config to the comparison: subsets, label noise, folds.
# shellcheck source=tests/cli/check.bash
source "$(dirname "$0")/check.bash"

cat >"$tmp/noise.json" <<'END'
{ "data":  { "source": "digits", "train_size": null, "test_size": 60 },
  "model": { "hidden": [16] },
  "train": { "epochs": 12 },
  "seeds": 3,
  "settings": [ { "name": "clean", "data.subset": 0.2 }, { "name": "noise", "data": { "subset": 0.2, "label_noise": 0.5 } },
                { "name": "few", "data.subset": 0.1 } ] }
END
run check --config "$tmp/noise.json"
exits 0 "a config of subsets and noise"
check "sizes by setting" grep -q '200 samples to train on, 60 to test on' "$tmp/out"
check "of the smaller subset" grep -q '100 samples to train on, 60 to test on' "$tmp/out"
run --config "$tmp/noise.json" --out "$tmp/noise" --quiet
exits 0 "settings may differ in them"
run compare "$tmp/noise"
exits 0 "their comparison"
check "they are tested on the same samples" bash -c "! grep -q 'other data' '$tmp/out'"
check "pairs carry verdicts" grep -q 'worse\|no difference that 3 seeds can show' "$tmp/out"
noise='data.label_noise: train losses, and so gaps, are measured against the labels that were redrawn'
check "gaps are not what noise is judged by" grep -q "$noise" <(tr -s '\n ' ' ' <"$tmp/out")
mkdir "$tmp/noise_alone"
cp "$tmp/noise/log.csv" "$tmp/noise_alone"
run compare "$tmp/noise_alone" --format md
check "the log alone tells so" grep -q 'data.label\\_noise: train losses' "$tmp/out"
for options in noise few; do
  check "the untrained network scores the same on the test part of $options" cmp -s \
    <(awk -F, '$1 == "clean" && $3 == 0 { print $2, $8, $11 }' "$tmp/noise/log.csv") \
    <(awk -F, -v name=$options '$1 == name && $3 == 0 { print $2, $8, $11 }' "$tmp/noise/log.csv")
done
check "its training labels are others" bash -c "[ \"\$(awk -F, '\$1 == \"clean\" && \$3 == 0 { print \$7 }' '$tmp/noise/log.csv')\" != \
  \"\$(awk -F, '\$1 == \"noise\" && \$3 == 0 { print \$7 }' '$tmp/noise/log.csv')\" ]"
run --config "$tmp/noise/config.json" --out "$tmp/again" --quiet
check "the resolved config repeats it" cmp -s "$tmp/noise/log.csv" "$tmp/again/log.csv"

awk 'BEGIN { srand(1); print "x,y"; for (i = 0; i < 60; i++) { x = rand(); print x "," 3 * x + rand() } }' >"$tmp/line.csv"
cat >"$tmp/line.json" <<'END'
{ "data":  { "source": "csv", "file": "line.csv" }, "model": { "hidden": [4] }, "train": { "epochs": 2, "learning_rate": 0.01 },
  "seeds": 3, "settings": [ { "name": "all" }, { "name": "half", "data.subset": 0.5 } ] }
END
run --config "$tmp/line.json" --out "$tmp/line" --quiet
run compare "$tmp/line"
check "without noise nothing is said of it" bash -c "! grep -q label_noise '$tmp/out'"
check "a regression's unit hangs on its training part" grep -q 'data.subset differs, and so the unit of the losses' <(tr -s '\n ' ' ' <"$tmp/out")

# --- Folds

awk 'BEGIN { srand(2); print "x,y,kind"; for (i = 0; i < 63; i++) print rand() + i % 3 / 4 "," rand() "," "abc" i % 3 }' |
  sed 's/abc//' >"$tmp/three.csv"
cat >"$tmp/folds.json" <<'END'
{ "data":  { "source": "csv", "file": "three.csv", "folds": 3 }, "model": { "hidden": [8] }, "train": { "epochs": 5 },
  "seeds": 6, "settings": [ { "name": "plain" }, { "name": "dropout", "regularize.dropout": 0.5 } ] }
END
run check --config "$tmp/folds.json"
exits 0 "a config of folds"
check "seeds that are counted begin with fold 0" grep -q '^seeds       6: 0 1 2 3 4 5$' "$tmp/out"
check "it says which is which" grep -q 'seed s tests on fold s mod 3 of repeat s div 3' "$tmp/out"
check "sizes" grep -q '42 samples to train on, 21 to test on' "$tmp/out"
check "whole repeats need no note" bash -c "! grep -q '^note.*repeat' '$tmp/out'"
run check --config "$tmp/folds.json" --seeds 5
check "others do" grep -q 'note: data.folds 3: 1 of 2 repeats has not all 3 folds' "$tmp/out"
run check --config "$tmp/folds.json" --seeds 1,2,3
check "named seeds are taken as they are" grep -q '^seeds       3: 1 2 3$' "$tmp/out"
check "and two repeats begun are told" grep -q 'note: data.folds 3: 2 of 2 repeats have not all 3 folds' "$tmp/out"

run --config "$tmp/folds.json" --out "$tmp/folds" --quiet
trained "they run"
check_same "seeds and folds of the log" "$(awk -F, 'NR > 1 { print $2 ":" $3 }' "$tmp/folds/log.csv" | sort -u | tr '\n' ' ')" \
  "0:0 1:1 2:2 3:0 4:1 5:2 "
run --config "$tmp/folds/config.json" --out "$tmp/folds2" --quiet
check "the resolved config repeats it" cmp -s "$tmp/folds/log.csv" "$tmp/folds2/log.csv"
note='cross-validation: runs share training samples, so intervals for folds and their t tests take'
for format in text md latex json; do
  run compare "$tmp/folds" --format $format
  exits 0 "$format"
  check "$format says what is corrected" grep -q "$note" <(tr -s '\n ' ' ' <"$tmp/out")
  check "$format: so do the verdicts" grep -q 'CI for folds ' <(tr -s '\n ' ' ' <"$tmp/out")
  check "$format: the config says how many" grep -q 'with k = 3 folds (Nadeau' <(tr -s '\n ' ' ' <"$tmp/out")
done
run compare "$tmp/folds" --format csv
check "csv: so do the verdicts" grep -q '95 % CI for folds ' "$tmp/out"
check "the page says so" grep -q "$note" "$tmp/folds/report.html"
mkdir "$tmp/alone"
cp "$tmp/folds/log.csv" "$tmp/alone"
run compare "$tmp/alone" --format json
check "the log alone tells as much" grep -q "$note" "$tmp/out"
check "and how many folds" grep -q '"folds": 3' "$tmp/out"
for format in text md latex json; do
  run compare "$tmp/alone" --format $format
  check "$format: they were counted" grep -q 'with k = 3 folds, as many as the log shows (Nadeau' <(tr -s '\n ' ' ' <"$tmp/out")
done
mkdir "$tmp/short"
awk -F, '$3 != 2' "$tmp/folds/log.csv" >"$tmp/short/log.csv"
run compare "$tmp/short" --format md
check "a log cut short shows fewer" grep -q 'with k = 2 folds, as many as the log shows (Nadeau' "$tmp/out"
run compare "$tmp/short" "$tmp/folds" --format md
check "beside others they are those of the logs" grep -q 'n, with as many folds as the logs show (Nadeau' "$tmp/out"

sed 's/"folds": 3/"folds": 5/' "$tmp/folds.json" >"$tmp/five.json"
run --config "$tmp/five.json" --out "$tmp/five" --quiet --seeds 3
run compare "$tmp/five" --format json
check "folds that no run has tested on count too" grep -q '"folds": 5' "$tmp/out"
run compare "$tmp/folds" "$tmp/five" --format json
check "other folds are other data" grep -q '"other_data": "data.folds"' "$tmp/out"
finish splits
