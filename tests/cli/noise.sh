#!/usr/bin/env bash
# The kinds of noise: on, each moves the log, off not a byte of it.
# shellcheck source=tests/cli/check.bash
source "$(dirname "$0")/check.bash"

cat >"$tmp/tiny.json" <<'JSON'
{ "name": "tiny", "data": { "train_size": 40, "test_size": 20 }, "model": { "hidden": [9, 5], "activation": "tanh" },
  "regularize": { "batch_norm": true }, "train": { "epochs": 2, "batch_size": 16 }, "seeds": 1 }
JSON

train() { # NAME ARGUMENTS...
  local name=$1
  shift
  run --config "$tmp/tiny.json" --out "$tmp/$name" --quiet "$@"
  trained "$name"
}

differ() { # NAME: whether its log is another than the plain one, but begins with the same untrained network
  ! cmp -s "$tmp/plain/log.csv" "$tmp/$1/log.csv" &&
    [ "$(sed -n 2p "$tmp/plain/log.csv")" = "$(sed -n 2p "$tmp/$1/log.csv")" ]
}

train plain
while read -r key on; do
  train "$key" --set "regularize.$key=$on"
  check "$key $on moves the log" differ "$key"
  train "$key-off" --set "regularize.$key=0"
  check "$key 0 does not move a byte" cmp "$tmp/plain/log.csv" "$tmp/$key-off/log.csv"
done <<'END'
dropout 0.3
input_dropout 0.3
gaussian_dropout [0,0.3]
alpha_dropout 0.2
drop_connect [0.2,0]
input_noise 0.2
hidden_noise [0.2,0]
END

train dropout-before --set regularize.dropout=0.3 --set regularize.dropout.placement=before_activation
train dropout-norm --set regularize.dropout=0.3 --set regularize.dropout.placement=before_norm
for placed in dropout dropout-before; do
  check "another place than $placed moves the log" [ "$(cmp "$tmp/$placed/log.csv" "$tmp/dropout-norm/log.csv" | wc -l)" = 1 ]
done
check "so does before_activation" differ dropout-before
finish noise
