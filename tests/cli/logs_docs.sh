#!/usr/bin/env bash
# docs/logs.md: its readers run as they stand there and give the right numbers, and it names every file, column and key.
# shellcheck source=tests/cli/check.bash
source "$(dirname "$0")/check.bash"
# shellcheck source=tests/cli/pages.bash
source tests/cli/pages.bash
doc=docs/logs.md

cat >"$tmp/tiny.json" <<'END'
{ "name": "tiny",
  "data":  { "source": "digits", "train_size": 40, "test_size": 40 },
  "model": { "hidden": [8] },
  "train": { "epochs": 3 },
  "seeds": 2,
  "settings": [ { "name": "plain" }, { "name": "bn", "regularize": { "batch_norm": true } } ] }
END
results=$tmp/results/bn_vs_dropout # as the readers call it
run --config "$tmp/tiny.json" --out "$results" --quiet
exits 0 "a tiny experiment"

# reader LANGUAGE: its lines in the doc.
reader() { block "$doc" "\`\`\`$1"; }

# reads LANGUAGE PROGRAM...: runs the reader where its results are; what it prints goes to $tmp/out.
reads() {
  reader "$1" >"$tmp/reader"
  shift
  (cd "$tmp" && "$@" reader) >"$tmp/out" 2>"$tmp/err"
  code=$?
}

# right SETTING LANGUAGE: whether the reader printed the setting's mean gap and test loss of the last epoch.
# shellcheck disable=SC2016 # the dollars are awk's
right() {
  awk -F, -v name="$1" '$1 == name && $3 == 3 { gap += $9; loss += $8; n++ } END { print gap / n, loss / n }' \
    "$results/log.csv" >"$tmp/want"
  check "$2 reads the means of $1: $(cat "$tmp/want")" awk -v name="$1" '
    NR == FNR { gap = $1; loss = $2; next }
    { for (i = 1; i <= NF - 2; i++) if ($i == name && ($(i + 1) - gap) ^ 2 < 1e-8 && ($(i + 2) - loss) ^ 2 < 1e-8) ok = 1 }
    END { exit !ok }' "$tmp/want" "$tmp/out"
}

for language in python r gnuplot; do
  check_same "$language takes three lines" "$(reader $language | wc -l)" 3
done
if /usr/bin/python3 -c 'import pandas' 2>"$tmp/err"; then
  reads python /usr/bin/python3
  exits 0 "the reader for pandas"
  right plain pandas && right bn pandas
else
  skip "the reader for pandas: python3-pandas is not installed"
fi
if command -v Rscript >/dev/null; then
  reads r Rscript
  exits 0 "the reader for R"
  right plain R && right bn R
else
  skip "the reader for R: Rscript is not installed"
fi
if command -v gnuplot >/dev/null; then
  reads gnuplot gnuplot
  exits 0 "the reader for gnuplot"
  check_same "gnuplot says nothing" "$(cat "$tmp/err")" ""
  points=$(sed -n '/id="gnuplot_plot_1"/,/id="gnuplot_plot_2"/p' "$tmp/bn.svg" | grep -oE '[ML][0-9.]+,[0-9.]+' | wc -l)
  check_same "the curve has the run's four rows (and two ends of its sample in the key)" "$points" 6
else
  skip "the reader for gnuplot: gnuplot is not installed"
fi

# named NAME WHERE: whether the doc names it.
named() { check "$doc names $1 of $2" grep -qF "\`$1\`" "$doc"; }

for file in "$results"/*; do
  [ -d "$file" ] || named "${file##*/}" "the results folder"
done
for file in "$results/runs/bn/seed-1"/*; do named "${file##*/}" "a run's folder"; done
for column in $(head -qn 1 "$results"/{log,timing}.csv | tr ',' '\n' | grep -v '[.]'); do named "$column" "a log"; done
for column in $(head -n 1 "$results/summary.csv" | tr ',' '\n' | sed -E 's/_(mean|sd|values)$//' | sort -u); do
  named "$column" "summary.csv"
done
for key in $(grep -oh '"[a-z_]*":' "$results/manifest.json" "$results/runs/bn/seed-1/result.json" | tr -d '":' | sort -u); do
  [ "$key" = settings ] || [ "$key" = sha256 ] || named "$key" "a JSON file"
done

run --config "$tmp/tiny.json" --set data.validation_fraction=0.25 --out "$tmp/val" --quiet
exits 0 "with a validation part"
for column in val_loss val_acc; do
  check "the log has $column" grep -q "$column" "$tmp/val/log.csv"
  check "so has summary.csv" grep -q "${column}_mean" "$tmp/val/summary.csv"
  named "$column" "a log"
done
check "result.json counts its samples" grep -q '"val_samples": 10' "$tmp/val/runs/bn/seed-1/result.json"
named val_samples result.json
check "the page has its curve" grep -q '"val_loss":\[' "$tmp/val/report.html"
check "and its table" grep -q '"val_loss":{"title"' "$tmp/val/report.html"
check "without one the page has none" bash -c "! grep -q '\"val_loss\":' '$results/report.html'"

run --config "$results/config.json" --out "$tmp/again" --quiet
exits 0 "the resolved config as a config"
check "it makes the same log" cmp -s "$results/log.csv" "$tmp/again/log.csv"
finish logs_docs
