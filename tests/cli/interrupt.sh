#!/usr/bin/env bash
# Ctrl-C: exit 130, what was finished is kept, and no worker stays behind.
# shellcheck source=tests/cli/check.bash
source "$(dirname "$0")/check.bash"
set -m # a background job gets SIGINT as a foreground one does

cat >"$tmp/long.json" <<'JSON'
{ "name": "long",
  "data": { "source": "digits", "train_size": 64, "test_size": 32, "seed": 1 },
  "model": { "hidden": [8] },
  "train": { "epochs": 1000000, "batch_size": 32 },
  "settings": [ { "name": "short", "train": { "epochs": 2 } }, { "name": "long" } ],
  "seeds": 2 }
JSON

# children: the processes that the last one started, $parent, has started.
children() {
  cat /proc/"$parent"/task/*/children 2>/dev/null
}

# stop SIGNAL: starts the experiment, waits until the long runs write rows, sends the signal. The exit code is in $code.
stop() {
  local name=$1 waited=0
  "$regrun" --config "$tmp/long.json" --out "$tmp/$name" --jobs 2 >"$tmp/out" 2>"$tmp/err" &
  parent=$!
  while [ "$(cat "$tmp/$name"/attempts/*/*/epochs.csv 2>/dev/null | wc -l)" -lt 12 ] || [ ! -d "$tmp/$name/runs/short/seed-2" ] && [ $waited -lt 600 ] &&
    kill -0 "$parent" 2>/dev/null; do
    sleep 0.05
    waited=$((waited + 1))
  done
  workers=$(children)
  kill -"$name" "$parent"
  wait "$parent" 2>/dev/null
  code=$?
}

gone() { # PROCESSES...: whether all have ended
  local process
  for process; do
    if kill -0 "$process" 2>/dev/null; then return 1; fi
  done
}

for signal in INT TERM HUP USR1; do
  stop $signal
  exits 130 "SIG$signal"
  says "interrupted; 2 of 4 runs were finished, 2 stopped on the way"
  check "SIG$signal: two workers were there" [ "$(wc -w <<<"$workers")" -eq 2 ]
  # shellcheck disable=SC2086 # a list of process ids
  check "SIG$signal: no worker stays" gone $workers
  check "SIG$signal: finished rows of finished runs" [ "$(grep -c '^short,' "$tmp/$signal/log.csv")" -eq 6 ]
  check "SIG$signal: finished rows of stopped runs" [ "$(grep -c '^long,' "$tmp/$signal/log.csv")" -ge 10 ]
  check "SIG$signal: every row is whole" [ "$(awk -F, '{ print NF }' "$tmp/$signal/log.csv" | sort -u | wc -l)" -eq 1 ]
  check "SIG$signal: the manifest says so" grep -q '^  "status": "interrupted",$' "$tmp/$signal/manifest.json"
  check "SIG$signal: of the runs too" [ "$(grep -c '"setting": "long".*"status": "interrupted"' "$tmp/$signal/manifest.json")" -eq 2 ]
done

# A parent that is killed outright takes its workers along, and leaves their rows: the log takes them up as they come.
logged() {
  "$regrun" --config "$tmp/long.json" --out "$tmp/logged" --jobs 2 >"$tmp/out" 2>"$tmp/err" &
  parent=$!
  local waited=0
  while ! grep -q '^long,1,5,' "$tmp/logged/log.csv" 2>/dev/null && [ $waited -lt 600 ]; do
    sleep 0.05
    waited=$((waited + 1))
  done
  kill -KILL "$parent"
  wait "$parent" 2>/dev/null
}
logged
check "rows of runs under way are in log.csv" grep -q '^long,1,5,' "$tmp/logged/log.csv"
stop KILL
check "SIGKILL: two workers were there" [ "$(wc -w <<<"$workers")" -eq 2 ]
if [ "$(uname)" = Linux ]; then
  for _ in {1..100}; do
    # shellcheck disable=SC2086
    gone $workers && break
    sleep 0.05
  done
  # shellcheck disable=SC2086
  check "SIGKILL: no worker stays" gone $workers
fi
check "SIGKILL: the rows are there" [ "$(cat "$tmp"/KILL/attempts/*/*/epochs.csv | wc -l)" -ge 10 ]
rm -f "$tmp/KILL/log.csv"
run compare "$tmp/KILL"
exits 0 "compare reads what a killed regrun left"
# (On a slow machine one of the two has no row yet.)
check "the rows of stopped runs are read, and left out" grep -qE '(2 of 2|1 of 1) runs did not finish' "$tmp/out"
run status "$tmp/KILL"
exits 0 "its status"
check_has "status of it" "$(cat "$tmp/out")" "2 of 4 runs are done, 2 interrupted"

# One worker killed: its run has failed, the others are done.
sed 's/1000000/20000/' "$tmp/long.json" >"$tmp/killed.json"
"$regrun" --config "$tmp/killed.json" --out "$tmp/crash" --jobs 2 --seeds 1 >"$tmp/out" 2>"$tmp/err" &
parent=$!
for _ in {1..200}; do
  cat "$tmp"/crash/attempts/*/*/epochs.csv 2>/dev/null | grep -q '^5,' && [ -d "$tmp/crash/runs/short" ] && [ "$(children | wc -w)" -eq 1 ] && break
  sleep 0.02
done
# shellcheck disable=SC2046
kill -KILL $(children)
wait "$parent"
code=$?
exits 1 "a worker that is killed"
says "long, seed 1: failed: killed by signal 9 (Killed)"
check "the other run is whole" [ "$(grep -c '^short,1,' "$tmp/crash/log.csv")" -eq 3 ]
run status "$tmp/crash"
check_has "status says why" "$(cat "$tmp/out")" "long, seed 1: killed by signal 9 (Killed), as the system does when memory runs out"
run --config "$tmp/killed.json" --out "$tmp/crash" --seeds 1 --only failed --timeout-per-run 0.5s
exits 1 "a run that takes too long"
says "long, seed 1: failed: took longer than the 0.5 s of --timeout-per-run"
run --config "$tmp/killed.json" --out "$tmp/crash" --seeds 1 --only failed --timeout-per-run 0.5s --fail-fast
exits 1 "--fail-fast"
says "a run failed, and --fail-fast ends the work"

# For a cluster that queues again what ends with 75.
requeue() {
  "$regrun" --config "$tmp/long.json" --out "$tmp/requeue" --jobs 2 --requeue >"$tmp/out" 2>"$tmp/err" &
  parent=$!
  for _ in {1..600}; do
    [ -d "$tmp/requeue/runs/short/seed-2" ] && break
    sleep 0.05
  done
  kill -USR1 "$parent"
  wait "$parent"
  code=$?
}
requeue
exits 75 "--requeue"

# On a terminal the losses of running runs are shown, that of a validation part among them, and the cursor comes back.
if command -v script >/dev/null; then
  TERM=xterm script -qec "stty cols 100; exec '$regrun' --config '$tmp/long.json' --out '$tmp/live' --jobs 2 \
    --set data.validation_fraction=0.25" /dev/null \
    >"$tmp/live.txt" </dev/null &
  parent=$!
  for _ in {1..200}; do
    grep -qs 'long .*train' "$tmp/live.txt" && break
    sleep 0.05
  done
  # shellcheck disable=SC2046 # the one child of script(1) is the program
  kill -INT $(children)
  wait "$parent"
  check "the cursor was hidden and shown again" [ "$(grep -oP '\x1b\[\?25[hl]' "$tmp/live.txt" | tail -n 1)" = $'\e[?25h' ]
  check "there is a val loss" grep -qE 'long .*train [0-9.]+ +test [0-9.]+ +val [0-9.]+' "$tmp/live.txt"
  check "and it says what was kept" grep -q 'interrupted; 2 of 4 runs' "$tmp/live.txt"
else
  skip "the cursor after Ctrl-C: no script(1)"
fi

finish interrupt
