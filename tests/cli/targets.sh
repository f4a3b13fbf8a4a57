#!/usr/bin/env bash
# Regression with several targets, from the config to the comparison: each has its own scores, in its own unit.
# shellcheck source=tests/cli/check.bash
source "$(dirname "$0")/check.bash"

awk 'BEGIN {
  print "a,b,price,\"rooms, all\",c"
  for (i = 0; i < 90; i++)
    print sin(i) "," cos(3 * i) "," 200 * sin(i) "," cos(3 * i) - sin(i) "," i * 7 % 13
}' >"$tmp/homes.csv"
cat >"$tmp/homes.json" <<END
{ "name": "homes",
  "data":  { "source": "csv", "file": "$tmp/homes.csv", "label": ["price", -2], "target_scaling": "none" },
  "model": { "hidden": [8] },
  "train": { "epochs": 4, "learning_rate": 1e-3 },
  "seeds": 3,
  "settings": [ { "name": "plain" }, { "name": "decay", "regularize": { "weight_decay": 0.1 } } ] }
END
out=$tmp/homes
homes() { # ARGUMENTS...: runs the experiment into $out
  rm -rf "$out"
  run --config "$tmp/homes.json" --out "$out" "$@"
}

run check --config "$tmp/homes.json"
check_has "check counts the targets" "$(cat "$tmp/out")" "csv: 3 features, 2 numbers to predict; " "3-8-2"
homes
exits 0 "two targets"
check_same "the log's columns" "$(head -n 1 "$out/log.csv")" \
  'setting,seed,epoch,step,lr,running_loss,train_loss,test_loss,gap,train_rmse_price,"train_rmse_rooms, all",test_rmse_price,"test_rmse_rooms, all",regularize.weight_decay'
check_has "progress has no score of different units" "$(grep '^\[6/6\]' "$tmp/err")" "test loss"
check "progress names no RMSE" bash -c "! grep -q RMSE '$tmp/err'"
check_has "the table of settings" "$(cat "$tmp/out")" "  test RMSE of price" "  test RMSE of rooms, all  "
# Unscaled, the loss is the mean over the targets of their squared errors. (Cells have no commas.)
# shellcheck disable=SC2016 # a program for awk
check "losses are the mean of the squared RMSE" awk -F, '
  function near(loss, a, b) { want = (a * a + b * b) / 2; return (loss - want) ^ 2 < (1e-5 * want) ^ 2 }
  NR > 1 && !(near($7, $10, $11) && near($8, $12, $13)) { wrong++ }
  END { exit wrong || NR != 31 }' "$out/log.csv"
check_has "result.json" "$(cat "$out/runs/plain/seed-1/result.json")" '"train_rmse_price": ' '"test_rmse_rooms, all": '
check "result.json ends as the log does" grep -qF \
  "\"test_rmse_price\": $(awk -F, '$1 == "plain" && $2 == 1 && $3 == 4 { print $12 }' "$out/log.csv")," \
  "$out/runs/plain/seed-1/result.json"
check_has "summary.csv" "$(head -n 1 "$out/summary.csv")" "test_rmse_price_mean,test_rmse_price_sd" \
  '"test_rmse_rooms, all_values"'
check "the page has both" grep -qF 'test RMSE of rooms, all' "$out/report.html"
check_has "the resolved config" "$(cat "$out/config.json")" '"label": ["price", "-2"]'
cp "$out/log.csv" "$tmp/first.csv"
rm -rf "$tmp/again"
run --config "$out/config.json" --out "$tmp/again" --quiet
exits 0 "the resolved config"
check "the resolved config makes the same log" cmp -s "$tmp/first.csv" "$tmp/again/log.csv"

run compare "$out" --format json
exits 0 "compare"
check_has "metrics as JSON" "$(cat "$tmp/out")" '"key": "test_rmse_price", "title": "test RMSE of price", "better": "lower"' \
  '"compared": ["gap", "test_loss", "best_test_loss", "test_rmse_price", "test_rmse_rooms, all"]'
run compare "$out" --format csv
check_has "columns of the comparison" "$(head -n 1 "$tmp/out")" '"test_rmse_rooms, all_against_p"' "test_rmse_price_verdict"

# Standardized, each by itself: the units of the scores stay, and no target drowns the other.
homes --set data.target_scaling=zscore --set train.learning_rate=0.05 --set train.epochs=60
exits 0 "standardized"
# shellcheck disable=SC2016 # a program for awk
check "both targets are learned" awk -F, '
  $3 == 60 { n++ } $3 == 60 && ($12 > 60 || $13 > 0.6) { wrong++ } END { exit wrong || n != 6 }' "$out/log.csv"

# With a validation part each has a score there, too.
homes --set data.validation_fraction=0.25
exits 0 "with a validation part"
check_has "the table of settings has its loss" "$(cat "$tmp/out")" "  val loss  "
check "and so has the progress, that of the log" grep -qE \
  "^\[.*plain, seed 1: .*, val loss $(printf %.4g "$(awk -F, '$1 == "plain" && $2 == 1 && $3 == 4 { print $14 }' "$out/log.csv")"), " "$tmp/err"
check_has "its columns" "$(head -n 1 "$out/log.csv")" ',val_loss,val_rmse_price,"val_rmse_rooms, all",'
# shellcheck disable=SC2016 # a program for awk
check "its loss is the mean of the squared RMSE" awk -F, '
  NR > 1 { want = ($15 * $15 + $16 * $16) / 2; if (!(($14 - want) ^ 2 < (1e-5 * want) ^ 2)) wrong++ }
  END { exit wrong || NR != 31 }' "$out/log.csv"
check_has "result.json has it" "$(cat "$out/runs/plain/seed-1/result.json")" '"val_rmse_price": '

# A row that lacks one of them is left out.
sed '3s/,[^,]*,\([^,]*\)$/,,\1/' "$tmp/homes.csv" >"$tmp/gap.csv"
homes --set "data.file=$tmp/gap.csv"
exits 0 "a missing target"
check_has "a note counts it" "$(cat "$tmp/err")" "1 row has no label and is left out"

# A single target in a list is a single target.
homes --set 'data.label=["price"]'
cp "$out/log.csv" "$tmp/list.csv"
check_has "one target has the columns it always had" "$(head -n 1 "$out/log.csv")" ",gap,train_rmse,test_rmse,"
homes --set data.label=price
check "and the bytes" cmp -s "$tmp/list.csv" "$out/log.csv"
check_has "progress" "$(cat "$tmp/err")" ", RMSE "

# Several that diverge.
homes --set train.learning_rate=100
exits 1 "diverged"
check_has "its last row" "$(grep '^plain,1,' "$out/log.csv" | tail -n 1)" ",nan,nan,nan,nan,nan,nan,nan,nan,"

# Targets that the header does not tell apart.
sed '1s/.*/a,b,y,y,c/' "$tmp/homes.csv" >"$tmp/twins.csv"
homes --set "data.file=$tmp/twins.csv" --set 'data.label=[3,4]'
check_has "numbers in the place of names" "$(head -n 1 "$out/log.csv")" ",train_rmse_3,train_rmse_4,test_rmse_3,test_rmse_4,"
check_has "which titles say" "$(cat "$tmp/out")" "test RMSE of column 3" "test RMSE of column 4"
homes --set "data.file=$tmp/twins.csv" --set 'data.label=[3,4]' --seeds 2 --quiet
run compare "$out" --format md
check "no correction over nothing" bash -c "grep -qx '## Against plain, paired by seed' '$tmp/out'"

run data show "$tmp/homes.csv" --label '["price",4]'
exits 0 "data show"
check_has "data show" "$(cat "$tmp/out")" '"label": ["price", "4"]'
check_same "each is a number to predict" "$(grep -c '^label, column .*: a number to predict$' "$tmp/out")" 2
run data show "$tmp/homes.csv" --label price
check_same "data show of one" "$(grep -c '^label, column .*: a number to predict$' "$tmp/out")" 1

finish targets
