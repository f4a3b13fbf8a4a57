#!/usr/bin/env bash
# Checkpoints: an experiment that is stopped and killed again and again, and goes on each time, ends in the bytes of one
# in one go; so does one of few epochs that is given more. A checkpoint that cannot be used is told of, and not used.
# shellcheck source=tests/cli/check.bash
source "$(dirname "$0")/check.bash"
set -m
if [ -n "${SANITIZE:-}" ]; then
  skip "a sanitized program gets nowhere between two kills; tests/unit/course.c stops and goes on without a clock"
  finish checkpoint
  exit
fi

cat >"$tmp/many.json" <<'JSON'
{ "name": "many",
  "data": { "source": "digits", "train_size": 300, "test_size": 100, "validation_fraction": 0.2 },
  "model": { "hidden": [24] }, "metrics": ["auc", "brier"], "seeds": [3],
  "train": { "epochs": 60, "batch_size": 4, "save": "both" }, "checkpoint": { "seconds": 0.02 },
  "settings": [
    { "name": "adam, norms", "train.optimizer": "adam", "regularize": { "batch_norm": true, "dropout": 0.3, "ema": 0.9 } },
    { "name": "plateau", "train.schedule": { "kind": "plateau", "patience": 1, "drop": 0.7 }, "train.eval_every": 4,
      "train.class_weights": "balanced" },
    { "name": "stopping", "regularize.early_stopping": { "patience": 6 }, "train.optimizer": "rmsprop" },
    { "name": "population", "regularize": { "batch_norm": { "evaluate_with": "population" }, "swa": 0.5 } },
    { "name": "snapshots", "train.schedule": { "kind": "cosine", "restart": 5 },
      "regularize": { "snapshots": 3, "mc_dropout": 4, "dropout": 0.2, "mixup": 0.3 } },
    { "name": "lookahead", "regularize": { "lookahead": 0.5, "adversarial": 0.01 }, "train.optimizer": "nesterov" } ] }
JSON

# all NAME: all bytes of a results folder that tell of what was learned.
all() {
  cat "$tmp/$1/log.csv"
  for file in "$tmp/$1"/runs/*/*/{model,best}.safetensors; do
    echo "${file#"$tmp/$1"} $(cksum <"$file")"
  done
  sed '/^  "seconds"/d' "$tmp/$1"/runs/*/*/result.json
}

run --config "$tmp/many.json" --out "$tmp/whole" --quiet --set checkpoint.seconds=0
exits 0 "in one go"
check_same "checkpoint.seconds 0: no checkpoint" "$(find "$tmp/whole" -name checkpoint)" ""

# Signals at moments that move, so that runs are stopped all over their course. The first come so soon that also a fast
# machine is hit several times; each try goes on a little longer, so that a slow one comes to an end.
went_on=0 tries=0
code=1
while [ "$code" -ne 0 ] && [ "$tries" -lt 80 ]; do
  "$regrun" --config "$tmp/many.json" --out "$tmp/cut" --jobs 2 >"$tmp/out" 2>"$tmp/err" &
  parent=$!
  patience=$((50 + tries * 20))
  sleep "$((patience / 1000)).$(printf %03d $((patience % 1000)))"
  [ $((tries % 4)) -eq 3 ] && signal=KILL || signal=TERM
  kill -"$signal" "$parent" 2>/dev/null
  wait "$parent" 2>/dev/null
  code=$?
  went_on=$((went_on + $(find "$tmp/cut/attempts" -name checkpoint 2>/dev/null | wc -l)))
  tries=$((tries + 1))
done
exits 0 "cut $tries times"
check "it was cut ($tries tries, $went_on checkpoints)" [ "$tries" -gt 3 ]
check "there were checkpoints ($went_on)" [ "$went_on" -gt 3 ]
check "all bytes are those of one go" diff -q <(all whole) <(all cut)
check_same "no attempt is left" "$(find "$tmp/cut/attempts" -type f 2>/dev/null)" ""
check_same "no temporary file is left" "$(find "$tmp/cut" -name '*.tmp')" ""
check "a run that more epochs could follow leaves a checkpoint" [ -s "$tmp/cut/runs/lookahead/seed-3/checkpoint" ]
check "and one of an average that goes by their number leaves none" [ ! -e "$tmp/cut/runs/population/seed-3/checkpoint" ]

# --- More epochs
cp -r "$tmp/cut" "$tmp/longer"
run --config "$tmp/many.json" --out "$tmp/longer" --quiet --set train.epochs=67
exits 0 "seven epochs more"
run --config "$tmp/many.json" --out "$tmp/once" --quiet --set train.epochs=67 --set checkpoint.seconds=0
exits 0 "all at once"
check "more epochs give the bytes of as many at once" diff -q <(all once) <(all longer)

# --- Checkpoints that cannot be used
damaged=$tmp/cut/runs/lookahead/seed-3/checkpoint
other=$tmp/cut/runs/stopping/seed-3/checkpoint # whether it has one of its own hangs on when it was cut
cp "$damaged" "$other"
printf 'x' | dd of="$damaged" bs=1 seek=3000 conv=notrunc 2>/dev/null
printf 'x' | dd of="$other" bs=1 seek=16 conv=notrunc 2>/dev/null
run --config "$tmp/many.json" --out "$tmp/cut" --set train.epochs=67
exits 0 "with damaged checkpoints"
says "note: runs/lookahead/seed-3: damaged checkpoint; not used"
says "note: runs/stopping/seed-3: checkpoint of another version of regrun; not used"
check "they are done anew, with the same bytes" diff -q <(all once) <(all cut)

finish checkpoint
