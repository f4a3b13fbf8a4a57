#!/usr/bin/env bash
# A results folder that grows: seeds, settings and epochs, in whatever order; what contradicts it; runs that are to become
# longer and have not yet; folders that are joined.
# shellcheck source=tests/cli/check.bash
source "$(dirname "$0")/check.bash"
cd "$tmp" || exit 1

cat >g.json <<'JSON'
{ "name": "g", "data": { "source": "digits", "train_size": 60, "test_size": 40 }, "model": { "hidden": [8] },
  "train": { "epochs": 4, "batch_size": 20, "eval_every": 3, "learning_rate": 0.1 }, "seeds": 3,
  "settings": [ { "name": "plain" }, { "name": "ema", "regularize.ema": 0.5 },
                { "name": "stops", "data.validation_fraction": 0.25, "regularize.early_stopping": 1 } ] }
JSON
sed -i 's/"data.validation_fraction": 0.25, //; s/"test_size": 40/"test_size": 40, "validation_fraction": 0.25/' g.json
one() { sed 's/"settings": \[.*/"settings": [ { "name": "plain" } ] }/; /{ "name": "stops"/d' g.json; }
one >one.json

run --config g.json --out whole --quiet
exits 0 "all at once"

# --- In pieces, each asking for something else
run --config one.json --out parts --quiet --seeds 2
run --config g.json --out parts --quiet --seeds 3 --only ema
check "the manifest says that it is a part" grep -q '^  "status": "partly done",$' parts/manifest.json
run --config g.json --out parts --quiet
exits 0 "in three pieces"
for file in log.csv config.json summary.csv; do check "pieces: $file" cmp -s "parts/$file" "whole/$file"; done
run --config one.json --out parts --quiet
exits 0 "a config of which the folder has all, and more"
check "what is there stays" cmp -s parts/log.csv whole/log.csv

# --- More epochs
run --config g.json --out long --quiet --set train.epochs=7
run --config g.json --out short --quiet --set train.epochs=4
run --config g.json --out short --quiet --set train.epochs=7
exits 0 "seven epochs after four"
check "longer runs are those of so many epochs at once" cmp -s short/log.csv long/log.csv

cp -r whole some
run --config g.json --out some --quiet --set train.epochs=7 --only plain
exits 0 "more epochs for one setting"
run compare some
check_has "the others are not compared with it" "$(cat "$tmp/out")" "3 of 3 runs did not finish and are left out"
check "no verdict on them" [ "$(grep -c 'overfits\|accurate' "$tmp/out")" -eq 0 ]
run status some
check_has "status of it" "$(cat "$tmp/out")" "3 of 9 runs are done, 6 missing" \
  "6 of those missing are there with fewer epochs than config.json asks for" \
  "What is not done is done by: regrun --config some/config.json --out some"
run --config some/config.json --out some --quiet
exits 0 "what status says does it"
check "the manifest says that all is done" grep -q '^  "status": "done",$' some/manifest.json
run --config g.json --out some --quiet --set train.epochs=5
exits 5 "fewer epochs than runs have"
says "train.epochs (7 there, 5 here: runs can become longer, not shorter)"

# Runs that were to become longer and failed say so, and what is there is still what it is.
cp -r whole late
run --config g.json --out late --set train.epochs=1000000 --only plain --seeds 1 --timeout-per-run 0.2s
exits 1 "an extension that fails"
run status late
check_has "status knows why" "$(cat "$tmp/out")" "1 failed" "plain, seed 1: took longer than the 0.2 s"
run --config g.json --out late --quiet
exits 0 "back to the epochs that are there"
check "nothing is lost" cmp -s late/log.csv whole/log.csv

# --- What contradicts
run --config g.json --out whole --set train.momentum=0.3
exits 5 "another momentum"
says 'whole holds setting "plain" with other options: train.momentum (0.9 there, 0.3 here); choose another folder with --out'
run --config g.json --out whole --set data.seed=5
exits 5 "other data"
says "data.seed"

# --- Folders of other seeds and settings, joined
run --config g.json --out a --quiet --seeds 1
run --config g.json --out b --quiet --seeds 2-3
run --config one.json --out c --quiet --seeds 1
run merge a b c --quiet
exits 0 "merge"
check_same "--quiet says nothing" "$(sort "$tmp/err")" ""
for file in log.csv config.json summary.csv; do check "merged: $file" cmp -s "a/$file" "whole/$file"; done
run merge c
exits 0 "a folder by itself"
run --config one.json --out other --quiet --set train.momentum=0.3
run merge a other
exits 5 "what does not belong together"
says 'other: setting "plain" has other options than in a: train.momentum (0.9 there, 0.3 here); nothing was merged'
check "nothing was" cmp -s a/log.csv whole/log.csv
run --config g.json --out half --quiet --seeds 1 --only plain
run merge half
exits 1 "not complete"
says "2 of 3 runs are not done (0 failed, 0 under way)"
run merge half --partial --quiet
exits 0 "--partial"
sed -i '2s/,0,/,9,/' b/runs/plain/seed-2/epochs.csv
run merge a b
exits 1 "a second copy that is another"
says "1 runs came out twice, and not the same: a/conflicts has the second copies"
check "the first stays" cmp -s a/log.csv whole/log.csv

# --- Two at once, each asking for its own
for _ in 1 2 3; do
  rm -rf two
  "$regrun" --config g.json --out two --quiet --seeds 1-2 --jobs 1 2>>"$tmp/err" &
  "$regrun" --config one.json --out two --quiet --seeds 3 --jobs 1 2>>"$tmp/err" &
  wait
  run --config g.json --out two --quiet --seeds 3
  exits 0 "what neither has asked for"
  for file in log.csv config.json; do check "two at once: $file" cmp -s "two/$file" "whole/$file"; done
done
rm -rf two
"$regrun" --config g.json --out two --quiet --seeds 1 &
"$regrun" --config g.json --out two --quiet --seeds 2-3 &
wait
for file in log.csv config.json; do check "whoever ends last has all: $file" cmp -s "two/$file" "whole/$file"; done

# A worker that is told to stop by somebody else has failed.
"$regrun" --config g.json --out told --quiet --set train.epochs=100000 --only plain --seeds 1 2>"$tmp/err" &
parent=$!
for _ in {1..200}; do
  cat told/attempts/*/*/epochs.csv 2>/dev/null | grep -q '^9,' && break
  sleep 0.02
done
# shellcheck disable=SC2046 # the one worker
kill -TERM $(cat /proc/$parent/task/*/children)
wait $parent
code=$?
exits 1 "a worker that somebody stops"
says "stopped by a SIGTERM that came from elsewhere"

# Rows that are gone are not taken for a run.
rm whole/runs/plain/seed-2/epochs.csv
run status whole
check_has "status of a run without rows" "$(cat "$tmp/out")" "8 of 9 runs are done, 1 missing"
run --config g.json --out whole --quiet
exits 0 "the same command makes them again"
check "as they were" cmp -s a/log.csv whole/log.csv

# --- Shards
for i in 1 2 3; do run --config g.json --out shards --shard $i/3 --quiet; done
check "a shard writes no log" [ ! -e shards/log.csv ]
check "the last one's manifest says that all is done" grep -q '^  "status": "done",$' shards/manifest.json
check "also of what other shards did" [ "$(grep -c '"seed": .*"status": "done"' shards/manifest.json)" -eq 9 ]
run merge shards --quiet
exits 0 "three shards"
check "they are the whole" cmp -s shards/log.csv whole/log.csv

# --- Two that do a part each: whoever ends last looks at what the other did meanwhile.
cat >pair.json <<'JSON'
{ "name": "pair", "data": { "source": "blobs", "train_size": 40, "test_size": 20 }, "model.hidden": [8], "seeds": 1,
  "train": { "epochs": 40, "learning_rate": 0.1, "eval_every": 1000 },
  "settings": [ { "name": "slow", "train.epochs": 100000 }, { "name": "quick" } ] }
JSON
"$regrun" --config pair.json --out pair --only slow --quiet 2>"$tmp/slow" &
for _ in {1..200}; do
  compgen -G "pair/attempts/*/*" >/dev/null && break
  sleep 0.02
done
run --config pair.json --out pair --only quick --quiet
exits 0 "the quick one"
wait
check_same "the slow one says nothing" "$(cat "$tmp/slow")" ""
check "the last manifest says that all is done" grep -q '^  "status": "done",$' pair/manifest.json
check "of both" [ "$(grep -c '"seed": 1.*"status": "done"' pair/manifest.json)" -eq 2 ]
finish grow
