#!/usr/bin/env bash
# Reading many settings: they are ranked, one row each; --sort, --top, --settings, --metric, --pair, --full; marginal means
# and grids; runs.csv and the tidy CSV.
# shellcheck source=tests/cli/check.bash
source "$(dirname "$0")/check.bash"
# A sweep of 24 settings: 2 x 3 x 4, and the four that have batch norm and no momentum by themselves.
for bn in false true; do
  for momentum in 0 0.5 0.9; do
    for size in 8 16 32 64; do
      name=$([ $bn = true ] && echo bn || echo plain)
      printf '%s,batch_size=%s,momentum=%s\t%s\t%s\t%s\n' "$name" $size $momentum $bn $momentum $size
    done
  done
done >"$tmp/settings.txt"
log sweep "regularize.batch_norm train.momentum train.batch_size" 4 20 <"$tmp/settings.txt"
grep $'^bn.*momentum=0\t' "$tmp/settings.txt" | log few "regularize.batch_norm train.momentum train.batch_size" 4 20

# Points drawn at random.
for i in {1..12}; do printf 'p%d\t0.%03d\t%d\n' "$i" $((i * 37 % 101)) $((i % 3 == 0 ? 64 : 32)); done |
  log drawn "train.learning_rate train.batch_size" 2 5
golden=$PWD/$golden
cd "$tmp" || exit 1

# names: the settings of the ranked table, in its order.
names() { sed -n '/^Settings, by/,/^$/p' out | sed '1,2d' | awk '/^[0-9]+ / { print $2 }'; }
# reads ARGUMENTS...: compares the sweep into `out`.
reads() {
  run compare sweep "$@"
  exits 0 "compare sweep $*"
  cp "$tmp/out" out 2>/dev/null
}

run compare sweep -o digest.txt
exits 0 "24 settings"
same digest.txt digest.txt
check "24 settings take less than 80 lines" [ "$(wc -l <digest.txt)" -lt 80 ]
check "and no table is wider than 100" test -z "$(grep -v '^p: \|^Baseline\|^  ' digest.txt | grep -E '.{101}')"
check "the ranked table comes first" [ "$(head -n 3 digest.txt | grep -c '^Settings, by gap, the lowest first')" -eq 1 ]
run compare sweep -f md -o digest.md
same digest.md digest.md
run compare sweep -f latex -o digest.tex
check "LaTeX has the same tables" [ "$(grep '^.caption\|^.paragraph' digest.tex | grep -vc continued)" -eq "$(grep -c '^## ' digest.md)" ]
COLUMNS=80 run compare sweep
check "in a narrow terminal no line is wider" test -z "$(grep -E '.{81}' "$tmp/out")"

# The order, worked out from the log by awk.
awk -F, 'NR > 1 { gsub(/"/, ""); if ($5 == 20) print $0 }' sweep/log.csv >last.txt
best() { # COLUMN SORT-FLAGS: names by the mean over seeds of a column (counted behind the name, whose commas are two)
  awk -F, -v n="$1" '{ name = $1 "," $2 "," $3; sum[name] += $(n + 3); } END { for (k in sum) print sum[k], k }' last.txt |
    sort "$2" | cut -d' ' -f2-
}
reads --sort test_loss --top 24
check_same "--sort test_loss: the lowest first" "$(names)" "$(best 7 -g)"
reads --sort test_acc --top 24
check_same "--sort test_acc: the highest first" "$(names)" "$(best 10 -gr)"
check "its verdicts are on it" grep -q '^test accuracy: setting minus' out
check "its means are of it" grep -qE '^option +level +test accuracy ' out

reads --top 3
check_same "--top 3, and the baseline at its rank" "$(sed -n '/^Settings, by/,/^$/p' out | awk '/^[0-9]+ / { print $1 }' | xargs)" "1 2 3 $(best 8 -g |
  grep -n '^plain,batch_size=8,momentum=0$' | cut -d: -f1)"
check "it says how many are left out" grep -q '; 20 of 24 settings left out: see compare --top 24 or --settings' out
check "differences are of these alone" [ "$(sed -n '/^gap: setting minus/,/^p: /p' out | wc -l)" -eq 6 ]
check "the baseline is named" grep -q '^Baseline: plain,batch_size=8,momentum=0, rank 24 of 24;' out
reads --top 24
check "--top 24 leaves none out" test -z "$(grep 'left out' out)"

reads --settings 'bn,*momentum=0'
check "a pattern chooses few settings: they have every table" grep -q '^Matched fit' out
check "and the baseline" [ "$(sed -n '/^Settings: mean/,/^$/p' out | grep -c '^bn\|^plain,batch_size=8,momentum=0 ')" -eq 5 ]
reads --settings 'bn*' --settings 'plain,batch_size=64*' --top 24
check "patterns may be repeated" [ "$(names | wc -l)" -eq 16 ]
reads --settings 'bn,batch_size=8,momentum=0.5' --sort gap
check "a whole name" grep -q '^bn,batch_size=8,momentum=0.5 ' out
run compare sweep --settings 'bm*'
exits 2 "a pattern that matches nothing" && says "--settings bm*: no setting's name matches"
run compare sweep --settings 'bn,batch_size=8,momentum=0.6'
exits 2 "a name that is nearly one" && says 'did you mean "bn,batch_size=8,momentum=0.5"?'
run compare sweep --settings 'bn*64*,plain*32*'
exits 2 "two patterns in one" && says "did you mean --settings 'bn*64*' --settings 'plain*32*'?"

reads --metric gap,test_acc --top 2
check "--metric: these alone" grep -qE '^# +setting +gap +test accuracy +runs$' out
check "a verdict on each" [ "$(sed -n '/^Setting minus/,/^p: /p' out | wc -l)" -eq 7 ]
reads --metric gap_area --metric best_epoch
check "metrics that carry no verdict" grep -qE '^# +setting +gap +gap area +best epoch +runs$' out
check "have none" test -z "$(grep 'minus plain' out)"
run compare few --metric test_acc
check "of few settings, too" [ "$(grep -c 'accura\|acy' "$tmp/out")" -ge 4 ]
check "without what is about the gap" test -z "$(grep -i 'gap' "$tmp/out")"
for option in --metric --sort; do
  run compare sweep $option tset_loss
  exits 2 "$option of no metric" && says "$option tset_loss: no such metric; did you mean \"test_loss\"?"
  run compare sweep $option val_loss,
  exits 2 "$option of a metric that these results lack" && says "$option val_loss"
done
run compare sweep --metric zzzzzzzzzzz
exits 2 "far from any" && says "these results have test_loss, best_test_loss"
run compare sweep --top 0
exits 2 "--top 0" && says "--top takes a whole number from 1"

# Marginal means, by awk: of batch size over the 6 settings of each, of the gap at the last epoch.
reads
# shellcheck disable=SC2016 # the dollars are awk's
for size in 8 16 32 64; do
  want=$(awk -F, -v size=$size '$NF == size { sum += $(8 + 3); n++ } END { print sum / n }' last.txt)
  check "the marginal mean of batch size $size is $want" awk -v size=$size -v want="$want" '
    /^Marginal/ { at = 1 } at { for (i = 1; i <= 2; i++) if ($i == size && ($(i + 1) - want) ^ 2 < 1e-5) ok = 1 }
    END { exit !ok }' out
done
check "the grid is of two of the three" grep -qE '^gap by [a-z_]+ \(down\) and [a-z_]+ \(across\): means over the rest' out
reads --pair momentum,train.batch_size
check "--pair" grep -q '^gap by batch_size (down) and momentum (across)' out
want=$(awk -F, '$NF == 64 && $(NF - 1) == 0.9 { sum += $(8 + 3); n++ } END { printf "%.3f", sum / n }' last.txt)
check "its cell is the mean over both values of batch norm: $want" grep -qE "^64 .* ${want%?}[0-9]*\$" out
run compare few --pair momentum,batch_size
exits 2 "an option that few does not sweep" && says '--pair: no swept option "momentum"'
run compare sweep --pair momentun,batch_size
exits 2 "a misspelt option" && says 'no swept option "momentun"; did you mean "momentum"?'
run compare sweep --pair momentum
exits 2 "one option" && says "two options with a comma between"
run compare sweep --pair momentum,momentum
exits 2 "the same option twice" && says "two different options"
run compare drawn
check "rates are in bins" grep -qE '^learning_rate \* +0[.][0-9]+ to 0[.][0-9]+' "$tmp/out"
check "and it is said that they are confounded" grep -q '^  \*  *confounded' "$tmp/out"

run compare sweep --full
check "--full: every table of every setting" [ "$(grep -c '^bn,batch_size=8,momentum=0.5 ' "$tmp/out")" -ge 6 ]
check "and the means" grep -q '^Marginal means' "$tmp/out"
run compare few
check "few settings stand in their order, with every table" grep -q '^Settings: mean (SD) over seeds$' "$tmp/out"
check "and without means" test -z "$(grep '^Marginal' "$tmp/out")"

for options in '--sort gap' '--top 3' '--settings bn*' '--metric gap' '--pair a,b' --full; do
  # shellcheck disable=SC2086 # two words
  run compare sweep -f csv $options
  exits 2 "$options with CSV" && says "${options%% *} chooses what tables show; --format csv holds everything"
done
run compare sweep -f json -o all.json
check "JSON holds the means and the pairs" [ "$(grep -c '"balance": "crossed"' all.json)" -eq 6 ]

run compare sweep -f csv --long -o long.csv
exits 0 "--long"
check_same "--long: its columns" "$(head -n 1 long.csv)" \
  "setting,seed,regularize.batch_norm,train.momentum,train.batch_size,metric,value"
run compare sweep -f csv -o wide.csv
metrics=$(head -n 1 wide.csv | tr ',' '\n' | grep -c '_values$')
check_same "a row for each run and metric" "$(wc -l <long.csv)" $((1 + 96 * metrics))
sum() { awk -F, '/,gap,/ { sum += $NF } END { printf "%.4f", sum }' long.csv; }
check_same "the values are the log's" "$(sum)" "$(awk -F, '{ sum += $(8 + 3) } END { printf "%.4f", sum }' last.txt)"
for format in text md json; do
  run compare sweep --long -f $format
  exits 2 "--long with $format" && says "--long is a kind of CSV: add --format csv"
done
run compare sweep --long
exits 2 "--long alone"

cat >tiny.json <<'END'
{ "name": "tiny", "data": { "source": "digits", "train_size": 40, "test_size": 40 }, "model": { "hidden": [8, 8, 8, 8] },
  "train": { "epochs": 20, "batch_size": 16 }, "seeds": 2,
  "sweep": { "train.learning_rate": [0.05, 1e6], "regularize.dropout": [0, 0.5] }, "settings": [ { "name": "plain" } ] }
END
run run --config tiny.json --out tiny --quiet
exits 1 "runs that diverge"
check_same "runs.csv: a row for each run" "$(wc -l <tiny/runs.csv)" 9
check_same "what stands in it" "$(head -n 1 tiny/runs.csv | cut -d, -f1-7)" \
  "setting,seed,train.learning_rate,regularize.dropout,status,last_epoch,test_loss"
check "seconds are last" grep -q ',seconds$' <(head -n 1 tiny/runs.csv)
statuses() { sort | uniq -c | xargs; }
check_same "their status is that of each result.json" "$(sed '1d; s/^"[^"]*"//' tiny/runs.csv | cut -d, -f5 | statuses)" \
  "$(sed -n 's/.*"status": "\(.*\)",/\1/p' tiny/runs/*/seed-*/result.json | statuses)"
check "some diverged, and have no numbers" grep -qE ',diverged,[0-9]+,nan,nan' tiny/runs.csv
check "others are done" grep -qE ',done,20,[0-9.]+,' tiny/runs.csv
check "each has its seconds" test -z "$(sed 1d tiny/runs.csv | grep -vE ',[0-9.e-]+$')"
check_same "its order is the log's" "$(cut -d, -f1-4 tiny/runs.csv | sed 1d)" "$(sed 1d tiny/log.csv | cut -d, -f1-4 | uniq)"
finish reading
