#!/usr/bin/env bash
# LaTeX of `regrun compare`: pdflatex sets every section of several comparisons without an overfull box, in two common
# kinds of page; and the columns that somebody chooses, in each format.
# shellcheck source=tests/cli/check.bash
source "$(dirname "$0")/check.bash"

printf 'plain\tfalse\t0\nbn\ttrue\t0\ndropout\tfalse\t0.5\nbn+dropout\ttrue\t0.5\n' |
  log crossed "regularize.batch_norm regularize.dropout" 6 20
# Names may hold anything: what LaTeX reads otherwise, letters that it lacks, words that no line has room for.
printf '%s\t%d\n' 'plain_100%_#1 & {x}' 0 \
  'a setting of a long name with batch norm before and dropout behind the activation, λ=0.01±2' 1 \
  'regularize.batch_norm=true/regularize.dropout=0.5/train.weight_decay=0.0001' 2 \
  "$(printf 'abcdefghijklmnopqrstuvwxyz%.0s' 1 2 3)" 3 'É~^$[*]"<|>`--\x' 4 |
  log 'odd_%#1' model.hidden 4 10
for bn in false true; do
  for momentum in 0 0.5 0.9; do
    for size in 8 16 32 64; do
      printf 'bn=%s,batch_size=%s,momentum=%s\t%s\t%s\t%s\n' $bn $size $momentum $bn $momentum $size
    done
  done
done | log sweep "regularize.batch_norm train.momentum train.batch_size" 8 10
cat >"$tmp/all.json" <<'END_OF_CONFIG'
{ "name": "all_of_it", "about": "Does what is tuned, probed & expected fit?", "seeds": 3,
  "data": { "train_size": 80, "test_size": 60, "validation_size": 40 },
  "model.hidden": [8], "train.epochs": 3, "train.save": "last", "regularize.ema": 0.9, "probe": ["gradients", "activations"],
  "settings": [
    { "name": "plain" }, { "name": "bn", "regularize.batch_norm": true },
    { "name": "decay", "tune": { "train.learning_rate": [0.1, 0.2], "regularize.weight_decay": [0.001, 0.01] } } ],
  "expect": [ { "say": "batch norm gains", "that": "bn.test_loss < plain.test_loss" },
              { "that": "decay.gap is at most 2 times plain.gap" } ] }
END_OF_CONFIG
golden=$PWD/$golden
cd "$tmp" || exit 1
run --config all.json --out all --quiet
trained "tuned, probed, expected"

# latex FILE ARGUMENTS...: writes a comparison's tables.
latex() {
  local file=$1
  shift
  run compare "$@" --format latex -o "$file.tex"
  exits 0 "compare $*"
  check_same "$*: labels differ" "$(grep -o 'label{[^}]*' "$file.tex" | sort | uniq -d)" ""
  check "$*: a table has a label" grep -q '^.label{tab:regrun-' "$file.tex"
}
latex t1 crossed
latex t2 crossed --full
latex t3 'odd_%#1'
latex t4 'odd_%#1' --full
latex t5 sweep
latex t6 sweep --full --metric gap,test_loss,test_acc,best_epoch
latex t7 sweep --columns test_loss,gap,difference,p
latex t8 all --ensemble --expect
latex t9 all --probe all
latex t10 all --probe gradients --full
latex t11 crossed 'odd_%#1' sweep --top 5

# sets CLASS NAME PASSES: all these tables in one document.
sets() {
  for n in {2..11}; do sed -i "s/{tab:regrun-/{tab:t$n-/" "t$n.tex"; done # of one document
  {
    printf '%s\n' "$1" '\usepackage{booktabs}' '\begin{document}'
    for n in {1..11}; do printf '\\section{Of t%s}\n\\input{t%s}\n\\clearpage\n' "$n" "$n"; done
    printf 'Tables~\\ref{tab:regrun-crossed-settings} and~\\ref{tab:t3-odd_--1-differences}.\n\\end{document}\n'
  } >"$2.tex"
  for _ in $3; do pdflatex -interaction=nonstopmode -halt-on-error "$2.tex" >"$2.out" 2>&1; code=$?; done
  check_same "$2: pdflatex sets it ($(grep -A3 '^!' "$2.out" | head -n 5))" "$code" 0
  check_same "$2: nothing stands in the margin" "$(grep -c '^Overfull .hbox' "$2.log")" 0
  check_same "$2: no page overflows" "$(grep -c 'Float too large\|^Overfull .vbox' "$2.log")" 0
  check_same "$2: nothing is there twice, no letter is missing" "$(grep -ci 'multiply\|missing character' "$2.log")" 0
}
# Columns that somebody chooses: those tables alone that have one of them, in the order in which they are named.
heads() { sed -n 's/  *$//; /^setting/p' "$tmp/out" | tr -s ' '; }
run compare crossed --columns runs,gap
exits 0 "--columns"
check_same "of text" "$(heads)" "setting runs gap"
check_same "nothing but the table" "$(wc -l <"$tmp/out")" 6
run compare crossed --columns p_holm,test_loss,interval
check_same "of two tables" "$(heads)" $'setting test loss\nsetting metric p (Holm) 95 % interval'
run compare crossed --columns gap --columns runs --format md
check_same "of Markdown" "$(grep '^| [sp]' "$tmp/out" | head -n 2 | sed 's/ (.*) / SD /')" $'| setting | gap | runs |\n| plain | 0.315 SD | 6 |'
run compare crossed --columns noise_floor,difference --format latex
check "of LaTeX, a detail too" grep -qx 'setting & metric & floor & difference .*' "$tmp/out"
run compare crossed --columns test_loss,gap_mean,gap_verdict --format csv
check_same "of CSV: a metric is its mean, SD and values" "$(head -n 1 "$tmp/out")" \
  setting,test_loss_mean,test_loss_sd,test_loss_values,gap_mean,gap_verdict
check_same "with the fields of each row, quoted ones too" "$(sed -n 3p "$tmp/out" | sed 's/,.*,0[.]285[0-9]*,/ ... /')" \
  'bn ... "overfits less (gap -0.030, 95 % CI -0.043 to -0.017)"'
run compare crossed --columns metric,value --format csv --long
check_same "of the long CSV" "$(head -n 2 "$tmp/out" | tail -n 1 | cut -d, -f1,2)" plain,test_loss
awk 'BEGIN { print "a,cost,\"price, net\""; for (i = 1; i <= 40; i++) print i "," i % 7 "," i * 3 % 11 }' >homes.csv
cat >homes.json <<'END_OF_CONFIG'
{ "name": "homes", "data": { "source": "csv", "file": "homes.csv", "label": ["price, net", "cost"] }, "seeds": [2, 9],
  "model.hidden": [4], "train.epochs": 2, "settings": [ { "name": "plain" }, { "name": "bn", "regularize.batch_norm": true } ] }
END_OF_CONFIG
run --config homes.json --out homes --quiet
trained "targets whose names have a comma"
run compare homes --columns 'test_rmse_price, net,test_rmse_cost_mean' --columns 'test_rmse_price, net_sd' --format csv
check_same "of CSV: names with a comma among others" "$(head -n 1 "$tmp/out")" \
  'setting,"test_rmse_price, net_mean","test_rmse_price, net_sd","test_rmse_price, net_values",test_rmse_cost_mean'
check_same "each row has as many fields" "$(sed 's/"[^"]*"//g; s/[^,]//g' "$tmp/out" | sort -u)" ,,,,
for format in text md; do
  run compare homes --columns 'test_rmse_price, net,gap,test_rmse_cost' --format "$format"
  check "all three, in their order, in $format" grep -qE '^.*setting .*of price, net .*gap .*of cost' "$tmp/out"
done
run compare homes --columns 'test_rmse_price, net,gap,test_rmse_cost' --format latex
check "all three in LaTeX" grep -qF '{@{}lrrr@{}}' "$tmp/out"
run compare homes --metric 'gap,test_rmse_price, net' --metric test_loss
check "--metric takes them among others" grep -qE '^setting +gap +test RMSE of price, net +test loss +runs$' "$tmp/out"
run compare homes --format latex
check "a caption lists seeds that do not follow each other" grep -q '2 runs of each setting, seeds 2 and 9\.}' "$tmp/out"
run compare homes --columns test_rmse_price --format csv
exits 2 "half a name" && says '--columns test_rmse_price: no such column; '
run compare sweep --columns best_epoch
check "of many settings, also a metric that they are not ranked by" grep -q '^# .* best epoch$' "$tmp/out"
run compare crossed --columns p_hulm
exits 2 "a column of no table" && says '--columns p_hulm: no such column; did you mean "p_holm"?'
run compare crossed --columns gap,zzzzzz
exits 2 "one of two" && says '--columns zzzzzz: no such column; there are test_loss, best_test_loss, train_loss, gap,'
check "nothing on stdout" [ ! -s "$tmp/out" ]
run compare crossed --columns p_holm --format csv
exits 2 "a column of another format" && says '--columns p_holm: no such column; '
run compare crossed --columns gap --format json
exits 2 "of JSON" && says "--columns chooses from tables; --format json holds everything: leave one out"
run compare all --columns gap --probe all
exits 2 "of instruments" && says "leave out --columns"

if [ -n "${SANITIZE:-}" ]; then
  skip "pdflatex sets the tables: a sanitizer has no say in it"
elif ! command -v pdflatex >/dev/null || ! kpsewhich booktabs.sty >/dev/null; then
  skip "pdflatex sets the tables: there is no pdflatex with booktabs (scripts/setup.sh --all installs them)"
else
  sets '\documentclass[twoside]{article}' letter10 "1 2" # a text width of 345 pt
  check_same "no label is undefined" "$(grep -ci undefined letter10.log)" 0
  sets '\documentclass[a4paper,11pt]{article}' a4-11 1
  sets '\documentclass[12pt]{article}' letter12 1
fi
finish latex
