#!/usr/bin/env bash
# `regrun verify`: runs that are computed anew, elsewhere, and compared byte by byte.
# shellcheck source=tests/cli/check.bash
source "$(dirname "$0")/check.bash"
not() { ! "$@"; }
mkdir "$tmp/temporary"
export TMPDIR=$tmp/temporary
awk -v OFS=, 'BEGIN { print "a,b,label"; for (i = 0; i < 60; i++) print i % 7, (i * 5) % 11, i % 3 ? "x" : "y" }' >"$tmp/t.csv"
cat >"$tmp/v.json" <<JSON
{ "name": "verified", "seeds": 3, "data": { "source": "csv", "file": "$tmp/t.csv", "validation_fraction": 0.2 },
  "model.hidden": [6], "train": { "epochs": 6, "batch_size": 8, "save": "both" },
  "settings": [ { "name": "a" }, { "name": "b", "regularize.dropout": 0.5 }, { "name": "nan", "train.learning_rate": 1e6 } ] }
JSON
run --config "$tmp/v.json" --out "$tmp/v" --quiet
exits 1 "three runs of it diverge"
find "$tmp/v" | sort >"$tmp/before"

# nothing_left WHAT: nothing is left of what was computed, and the results are as they were.
nothing_left() {
  check "$1: the temporary folder is gone" [ -z "$(ls "$tmp/temporary")" ]
  check "$1: the results have the same files" diff "$tmp/before" <(find "$tmp/v" | sort)
}

run verify "$tmp/v"
exits 0 "verify"
check "verify: all are the same" [ "$(grep -cE '^[0-9] of 9  (a|b|nan), seed [123]: the same$' "$tmp/out")" -eq 9 ]
check "verify: the end" grep -qx 'all 9 are the same, byte by byte' "$tmp/out"
nothing_left "verify"

# The same bytes by every build of the mathematics that runs here.
for kernel in $("$regrun" --version | sed -n 's/.*runs: //p'); do
  REGRUN_KERNEL=$kernel run verify "$tmp/v" --jobs 2
  exits 0 "with the kernel $kernel"
  check "it says $kernel" grep -q "with the kernel $kernel$" "$tmp/out"
done

# A sample is drawn at random: by one draw the same runs, by another one others.
run verify "$tmp/v" --sample 4 --jobs 1
exits 0 "--sample"
check "--sample: four runs" [ "$(grep -c ': the same$' "$tmp/out")" -eq 4 ]
sed 's/.* of 4 //' "$tmp/out" >"$tmp/first"
run verify "$tmp/v" --sample 4 --jobs 1
check "the same draw" cmp -s "$tmp/first" <(sed 's/.* of 4 //' "$tmp/out")
run verify "$tmp/v" --sample 4 --draw 2 --jobs 1
check "another draw" not cmp -s "$tmp/first" <(sed 's/.* of 4 //' "$tmp/out")
run verify "$tmp/v" --sample 100
check "no more than there are" grep -qx 'all 9 are the same, byte by byte' "$tmp/out"

# What differs is told: the first row, by its epoch, and the cell; a row too many or too few; a network.
rows=$tmp/v/runs/a/seed-2/epochs.csv
cp "$rows" "$tmp/rows"
column=$(head -1 "$rows" | tr , '\n' | grep -nx test_loss | cut -d: -f1)
was=$(awk -F, '$1 == 3' "$rows" | cut -d, -f"$column")
awk -F, -v OFS=, -v c="$column" '$1 == 3 { $c = 0.125 } $1 == 5 { $c = 0.5 } 1' "$tmp/rows" >"$rows"
run verify "$tmp/v"
exits 1 "a number that is not so"
check "it is told" grep -qE "a, seed 2: NOT the same: epoch 3, test_loss: 0.125 there, $was now$" "$tmp/out"
says "1 of 9 runs are not the same when they are computed anew"
nothing_left "a difference"
head -n -1 "$tmp/rows" >"$rows"
run verify "$tmp/v" --quiet
exits 1 "a row is missing"
check "only that is told" grep -qxE ". of 9  a, seed 2: NOT the same: the one there ends after epoch 5, the new one does not" "$tmp/out"
{ cat "$tmp/rows" && tail -1 "$tmp/rows"; } >"$rows"
run verify "$tmp/v" --quiet
check "a row too many" grep -q "the new one ends after epoch 6, the one there does not" "$tmp/out"
cp "$tmp/rows" "$rows"
printf 'x' >>"$tmp/v/runs/b/seed-1/best.safetensors"
run verify "$tmp/v" --quiet
exits 1 "another network"
check "it is told" grep -q "b, seed 1: NOT the same: best.safetensors is not the same, though all rows are" "$tmp/out"
rm "$tmp/v/runs/b/seed-1/best.safetensors"
run verify "$tmp/v" --quiet
check "a network that is gone" grep -q "b, seed 1: NOT the same: best.safetensors is missing there" "$tmp/out"

# Data that are gone, or others: exit 4, and nothing is computed.
mv "$tmp/t.csv" "$tmp/kept.csv"
run verify "$tmp/v"
exits 4 "no data"
says "t.csv"
sed 's/^0,0,y$/0,9,y/' "$tmp/kept.csv" >"$tmp/t.csv"
check "the data are others" not cmp -s "$tmp/t.csv" "$tmp/kept.csv"
run verify "$tmp/v"
exits 4 "other data"
says "was trained on other data"
check "nothing was computed" [ ! -s "$tmp/out" ]
mv "$tmp/kept.csv" "$tmp/t.csv"

# Interrupted, it leaves nothing behind.
run --config "$tmp/v.json" --seeds 60 --only a --out "$tmp/long" --quiet
"$regrun" verify "$tmp/long" --jobs 1 >"$tmp/out" 2>"$tmp/err" &
pid=$!
for ((i = 0; i < 3000; i++)); do
  if grep -q '^1 of ' "$tmp/out"; then break; fi
  sleep 0.01
done
kill -TERM $pid
wait $pid
code=$?
exits 130 "an interrupt"
says "interrupted"
check "an interrupt: the temporary folder is gone" [ -z "$(ls "$tmp/temporary")" ]

# Fewer epochs than config.json asks for: left out.
run --config "$tmp/v.json" --seeds 2 --only a --out "$tmp/grown" --quiet
run --config "$tmp/v.json" --seeds 2 --only a --set train.epochs=8 --runs "$("$regrun" plan --config "$tmp/v.json" \
  --seeds 2 --only a --set train.epochs=8 --out "$tmp/grown" --list | head -1)" --out "$tmp/grown" --quiet
run verify "$tmp/grown"
exits 0 "some runs are shorter"
says "1 runs were trained for fewer epochs than config.json asks for, and are left out"
check "the other one is verified" grep -qx 'all 1 are the same, byte by byte' "$tmp/out"

run verify
exits 2 "no folder"
run verify "$tmp/v" --draw 2
exits 2 "--draw without --sample"
run verify "$tmp"
exits 5 "no results folder"
says "no results folder of regrun's"
TMPDIR=$tmp/none run verify "$tmp/long"
exits 5 "no temporary folder"
says "TMPDIR"
finish verify
