#!/usr/bin/env bash
# Averages from the config to the comparison: columns of their own, and all others to the byte as without them.
# shellcheck source=tests/cli/check.bash
source "$(dirname "$0")/check.bash"

cat >"$tmp/blobs.json" <<'JSON'
{ "name": "blobs",
  "data":  { "source": "blobs", "classes": 3, "train_size": 60, "test_size": 50, "validation_size": 20 },
  "model": { "hidden": [8] },
  "train": { "epochs": 4, "batch_size": 10, "schedule": { "kind": "cosine", "restart": 2 } },
  "regularize": { "batch_norm": true, "dropout": 0.3 },
  "seeds": 3,
  "settings": [ { "name": "plain" }, { "name": "averaged" } ] }
JSON
averaged='{ "ema": true, "swa": true, "snapshots": true, "mc_dropout": true }'
blobs() { # NAME ARGUMENTS...: runs the experiment into $tmp/NAME
  rm -rf "${tmp:?}/$1"
  run --config "$tmp/$1.json" --out "$tmp/$1" "${@:2}"
}
sed "s/\"averaged\" }/\"averaged\", \"regularize\": $averaged }/" "$tmp/blobs.json" >"$tmp/with.json"
cells() { # FILE COLUMN SETTING: of each row
  awk -F, -v name="$2" -v setting="$3" 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == name) at = i }
                                        $1 == setting { print at ? $at : "no such column" }' "$1"
}

blobs blobs
trained "without averages"
blobs with
trained "with averages"
log=$tmp/with/log.csv
columns=
for name in ema swa snapshots mc_dropout; do
  columns+=,${name}_test_loss,${name}_test_acc,${name}_val_loss,${name}_val_acc
done
check_has "the log's columns" "$(head -n 1 "$log")" ",val_loss,val_acc$columns,regularize.ema"
check_same "all others do not move" "$(cut -d , -f 1-13 "$log")" "$(cut -d , -f 1-13 "$tmp/blobs/log.csv")"
test_loss=$(cells "$log" test_loss averaged | head -n 5)
while read -r name first; do # from which row on it speaks
  own=$(cells "$log" "${name}_test_loss" averaged | head -n 5)
  check_same "$name: cells of a setting without it are empty" "$(cells "$log" "${name}_test_loss" plain | sort -u)" ""
  check_same "$name speaks from epoch $first on" "$(grep -n . <<<"$own" | head -n 1 | cut -d : -f 1)" "$((first + 1))"
  check "$name is another network" test "$(tail -n 1 <<<"$own")" != "$(tail -n 1 <<<"$test_loss")"
  check "result.json ends as the log does: $name" grep -qF "\"${name}_test_loss\": $(tail -n 1 <<<"$own")," \
    "$tmp/with/runs/averaged/seed-1/result.json"
done <<'ROWS'
ema 0
swa 3
snapshots 2
mc_dropout 0
ROWS
check_same "before training EMA is the network" "$(cells "$log" ema_test_loss averaged | head -n 1)" "$(head -n 1 <<<"$test_loss")"
check_same "the first snapshot is the network of its epoch" "$(cells "$log" snapshots_test_loss averaged | sed -n 3p)" \
  "$(sed -n 3p <<<"$test_loss")"
check "an empty cell is no divergence" bash -c "! grep -q diverged '$tmp/with/manifest.json'"
check_has "summary.csv" "$(head -n 1 "$tmp/with/summary.csv")" ema_test_loss_mean mc_dropout_val_acc_values
run compare "$log"
exits 0 "the log is read back"
says_average() { # FILE: the differences within runs are those of the log's last rows
  /usr/bin/env python3 - "$1" "$log" <<'PYTHON'
import csv, json, sys
comparison, rows = json.load(open(sys.argv[1])), list(csv.DictReader(open(sys.argv[2])))
last = [row for row in rows if row["setting"] == "averaged" and row["epoch"] == "4"]
assert [(row["setting"], row["average"]) for row in comparison["averages"]] == [
    ("averaged", name) for name in ("ema", "swa", "snapshots", "mc_dropout")]
for average in comparison["averages"]:
    for number in ("test_loss", "test_acc"):
        off = [float(row[average["average"] + "_" + number]) - float(row[number]) for row in last]
        said = average[number]["difference"]
        assert said["n"] == len(off) == 3 and all(abs(a - b) < 1e-6 for a, b in zip(said["values"], off))
        assert abs(said["mean"] - (average[number]["average"] - average[number]["network"])) < 1e-6
        assert said["low"] <= said["mean"] <= said["high"]
PYTHON
}
check_has "their table" "$(cat "$tmp/out")" "Averages beside the network itself, in the same runs" \
  "$(printf '\naveraged  MC dropout  ')"
check_has "no other setting is in it" "$(grep -c '^plain  \(EMA\|SWA\|snapshots\|MC dropout\) ' "$tmp/out")" 0
for format in md latex json; do
  run compare "$log" --format $format
  exits 0 "as $format"
  cp "$tmp/out" "$tmp/compare.$format"
done
check "in JSON" says_average "$tmp/compare.json"
check_has "in Markdown" "$(cat "$tmp/compare.md")" "## Averages beside the network itself" "| averaged | EMA | "
check_has "on the page" "$(cat "$tmp/with/report.html")" '"averages":{"title":"Averages beside the network itself'
check "nothing of it without averages" bash -c "! grep -qF '\"averages\":' '$tmp/blobs/report.html'"
run compare "$log"
check_has "and compared" "$(cat "$tmp/out")" "EMA test loss" "MC dropout test accuracy"
# Where an average says nothing of a run, the network beside it is that of the other runs.
awk -F, -v OFS=, 'NR == 1 { for (i = 1; i <= NF; i++) if ($i ~ /^swa_/) swa[i] }
  $1 == "averaged" && $2 == 1 { for (i in swa) $i = "" } 1' "$log" >"$tmp/silent.csv"
run compare "$tmp/silent.csv"
check "two runs of three" grep -q '^averaged  SWA .* 2 of 3$' "$tmp/out"
run compare "$tmp/silent.csv" --format json
cp "$tmp/out" "$tmp/silent.json"
of_its_runs() {
  /usr/bin/env python3 - "$tmp/silent.json" <<'PYTHON'
import json, sys
swa, = [row for row in json.load(open(sys.argv[1]))["averages"] if row["average"] == "swa"]
loss = swa["test_loss"]
assert loss["difference"]["n"] == 2 and abs(loss["difference"]["mean"] - (loss["average"] - loss["network"])) < 1e-9
PYTHON
}
check "and their network" of_its_runs
finish averages
