#!/usr/bin/env bash
# scripts/plot.py: every kind of picture from made-up logs, and its errors.
# shellcheck source=tests/cli/check.bash
source "$(dirname "$0")/check.bash"

if [ -n "${SANITIZE:-}" ]; then
  skip "scripts/plot.py: under a sanitizer, which sees nothing of Python"
  finish plot
  exit
fi
export MPLCONFIGDIR=$tmp/matplotlib PYTHONDONTWRITEBYTECODE=1 PATH=${regrun%/*}:$PATH
# The first import makes matplotlib's list of fonts, and says so when that takes long.
coproc PLOTTER { exec /usr/bin/python3 tests/plot_calls.py "$tmp" 2>"$tmp/err"; }
plotter=("${PLOTTER[@]}")
if ! read -r _ <&"${plotter[0]}"; then
  skip "scripts/plot.py: python3-pandas or python3-matplotlib is not installed"
  finish plot
  exit
fi

# Lines of arguments on stdin, each for one call of plot.py. How it ended is a line of $tmp/codes: "done", or the exit code and what
# was said; $tmp/err has all that was said.
plots() {
  cat - <(echo) >&"${plotter[1]}"
  read -r _ <&"${plotter[0]}"
}

ended() { # the exit codes of the last calls
  cut -d' ' -f1 "$tmp/codes" | xargs
}

words() { # NAME: the texts of an SVG; matplotlib writes each as a comment beside its shapes
  grep -o '<!-- .* -->' "$tmp/$1.svg" | sort -u
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

mkdir "$tmp/regression"
sed '1s/_acc/_rmse/g' "$tmp/small/log.csv" >"$tmp/regression/log.csv"
mkdir "$tmp/targets"
sed '1s/_acc/_rmse_weight/g' "$tmp/small/log.csv" >"$tmp/targets/log.csv"

mkdir -p "$tmp/bytes" "$tmp/void" "$tmp/lame" "$tmp/dir/log.csv" "$tmp/lost"
printf '\377\376s\n' >"$tmp/bytes/log.csv"
: >"$tmp/void/log.csv"
awk -F, -v OFS=, 'NR == 3 { $8 = "low" } 1' "$tmp/small/log.csv" >"$tmp/lame/log.csv"
awk -F, -v OFS=, 'NR > 1 { $8 = "nan" } 1' "$tmp/small/log.csv" >"$tmp/lost/log.csv"

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
$tmp/small --kind gap -o $tmp/gap.png
$tmp/small --kind gap -o $tmp/gap2.png
$tmp/small --kind gap --colors 16 -o $tmp/colors.png
$tmp/small --kind final -o $tmp/final.png
$tmp/small --kind sweep --metric test_acc --across regularize.dropout -o $tmp/sweep.pdf
$tmp/small --kind curves --metric running_loss --seeds --linear --band sd -o $tmp/first.svg
$tmp/small/log.csv --kind curves --metric running_loss --seeds --linear --band sd -o $tmp/again.svg
$tmp/small $tmp/batch --kind final -o $tmp/both.svg
$tmp/small --kind final --settings plain -o $tmp/one.svg
$tmp/two --kind sweep --across regularize.dropout -o $tmp/two.svg
$tmp/sweep --kind sweep --across train.batch_size -o $tmp/lines.svg
$tmp/batch --kind sweep -o $tmp/batch.svg
$tmp/of16 $tmp/of32 $tmp/of64/log.csv --kind sweep -o $tmp/several.svg
$tmp/wide --kind curves -o $tmp/wide.svg
$tmp/small --kind curves --metric test_acc -o $tmp/accuracy.svg
END
check_same "every picture is drawn" "$(sort -u "$tmp/codes")" "done"
check_same "without a word" "$(cat "$tmp/err")" ""
for picture in gap colors final; do
  check "$picture is a PNG" begins "$tmp/$picture.png" $'\x89PNG'
done
check "few colours are few bytes" [ "$(wc -c <"$tmp/colors.png")" -lt $(($(wc -c <"$tmp/gap.png") / 2)) ]
check "the same bytes of a PNG" cmp -s "$tmp/gap.png" "$tmp/gap2.png"
check_same "nothing else is left" "$(find "$tmp" -name '.plot-*')" ""
check "a PDF is one" begins "$tmp/sweep.pdf" %PDF
check_has "a value by epoch and layer" "$(words probe)" '<!-- linear 1 -->' '<!-- linear 2 -->' '<!-- weight norm -->'
check "layers are counted by kind" test "$(grep -c '<!-- linear 3 -->' "$tmp/probe.svg")" -eq 0
check "a value by depth" grep -qF '<!-- linear layer, from the input on -->' "$tmp/depth.svg"
check "who says nothing is in no legend" test "$(grep -c '<!-- plain 0 -->' "$tmp/noise.svg")" -eq 0
# shellcheck disable=SC2016
check "names are text" grep -qF '<!-- _dropout $x^2$ -->' "$tmp/first.svg"
check "a setting may be called nan" grep -qF '<!-- nan -->' "$tmp/first.svg"
check "the same log gives the same bytes" cmp -s "$tmp/first.svg" "$tmp/again.svg"
check "settings of several experiments bear its name" grep -qF '<!-- small/plain -->' "$tmp/both.svg"
check_has "two values are a sweep too" "$(words two)" '<!-- batch_norm -->' '<!-- true -->'
check_has "0 is one name everywhere" "$(words lines)" '<!-- dropout -->' '<!-- 0 -->'
check_same "and no other" "$(grep -cF '<!-- 0.0 -->' "$tmp/lines.svg")" 0
labels=$(grep -oE '<!-- [0-9]+ -->' "$tmp/batch.svg" | tr -dc '0-9\n' | xargs)
check_same "batch sizes stand at their values" "$labels" "8 32 128"
check "a sweep may be of several experiments" grep -qF '<!-- batch_size -->' "$tmp/several.svg"
check_has "options that only change together are one" "$(words several)" '<!-- dropout, batch_norm -->' '<!-- 0.5, true -->'
check "a band does not drag a logarithmic axis down" test -z "$(grep -E '<!-- (1e-0[5-9]|0\.0001) -->' "$tmp/wide.svg")"
check_has "curves of a metric" "$(words accuracy)" '<!-- test accuracy -->' '<!-- train accuracy -->'
check "and no others" test "$(grep -c '<!-- test loss -->' "$tmp/accuracy.svg")" -eq 0
check "a metric of one part stands alone" grep -qF '<!-- running loss -->' "$tmp/first.svg"
check_same "--settings leaves the others out" "$(grep -cE '<!-- (plain|nan) -->' "$tmp/one.svg")" 1

plots <<END
$tmp/diverged --kind final -o $tmp/diverged.png
$tmp/nowhere -o $tmp/x.png
$tmp/small -o $tmp/x.gif
$tmp/small --colors 1 -o $tmp/x.png
$tmp/small --metric loss -o $tmp/x.png
$tmp/small --settings bn -o $tmp/x.png
$tmp/small --kind gap --metric running_loss -o $tmp/x.png
$tmp/small --metric tset_acc -o $tmp/x.png
$tmp/small --settings plan -o $tmp/x.png
$tmp/small --kind tune -o $tmp/x.png
$tmp/small --kind expect -o $tmp/x.png
$tmp/small --kind expect --metric gap -o $tmp/x.png
$tmp/small --kind probe -o $tmp/x.png
$tmp/probed --kind probe -o $tmp/x.png
$tmp/probed --kind gap --probe weight_norm -o $tmp/x.png
$tmp/regression --kind accuracy -o $tmp/x.png
$tmp/targets --kind accuracy -o $tmp/x.png
$tmp/small --kind boundary -o $tmp/x.png
$tmp/small --kind boundary --seed 7 -o $tmp/x.png
$tmp/small --width 12em -o $tmp/x.png
$tmp/small --kind curvs -o $tmp/x.png
$tmp/small --band se -o $tmp/x.png
$tmp/small --bands sd -o $tmp/x.png
$tmp/small --seed first -o $tmp/x.png
$tmp/small --title
-o $tmp/x.png
$tmp/bytes -o $tmp/x.png
$tmp/void -o $tmp/x.png
$tmp/lame -o $tmp/x.png
$tmp/dir/log.csv -o $tmp/x.png
$tmp/dir -o $tmp/x.png
$tmp -o $tmp/x.png
$tmp/lost -o $tmp/x.png
$tmp/small --height 0.9 --title long -o $tmp/x.png
$tmp/small --width 0.5 --caption '' -o $tmp/x.png
$tmp/small --kind sweep --across regularize.dropuot -o $tmp/x.png
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
says "--colors 1: from 2 to 256"
says "--kind curvs: no such kind; did you mean curves? There are overview, curves, accuracy"
says "--band se: no such band; there are ci, sd, none"
says "unknown option --bands; did you mean --band?"
says "--seed first: a whole number"
says "--title needs a value"
says "which results? Try: plot.py results/bn_vs_dropout"
says "$tmp/bytes/log.csv: this is no text (UTF-8)"
says "$tmp/void/log.csv: this file is empty"
says "$tmp/lame/log.csv: column test_loss: low is no number"
says "$tmp/dir/log.csv: this is a folder"
says "$tmp: there is no log.csv in this folder, but in folders in it; name these: $tmp/batch, "
says "there is no run to draw; all diverged"
check_same "exit codes of what is misspelt, missing, damaged" "$(ended)" \
  "done 5 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 4 4 4 5 5 5 1 2 2 2 2 2 2 5 2 2 2"
check_same "one line says each" "$(grep -c '^plot.py: ' "$tmp/err")" "$(wc -l <"$tmp/err")"
says "--metric gap --kind expect: expectations are of the metrics that they name; leave out --metric"
says "--probe weight_norm --kind gap: leave out one of them"
codes=$(cat "$tmp/codes")
check_same "what diverged is left out, and the rest is drawn" "$(head -n 1 "$tmp/codes")" "done"
check_has "errors" "$codes" "$tmp/nowhere: no such results folder or log.csv" \
  "no metric loss; did you mean test_loss? The log has running_loss, train_loss" "no setting bn; there are plain" \
  "--kind gap: running_loss is not measured on the training and the test part both; --kind curves --metric running_loss draws it" \
  "no metric tset_acc; did you mean test_acc? The log has running_loss, train_loss" \
  "no setting plan; did you mean plain? There are plain" \
  '--kind tune: no setting is tuned here ("tune" in a config, regrun help tuning)' \
  '--kind expect: there is no expectations.csv; add "expect" to the config' \
  "--kind probe: say which value by --probe; instruments said weight_norm, bn_mean_noise" \
  "--kind accuracy: the log has no accuracy, for it is of a regression; try --kind accuracy --metric test_rmse" \
  "try --kind accuracy --metric test_rmse_weight" \
  "--kind boundary: there are no saved networks of seed 1 in $tmp/small; run its config again with --set train.save=last --restart" \
  "--seed 7: no run has it; there are 1, 2, 3" \
  "--height 0.9: title, legend and caption alone take" "the panels find no room on 0.5 x" \
  "--across: regularize.dropuot is not a varied option; did you mean regularize.dropout? There are regularize.dropout" \
  "--across: train.lr is not a varied option; there are regularize.dropout" \
  "--across: fold is not a varied option; there are regularize.dropout" \
  "--across model.activation: its values are no numbers" \
  "cannot write $tmp/no/such/x.png: there is no folder $tmp/no/such" "there is no probe.csv; run the config again with --set probe=all" "no value weight; did you mean weight_norm? Instruments said weight_norm, bn_mean_noise, bn_mode_gap" \
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
plots <<END
$tmp/stopped --kind gap -o $tmp/stopped.svg
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
mkdir "$tmp/unchosen"
cp "$tmp/tuned/log.csv" "$tmp/unchosen"
cp "$tmp/tuned.csv" "$tmp/tuned/runs.csv"
# Letters that the usual font lacks come from another, or that is said once; matplotlib's own words are not seen.
printf '正則化\t0\n私\t0.5\nlost \357\277\275\t1\n' | log letters regularize.dropout 1 2
printf 'plain\t0\n\364\200\200\200 private\t0.5\n' | log private regularize.dropout 1 2
plots <<END
$tmp/letters --kind final -o $tmp/letters.png
$tmp/private --kind final -o $tmp/private.png
$tmp/tuned -o $tmp/tuned.png --candidates --kind final --metric test_loss
$tmp/tuned -o $tmp/tuned.png --kind final --metric test_loss
END
check_same "pictures of tunings and rare letters" "$(sort -u "$tmp/codes")" "done"
check "a line of its own at most for each" bash -c "! grep -v '^plot.py: no font here has the letters of ' '$tmp/err'"
check_same "letters that no font has are told once" "$(grep -c 'of \[U+100000\], which stand in their place. Install one' "$tmp/err")" 1

# Without matplotlib it says what to install.
mkdir "$tmp/without"
echo 'raise ModuleNotFoundError("No module named matplotlib")' >"$tmp/without/matplotlib.py"
PYTHONPATH=$tmp/without scripts/plot.py "$tmp/small" 2>"$tmp/err"
check_same "without matplotlib: exit code" $? 5
says "plot.py: No module named matplotlib; install pandas and matplotlib (Debian: python3-pandas python3-matplotlib)"

# --- What stands in the figures (tests/plot_pictures.py looks)

# Hand-written settings: of two options 3 of 4 combinations, of three 5 of 8, of four all but those without momentum and batch norm.
printf 'plain\t0\tfalse\ndropout\t0.5\tfalse\nbn\t0\ttrue\n' | log corner "regularize.dropout regularize.batch_norm" 2 2
printf 'plain\t0\tfalse\t0\ndrop\t0.5\tfalse\t0\nbn\t0\ttrue\t0\nboth\t0.5\ttrue\t0\nl2\t0\tfalse\t0.001\n' |
  log hand "regularize.dropout regularize.batch_norm regularize.l2" 2 2
printf 'plain\t0\ndropout\t0.5\n' | log ties regularize.dropout 20 1
awk -F, -v OFS=, 'NR > 1 { $9 = $1 == "plain" ? 0.5 : $2 % 3; $11 = 0.9 } 1' "$tmp/ties/log.csv" >"$tmp/ties/1.csv"
mv "$tmp/ties/1.csv" "$tmp/ties/log.csv"
for metric in gap test_acc best_test_loss; do
  cp -r "$tmp/small" "$tmp/of_$metric"
  printf '{ "name": "small", "primary": "%s" }' "$metric" >"$tmp/of_$metric/config.json"
done
cp -r "$tmp/two" "$tmp/layers"
awk -v OFS=, 'BEGIN {
  print "setting,seed,epoch,layer,probe,value"
  for (epoch = 0; epoch <= 1; epoch++) for (layer = 0; layer <= 3; layer++)
    print "half", 1, epoch, layer < 3 ? layer ".linear" : "", "gradient_norm", 10 ^ -layer + epoch
}' >"$tmp/layers/probe.csv"
mkdir "$tmp/single" "$tmp/unequal" "$tmp/expected" "$tmp/drawn"
awk -F, 'NR == 1 || $2 == 1' "$tmp/small/log.csv" >"$tmp/single/log.csv"
awk -F, '$1 != "plain" || $2 == 1' "$tmp/small/log.csv" >"$tmp/unequal/log.csv"
for i in {1..20}; do printf 'a setting with a longer name, the %d. of twenty\t%s\n' "$i" "0.$i"; done | log twenty regularize.dropout 2 3
printf 'a, b\t0\na\t0.1\nc\t0.2\n' | log commas regularize.dropout 2 3
for d in 16 64 256; do for b in 0.01 0.1; do for m in 0 0.9; do printf 'd%s b%s m%s\t%s\t%s\t%s\n' $d $b $m $d $b $m; done; done; done |
  log three "train.batch_size train.learning_rate train.momentum" 2 3
for d in 16 64 256; do for b in 0.01 0.1; do for m in 0 0.9; do for n in false true; do
  printf 'd%s b%s m%s %s\t%s\t%s\t%s\t%s\n' $d $b $m $n $d $b $m $n
done; done; done; done | tee "$tmp/full" | log four "train.batch_size train.learning_rate train.momentum regularize.batch_norm" 2 3
grep -v 'm0 false' "$tmp/full" | log gappy "train.batch_size train.learning_rate train.momentum regularize.batch_norm" 2 2
for i in 1 2 3 4 5 6; do printf 'p%d\t0.%d\t0.00%d\n' $i $i $i; done | log drawn "regularize.dropout train.learning_rate" 3 3
cat >"$tmp/expected/expectations.csv" <<'CSV'
say,that,verdict,seeds,mean,low,high,p,p_holm,seeds_needed,left,right
"dropout's gap is smaller, and this is said in a sentence that takes more than one line",dropout.gap < plain.gap,supported,8,-0.2,-0.3,-0.1,0.0001,0.0003,,1,2
more epochs,plain.epochs_to(0.2) is at least 2 times 'b < n'.epochs_to(0.2),refuted,8,-4,-5,-3,0.01,0.02,,1,2
the same,plain.test_acc is within 0.05 of bn.test_acc,cannot tell,2,0.01,-0.5,0.52,0.3,0.3,30,1,2
CSV
cp "$tmp/small/log.csv" "$tmp/expected"
mkdir "$tmp/candidates"
awk -v OFS=, 'BEGIN {
  print "setting,seed,candidate_of,epoch,running_loss,train_loss,test_loss,val_loss,regularize.dropout"
  for (seed = 1; seed <= 3; seed++) for (i = 1; i <= 3; i += 2) {
    print "\"d,dropout=0." i "\"", seed, "d", 1, 1, 1, 1, i + seed / 10, "0." i
    print "\"e,dropout=0." i "\"", seed, "\"e, with a comma\"", 1, 1, 1, 1, 2 * i + seed, "0." i
  }
}' >"$tmp/candidates/log.csv"
cat >"$tmp/candidates/runs.csv" <<'CSV'
setting,seed,candidate_of,chosen
"d,dropout=0.1",1,d,yes
"d,dropout=0.1",2,d,yes
"d,dropout=0.3",3,d,yes
"e,dropout=0.1",1,"e, with a comma",yes
"e,dropout=0.1",2,"e, with a comma",yes
"e,dropout=0.1",3,"e, with a comma",yes
CSV

experiment() { # NAME DATA TRAIN SETTINGS: trained below $tmp/results
  printf '{ "name": "%s", "data": { %s }, "model.hidden": [16], "train": { "epochs": 4, %s }, "seeds": 2, "settings": [%s] }\n' "$@" \
    >"$tmp/$1.json"
  (cd "$tmp" && "$regrun" --config "$1.json" --quiet >"$tmp/out" 2>"$tmp/err")
  code=$?
  trained "$1"
}

saved='"save": "last"' two='{ "name": "plain" }, { "name": "dropout, half", "regularize.dropout": 0.5 }'
experiment moons '"source": "moons", "dimensions": 2, "train_size": 30, "test_size": 150' "$saved" "$two"
experiment spirals '"source": "spirals", "classes": 3, "train_size": 30, "test_size": 50' "$saved" '{ "name": "plain" }'
experiment unsaved '"source": "moons", "dimensions": 2, "train_size": 30, "test_size": 50' '"save": "none"' '{ "name": "plain" }'
experiment ten '"source": "moons", "train_size": 30, "test_size": 50' "$saved" '{ "name": "plain" }'
experiment numbers '"source": "linear", "dimensions": 2, "train_size": 30, "test_size": 50' "$saved" '{ "name": "plain" }'
# U+202E, which turns the direction of writing, is not drawn.
printf 'height;pet;"weight,\342\200\256 kg e\314\201"\n' >"$tmp/pets.csv"
for i in {1..40}; do printf '1%d,5;%s;%d\n' $((i % 7)) "$([ $((i * i % 5)) -lt 2 ] && echo cat || echo 'a "dog"')" $((i * 37 % 50)); done >>"$tmp/pets.csv"
sed $'1d; s/cat/\347\214\253\360\237\230\272\364\200\200\200/' "$tmp/pets.csv" >"$tmp/bare.csv"  # CJK, emoji, and a letter that none has
experiment pets '"source": "csv", "file": "pets.csv", "label": "pet"' "$saved" '{ "name": "plain" }'
experiment bare '"source": "csv", "file": "bare.csv", "label": 2' "$saved" '{ "name": "plain" }'
LOGGED=$(sed 's/dropout, half/half/' "$tmp/results/moons/log.csv" | awk -F, '$2 == 1 && $3 == 4 { printf "%.3g ", $8 }')
looked=$(LOGGED=$LOGGED REGRUN=$regrun /usr/bin/python3 tests/plot_pictures.py "$tmp" 2>&1)
grep -v '^looked: ' <<<"$looked"
tally=$(sed -n 's/^looked: //p' <<<"$looked")
check "the figures were looked at" [ -n "$tally" ]
read -r looked_well looked_ill <<<"${tally:-0 0}"
tests_passed=$((tests_passed + looked_well)) tests_failed=$((tests_failed + looked_ill))

# --- Boundaries: the program, tables, and what is refused

plots <<END
$tmp/results/pets --kind boundary -o $tmp/pets.svg
$tmp/results/bare --kind boundary -o $tmp/bare.svg
$tmp/results/moons --kind boundary --settings plain -o $tmp/moons.png
$tmp/results/moons $tmp/results/spirals --kind boundary -o $tmp/x.png
$tmp/results/unsaved --kind boundary -o $tmp/x.png
$tmp/results/ten --kind boundary -o $tmp/x.png
$tmp/results/numbers --kind boundary -o $tmp/x.png
$tmp/results/moons --kind boundary --regrun $tmp/none -o $tmp/x.png
$tmp/results/moons --kind boundary --regrun false -o $tmp/x.png
END
check_same "boundaries" "$(head -n 3 "$tmp/codes" | sort -u)" "done"
check_has "a table's columns and classes" "$(words pets)" '<!-- height -->' $'<!-- weight, kg e\314\201 -->' '<!-- a "dog" -->' '<!-- cat -->'
check_has "a table without names" "$(words bare)" '<!-- column 1 -->' '<!-- column 3 -->' '[U+100000] -->'
check_same "of letters that no font has one line tells" "$(grep -v '^plot.py: --\|^plot.py: regrun' "$tmp/err" | sed 's/of .*//')" \
  "plot.py: no font here has the letters "
check_has "what no boundary is drawn of" "$(cat "$tmp/codes")" \
  "the settings have other features or classes than one another; draw them one by one, by --settings" \
  "there are no saved networks of seed 1 in $tmp/results/unsaved; run its config again with --set train.save=last --restart" \
  'plain has 10 features, and a picture shows 2; train on two of them' '("data.dimensions": 2)' \
  "a regression has no classes to part" "--regrun $tmp/none: there is no such program" "regrun data failed: 1"
check_same "and its exit codes" "$(ended)" "done done done 2 2 2 2 5 5"
rm "$tmp"/results/moons/runs/dropout*/seed-1/model.safetensors
echo "no network" >"$tmp/results/spirals/runs/plain/seed-1/model.safetensors"
plots <<END
$tmp/results/moons --kind boundary -o $tmp/x.png
$tmp/results/moons --kind boundary --settings plain -o $tmp/plain.png
$tmp/results/spirals --kind boundary -o $tmp/x.png
END
check_has "a network that is missing, or none" "$(cat "$tmp/codes")" "there is no saved network of dropout, half, seed 1; leave it out" \
  "model.safetensors: this is no network of regrun's"
check "the same bytes" cmp -s "$tmp/moons.png" "$tmp/plain.png"
check "nothing was written" [ ! -e "$tmp/x.png" ]
finish plot
