#!/usr/bin/env bash
# Averages from the config to the comparison: columns of their own, and all others to the byte as without them.
# shellcheck source=tests/cli/check.bash
source "$(dirname "$0")/check.bash"

cat >"$tmp/blobs.json" <<'JSON'
{ "name": "blobs",
  "data":  { "source": "blobs", "classes": 3, "train_size": 60, "test_size": 50, "validation_size": 20 },
  "model": { "hidden": [8] },
  "train": { "epochs": 4, "batch_size": 10 },
  "regularize": { "batch_norm": true },
  "seeds": 3,
  "settings": [ { "name": "plain" }, { "name": "averaged" } ] }
JSON
averaged='{ "ema": true }'
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
check_has "the log's columns" "$(head -n 1 "$log")" ,val_loss,val_acc,ema_test_loss,ema_test_acc,ema_val_loss,ema_val_acc
check_same "all others do not move" "$(cut -d , -f 1-13 "$log")" "$(cut -d , -f 1-13 "$tmp/blobs/log.csv")"
check_same "cells of a setting without them are empty" "$(cells "$log" ema_test_loss plain | sort -u)" ""
check_same "an average is another network" "$(cells "$log" ema_test_loss averaged | head -n 1)" \
  "$(cells "$log" test_loss averaged | head -n 1)"
check "before training it is the same" test "$(cells "$log" ema_test_loss averaged | tail -n 1)" != \
  "$(cells "$log" test_loss averaged | tail -n 1)"
check "result.json ends as the log does" grep -qF "\"ema_test_loss\": $(cells "$log" ema_test_loss averaged | sed -n 5p)," \
  "$tmp/with/runs/averaged/seed-1/result.json"
check_has "summary.csv" "$(head -n 1 "$tmp/with/summary.csv")" ema_test_loss_mean ema_val_acc_values
run compare "$log"
exits 0 "the log is read back"
check_has "and compared" "$(cat "$tmp/out")" "EMA test loss"
finish averages
