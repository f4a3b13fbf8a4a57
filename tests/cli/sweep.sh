#!/usr/bin/env bash
# scripts/sweep.sh: runs what is missing, and its table has the numbers of summary.csv.
# shellcheck source=tests/cli/check.bash
source "$(dirname "$0")/check.bash"

cat >"$tmp/tiny.json" <<'END'
{ "name": "tiny",
  "data":  { "source": "digits", "train_size": 40, "test_size": 40 },
  "model": { "hidden": [8] },
  "train": { "epochs": 3 },
  "seeds": 2,
  "settings": [ { "name": "plain" }, { "name": "bn", "regularize": { "batch_norm": true } } ] }
END
export REGRUN=$regrun OUT=$tmp/sweep

sweep() {
  scripts/sweep.sh "$tmp/tiny.json" train.batch_size "$@" >"$tmp/out" 2>"$tmp/err"
  code=$?
}

# mean VALUE SETTING: the mean gap of summary.csv, to four decimals.
mean() {
  awk -F, -v name="$2" 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == "gap_mean") n = i }
    $1 == name { printf "%.4f", $n }' "$tmp/sweep/train.batch_size-$1/summary.csv"
}

sweep 8 16 -- --seeds 3
exits 0 "two values"
check_same "options are handed on" "$(cut -d, -f2 "$tmp/sweep/train.batch_size-8/log.csv" | sort -u | tr '\n' ' ')" "1 2 3 seed "
for setting in plain bn; do
  check_same "$setting has its gaps" "$(awk -v name=$setting '$1 == name { print $2, $3; exit }' "$tmp/out")" \
    "$(mean 8 $setting) $(mean 16 $setting)"
done
smallest=$(for value in 8 16; do for setting in plain bn; do mean $value $setting && echo; done; done | sort -g | head -n 1)
check_has "the smallest gap is named first" "$(sed -n '/^Smallest/{n;p}' "$tmp/out")" "gap $smallest"

touch -d 2001-01-01 "$tmp/sweep/train.batch_size-8/log.csv"
sweep 8 16 32 -- --seeds 3
exits 0 "one value more"
check_same "what is complete is not run again" "$(find "$tmp/sweep" -name log.csv ! -newermt 2002-01-01 | wc -l)" 1
check "the new value is" [ -s "$tmp/sweep/train.batch_size-32/summary.csv" ]
command=$(sed -n 's/^With intervals and tests: //p' "$tmp/out")
$command >"$tmp/out" 2>"$tmp/err"
check "the comparison of all works" grep -qF "train.batch_size-32/bn" "$tmp/out"
sweep 8 16 32 -- --seeds 4
exits 0 "one seed more"
check_same "all of it is run again" "$(cut -d, -f2 "$tmp"/sweep/*/log.csv | sort -u | tr '\n' ' ')" "1 2 3 4 seed "
check_same "and shown" "$(awk '$1 == "bn" { print $2; exit }' "$tmp/out")" "$(mean 8 bn)"
sweep
exits 2 "without values"
says "scripts/sweep.sh CONFIG KEY VALUE"
finish sweep
