#!/usr/bin/env bash
# Experiments as a user runs them.
# shellcheck source=tests/cli/check.bash
source "$(dirname "$0")/check.bash"

cat >"$tmp/small.json" <<'JSON'
// Small enough for every test.
{ "name": "small",
  "about": "Does dropout matter to twelve neurons?",
  "data":  { "source": "digits", "train_size": 40, "test_size": 30 },
  "model": { "hidden": [12] },
  "train": { "epochs": 3, "batch_size": 16, "learning_rate": 0.05, "momentum": 0.9 },
  "seeds": 2,
  "settings": [ { "name": "plain" }, { "name": "a, b/c", "regularize": { "dropout": 0.5 } } ] }
JSON
small=$tmp/small.json

# Numbers of time are not golden, nor are places.
steady() {
  sed -E -e 's/, [0-9.]+ s$/, TIME s/' -e "s#$tmp#TMP#g" "$1" >"$1.steady"
}

# --- A first run, from a folder of its own: results/<name> below it.
mkdir "$tmp/home"
(cd "$tmp/home" && "$regrun" --config "$small" --jobs 1 >"$tmp/out" 2>"$tmp/err")
code=$?
exits 0 "a first run"
steady "$tmp/err"
same "$tmp/err.steady" run-progress.txt
results=$tmp/home/results/small
for file in log.csv timing.csv summary.csv config.json manifest.json; do
  check "$file is there" [ -s "$results/$file" ]
  check "$file is in the list of what was written" grep -q "results/small/$file" "$tmp/out"
done
same "$results/log.csv" run-log.csv
check "timing.csv has the keys of log.csv" diff \
  <(cut -d, -f1-4 "$results/log.csv" | sed -E 's/("a, b\/c",[0-9]+,[0-9]+).*|(^[^"]*,[^,]*,[^,]*),.*/\1\2/') \
  <(cut -d, -f1-4 "$results/timing.csv" | sed -E 's/("a, b\/c",[0-9]+,[0-9]+).*|(^[^"]*,[^,]*,[^,]*),.*/\1\2/')
for run in plain/seed-1 plain/seed-2 a,%20b%2Fc/seed-1 a,%20b%2Fc/seed-2; do
  check "runs/$run is done" grep -q '"status": "done"' "$results/runs/$run/result.json"
  check "runs/$run has its rows" [ "$(wc -l <"$results/runs/$run/epochs.csv")" -eq 5 ]
done
check "the table names the settings" grep -q 'a, b/c' "$tmp/out"
check "no control characters outside a terminal" [ "$(tr -d '\n\40-\176\200-\377' <"$tmp/out" | wc -c)" -eq 0 ]

python=$(command -v python3 || true)
if [ -n "$python" ]; then
  check "manifest.json" "$python" - "$results" "$("$regrun" --version | sed -nE '1s/^[^(]*\(?([^)]*)\)?$/\1/p')" <<'PYTHON'
import json, os, re, sys
folder = sys.argv[1]
m = json.load(open(folder + "/manifest.json"))
assert m["program"] == "regrun" and m["status"] == "done" and m["experiment"] == "small", m
assert m["command"][0] == "regrun" and m["command"][1] == "--config" and m["jobs"] == 1, m
assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", m["started"]) and m["ended"] >= m["started"], m
assert m.get("commit", "") == sys.argv[2], m
assert all(m[key] for key in ("version", "compiler", "cpu", "kernel", "config")), m
assert [(r["setting"], r["seed"], r["status"]) for r in m["runs"]] == [
    ("plain", 1, "done"), ("plain", 2, "done"), ("a, b/c", 1, "done"), ("a, b/c", 2, "done")], m
assert m["data"][0]["settings"] == ["plain", "a, b/c"] and re.fullmatch("[0-9a-f]{64}", m["data"][0]["sha256"]), m
for r in m["runs"]:
    json.load(open(os.path.join(folder, r["folder"], "result.json")))
PYTHON
else
  skip "manifest.json as JSON: no python3"
fi

# --- What is there is not done again; what contradicts it is refused.
cp "$results/log.csv" "$tmp/log.before"
cp "$results/runs/plain/seed-1/attempt.json" "$tmp/attempt.before"
run --config "$small" --out "$results"
exits 0 "results that are there already"
says "holds 4 of these 4 runs already; more are made by more --seeds, settings or epochs"
check "nothing was trained again" cmp -s "$results/runs/plain/seed-1/attempt.json" "$tmp/attempt.before"
check "the same log" cmp -s "$results/log.csv" "$tmp/log.before"
run --config "$small" --out "$results" --set train.momentum=0.5 --set train.epochs=2
exits 5 "another experiment in the same folder"
says 'holds setting "plain" with other options: train.epochs (3 there, 2 here: runs can become longer, not shorter), train.momentum (0.9 there, 0.5 here); choose another folder with --out'
check "the log is as it was" cmp -s "$results/log.csv" "$tmp/log.before"
echo mine >"$results/notes.txt"
run --config "$small" --out "$results" --restart --quiet
exits 0 "--restart"
check_same "--quiet says nothing" "$(cat "$tmp/out" "$tmp/err")" ""
check "the same bytes again" cmp -s "$results/log.csv" "$tmp/log.before"
check "files of others stay" grep -q mine "$results/notes.txt"
check "summary.csv with --quiet" [ -s "$results/summary.csv" ]
run --config "$results/config.json" --out "$tmp/again" --quiet
exits 0 "the resolved config as config"
check "the resolved config gives the same log" cmp -s "$tmp/again/log.csv" "$tmp/log.before"

# --- Overrides.
run --config "$small" --out "$tmp/over" --set train.epochs=1 --set=train.batch_size=8 --seeds 3 --jobs=2 --quiet
exits 0 "--set, --seeds, --jobs"
check "two settings, three seeds, epochs 0 and 1" [ "$(wc -l <"$tmp/over/log.csv")" -eq 13 ]
check "five steps of eight" grep -q '^plain,3,1,5,' "$tmp/over/log.csv"
run --config "$small" --out "$tmp/wrong" --set train.epoch=1
exits 3 "--set of an unknown key"
says "train.epochs"
check "nothing was made" [ ! -e "$tmp/wrong" ]

# --- A sweep: settings crossed with values, a folder and a column for each, and a resolved config that says it all.
run --config "$small" --out "$tmp/swept" --set train.epochs=1 --set train.batch_size=8,16 --seeds 6-7 --quiet
exits 0 "--set with several values"
check "a folder for each point" [ -d "$tmp/swept/runs/plain,batch_size=16/seed-7" ]
check "four settings, two seeds, two epochs" [ "$(wc -l <"$tmp/swept/log.csv")" -eq 17 ]
check "the swept option is a column" grep -q '^"plain,batch_size=8",6,1,5,.*,8,' "$tmp/swept/log.csv"
run --config "$tmp/swept/config.json" --out "$tmp/again" --restart --quiet
exits 0 "the resolved config of a sweep as config"
check "it gives the same log" cmp -s "$tmp/again/log.csv" "$tmp/swept/log.csv"

# --- A config is looked for as given, then in configs/.
run check --config bn_vs_dropout.json
exits 0 "the bare name of a config"
run check --config momenta
exits 5 "a config without its ending"
says "did you mean momenta.json?"
run check --config configs/momenta.jso
says "did you mean configs/momenta.json?"
run --config no_such_config.json
exits 5 "a config that is not there"
says "no_such_config.json"

# --- Folders that cannot be written are found out before any work.
echo text >"$tmp/file"
for folder in "$tmp/file" "$tmp/file/below" /proc/regrun; do
  run --config "$small" --out "$folder"
  exits 5 "--out $folder"
  check "--out $folder: no run was begun" [ "$(grep -c 'seed 1' "$tmp/err")" -eq 0 ]
done
run --config "$small" --out ""
exits 2 "--out without a name"
(
  ulimit -f 5 # KiB; the merged log takes more, the runs' own files less
  "$regrun" --config "$small" --out "$tmp/limit" --set train.epochs=24 --jobs 1 >"$tmp/out" 2>"$tmp/err"
)
code=$?
exits 5 "a log larger than the limit"
says "$tmp/limit/log.csv: File too large"
check "the runs' own rows are kept" [ "$(wc -l <"$tmp/limit/runs/plain/seed-2/epochs.csv")" -eq 26 ]
run compare "$tmp/limit"
exits 0 "they can be read"
run --config "$small" --out "$tmp/limit" --set train.epochs=24 --quiet
exits 0 "the same command, once there is room"
run --config "$small" --out "$tmp/unlimited" --set train.epochs=24 --quiet
check "its log is that of one go" cmp -s "$tmp/limit/log.csv" "$tmp/unlimited/log.csv"
# Root may write anywhere, so that it must become somebody else here.
somebody=() owner=$(id -u)
if [ "$owner" -eq 0 ]; then owner=65534 somebody=(setpriv --reuid=65534 --regid=65534 --clear-groups); fi
chmod 755 "$tmp"
install -d -m 500 -o "$owner" "$tmp/locked"
if "${somebody[@]}" "$regrun" --version >/dev/null 2>&1; then
  "${somebody[@]}" "$regrun" --config "$small" --out "$tmp/locked/results" >"$tmp/out" 2>"$tmp/err"
  code=$?
  exits 5 "a locked folder"
  says "$tmp/locked: Permission denied"
else
  skip "a locked folder: root may write anywhere, and cannot become somebody else"
fi

# --- A run that diverges says so, and the others go on.
sed 's/"settings".*/"settings": [{"name":"good"}, {"name":"bad","train.learning_rate":1e6,"regularize.weight_decay":1}, {"name":"last"}] }/' \
  "$small" >"$tmp/bad.json"
run --config "$tmp/bad.json" --out "$tmp/diverged" --seeds 1 --jobs 1
exits 1 "a run that diverges"
says "bad, seed 1: diverged in epoch"
says "; try a smaller train.learning_rate"
says "1 of 3 runs failed or diverged"
check "its last row is nan" grep -qE '^bad,1,[0-9]+,[0-9]+,[^,]+,nan,nan,nan,nan,nan,nan,' "$tmp/diverged/log.csv"
check "the others are whole" [ "$(grep -cE '^(good|last),1,' "$tmp/diverged/log.csv")" -eq 8 ]
check "result.json says where" grep -q '"status": "diverged"' "$tmp/diverged/runs/bad/seed-1/result.json"

# --- A run that learned nothing is told as it ends, counts, and is pointed out wherever its numbers stand.
sed 's/"settings".*/"settings": [{"name":"good"}, {"name":"flat","regularize.weight_decay":5,"train.epochs":40}] }/' "$small" >"$tmp/flat.json"
run --config "$tmp/flat.json" --out "$tmp/flat" --seeds 1 --jobs 1 --quiet
exits 1 "a run that learns nothing"
says "flat, seed 1: learned nothing: train loss 2.30"
says "always predicting the class shares has 2.303; try a smaller train.learning_rate"
says "1 of 2 runs learned nothing"
check "the manifest knows" [ "$(grep -c '"status": "learned nothing"' "$tmp/flat/manifest.json")" -eq 1 ]
check "result.json knows" grep -q '"learned": false' "$tmp/flat/runs/flat/seed-1/result.json"
check "summary.csv counts it" grep -q '^flat,1,0,1,2\.3' "$tmp/flat/summary.csv"
run compare "$tmp/flat"
exits 0 "the comparison"
check_has "the comparison" "$(cat "$tmp/out")" "1, 1 learned nothing" \
  "no better than always predicting the class shares; counted all the same: seed 1"
check "the page says it" grep -q 'learned nothing: on the training part' "$tmp/flat/report.html"
run compare "$tmp/flat" --format csv
check_has "as CSV" "$(cat "$tmp/out")" "setting,seeds,diverged,learned_nothing,test_loss_mean"
mkdir "$tmp/bare" && cp "$tmp/flat/log.csv" "$tmp/bare"
run compare "$tmp/bare"
check "without a manifest nothing is claimed" [ "$(grep -c "learned nothing" "$tmp/out")" -eq 0 ]
run --config "$small" --out "$tmp/flat" --restart --set train.epochs=0
exits 0 "without epochs nothing was to be learned"

# --- Five lines are enough to learn what a table has to teach.
awk 'BEGIN { for (i = 0; i < 300; i++) print sin(i) "," i * 7 % 13 "," cos(3 * i) * 100 "," 1e6 * (sin(i) + (i * 7 % 13) / 3) }' \
  >"$tmp/amounts.csv"
echo '{ "data": { "source": "csv", "file": "amounts.csv" }, "settings": [{ "name": "defaults" }] }' >"$tmp/amounts.json"
run --config "$tmp/amounts.json" --out "$tmp/amounts"
exits 0 "a regression by default"
check "progress has the RMSE in the digits of the tables" grep -qE '^\[5/5\] defaults, seed [0-9]: .*, RMSE [0-9]{5}, ' "$tmp/err"
run check --config "$tmp/amounts.json"
check "so has what guessing scores" grep -qE '^guessing .* test RMSE of [0-9]{7}, the mean over the seeds$' "$tmp/out"
run data show "$tmp/amounts.csv"
check "also of a table" grep -qE '^always predicting its mean has an RMSE of [0-9]{7}, in its unit$' "$tmp/out"
# shellcheck disable=SC2016 # a program for awk
check "its runs explain nine tenths of the variance" \
  awk -F, '$3 == 60 { n++; bad += !($7 < 0.1) } END { exit !(n == 5 && !bad) }' "$tmp/amounts/log.csv"
check "the resolved config says what became of the default" grep -q '"learning_rate": 0.01' "$tmp/amounts/config.json"

# --- On a terminal: live lines, taken away at the end; NO_COLOR takes the colours only.
if command -v script >/dev/null; then
  terminal() { # VARIABLES...
    env TERM=xterm "$@" script -qec "stty cols 80 rows 24; '$regrun' --config '$small' --out '$tmp/live' --restart" \
      /dev/null >"$tmp/live.txt" </dev/null
  }
  terminal LC_ALL=C
  check "the cursor is hidden" grep -qP '\x1b\[\?25l' "$tmp/live.txt"
  check "the cursor comes back" grep -qP '\x1b\[\?25h' "$tmp/live.txt"
  check "colours" grep -qP '\x1b\[32m' "$tmp/live.txt"
  check "an overall line" grep -q '/4 runs' "$tmp/live.txt"
  terminal NO_COLOR=1
  check "NO_COLOR: no colours" [ "$(grep -cP '\x1b\[[0-9;]*m' "$tmp/live.txt")" -eq 0 ]
  check "NO_COLOR: live all the same" grep -qP '\x1b\[\?25h' "$tmp/live.txt"
  timeout 20 script -qec "'$regrun' --config '$small' --out '$tmp/live' --restart --set train.epochs=0" /dev/null \
    >"$tmp/live.txt" </dev/null
  check_same "no epochs: exit code of the live display" $? 0
else
  skip "the live display: no script(1)"
fi

finish run
