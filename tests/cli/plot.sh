#!/usr/bin/env bash
# scripts/plot.py: every kind of picture from made-up logs, and its errors.
# shellcheck source=tests/cli/check.bash
source "$(dirname "$0")/check.bash"

export MPLCONFIGDIR=$tmp/matplotlib PYTHONDONTWRITEBYTECODE=1
# The first import makes matplotlib's list of fonts, and says so when that takes long.
if ! /usr/bin/python3 -c 'import pandas, matplotlib.font_manager' 2>"$tmp/err"; then
  skip "scripts/plot.py: python3-pandas or python3-matplotlib is not installed"
  finish plot
  exit
fi

# Lines of arguments on stdin, each for one call of plot.py: all in one process, because it starts slowly. Writes the
# exit code or message of each call to a line of $tmp/codes.
plots() {
  (cd scripts && /usr/bin/python3 -c '
import shlex, sys, plot
for line in sys.stdin:
    sys.argv = ["plot.py", *shlex.split(line)]
    try:
        plot.main()
        print("done")
    except SystemExit as end:
        print(end.code)
') >"$tmp/codes" 2>"$tmp/err"
}

begins() { # FILE TEXT
  [ "$(head -c ${#2} "$1" | tr -d '\0')" = "$2" ]
}

# shellcheck disable=SC2016 # the dollars are part of the name
printf 'plain\t0\n_dropout $x^2$\t0.5\nnan\t0.7\n' | log small regularize.dropout 3 8
for d in 0 0.2 0.5; do for b in 8 16 32 64; do printf 'd%s b%s\t%s\t%s\n' $d $b $d $b; done; done |
  log sweep "regularize.dropout train.batch_size" 3 8
mkdir "$tmp/diverged"
awk -F, -v OFS=, '$1 == "plain" && $2 == 2 && $3 > 5 { $7 = "nan" } 1' "$tmp/small/log.csv" >"$tmp/diverged/log.csv"

printf 'plain 0\t0\tfalse\nhalf\t0.50\ttrue\n' | log two "regularize.dropout regularize.batch_norm" 3 8
for b in 8 32 128; do printf 'b%s\t%s\n' $b $b; done | log batch train.batch_size 3 8
for b in 16 32 64; do
  printf 'plain\t0\tfalse\nhalf\t0.5\ttrue\n' | log "of$b" "regularize.dropout regularize.batch_norm" 3 8
  printf '{"name": "of%s", "data": {}, "train": {"batch_size": %s, "epochs": 8}}' $b $b >"$tmp/of$b/config.json"
done
mkdir "$tmp/folds"
awk -F, -v OFS=, '{ $2 = $2 "," (NR == 1 ? "fold" : $2 % 3) } 1' "$tmp/small/log.csv" >"$tmp/folds/log.csv"
printf 'a\trelu\t1\nb\ttanh\t2\n' | log words "model.activation train.momentum" 3 8
mkdir "$tmp/wide"
awk -F, -v OFS=, '$3 == 5 && $2 < 3 { $7 = $2 == 1 ? 1e-6 : 5 } 1' "$tmp/small/log.csv" >"$tmp/wide/log.csv"

# What instruments said of two stacks.
cp -r "$tmp/two" "$tmp/probed"
awk -v OFS=, 'BEGIN {
  print "setting,seed,epoch,layer,probe,value"
  for (seed = 1; seed <= 3; seed++) for (epoch = 0; epoch <= 8; epoch += 4) {
    print "plain 0", seed, epoch, "0.linear", "weight_norm", seed, "\n" "plain 0", seed, epoch, "2.linear", "weight_norm", 5
    print "half", seed, epoch, "0.linear", "weight_norm", 3, "\n" "half", seed, epoch, "3.linear", "weight_norm", 100
    print "half", seed, epoch, "1.batch_norm", "bn_mean_noise", seed, "\n" "half", seed, epoch, "", "bn_mode_gap", 0.5
  }
}' | sed 's/,$//' >"$tmp/probed/probe.csv"

plots <<END
$tmp/probed --probe weight_norm -o $tmp/probe.svg
$tmp/probed --probe weight_norm --by depth -o $tmp/depth.svg
$tmp/probed --probe bn_mean_noise -o $tmp/noise.svg
$tmp/small -o $tmp/overview.png
$tmp/small --kind curves -o $tmp/curves.png
$tmp/small --kind gap -o $tmp/gap.png
$tmp/small --kind gap --colors 16 -o $tmp/colors.png
$tmp/small --kind final -o $tmp/final.png
$tmp/small --kind sweep -o $tmp/sweep.png
$tmp/sweep --kind sweep --metric test_acc --across train.batch_size -o $tmp/sweep.pdf
$tmp/small --seeds --linear --band sd -o $tmp/first.svg
$tmp/small/log.csv --seeds --linear --band sd -o $tmp/again.svg
$tmp/small $tmp/sweep --kind final -o $tmp/both.svg
$tmp/small --kind final --settings plain -o $tmp/one.svg
$tmp/two --kind sweep --across regularize.dropout -o $tmp/two.svg
$tmp/sweep --kind sweep --across train.batch_size -o $tmp/lines.svg
$tmp/batch --kind sweep -o $tmp/batch.svg
$tmp/of16 $tmp/of32 $tmp/of64/log.csv --kind sweep -o $tmp/several.svg
$tmp/wide --kind curves -o $tmp/wide.svg
$tmp/small --kind curves --metric test_acc -o $tmp/accuracy.svg
$tmp/small --kind curves --metric running_loss -o $tmp/running.svg
$tmp/folds --kind overview -o $tmp/folds.png
END
check_same "every picture is drawn" "$(sort -u "$tmp/codes")" "done"
check_same "without a word" "$(cat "$tmp/err")" ""
for picture in overview curves gap colors final sweep; do
  check "$picture is a PNG" begins "$tmp/$picture.png" $'\x89PNG'
done
check "few colours are few bytes" [ "$(wc -c <"$tmp/colors.png")" -lt $(($(wc -c <"$tmp/gap.png") / 2)) ]
check "a PDF is one" begins "$tmp/sweep.pdf" %PDF
# matplotlib writes each text as a comment beside its shapes.
check_has "a value by epoch and layer" "$(cat "$tmp/probe.svg")" '<!-- linear 1 -->' '<!-- linear 2 -->' '<!-- weight norm -->'
check "layers are counted by kind" test "$(grep -c '<!-- linear 3 -->' "$tmp/probe.svg")" -eq 0
check "a value by depth" grep -qF '<!-- linear layer, from the input on -->' "$tmp/depth.svg"
check "who says nothing is in no legend" test "$(grep -c '<!-- plain 0 -->' "$tmp/noise.svg")" -eq 0
# shellcheck disable=SC2016
check "names are text" grep -qF '<!-- _dropout $x^2$ -->' "$tmp/first.svg"
check "a setting may be called nan" grep -qF '<!-- nan -->' "$tmp/first.svg"
check "the same log gives the same bytes" cmp -s "$tmp/first.svg" "$tmp/again.svg"
check "settings of several experiments bear its name" grep -qF '<!-- small/plain -->' "$tmp/both.svg"
check "two values are a sweep too" grep -qF '<!-- regularize.batch_norm true -->' "$tmp/two.svg"
check "0 is one name everywhere" grep -qF '<!-- regularize.dropout 0 -->' "$tmp/lines.svg"
labels=$(grep -oE '<!-- [0-9]+ -->' "$tmp/batch.svg" | tr -dc '0-9\n' | xargs)
check_same "batch sizes stand at their values" "$labels" "8 32 128"
check "a sweep may be of several experiments" grep -qF '<!-- train.batch_size -->' "$tmp/several.svg"
check "what is on or off is no number" grep -qF ', regularize.batch_norm true -->' "$tmp/several.svg"
check "a band does not drag a logarithmic axis down" test -z "$(grep -E '<!-- (1e-0[5-9]|0\.0001) -->' "$tmp/wide.svg")"
check_has "curves of a metric" "$(cat "$tmp/accuracy.svg")" '<!-- test accuracy -->' '<!-- train accuracy -->'
check "and no others" test "$(grep -c '<!-- test loss -->' "$tmp/accuracy.svg")" -eq 0
check "a metric of one part stands alone" grep -qF '<!-- running loss -->' "$tmp/running.svg"
check_same "--settings leaves the others out" "$(grep -cE '<!-- (plain|nan) -->' "$tmp/one.svg")" 1

plots <<END
$tmp/diverged -o $tmp/diverged.png
$tmp/nowhere -o $tmp/x.png
$tmp/small -o $tmp/x.gif
$tmp/small --colors 1 -o $tmp/x.png
$tmp/small --metric loss -o $tmp/x.png
$tmp/small --settings bn -o $tmp/x.png
$tmp/small --kind gap --metric test_acc -o $tmp/x.png
$tmp/small --kind sweep --across train.lr -o $tmp/x.png
$tmp/folds --kind sweep --across fold -o $tmp/x.png
$tmp/words --kind sweep --across model.activation -o $tmp/x.png
$tmp/small -o $tmp/no/such/x.png
$tmp/small --probe weight_norm -o $tmp/x.png
$tmp/probed --probe weight -o $tmp/x.png
$tmp/probed --probe bn_mode_gap --by depth -o $tmp/x.png
END
says "left out: plain, seed 2 (diverged)"
says "x.gif: the picture's name must end with .png, .svg or .pdf"
says "--colors 1: from 2 to 256, of a .png"
codes=$(cat "$tmp/codes")
check_same "what diverged is left out, and the rest is drawn" "$(head -n 1 "$tmp/codes")" "done"
check_has "errors" "$codes" "No such file or directory: '$tmp/nowhere'" \
  "no metric loss; the log has running_loss, train_loss" "no setting bn; there are plain" \
  "--kind gap draws the gap; for test_acc take --kind curves" \
  "--across train.lr: not a varied option; there are regularize.dropout" \
  "--across fold: not a varied option; there are regularize.dropout" \
  "--across model.activation: its values are no numbers" \
  "cannot write $tmp/no/such/x.png" "there is no probe.csv; add" "no value weight; instruments said weight_norm, bn_mean_noise, bn_mode_gap" \
  "--probe bn_mode_gap: the runs that are drawn say nothing of it, layer by layer"
check "errors write nothing" [ ! -e "$tmp/x.png" ]
check "it runs as a script" scripts/plot.py "$tmp/small" --kind final -o "$tmp/script.png"

# Runs that stopped early: what is final, means that they count on in, and what is said of epochs chosen by test losses.
mkdir "$tmp/stopped"
cat >"$tmp/stopped/log.csv" <<'CSV'
setting,seed,epoch,running_loss,train_loss,test_loss,gap,kept_epoch,kept_epoch_by_test,regularize.early_stopping
plain,1,0,,9,9,0,,,0
plain,1,1,5,5,6,1,,,0
stop,1,0,,9,9,0,0,,2
stop,1,1,5,5,6,1,1,,2
stop,1,2,3,3,7,4,1,,2
stop,2,0,,9,9,0,0,,2
stop,2,1,5,5,5,0,1,,2
stop,2,2,4,4,4,0,2,,2
stop,2,3,3,3,8,5,2,,2
chosen,1,0,,9,9,0,,0,2
chosen,1,1,5,5,6,1,,0,2
CSV
rows=$(cd scripts && /usr/bin/python3 -c '
import sys, plot
log = plot.read_logs(sys.argv[1:])
print(*plot.final_rows(log)["test_loss"])
print(*plot.carried_on(log[log["setting"] == "stop"]).groupby("epoch")["test_loss"].mean())
print(*plot.carried_on(log[log["setting"] == "plain"]).groupby("epoch")["test_loss"].mean())
print(plot.selection_of(log))
print(plot.selection_of(log[log["setting"] != "chosen"]))' "$tmp/stopped" | tr '\n' '|')
check_same "final rows are those that were kept, and a run that stopped counts on by them" "$rows" \
  "6 6 4 9|9.0 5.5 5.5 7.0|9.0 6.0|Epochs of chosen were selected on the test data: test losses are optimistic.||"
plots <<END
$tmp/stopped -o $tmp/stopped.svg
$tmp/stopped -o $tmp/x.png --metric kept_epoch
END
check "the picture says so" grep -qF '<!-- Epochs of chosen were selected on the test data: test losses are optimistic. -->' "$tmp/stopped.svg"
check_has "an epoch is no metric" "$(cat "$tmp/codes")" "no metric kept_epoch"

# Of a tuned setting the chosen runs, as runs.csv says; without it, and when asked, every candidate.
mkdir "$tmp/tuned"
cat >"$tmp/tuned/log.csv" <<'CSV'
setting,seed,candidate_of,epoch,running_loss,train_loss,test_loss,regularize.dropout
plain,1,,1,1,1,7,0
plain,2,,1,1,1,8,0
"d,dropout=0.1",1,d,1,1,1,10,0.1
"d,dropout=0.1",2,d,1,1,1,11,0.1
"d,dropout=0.3",1,d,1,1,1,20,0.3
"d,dropout=0.3",2,d,1,1,1,21,0.3
CSV
cat >"$tmp/tuned.csv" <<'CSV'
setting,seed,candidate_of,chosen,regularize.dropout
plain,1,,,0
plain,2,,,0
"d,dropout=0.1",1,d,yes,0.1
"d,dropout=0.1",2,d,no,0.1
"d,dropout=0.3",1,d,no,0.3
"d,dropout=0.3",2,d,yes,0.3
CSV
rows='
import sys, plot
log = plot.read_logs(sys.argv[1:2], len(sys.argv) > 2)
print(*log["setting"].unique(), *log["test_loss"].astype(int), *log["regularize.dropout"].astype(str).unique())'
all='plain d,dropout=0.1 d,dropout=0.3 7 8 10 11 20 21 0.0 0.1 0.3'
read_tuned() { (cd scripts && /usr/bin/python3 -c "$rows" "$tmp/tuned" "$@"); }
check_same "without runs.csv every candidate is a setting" "$(read_tuned)" "$all"
cp "$tmp/tuned.csv" "$tmp/tuned/runs.csv"
check_same "chosen runs are those of the tuned setting" "$(read_tuned)" "plain d 7 8 10 21 0.0 tuned"
check_same "all candidates where asked" "$(read_tuned all)" "$all"
plots <<END
$tmp/tuned -o $tmp/tuned.png --candidates --kind final --metric test_loss
$tmp/tuned -o $tmp/tuned.png --kind final --metric test_loss
END
check_same "pictures of tunings" "$(cat "$tmp/codes")" $'done\ndone'

# Folds widen an interval: of the values 1 to 5 from five folds it is 2.776445 sqrt(2.5 (1/5 + 1/4)) to either side.
widths=$(cd scripts && /usr/bin/python3 -c '
import pandas, plot
log = pandas.DataFrame({"fold": range(5)})
for rows in (log, log[:1]):
    print("%.4f" % plot.half_width([1, 2, 3, 4, 5], "ci", plot.overlap_of(rows)))' | xargs)
check_same "intervals over folds, and without them" "$widths" "2.9449 1.9632"

# The quantiles behind the intervals, as in any table of Student's t.
quantiles=$(cd scripts && /usr/bin/python3 -c '
import plot
print(*(f"{plot.t_quantile(n):.3f}" for n in (2, 3, 4, 5, 6, 11)))')
check_same "Student's t" "$quantiles" "12.706 4.303 3.182 2.776 2.571 2.228"
finish plot
