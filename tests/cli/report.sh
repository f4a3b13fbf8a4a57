#!/usr/bin/env bash
# `regrun report`: the page's file, its data, its errors; and the page itself in headless Chromium.
# shellcheck source=tests/cli/check.bash
source "$(dirname "$0")/check.bash"

# The JSON between the tags, on one line.
payload() { sed -n '/<script type="application\/json"/,/<\/script>/p' "$1" | sed '1d;$d'; }

cat >"$tmp/hostile.json" <<'END'
{ "name": "hostile", "about": "Is </script><script>hostile=1</script> & \"this\" a <b>question</b>? 😀",
  "data":  { "source": "digits", "train_size": 60, "test_size": 60 },
  "model": { "hidden": [16] },
  "train": { "epochs": 6, "batch_size": 16, "learning_rate": 0.05 },
  "seeds": 3,
  "settings": [
    { "name": "plain" },
    { "name": "<script>hostile=1</script>", "regularize": { "dropout": 0.5 } },
    { "name": "\"quoted\", 'name' & <img src=x onerror=hostile=1>", "regularize": { "dropout": 0.25 } },
    { "name": "😀 עברית \u2028 漢字", "regularize": { "batch_norm": true } } ] }
END
run --config "$tmp/hostile.json" --out "$tmp/small" --quiet
exits 0 "an experiment with hostile names"
check "it wrote the page" [ -s "$tmp/small/report.html" ]
cp "$tmp/small/report.html" "$tmp/first.html"

run report "$tmp/small"
exits 0 "report from the logs"
check "it names the file" grep -qxF "$tmp/small/report.html" "$tmp/err"
check "the page is the same as after the run" cmp -s "$tmp/first.html" "$tmp/small/report.html"
run report "$tmp/small/log.csv" -o -
check "-o - writes the page to standard output" [ "$(head -c 15 "$tmp/out")" = '<!DOCTYPE html>' ]
check "the data are there" grep -q '"name": "plain"' <(payload "$tmp/first.html")
check "no < is left in the data" test -z "$(payload "$tmp/first.html" | tr -cd '<')"
check "no U+2028 is left in the data" test -z "$(payload "$tmp/first.html" | grep -F $'\xe2\x80\xa8')"
check "no file is asked for" test -z "$(grep -Eo '(src|href)="?(https?:)?//[^" ]*' "$tmp/first.html")"
check "the library's licence is named" grep -q 'dygraphs</cite>, MIT licence' "$tmp/first.html"

for d in 0 0.2 0.5; do for b in 8 16 32 64; do printf 'd%s b%s\t%s\t%s\n' $d $b $d $b; done; done |
  log sweep "regularize.dropout train.batch_size" 3 10
run report "$tmp/sweep" -o "$tmp/sweep/report.html" --baseline "d0.2 b16"
exits 0 "another baseline"
check "the baseline is the one asked for" grep -q '"baseline": "d0.2 b16"' "$tmp/sweep/report.html"
run report "$tmp/sweep" --baseline d9
exits 2 "a baseline that is not there"
run report "$tmp/sweep" "$tmp/small"
exits 2 "two results and no -o"
says "-o FILE"
run report "$tmp/sweep" "$tmp/small" -o "$tmp/both.html"
exits 0 "two results on one page"
check "both are there" test "$(grep -c '"name": "hostile/plain"\|"name": "sweep/d0 b8"' "$tmp/both.html")" -eq 2
run report
exits 2 "no results"
run report "$tmp/sweep" -o - --open
exits 2 "--open without a file"
run report "$tmp/nowhere"
exits 5 "results that are not there"
run report "$tmp/sweep" -o "$tmp/no/such/folder/page.html"
exits 5 "a place that cannot be written"
check "and nothing is left behind" [ ! -e "$tmp/no" ]
mkdir "$tmp/bin"
# shellcheck disable=SC2016 # $1 is for the script
printf '#!/bin/sh\necho "$1" >"%s/opened"\n' "$tmp" >"$tmp/bin/xdg-open"
chmod +x "$tmp/bin/xdg-open"
PATH=$tmp/bin:$PATH run report "$tmp/sweep" --open
exits 0 "--open"
check "the browser gets the page" grep -qxF "$tmp/sweep/report.html" "$tmp/opened"
printf '#!/bin/sh\nexit 3\n' >"$tmp/bin/xdg-open"
PATH=$tmp/bin:$PATH run report "$tmp/sweep" --open
exits 5 "--open where nothing can open it"

for ((i = 1; i <= 256; i *= 2)); do printf 'train.batch_size-%d with_momentum\t%d\n' $i $i; done |
  log steady train.batch_size 5 40
mkdir "$tmp/diverged"
# Seed 2 of one setting explodes and then diverges; of another every seed diverges; of a third one explodes but stays
# finite.
awk -F, -v OFS=, '
  $1 ~ /-4 / && $2 == 2 && $3 > 5 { $8 = $9 = "1e33"; if ($3 > 30) $7 = "nan" }
  $1 ~ /-8 / && $3 > 20 { $7 = $8 = $9 = "nan" }
  $1 ~ /-64 / && $2 == 1 && $3 > 30 { $8 = $9 = "1e20" } 1' "$tmp/steady/log.csv" >"$tmp/diverged/log.csv"
run report "$tmp/diverged"
exits 0 "runs that diverged"
check_same "their curves are marked" "$(grep -o '"usable":false' "$tmp/diverged/report.html" | wc -l)" 6

# Runs of one setting stop after 6, 8 and 10 epochs and keep the weights of epoch 4, by their test losses. Of the other
# the train loss of one run leaps at epoch 5, so that the interval of the mean reaches below 0 there.
printf 'plain\t0\nchosen\t3\n' | log steady2 regularize.early_stopping 3 10
mkdir "$tmp/selected"
awk -F, -v OFS=, '
  NR == 1 { kept = "kept_epoch_by_test" }
  $1 == "plain" && $2 == 1 && $3 == 5 { $7 *= 9; $9 = $8 - $7 }
  NR > 1 { kept = $1 == "chosen" ? ($3 < 4 ? $3 : 4) : "" }
  $1 != "chosen" || $3 <= 4 + 2 * $2 { print $0, kept }' "$tmp/steady2/log.csv" >"$tmp/selected/log.csv"
run report "$tmp/selected"
exits 0 "epochs that were selected on the test data"

for ((i = 0; i < 200; i++)); do printf 'setting %03d\t%s\t%s\n' $i "0.$((i % 10))" $((8 << i / 10)); done |
  log large "regularize.dropout train.batch_size" 50 20
run report "$tmp/large"
exits 0 "200 settings of 50 seeds"
size=$(stat -c %s "$tmp/large/report.html")
check "the page of 10,000 runs is under 5 MB: $size" [ "$size" -lt 5000000 ]

for ((i = 0; i < 40; i++)); do printf 'setting %d\t%d\n' $i $i; done | log long x.y 5 600
run report "$tmp/long"
exits 0 "200 runs of 601 rows"
check "curves are thinned" grep -qF '"rows":{"shown":300,"all":601,"without_seeds":0}' "$tmp/long/report.html"
epochs=$(grep -o '"epochs":\[[^]]*\]' "$tmp/long/report.html" | sed -n 40p)
check_same "to so many rows" "$(tr ',' '\n' <<<"$epochs" | wc -l)" 300
check "the first and the last among them" grep -qE '\[0,.*,600\]' <<<"$epochs"

# What instruments said: weight norms of two stacks, the noise of one.
printf 'plain\t0\nbn\t1\n' | log probed x.y 3 9
awk -v OFS=, 'BEGIN {
  print "setting,seed,epoch,layer,probe,value"
  for (seed = 1; seed <= 3; seed++) for (epoch = 0; epoch <= 9; epoch += 3)
    print "plain", seed, epoch, "0.linear", "weight_norm", seed + epoch / 10 "\n" \
      "plain", seed, epoch, "2.linear", "weight_norm", 5
  for (seed = 1; seed <= 3; seed++) for (epoch = 0; epoch <= 9; epoch += 3)
    print "bn", seed, epoch, "0.linear", "weight_norm", 3 + seed * seed / 8 "\n" \
      "bn", seed, epoch, "1.batch_norm", "bn_mean_noise", 0.25 * seed "\n" \
      "bn", seed, epoch, "3.linear", "weight_norm", 4 + epoch
}' >"$tmp/probed/probe.csv"
run report "$tmp/probed"
exits 0 "with what instruments said"

printf 'alone\t0\n' | log one x.y 1 5
run report "$tmp/one"
exits 0 "a single run"

cat >"$tmp/whole.json" <<'END'
{ "name": "whole", "about": "Tuned, probed, and something is expected",
  "expect": [ { "say": "dropout narrows the gap", "that": "dropout.gap < plain.gap" },
    { "say": "weights grow", "that": "plain.probe.weight_norm(last) > 1000" } ],
  "data": { "source": "digits", "train_size": 60, "test_size": 60, "validation_size": 30 }, "model": { "hidden": [8, 8] },
  "train": { "epochs": 4, "batch_size": 16 }, "regularize.ema": 0.9, "metrics": ["auc"],
  "probe": "weights", "probe_every": 2, "seeds": 3, "primary": "test_acc",
  "tune": { "train.learning_rate": [0.03, 0.1] },
  "settings": [ { "name": "plain" }, { "name": "dropout", "regularize.dropout": 0.5 } ] }
END
run --config "$tmp/whole.json" --out "$tmp/whole" --quiet
trained "an experiment that is tuned, probed and expects something"

mkdir "$tmp/dygraphs"
check "without the library the build says what to do" grep -q "apt-get install libjs-dygraphs" \
  <(scripts/embed.sh src/report/page "$tmp/dygraphs" "$tmp/page.S" 2>&1)
echo 'p{}' >"$tmp/dygraphs/dygraph.min.css"
echo 'x="</script><!--"' >"$tmp/dygraphs/dygraph.min.js"
scripts/embed.sh src/report/page "$tmp/dygraphs" "$tmp/page.S"
check "a library cannot end its script" grep -qF 'x="<\/script><\!--"' "$tmp/page.S.tail"

if [ -n "${SANITIZE:-}" ]; then
  skip "the page in Chromium: its bytes are the same without the sanitizer"
elif ! command -v chromium >/dev/null || ! command -v chromedriver >/dev/null || ! command -v python3 >/dev/null; then
  skip "the page in Chromium: chromium, chromedriver or python3 is not installed"
else
  axe=build/npm/node_modules/axe-core/axe.min.js # scripts/setup.sh
  [ -r "$axe" ] || skip "the page by axe-core's rules: axe-core is not installed (scripts/setup.sh --all)"
  [ -r "$axe" ] || axe=
  mkdir "$tmp/downloads"
  result=$(PYTHONDONTWRITEBYTECODE=1 python3 tests/browser/report_test.py "$regrun" "$tmp/small" "$tmp/sweep" "$tmp/diverged" \
    "$tmp/selected" "$tmp/large" "$tmp/probed" "$tmp/whole" "$tmp/one" "$axe" "$tmp/downloads" 2>&1)
  last=$(tail -n 1 <<<"$result")
  sed '$d' <<<"$result"
  if [[ $last =~ ^([0-9]+)\ ([0-9]+)$ ]]; then
    tests_passed=$((tests_passed + BASH_REMATCH[1])) tests_failed=$((tests_failed + BASH_REMATCH[2]))
  else
    check "the browser's test ends: $last" false
  fi
fi
finish report
