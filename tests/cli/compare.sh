#!/usr/bin/env bash
# `regrun compare`: its formats as golden files, its options, its errors; and that it gives the verdicts of a run again.
# shellcheck source=tests/cli/check.bash
source "$(dirname "$0")/check.bash"

crossed='plain\tfalse\t0\nbn\ttrue\t0\ndropout\tfalse\t0.5\nbn+dropout\ttrue\t0.5\n'
# shellcheck disable=SC2059 # the tabs are wanted
printf "$crossed" | log crossed "regularize.batch_norm regularize.dropout" 6 20
printf '8\t8\n64\t64\n' | log sizes model.hidden 6 20
for i in {1..24}; do printf 's%d\t%d\n' "$i" "$i"; done | log crowd x.y 1 1
for i in {1..13}; do printf 'setting %d\t%d\n' "$i" "$i"; done | log many x.y 1 1
# Paths in the output must not depend on the place: the logs are read from within $tmp.
golden=$PWD/$golden
cd "$tmp" || exit 1

run compare crossed
exits 0 "compare"
same "$tmp/out" compare.txt
check "no escapes outside a terminal" test -z "$(tr -cd '\033' <"$tmp/out")"
check "outside a terminal no table wraps" [ "$(grep -c '^setting ' "$tmp/out")" -eq 3 ]
COLUMNS=100 run compare crossed
check "COLUMNS: no line is wider than it says" test -z "$(grep -E '.{101}' "$tmp/out")"
check "COLUMNS: the tables wrap" [ "$(grep -c '^setting ' "$tmp/out")" -eq 7 ]
for columns in '' x 0 -5 99x 99999999999; do
    COLUMNS=$columns run compare crossed
    check "COLUMNS '$columns' says nothing" diff -q "$tmp/out" "$golden/compare.txt"
done
run compare crossed
check "logs alone are enough" test "$(ls crossed)" = log.csv
cp "$tmp/out" whole.txt
run compare crossed/log.csv
check "the log itself does as well" cmp -s "$tmp/out" whole.txt
run compare crossed --format md
exits 0 "Markdown"
same "$tmp/out" compare.md
run compare crossed --format latex
exits 0 "LaTeX"
same "$tmp/out" compare.tex
run compare crossed --plot
check "the plot comes after the rest" cmp -s <(head -n "$(wc -l <whole.txt)" "$tmp/out") whole.txt
cp "$tmp/out" plot.txt
tail -n +$(($(wc -l <whole.txt) + 1)) plot.txt >drawn.txt
same drawn.txt compare-plot.txt
LC_ALL=C.UTF-8 run compare crossed --plot
check "Braille where UTF-8 is shown" grep -q $'\xe2\xa0\x81\|\xe2\xa1\x87\|\xe2\xa3' "$tmp/out"
COLUMNS=80 LC_ALL=C.UTF-8 run compare crossed --curve test_acc,gap
tail -n +$(($(grep -n '^Test accuracy, mean over seeds$' "$tmp/out" | cut -d: -f1))) "$tmp/out" >braille.txt
same braille.txt compare-braille.txt
for columns in 60 200; do
    COLUMNS=$columns LC_ALL=C.UTF-8 run compare crossed --curve test_acc
    sed '1,/^Test accuracy, mean/d' "$tmp/out" >wide.txt
    check "$columns columns are filled" [ "$(LC_ALL=C.UTF-8 grep -cE "^.{$columns}\$" wide.txt)" -gt 0 ]
    check "and no more" [ "$(LC_ALL=C.UTF-8 grep -cE "^.{$((columns + 1))}" wide.txt)" -eq 0 ]
done
LC_ALL=C.UTF-8 run compare crossed --draw ascii
check "--draw ascii, whatever the locale shows" cmp -s "$tmp/out" plot.txt
run compare crossed --draw braille
check "--draw braille likewise" grep -q $'\xe2\xa1\x87\|\xe2\xa3' "$tmp/out"
run compare crossed --draw dots
exits 2 "--draw" && says "--draw dots: braille, ascii or auto"
run compare crossed --curve test_ac
exits 2 "--curve" && says '--curve test_ac: no column of the log; did you mean "test_acc"?'
run compare crossed --curve gap,zzzzzz
exits 2 "--curve" && says '--curve zzzzzz: no column of the log; there are lr, running_loss, train_loss, test_loss, gap, train_acc, test_acc'
run compare many --plot
check_same "of many settings as many as have a name" "$(grep -cE ' [a-m] setting [0-9]+ *$' "$tmp/out")" 26
run compare crowd --plot
check_same "of more the first" "$(tail -n 1 "$tmp/out")" "(14 of 21 settings: compare --settings or --top draws others)"
run compare crossed --log
check "--log draws as well" [ "$(wc -l <"$tmp/out")" = "$(wc -l <plot.txt)" ]
check "and says so" grep -q '^Test loss, mean over seeds, logarithmic' "$tmp/out"
run compare crossed --linear
check "--linear draws" grep -qx 'Test loss, mean over seeds' "$tmp/out"
run compare crossed --linear --log
exits 2 "two axes" && says "--log and --linear: one axis can be only one"
# Numbers that take more room than most push the plot to the right, on all rows alike.
awk -F, -v OFS=, 'NR > 1 { $7 = $7 "e-300"; $8 = "-" $8 "e-300" } 1' crossed/log.csv >small.csv
run compare small.csv --plot
sed -n '/^Test loss, mean/,/epoch$/p' "$tmp/out" | grep ' [|+]' | sed '/-----/d; s/[|+].*//' >edges.txt
check "a long label moves no axis" [ "$(awk '{ print length }' edges.txt | sort -u | wc -l)" -eq 1 ]
check "there is a long label" grep -q 'e-30[01] $' edges.txt

run compare crossed --format json -o all.json
exits 0 "JSON"
check "nothing on stdout with -o" [ ! -s "$tmp/out" ]
check_has "the families of the JSON" "$(cat all.json)" '"primary": "gap"' '"primary_given": false' \
    '"families_words": "verdicts by p (Holm), corrected over the 3 comparisons of each metric"' \
    '"gap": {"comparisons": 3, "verdict_by": "p_holm", "exploratory": false}' \
    '"test_loss": {"comparisons": 3, "verdict_by": "p_holm", "exploratory": true}' '"p_max_t": 0.03125'
check "the JSON holds the verdict" grep -q '"words": "overfits less (gap -' all.json
if command -v python3 >/dev/null; then
    check "the JSON is JSON" python3 -c 'import json, sys; json.load(open(sys.argv[1]))' all.json
    check "no number has more digits than it knows" test -z "$(grep -E '0[.]0*[1-9][0-9]{12}|[1-9][.][0-9]{12}|[1-9][0-9]{12}' all.json)"
else
    skip "the JSON is JSON: there is no python3"
fi
run compare crossed --format csv
check "CSV: a row for each setting under the header" [ "$(wc -l <"$tmp/out")" -eq 5 ]
check_same "CSV: no row of another length" \
    "$(sed -E 's/"([^"]|"")*"/quoted/g' "$tmp/out" | awk -F, '{ print NF }' | sort -u | wc -l)" 1

check_has "CSV: max-T" "$(head -n 1 "$tmp/out")" gap_against_p_holm,gap_against_p_max_t,
check "CSV: what is exploratory" grep -q '"exploratory: worse at its best epoch (best test loss' "$tmp/out"

# The primary metric comes first and has the verdicts; the others share a line.
run compare crossed --primary test_loss
exits 0 "--primary"
check "its verdict" grep -qx '  bn          no difference that 6 seeds can show (test loss .*' "$tmp/out"
check "the others in one line" [ "$(grep -c '^ *exploratory: ' "$tmp/out")" -eq 3 ]
check "with what they show" grep -qx ' *exploratory: overfits less (gap), worse at its best epoch (best test loss); none shown in test accuracy' "$tmp/out"
check "the gap explains nothing then" bash -c "! grep -q '^ .*at equal train loss' '$tmp/out'"
check "it is the table's first" grep -qx 'bn  *test loss  .*' "$tmp/out"
check "the gap is exploratory" grep -q '^bn  *gap (exploratory) ' "$tmp/out"
run compare crossed --primary test_acc --format json
check "in JSON" grep -q '"compared": \["test_acc", "gap", "test_loss", "best_test_loss"\]' "$tmp/out"
run compare crossed --primary val_loss
exits 2 "no verdict on that" && says "--primary val_loss: no metric that carries a verdict here; there are gap, test_loss, best_test_loss, test_acc"

run compare crossed sizes
exits 0 "two experiments"
check "settings are named with their experiment" grep -q '^sizes/64 ' "$tmp/out"
run compare crossed sizes --baseline bn+dropout
check "--baseline takes the setting's own name" grep -q '^Against crossed/bn+dropout' "$tmp/out"
run compare crossed --baseline bn
check "--baseline" grep -q '^Against bn, paired by seed' "$tmp/out"
run compare crossed --reach 0.5
check "--reach" grep -q 'epochs to train loss 0.5' "$tmp/out"
run compare --help
exits 0 "--help"
check "--help says what it is for" grep -q '^usage: regrun compare RESULTS' "$tmp/out"

run compare
exits 2 "no results" && says "which results? Try: regrun compare"
run compare crossed --baseline dropuot
exits 2 "a baseline that is not there" && says 'no such setting; did you mean "dropout"?'
run compare crossed --baseline zzzzzzzzzzzz
exits 2 "another" && says 'there are "plain", "bn", "dropout", "bn+dropout"'
run compare many --baseline zzzzzzzzzzzz
exits 2 "one of many" && says '"setting 10" and 3 more'
run compare crossed --format pdf
exits 2 "a format that is not there" && says "--format pdf: no such format; text, md, csv, json or latex"
run compare crossed --format md --plot
exits 2 "a plot in Markdown" && says "--plot draws in the terminal's format only"
for loss in -1 x nan 1e999 ''; do
    run compare crossed --reach "$loss"
    exits 2 "--reach '$loss'" && says "a train loss, a number from 0 up"
done
run compare nowhere
exits 5 "no such folder" && says "nowhere: no such results folder or log.csv"
mkdir bare
run compare bare
exits 5 "a folder without a log" && says "bare: no log.csv in this folder"
run compare crossed bare
exits 5 "one of two is bare"
sed '7s/,[^,]*$//' crossed/log.csv >bare/log.csv
run compare bare
exits 4 "a broken log" && says "bare/log.csv:7: the row has 12 fields, the header 13"
check "nothing on stdout" [ ! -s "$tmp/out" ]
run compare crosed
exits 5 "another folder" && says "crosed: no such results folder or log.csv; did you mean crossed?"
run compare ./crosed/log.csv
exits 5 "another file" && says "./crosed/log.csv: no such results folder or log.csv; did you mean ./crossed/log.csv?"
run compare crossed -o nowhere/out.txt
exits 5 "-o into a folder that is not there" && says "--out nowhere/out.txt: there is no folder nowhere; make it first, or name another"
run compare crossed -o bar/out.txt
exits 5 "... and near one that is" && says "make it first, or name another; did you mean bare?"
run compare crossed -o bare
exits 5 "-o is a folder" && says "--out bare: is a folder; name a file, as in --out bare/comparison.txt"
run report crossed -o bare
exits 5 "... of a page" && says "--out bare: is a folder; name a file, as in --out bare/report.html"
run compare crossed -o -
check "-o - is standard output" grep -q '^Settings: mean' "$tmp/out"
run compare crossed --metric accuracy
exits 2 "a metric by another name" && says '--metric accuracy: no such metric; did you mean "test_acc"?'
run compare crossed --metric test_rmse
exits 2 "a metric of other answers" && says '--metric test_rmse: not in these results: it is of a regression, and they are of a classification; they have test_loss, best_test_loss,'
run compare crossed --sort test_auc
exits 2 "a metric that nobody measured" && says '--sort test_auc: not in these results: it was not measured, as "metrics": ["auc"] in the config has it; they have test_loss,'
run compare crossed --metric val_auc
exits 2 "a part that is not there" && says '--metric val_auc: not in these results: they have no validation part (data.validation_fraction); they have '
run compare crossed --metric stopped_epoch
exits 2 "of early stopping" && says 'none of their runs could stop early (regularize.early_stopping)'
"$regrun" compare crossed >/dev/full 2>"$tmp/err"
code=$?
exits 5 "a full disk"

name='a setting of a long name with batch norm before and dropout behind the activation'
sed "s/^bn,/$name,/" crossed/log.csv >long.csv
COLUMNS=100 run compare long.csv
check "long names: the tables keep to their columns" grep -q '^a setting of.*[.][.][.].*gap ' "$tmp/out"
check "long names: whole in front of the verdicts" grep -qx "  $name" "$tmp/out"
check "long names: no line is wider than 100" test -z "$(grep -E '.{101}' "$tmp/out")"

# What is exploratory is said once where marks would not fit, and a percentage stays in one piece.
COLUMNS=60 run compare crossed
check "narrow: no metric is cut" bash -c "! grep -qE '[.]{3}|…' '$tmp/out'"
check "narrow: metrics are whole" grep -qx 'bn  *best test loss  *[-+].*' "$tmp/out"
check "narrow: no mark" bash -c "! grep -qF '(exploratory)' '$tmp/out'"
check "narrow: the note says it" grep -q '^All metrics but gap are exploratory; p: paired t test;' "$tmp/out"
check "narrow: no line is wider than 60" test -z "$(grep -E '.{61}' "$tmp/out")"
check "narrow: a number and its % are not parted" bash -c "! grep -qE '^ *%' '$tmp/out'"
COLUMNS=100 run compare crossed
check "wide: marks" grep -q '^bn  *best test loss (exploratory)  ' "$tmp/out"

# Where every run diverged there are no numbers, and none is called nan.
printf '%s\n' setting,seed,epoch,step,train_loss,test_loss {a,b},{1,2,3},0,0,1,1 |
    sed 's/^\([ab],.\),0.*/&\n\1,1,5,nan,nan/' >diverged.csv
for format in text md latex; do
    run compare diverged.csv --format "$format"
    exits 0 "only diverged runs as $format"
    check "no nan in $format" [ "$(grep -ciw 'nan' "$tmp/out")" -eq 0 ]
    check "what to do, once, in $format" [ "$(grep -c 'needs a lower train.learning' "$tmp/out")" -eq 1 ]
done

# A small experiment ends with the verdicts that compare gives.
cat >t.json <<'END'
{ "name": "t", "about": "Which?", "data": { "source": "digits", "train_size": 60, "test_size": 60 },
  "model": { "hidden": [8] }, "train": { "epochs": 4, "batch_size": 16 }, "seeds": 3,
  "settings": [{ "name": "plain" }, { "name": "half", "regularize": { "dropout": 0.5 } }] }
END
run --config t.json --out small
exits 0 "an experiment"
sed -n '/^Against/,/^$/p' "$tmp/out" >verdicts.txt
check "it ends with verdicts" [ "$(wc -l <verdicts.txt)" -gt 4 ]
check "its table has the settings" grep -qE '^half +[0-9.]+ \([0-9.]+\)' "$tmp/out"
check "summary.csv has a row for each" [ "$(wc -l <small/summary.csv)" -eq 3 ]
run compare small
check "compare gives them again" cmp -s <(sed -n '/^Against/,/^$/p' "$tmp/out") verdicts.txt
check "and the question" grep -qx 't: Which?' "$tmp/out"
# Two experiments: of the same data and name, and of other data.
run --config t.json --out sweep/16 --quiet --set train.batch_size=32
run compare small sweep/16
exits 0 "a sweep over folders"
check "folders tell experiments of one name apart" grep -q '^16/half ' "$tmp/out"
check "what differs between the folders crosses" grep -q 'dropout and batch size: ' "$tmp/out"
# A loop in the shell: what it sets stands in each log, which join line by line, and is told where it differs.
for size in 8 16; do run --config t.json --out "loop/$size" --quiet --set "train.batch_size=$size" --seeds 2; done
check_same "the logs of a loop have the same columns" "$(head -qn 1 loop/*/log.csv | sort -u | wc -l)" 1
check_same "and their values" "$(tail -qn +2 loop/*/log.csv | cut -d, -f12 | uniq)" $'16\n8'
run --config loop/16/config.json --out loop/again --quiet
check "the resolved config makes the same log" cmp -s loop/16/log.csv loop/again/log.csv
run compare loop/16 --format json
check_same "what does not differ is no option" "$(grep '^  "options"' "$tmp/out")" \
    '  "options": ["regularize.dropout"],'
run compare loop/8 loop/16 --format json
check_same "what differs between folders is" "$(grep '^  "options"' "$tmp/out")" \
    '  "options": ["train.batch_size", "regularize.dropout"],'
run --config t.json --out other --quiet --set name=other --set data.test_size=50
run compare small other
exits 0 "other data"
check "other data are not compared" grep -q '^  other/half .*other data: not comparable (data.test_size differs)' "$tmp/out"
check "their numbers are shown" grep -qE '^other/half +[0-9.]+ \(' "$tmp/out"
check "only the own setting is in the tables of differences" [ "$(grep -c '^other/half  gap ' "$tmp/out")" -eq 0 ]
run compare sweep
exits 5 "a folder of results folders" && says "sweep: no log.csv in this folder, but in folders in it; name these: sweep/16"
cp -r small stopped && rm -r stopped/runs/half
run compare stopped
check "a setting that never ran is named" grep -q '^  half  0 of 3 runs finished' "$tmp/out"
run compare small
check "CSV begins as summary.csv does" cmp -s <("$regrun" compare small -f csv | cut -d, -f1-20) <(cut -d, -f1-20 small/summary.csv)
finish compare
