#!/usr/bin/env bash
# Metrics from the config to the comparison, and the confusion matrix in result.json.
# shellcheck source=tests/cli/check.bash
source "$(dirname "$0")/check.bash"

cat >"$tmp/blobs.json" <<'JSON'
{ "name": "blobs",
  "data":  { "source": "blobs", "classes": 3, "train_size": 60, "test_size": 50, "validation_size": 20 },
  "model": { "hidden": [8] },
  "train": { "epochs": 3 },
  "seeds": 3,
  "settings": [ { "name": "plain" }, { "name": "decay", "regularize": { "weight_decay": 0.1 } } ] }
JSON
blobs() { # NAME ARGUMENTS...: runs the experiment into $tmp/NAME
  rm -rf "${tmp:?}/$1"
  run --config "$tmp/blobs.json" --out "$tmp/$1" "${@:2}"
}
result=runs/plain/seed-1/result.json
field() { # FILE COLUMN: of the last row of plain's first seed
  awk -F, -v name="$2" 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == name) at = i }
                        $1 == "plain" && $2 == 1 { value = $at } END { print value }' "$1"
}

blobs without
trained "without metrics"
blobs with --set 'metrics=["ece","balanced_acc","auc"]'
trained "with metrics"
columns="train_balanced_acc,test_balanced_acc,val_balanced_acc,train_auc,test_auc,val_auc,train_ece,test_ece,val_ece"
check_has "the log's columns" "$(head -n 1 "$tmp/with/log.csv")" ",val_loss,val_acc,$columns,regularize.weight_decay"
check_same "they stand behind the log's own, which do not move" "$(cut -d , -f 1-13,23 "$tmp/with/log.csv")" \
  "$(cat "$tmp/without/log.csv")"
check "the table has them" grep -qF "test balanced accuracy" "$tmp/out"
check "and a verdict on each" grep -qF "(test calibration error " "$tmp/out"
check "the resolved config names them" grep -qF '"metrics": ["balanced_acc", "auc", "ece"],' "$tmp/with/config.json"
check "without them it is silent" bash -c "! grep -q metrics '$tmp/without/config.json'"
check "result.json ends as the log does" grep -qF "\"test_auc\": $(field "$tmp/with/log.csv" test_auc)," "$tmp/with/$result"
check_has "summary.csv" "$(head -n 1 "$tmp/with/summary.csv")" test_auc_mean train_ece_values
run --config "$tmp/with/config.json" --out "$tmp/again" --quiet
check "the resolved config makes the same log" cmp -s "$tmp/with/log.csv" "$tmp/again/log.csv"

# One of them may be what the question is about: it moves no byte of the log, comes first and has the verdicts.
blobs primary --set 'metrics=["ece","balanced_acc","auc"]' --set primary=test_auc
trained "with a primary metric"
check "the resolved config has it" grep -qF '"primary": "test_auc",' "$tmp/primary/config.json"
check "without it is silent" bash -c "! grep -q primary '$tmp/with/config.json'"
check "the log is the same" cmp -s "$tmp/primary/log.csv" "$tmp/with/log.csv"
check "its verdict comes first" grep -qE '^  decay +[^:]*\(test AUC ' "$tmp/out"
check_same "the others share a line" "$(grep -c 'exploratory: ' "$tmp/out")" 1
run --config "$tmp/primary/config.json" --out "$tmp/again" --quiet --restart
check "the resolved config as config says it again" cmp -s "$tmp/primary/config.json" "$tmp/again/config.json"
run check --config "$tmp/primary/config.json"
check_has "check tells of it" "$(cat "$tmp/out")" "primary     test_auc"

# The matrix counts every test sample once, and its diagonal is the accuracy.
check "the confusion matrix" /usr/bin/env python3 - "$tmp/without/$result" <<'PYTHON'
import json, sys
result = json.load(open(sys.argv[1]))
matrix = result["confusion"]
rows = [sum(row) for row in matrix]
right = [matrix[k][k] for k in range(3)]
assert len(result["classes"]) == 3 and sum(rows) == result["test_samples"] == 50
assert abs(sum(right) / 50 - result["test_acc"]) < 1e-6
assert all(abs(r / n - recall) < 1e-6 for r, n, recall in zip(right, rows, result["recall"]))
PYTHON
check "a log's balanced accuracy is the mean recall" /usr/bin/env python3 - "$tmp/with/$result" <<'PYTHON'
import json, sys
result = json.load(open(sys.argv[1]))
assert abs(sum(result["recall"]) / 3 - result["test_balanced_acc"]) < 1e-6
PYTHON

# Logs with and without them stand beside each other.
run compare "$tmp/without" "$tmp/with" --format json
exits 0 "compare"
check_has "metrics as JSON" "$(cat "$tmp/out")" '"key": "test_auc", "title": "test AUC", "better": "higher"' \
  '"key": "val_ece", "title": "val calibration error", "better": "lower"' \
  '"compared": ["gap", "test_loss", "best_test_loss", "test_acc", "test_balanced_acc", "test_auc", "test_ece"]'

run check --config "$tmp/blobs.json" --set metrics=auc
check_has "check" "$(cat "$tmp/out")" "metrics     auc" "guessing    always \""

# What always guessing scores, as check says it of the first seed.
guess=$(sed -n 's/^guessing .*accuracy of //p' "$tmp/out")
check_has "result.json" "$(cat "$tmp/without/$result")" "\"baseline_acc\": $guess,"
for format in text md latex json; do
  run compare "$tmp/without" --format $format
  check "compare --format $format says it" grep -q "Always guessing the training part's commonest class: test accuracy 0\.3" "$tmp/out"
done
run compare "$tmp/without/log.csv"
check "so does the log beside its runs" grep -q "Always guessing" "$tmp/out"
run compare "$tmp/without" --classes
exits 0 "--classes"
check_has "the recall of each class" "$(cat "$tmp/out")" "Recall of each class: mean (SD) over seeds"
check "has a row for each setting, a column for each class" test "$(tail -n 3 "$tmp/out" | awk '{ print $1 }' | xargs)" = "setting plain decay" \
  -a "$(tail -n 3 "$tmp/out" | head -n 1 | xargs)" = "setting 1 2 3"
run compare "$tmp/without" --classes --format md
exits 2 "--classes in Markdown" && says "--classes has a table in the terminal's format only; leave out --format md"
mkdir "$tmp/alone" && cp "$tmp/without/log.csv" "$tmp/alone"
run compare "$tmp/alone"
check "a log alone does not tell" bash -c "! grep -q 'Always guessing' '$tmp/out'"
run compare "$tmp/alone" --classes
exits 4 "nor does it of classes" && says "--classes: no result.json beside the log tells of classes"
run check --config "$tmp/blobs.json" --set metrics=r2
exits 3 "a metric of numbers for classes"
says "--set: metrics: the data are a classification, which has no r2; there are balanced_acc, "

# A run that diverges has none of its last row; metrics are never what says so.
blobs bad --set metrics=ece --set train.learning_rate=1e6 --set "model.hidden=[8,8,8,8]" --set train.epochs=20
exits 1 "a run that diverges"
check "has no confusion matrix" bash -c "! grep -q confusion '$tmp/bad/$result'"
check_same "and no metric" "$(field "$tmp/bad/log.csv" test_ece)" nan

# Of numbers each target has its own.
awk 'BEGIN { print "a,b,price,rooms"
  for (i = 0; i < 60; i++) print sin(i) "," cos(3 * i) "," 200 * sin(i) "," cos(3 * i) - sin(i) }' >"$tmp/homes.csv"
cat >"$tmp/homes.json" <<END
{ "data": { "source": "csv", "file": "$tmp/homes.csv", "label": ["price", "rooms"] }, "metrics": ["r2", "mae"],
  "model": { "hidden": [8] }, "train": { "epochs": 4 }, "seeds": 3 }
END
run check --config "$tmp/homes.json"
checked=$(sed -nE 's/^guessing    always the mean scores a test RMSE of (1[0-9.]+), ([01]\.[0-9]+), the mean over the seeds$/\1 \2/p' "$tmp/out")
run --config "$tmp/homes.json" --out "$tmp/homes"
trained "several targets"
check_same "check says what the table says the means score" "$checked" \
  "$(sed -nE "s/^Always guessing the training part's mean: test RMSE of price (1[0-9.]+), test RMSE of rooms ([0-9.]+)$/\1 \2/p" "$tmp/out")"
check "result.json of both" grep -qE '"baseline_rmse": \[1[0-9.]+, [01]\.[0-9]+\],' "$tmp"/homes/runs/*/seed-1/result.json
check_has "their columns" "$(head -n 1 "$tmp/homes/log.csv")" \
  ",test_rmse_rooms,train_mae_price,train_mae_rooms,test_mae_price,test_mae_rooms,train_r2_price,"
# shellcheck disable=SC2016 # awk's own $
check "no error on average is beyond its root mean square" awk -F, 'NR > 1 && !($14 > 0 && $14 <= $10) { bad++ }
  END { exit bad || NR != 16 }' "$tmp/homes/log.csv"
check_has "the table" "$(cat "$tmp/out")" "test MAE of price" "test R2 of rooms"
run check --config "$tmp/homes.json" --set primary=test_mae_rooms
exits 0 "the number of one target as the primary one"
run check --config "$tmp/homes.json" --set primary=test_mae
exits 3 "which of the targets" && says "--set: primary: the data are a regression, which has no test_mae; there are gap, " \
  "test_rmse_price, test_rmse_rooms, test_mae_price, test_mae_rooms, test_r2_price, test_r2_rooms"

finish metrics
