#!/usr/bin/env bash
# What is done to training samples, their labels and their loss: each option moves the log when it is on, and not one
# byte of it when it is off.
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

moves() { # CONFIG OPTION OFF ON
  log_of "$1" off "$2=$3" && log_of "$1" on "$2=$4"
  check "$1: $2 $3 moves nothing" cmp "$tmp/$1/log.csv" "$tmp/off/log.csv"
  check "$1: $2 $4 moves the log" [ -n "$(cmp "$tmp/$1/log.csv" "$tmp/on/log.csv")" ]
  rm -rf "$tmp/off" "$tmp/on"
}

log_of classes classes
log_of numbers numbers
moves classes regularize.label_smoothing 0 0.1
moves classes regularize.label_smoothing false true
for data in classes numbers; do
  moves $data regularize.mixup 0 true
  moves $data regularize.cutmix 0 true
  moves $data regularize.cutout 0 true
done

# Measured are the samples as they are: before training nothing differs.
log_of classes on regularize.label_smoothing=0.1 regularize.mixup=1 regularize.cutmix=1 regularize.cutout=0.2
check_same "epoch 0 of both" "$(sed -n 2p "$tmp/on/log.csv")" "$(sed -n 2p "$tmp/classes/log.csv")"

finish samples_log
