#!/usr/bin/env bash
# What is done to training samples, their labels and their loss. (That each option moves the log when it is on, and not
# one byte when it is off: regularizers.sh.)
# shellcheck source=tests/cli/check.bash
source "$(dirname "$0")/check.bash"

cat >"$tmp/classes.json" <<'JSON'
{ "name": "classes", "data": { "train_size": 60, "test_size": 30 }, "model": { "hidden": [9] },
  "regularize": { "batch_norm": true, "dropout": 0.2 }, "train": { "epochs": 2, "batch_size": 16 }, "seeds": 1 }
JSON
cat >"$tmp/numbers.json" <<'JSON'
{ "name": "numbers", "data": { "source": "linear", "train_size": 60, "test_size": 30 }, "model": { "hidden": [9] },
  "train": { "epochs": 2, "batch_size": 16 }, "seeds": 1 }
JSON

log_of() { # CONFIG NAME SET...: trains into $tmp/NAME, one more option a word
  local config=$1 name=$2 word sets=()
  shift 2
  for word; do sets+=(--set "$word"); done
  run --config "$tmp/$config.json" --out "$tmp/$name" --quiet "${sets[@]}"
  trained "$config $*"
}

log_of classes classes
log_of numbers numbers
# Losses: auto is what the task has, each other is another one, and accuracy is measured with all.
log_of numbers on train.loss=squared_error
check "the loss of numbers" cmp <(rows "$tmp/numbers/log.csv") <(rows "$tmp/on/log.csv")
rm -rf "$tmp/on"
for loss in sigmoid_cross_entropy squared_error; do
  log_of classes $loss train.loss=$loss train.epochs=30 model.hidden=[32] regularize.dropout=0 regularize.mixup=0.2
  # shellcheck disable=SC2016 # a program for awk
  check "$loss learns, by its accuracy" awk -F, '$3 == 30 && $10 > 0.6 { found = 1 } END { exit !found }' "$tmp/$loss/log.csv"
done

# What always predicting the class shares loses, ten classes of six samples each: log 10; ten times the entropy of 1
# in 10; 0.1 0.9^2 + 0.9 0.1^2.
for want in cross_entropy:2.3025851 sigmoid_cross_entropy:3.2508297 squared_error:0.09; do
  log_of classes on "train.loss=${want%:*}"
  check_has "${want%:*}" "$(cat "$tmp"/on/runs/*/*/result.json)" "\"baseline_loss\": ${want#*:},"
  rm -rf "$tmp/on"
done

# Weights change what is learned of classes that are not of one size; where they are, not one byte.
awk 'BEGIN { print "a,b,kind"; for (i = 0; i < 70; i++) print sin(i) "," cos(3 * i) "," (i % 7 ? "often" : "rare") }' \
  >"$tmp/rare.csv"
sed "s|\"data\": {[^}]*}|\"data\": { \"source\": \"csv\", \"file\": \"$tmp/rare.csv\" }|" "$tmp/classes.json" >"$tmp/rare.json"
log_of rare rare
log_of rare on train.class_weights=balanced
check "balanced moves the log of rare ones" [ -n "$(cmp <(rows "$tmp/rare/log.csv") <(rows "$tmp/on/log.csv"))" ]
check_same "epoch 0 with weights" "$(rows "$tmp/on/log.csv" | sed -n 2p)" "$(rows "$tmp/rare/log.csv" | sed -n 2p)"
check_has "what a balanced constant loses" "$(cat "$tmp"/on/runs/*/*/result.json)" '"baseline_loss": 0.6931472,'
rm -rf "$tmp/on"
log_of classes on train.class_weights=balanced
check "classes of one size" cmp <(rows "$tmp/classes/log.csv") <(rows "$tmp/on/log.csv")
rm -rf "$tmp/on"
# A list: its scale does not matter, and its order is that of the classes' names.
log_of rare on 'train.class_weights=[1,6]'
log_of rare off 'train.class_weights=[0.25,1.5]'
check "weights are of one scale" cmp <(rows "$tmp/on/log.csv") <(rows "$tmp/off/log.csv")
rm -rf "$tmp/off"
log_of rare off train.epochs=40 'train.class_weights=[0,1]'
# shellcheck disable=SC2016 # a program for awk
check "only the rare ones are learned" awk -F, '$3 == 40 && $10 < 0.3 { found = 1 } END { exit !found }' "$tmp/off/log.csv"
check_same "no constant to compare it with" "$(grep -c baseline_loss "$tmp"/off/runs/*/*/result.json)" 0
rm -rf "$tmp/on" "$tmp/off"
cat >"$tmp/weights.json" <<JSON
{ "name": "weights", "data": { "source": "csv", "file": "$tmp/rare.csv" }, "train": { "epochs": 1 }, "seeds": 1,
  "settings": [ { "name": "a" }, { "name": "b", "train.class_weights": "balanced" },
                { "name": "c", "train.class_weights": [1, 6] } ] }
JSON
log_of weights on
check_same "the column of the log" "$(tail -n +2 "$tmp/on/log.csv" | cut -d, -f12 | uniq | xargs)" "none balanced 1 6"
rm -rf "$tmp/on"

# Settings whose losses have no common measure are told.
cat >"$tmp/losses.json" <<'JSON'
{ "name": "losses", "data": { "train_size": 60, "test_size": 30 }, "model": { "hidden": [9] },
  "train": { "epochs": 1, "loss": "cross_entropy" }, "seeds": 1,
  "settings": [ { "name": "a" }, { "name": "b", "train.loss": "auto" }, { "name": "c", "train.loss": "squared_error" } ] }
JSON
run check --config "$tmp/losses.json"
exits 0 "several losses"
check_has "the note" "$(cat "$tmp/out" "$tmp/err")" 'settings "a" and "c" measure different losses (cross_entropy, squared_error)'
run check --config "$tmp/losses.json" --set data.source=linear --set data.train_size=60
exits 3 "a loss of classes for numbers"
says "train.loss: cross_entropy needs classes, and this is a regression"

# Measured are the samples as they are: before training nothing differs.
log_of classes on regularize.label_smoothing=0.1 regularize.mixup=1 regularize.cutmix=1 regularize.cutout=0.2 \
  regularize.adversarial=0.1
check_same "epoch 0 of both" "$(rows "$tmp/on/log.csv" | sed -n 2p)" "$(rows "$tmp/classes/log.csv" | sed -n 2p)"

finish samples_log
