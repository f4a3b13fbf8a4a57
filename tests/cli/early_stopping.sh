#!/usr/bin/env bash
# Early stopping as a user sees it: the log shows when and why a run stopped and what it kept, everything final goes by
# that, and what was selected on the test data says so wherever a number of it stands.
# shellcheck source=tests/cli/check.bash
source "$(dirname "$0")/check.bash"

cat >"$tmp/stop.json" <<'JSON'
{ "name": "stop",
  "data": { "source": "blobs", "train_size": 60, "test_size": 100, "validation_fraction": 0.25 },
  "model": { "hidden": [39, 17] },
  "train": { "epochs": 40, "batch_size": 16 },
  "metrics": ["auc"],
  "seeds": 3,
  "settings": [
    { "name": "plain" },
    { "name": "best", "regularize.early_stopping": 3 },
    { "name": "least", "regularize.early_stopping": { "patience": 2, "min_improvement": 0.02 } },
    { "name": "last", "regularize.early_stopping": { "patience": 3, "keep": "last" } },
    { "name": "rare", "regularize.early_stopping": 2, "train.eval_every": 3 } ] }
JSON
out=$tmp/results
run --config "$tmp/stop.json" --out "$out" --jobs 2
exits 0 "an experiment that stops early"
check "its runs say where they stopped" grep -qE 'best, seed [123]: .*, stopped at epoch [0-9]+, epoch [0-9]+ kept, ' "$tmp/err"
check "the table has it" grep -q 'stopped at epoch  kept epoch' "$tmp/out"
check "the notes have it" grep -qE 'best +stopped at epochs [0-9]+ to [0-9]+ and kept the weights of epochs [0-9]+ to [0-9]+' "$tmp/out"

# rule SETTING PATIENCE LEAST KEEP: whether the rows of that setting end where the rule ends them by the losses that they
# hold, and keep what it keeps: worked out anew from the log alone.
# shellcheck disable=SC2016 # a program for awk
rule() {
  awk -F, -v name="$1" -v patience="$2" -v least="$3" -v keep="$4" '
    NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
    $1 != name { next }
    $2 != seed { if (seed && !ended && epoch < 40) bad++; seed = $2; low = reference = 1e9; waited = ended = kept = 0; runs++ }
    { if (ended) bad++
      epoch = $3; loss = $at["val_loss"] }
    epoch > 0 && loss < low { low = loss; kept = epoch }
    epoch > 0 { if (loss < reference - least) { reference = loss; waited = 0 } else waited++; ended = waited >= patience }
    $at["kept_epoch"] != (keep == "best" ? kept : epoch) { bad++ }
    ended { stopped++ }
    END { exit !(runs == 3 && stopped > 0 && !bad) }' "$out/log.csv"
}
check "it ends where three evaluations did not improve" rule best 3 0 best
check "or did not improve by enough" rule least 2 0.02 best
check "and keeps the last where that is asked for" rule last 3 0 last
check "patience counts evaluations" rule rare 2 0 best

cells() { # FILE SETTING COLUMN...: these columns of its rows, by name
  local file=$1 setting=$2
  shift 2
  awk -F, -v name="$setting" -v columns="$*" '
    NR == 1 { n = split(columns, column, " "); for (i = 1; i <= NF; i++) at[$i] = i; next }
    $1 == name { for (i = 1; i <= n; i++) printf "%s%s", $at[column[i]], i < n ? "," : "\n" }' "$file"
}
check_same "a setting without it keeps nothing" "$(cells "$out/log.csv" plain kept_epoch | sort -u)" ""
measured="seed epoch step lr running_loss train_loss test_loss train_acc test_acc val_loss train_auc test_auc"
# shellcheck disable=SC2086 # words
for setting in best least last; do
  cells "$out/log.csv" plain $measured | sort >"$tmp/plain.rows"
  cells "$out/log.csv" $setting $measured | sort >"$tmp/$setting.rows"
  check "until it ends, $setting is trained as plain is" test -z "$(comm -13 "$tmp/plain.rows" "$tmp/$setting.rows")"
done

# The row that a run kept is what it ends with, to the last digit: in result.json and in summary.csv.
results="train_loss test_loss train_acc test_acc val_loss val_acc train_auc test_auc val_auc"
# shellcheck disable=SC2086 # words
for setting in best last; do
  values=()
  for seed in 1 2 3; do
    kept=$(cells "$out/log.csv" $setting seed kept_epoch | awk -F, -v seed=$seed '$1 == seed { kept = $2 } END { print kept }')
    row=$(cells "$out/log.csv" $setting seed epoch $results | grep "^$seed,$kept,")
    json=$out/runs/$setting/seed-$seed/result.json
    for key in seed kept_epoch $results; do sed -n "s/^  \"$key\": \(.*\),\$/\1/p" "$json"; done | paste -sd , >"$tmp/result"
    check_same "$setting, seed $seed: result.json has the kept row" "$(cat "$tmp/result")" "$row"
    accuracy=$(sed -n 's/^  "test_acc": \(.*\),$/\1/p' "$json")
    right=$(sed -n '/"confusion"/,/  \],/p' "$json" | tr -d '[],' | awk 'NF == 4 { right += $(++n) } END { print right / 100 }')
    check_same "$setting, seed $seed: the confusion matrix is that of the kept row" "$right" "$accuracy"
    check "$setting, seed $seed: it says that it stopped" grep -q '"stopped_early": true' "$json"
    values+=("$(cut -d, -f4 <<<"$row")")
  done
  check_same "summary.csv goes by the kept rows of $setting" "$(cells "$out/summary.csv" $setting test_loss_values)" "${values[*]}"
done
check "a run that keeps nothing says nothing of it" test -z "$(grep -l 'kept_epoch\|stopped_early' "$out"/runs/plain/*/result.json)"

# The log alone is enough, but for what stands in the results of runs.
mkdir "$tmp/alone"
cp "$out/log.csv" "$tmp/alone"
for format in text md csv; do
  run compare "$out" --format $format
  grep -v '^stop$\|^- \*\*stop\*\*\|^Always guessing' "$tmp/out" | cat -s >"$tmp/with"
  run compare "$tmp/alone" --format $format
  grep -v '^alone$\|^- \*\*alone\*\*' "$tmp/out" | cat -s >"$tmp/without"
  check "the log alone gives the same $format" cmp -s <(cut -d, -f1-3,5- "$tmp/with") <(cut -d, -f1-3,5- "$tmp/without")
  check "nothing in $format was selected on the test data" test -z "$(grep -i 'on the test data\|selected_on_test' "$tmp/out")"
done

# --- What is off, or does not come to an end, changes nothing
log_of() { # KEY=VALUE...: the log of "plain" alone, without what early stopping adds to it
  local set=() pair
  for pair; do set+=(--set "$pair"); done
  sed '/"name": "plain"/!{/"name": "[a-z]*", "reg/d}; s/"plain" },/"plain" } ] }/' "$tmp/stop.json" >"$tmp/plain.json"
  "$regrun" --config "$tmp/plain.json" "${set[@]}" --out "$tmp/one" --restart --quiet >/dev/null 2>"$tmp/err" || cat "$tmp/err"
  rows "$tmp/one/log.csv" >"$tmp/log.one"
}
log_of
cp "$tmp/log.one" "$tmp/log.plain"
log_of regularize.early_stopping=0
check "patience 0 changes nothing" cmp "$tmp/log.plain" "$tmp/log.one"
log_of regularize.early_stopping=false
check "false changes nothing" cmp "$tmp/log.plain" "$tmp/log.one"
log_of 'regularize.early_stopping={"patience": 41, "keep": "last"}'
kept=$(head -n 1 "$tmp/log.one" | tr ',' '\n' | grep -n '^kept_epoch$' | cut -d: -f1)
cut -d, -f"$kept" --complement "$tmp/log.one" >"$tmp/log.without"
check "patience for more than all epochs adds a column and nothing else" cmp "$tmp/log.plain" "$tmp/log.without"

# --- Chosen by test losses
sed 's/"best", "regularize.early_stopping": 3 /"cheat", "regularize.early_stopping": { "patience": 3, "select_on": "test" } /
  s/, "validation_fraction": 0.25//; /"name": "l[ea]/d; /"name": "rare/d; s/} },$/} } ] }/' "$tmp/stop.json" >"$tmp/cheat.json"
run --config "$tmp/cheat.json" --out "$tmp/cheat"
exits 0 "selection on the test data"
check_has "it is told before the first run" "$(cat "$tmp/err")" 'note: regularize.early_stopping.select_on test: epochs of setting "cheat" are selected on the test data'
check_has "the table after the run" "$(cat "$tmp/out")" 'Settings: mean (SD) over seeds; epochs of "cheat" selected on the test data (optimistic)' \
  "cheat  stopped at epochs" "epochs were selected on the test data, so that test losses are optimistic"
check_same "the log's column says so" "$(head -n 1 "$tmp/cheat/log.csv" | tr ',' '\n' | grep kept)" kept_epoch_by_test
check "and result.json" grep -q '"kept_epoch_by_test": [0-9]' "$tmp/cheat/runs/cheat/seed-1/result.json"
check_same "summary.csv has a column for it" "$(cut -d, -f1,5 "$tmp/cheat/summary.csv" | xargs)" "setting,selected_on_test plain,no cheat,yes"
check "the page's charts and tables say it" grep -qF '"selection":"; epochs of \"cheat\" selected on the test data (optimistic)"' "$tmp/cheat/report.html"
rm "$tmp/cheat/config.json" "$tmp/cheat/manifest.json"
# Whatever has a title or is a table says it, from the log alone.
run compare "$tmp/cheat" --plot
check_same "every heading of the text" \
  "$(grep -cE '^(Settings|Against|Setting minus|Matched fit|Test loss|Train loss).*epochs of "cheat" selected on the test data' "$tmp/out")" 6
run compare "$tmp/cheat" --format md
check_same "every heading of Markdown" "$(grep -c '^## ' "$tmp/out")" "$(grep -c '^## .*; epochs of "cheat" selected on the test data' "$tmp/out")"
run compare "$tmp/cheat" --format latex
check_same "every caption of LaTeX" "$(grep -c '\\caption\|\\section' "$tmp/out")" \
  "$(grep -c '\(caption\|section\).*; epochs of "cheat" selected on the test data' "$tmp/out")"
run compare "$tmp/cheat" --format csv
check_same "CSV" "$(cut -d, -f1,5 "$tmp/out" | xargs)" "setting,selected_on_test plain,no cheat,yes"
run compare "$tmp/cheat" --format json
check_has "JSON" "$(cat "$tmp/out")" '"selected_on_test": true' '"selection": "epochs were selected on the test data'
run --config "$tmp/cheat.json" --out "$tmp/beside" --set regularize.ema=0.9 --set train.save=last --set data.seed=1
exits 0 "selection on the test data, with averages and models"
run compare "$tmp/beside" --ensemble --format md
exits 0 "compare --ensemble"
check_same "every heading, of averages and ensembles, too" "$(grep -c '^## ' "$tmp/out")" \
  "$(grep -c '^## .*; epochs of "cheat" selected on the test data' "$tmp/out")"
run compare "$tmp/beside" --classes
check "recall, too" grep -q '^Recall of each class.*; epochs of "cheat" selected on the test data' "$tmp/out"

# --- What is said before: at most so many epochs
run check --config "$tmp/stop.json"
check_has "check" "$(cat "$tmp/out")" \
  "best: at most 40 epochs; ends after 3 evaluations without a lower validation loss, and keeps the best weights"
samples=1500 # so that it is seen at work; a sanitizer is slow enough
[ -z "${SANITIZE:-}" ] || samples=40
if command -v script >/dev/null; then
  TERM=xterm script -qec "stty cols 120 rows 24; '$regrun' --config '$tmp/stop.json' --out '$tmp/live' --jobs 1 \
    --set train.batch_size=1 --set data.train_size=$samples --set model.hidden=[200,200] --set train.epochs=6 --seeds 1" /dev/null >"$tmp/live.txt" </dev/null
  check "the display counts to at most so many epochs" grep -q '/at most 6' "$tmp/live.txt"
else
  skip "the live display: no script(1)"
fi
finish early_stopping
