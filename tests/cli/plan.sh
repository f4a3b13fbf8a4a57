#!/usr/bin/env bash
# `regrun plan`: the runs of an experiment, how far they are, and what is left would cost. No test looks at a clock.
# shellcheck source=tests/cli/check.bash
source "$(dirname "$0")/check.bash"

cat >"$tmp/p.json" <<'JSON'
{ "name": "planned", "about": "Which?", "seeds": 3, "data": { "source": "blobs", "train_size": 21, "test_size": 12 },
  "model.hidden": [5], "train": { "epochs": 4, "batch_size": 4 },
  "settings": [ { "name": "plain" }, { "name": "wide, =\"8\"", "model.hidden": [8] },
                { "name": "drop", "train.last_batch": "drop", "regularize.dropout": 0.5 } ] }
JSON
plan() { run plan --config "$tmp/p.json" --out "$tmp/out.d" "$@"; }

# --- For a person, before anything is there.
plan
exits 0 "plan"
check "plan: nothing on stderr" [ ! -s "$tmp/err" ]
check_has "plan" "$(cat "$tmp/out")" 'experiment  planned: Which?' 'runs        9: 3 settings under 3 seeds' \
  "results     $tmp/out.d, which is not there yet: 9 missing" 'parameters  39 to 60' 'steps       20' 'left        9 runs: about '
check "plan: what is left" grep -qE '^left        9 runs: about [0-9.]+ s( with [0-9]+ runs at once)? \([0-9.]+( s)? to [0-9.]+ (s|min)\)$' "$tmp/out"
check "plan: a row for each setting" grep -qE '^drop +39 +20 +[0-9.]+ s +3$' "$tmp/out"
check "plan: it fits a screen" [ "$(wc -l <"$tmp/out")" -le 24 ]
check "plan writes nothing" [ ! -e "$tmp/out.d" ]
run plan --config "$tmp/p.json" --set train.learning_rate=0.01,0.02,0.03,0.04,0.05,0.06
check_has "18 settings" "$(cat "$tmp/out")" 'runs        54: 18 settings under 3 seeds' 'and 6 more; --csv has them all'
check "18 settings fit a screen" [ "$(wc -l <"$tmp/out")" -le 26 ]

# --- IDs: one on each line and nothing else; the same whenever they are asked for; others for other options and seeds.
plan --list
exits 0 "plan --list"
check "an ID on each line" [ "$(grep -cxE '[0-9a-f]{16}' "$tmp/out")" -eq 9 ]
check "and nothing else" [ "$(cat "$tmp/out" "$tmp/err" | wc -l)" -eq 9 ]
check "no two are the same" [ "$(sort -u "$tmp/out" | wc -l)" -eq 9 ]
cp "$tmp/out" "$tmp/ids"
plan --list --seeds 2
check "fewer seeds: some of them" [ "$(sort "$tmp/out" | comm -12 - <(sort "$tmp/ids") | wc -l)" -eq 6 ]
plan --list --set train.momentum=0.5
check "other options: others" [ "$(sort "$tmp/out" | comm -12 - <(sort "$tmp/ids") | wc -l)" -eq 0 ]
for shard in 1/2 2/2; do
  plan --list --shard $shard
  cat "$tmp/out" >>"$tmp/shards"
done
check "two shards are all" diff <(sort "$tmp/ids") <(sort "$tmp/shards")
plan --list --only 'w*'
check "--only: three of one setting" [ "$(wc -l <"$tmp/out")" -eq 3 ]

# --- The table. Every number in it can be had by hand: 2 features, 4 classes; 21 samples in batches of 4 leave one over.
plan --csv
exits 0 "plan --csv"
check_same "the header" "$(head -1 "$tmp/out")" \
  'id,setting,seed,model.hidden,train.last_batch,regularize.dropout,parameters,steps,status'
check_same "the IDs are those of --list" "$(tail -n +2 "$tmp/out" | cut -d, -f1)" "$(cat "$tmp/ids")"
check_same "a plain run" "$(sed -n 2p "$tmp/out" | cut -d, -f2-)" 'plain,1,5,keep,0,39,20,missing'
check_same "a name in quotes" "$(sed -n 5p "$tmp/out" | cut -d, -f2-)" '"wide, =""8""",1,8,keep,0,60,20,missing'
check_same "a dropped batch" "$(sed -n 9p "$tmp/out" | cut -d, -f2-)" 'drop,2,5,drop,0.5,39,20,missing'
awk -v OFS=, 'BEGIN { print "a", "label"; for (i = 0; i < 30; i++) print i, i % 3 ? "x" : "y" }' >"$tmp/t.csv"
run plan --csv --config - --set "data.file=$tmp/t.csv" <<<'{ "data": { "source": "csv", "folds": 3 }, "seeds": [4] }'
check_has "folds" "$(cat "$tmp/out")" 'id,setting,seed,fold,parameters' ',base,4,1,'

# --- What was done is seen, and --runs takes the IDs.
run --config "$tmp/p.json" --out "$tmp/out.d" --only plain --quiet
trained "a part of it"
find "$tmp/out.d" | sort >"$tmp/before"
plan
check_has "a part is done" "$(cat "$tmp/out")" "6 missing" "left        6 runs: about"
plan --list
check_same "what is left" "$(cat "$tmp/out")" "$(tail -n 6 "$tmp/ids")"
check "plan changes nothing" diff "$tmp/before" <(find "$tmp/out.d" | sort)
run --config "$tmp/p.json" --out "$tmp/out.d" --runs "$(sed -n 5p "$tmp/ids")" --quiet
trained "one run by its ID"
plan --list
check_same "that one is done" "$(cat "$tmp/out")" "$(sed -n '4p;6,9p' "$tmp/ids")"
plan --csv --only missing
check "--only missing: 5 rows" [ "$(wc -l <"$tmp/out")" -eq 6 ]
plan --list --set train.epochs=5
check "more epochs: all are to be done" [ "$(wc -l <"$tmp/out")" -eq 9 ]

# --- JSON holds all of it.
plan --json
exits 0 "plan --json"
cp "$tmp/out" "$tmp/plan.json"
cat >"$tmp/read.py" <<'PYTHON'
import json, sys
plan = json.load(open(sys.argv[1]))
runs = plan["runs"]
assert [r["id"] for r in runs] == open(sys.argv[2]).read().split()
assert (plan["settings"], plan["seeds"], plan["total"], plan["missing"], plan["failed"]) == (3, 3, 9, 5, 0), plan
assert runs[3]["setting"] == 'wide, ="8"' and runs[3]["options"]["model.hidden"] == [8] and runs[3]["seed"] == 1
assert runs[3]["parameters"] == 60 and runs[3]["steps"] == 20 and runs[3]["seconds"] > 0 and runs[3]["status"] == "missing"
estimate = plan["estimate"]
assert 0 < estimate["seconds_least"] <= estimate["seconds"] <= estimate["seconds_most"], estimate
assert estimate["memory_bytes"] > 0 and estimate["jobs"] >= 1 and estimate["kinds_timed"] <= estimate["kinds"] == 3
PYTHON
if [ -n "$(type -P python3)" ]; then
  check "plan --json" python3 "$tmp/read.py" "$tmp/plan.json" "$tmp/ids"
else
  skip "plan --json" "there is no python3"
fi
run --config "$tmp/p.json" --out "$tmp/out.d" --quiet
trained "all of it"
plan
check "nothing is left" grep -qx 'left        nothing' "$tmp/out"
plan --list
check "plan --list: nothing" [ ! -s "$tmp/out" ]

# --- What is refused.
run plan
exits 2 "plan without a config"
says "--config FILE is missing"
plan --list --csv
exits 2 "two ways at once"
says "give one of --list, --csv and --json"
plan --only plaim
exits 2 "--only of no setting"
says "--only plaim: no setting is called so; settings are plain, wide, =\"8\", drop; states are failed, interrupted and missing; did you mean plain?"
plan --only dro
says "states are failed, interrupted and missing; did you mean drop?"
plan --only failed,mising
exits 2 "one state of two"
says "--only failed,mising: no setting is called mising; settings are plain"
says "; did you mean missing?"
plan --shard 3/2
exits 2 "--shard 3/2"
plan --set train.momentum=0.5
exits 5 "a config that contradicts the folder"
says "train.momentum"
finish plan
