#!/usr/bin/env bash
# Every regularizer and rule of training: at its neutral value it changes not one byte of log.csv, and switched on it does.
# A row: the option, its neutral value, one that acts, and what else must be set for it (KEY=VALUE ...).
# shellcheck source=tests/cli/check.bash
source "$(dirname "$0")/check.bash"

cat >"$tmp/classes.json" <<'JSON'
{ "name": "classes", "data": { "source": "blobs", "train_size": 60, "test_size": 40, "validation_fraction": 0.25 },
  "model": { "hidden": [9, 7] }, "train": { "epochs": 4, "batch_size": 16 }, "seeds": 1, "settings": [ { "name": "a" } ] }
JSON

log_of() { # NAME KEY=VALUE...: trains with these options; $tmp/NAME is the log
  local name=$1 pair set=()
  shift
  for pair; do set+=(--set "$pair"); done
  rm -rf "$tmp/results" "${tmp:?}/$name"
  run --config "$tmp/classes.json" "${set[@]}" --out "$tmp/results" --quiet
  trained "$*"
  rows "$tmp/results/log.csv" >"$tmp/$name"
}

# The rates of learning are the schedule's own: what else moves is its effect.
without_rates() { cut -d, -f1-4,6- "$1"; }

untrained() { sed -n 2p "$1" | cut -d, -f1-13; }

while read -r option neutral acts with; do
  [ -n "$option" ] || continue
  read -ra with <<<"$with"
  log_of without "${with[@]}"
  log_of neutral "${with[@]}" "$option=$neutral"
  log_of acts "${with[@]}" "$option=$acts"
  check "$option $neutral changes nothing" cmp "$tmp/without" "$tmp/neutral"
  check "$option $acts changes the log" test "$(without_rates "$tmp/without" | cksum)" != "$(without_rates "$tmp/acts" | cksum)"
  # Before training a regularizer shows in nothing but columns of its own: the same weights, measured on the samples as
  # they are. (Not those that are a part of what is evaluated.)
  case $option in
    regularize.batch_norm | regularize.stochastic_depth | regularize.shake_*) continue ;;
    regularize.*) check_same "$option $acts: the untrained network" "$(untrained "$tmp/acts")" "$(untrained "$tmp/without")" ;;
  esac
done <<'ROWS'
train.schedule constant linear
train.schedule constant cosine
train.schedule constant exponential
train.schedule constant inverse_time
train.schedule constant {"kind":"step","every":1}
train.schedule constant {"kind":"plateau","patience":0,"least":0.9}
train.warmup 0 1.5
train.momentum_ramp 0 3
train.momentum_start 0.5 0.3 train.momentum_ramp=3
train.norm_rate 1 0.5 regularize.batch_norm=true
train.norm_rate 1 0 regularize.batch_norm=true
train.norm_rate 1 0.5 regularize.batch_norm=true train.optimizer=adam
train.norm_rate 1 0.5 regularize.batch_norm=true train.optimizer=rmsprop
train.optimizer sgd nesterov
train.optimizer sgd rmsprop
train.optimizer sgd adam
train.optimizer adam adamw train.optimizer=adam regularize.weight_decay=0.1
train.optimizer.beta1 0.9 0.8 train.optimizer=adam
train.optimizer.beta1 0.9 0.8 train.optimizer=adamw
train.optimizer.beta2 0.999 0.9 train.optimizer=adam
train.optimizer.beta2 0.999 0.9 train.optimizer=adamw
train.optimizer.eps 1e-8 1e-3 train.optimizer=adam
train.optimizer.eps 1e-8 1e-3 train.optimizer=adamw
train.optimizer.eps 1e-8 1e-3 train.optimizer=rmsprop
train.optimizer.alpha 0.99 0.8 train.optimizer=rmsprop
train.loss auto squared_error
train.loss cross_entropy sigmoid_cross_entropy
train.class_weights none [1,2,3,4]
train.class_weights [2,2,2,2] [2,2,2,1]
regularize.batch_norm false true
regularize.dropout 0 0.5
regularize.dropout.placement after_activation before_activation regularize.dropout=0.3 model.activation=tanh
regularize.dropout.placement after_activation before_norm regularize.dropout=0.3 regularize.batch_norm=true
regularize.dropout.placement before_activation before_norm regularize.dropout={"rate":0.3,"placement":"before_activation"} regularize.batch_norm=true model.activation=tanh
regularize.input_dropout 0 0.5
regularize.gaussian_dropout 0 [0,0.3]
regularize.alpha_dropout 0 0.2
regularize.drop_connect 0 [0.2,0]
regularize.input_noise 0 0.2
regularize.hidden_noise 0 [0.2,0]
regularize.weight_decay 0 0.01
regularize.weight_decay false true
regularize.weight_decay 0 0.1 train.optimizer=nesterov
regularize.weight_decay 0 0.1 train.optimizer=rmsprop
regularize.weight_decay 0 0.1 train.optimizer=adam
regularize.weight_decay 0 0.1 train.optimizer=adamw
regularize.decoupled_decay 0 0.1
regularize.decay_what weights all regularize.weight_decay=0.1
regularize.l1 0 0.01
regularize.l2 0 0.01
regularize.max_norm 0 0.5
regularize.clip_norm 0 0.1
regularize.clip_value 0 0.01
regularize.lookahead 0 0.5
regularize.lookahead.steps 5 2 regularize.lookahead=0.5
regularize.label_smoothing 0 0.1
model.skip 0 2 model.hidden=[8,5,8]
model.skip false true model.hidden=[8,5,8]
regularize.stochastic_depth 0 0.5 model.hidden=[8,8,8] model.skip=1
regularize.stochastic_depth false true model.hidden=[8,8,8] model.skip=1
regularize.shake_drop 0 0.5 model.hidden=[8,8,8] model.skip=1
regularize.shake_drop false true model.hidden=[8,8,8] model.skip=1
regularize.shake_shake false true model.hidden=[8,8,8] model.skip=1
regularize.ema 0 0.9
regularize.swa 0 0.5
regularize.swa.every 1 2 regularize.swa=0.3
regularize.snapshots 0 2 train.schedule=cosine train.schedule.restart=2
regularize.mc_dropout 0 3 regularize.dropout=0.5
regularize.ema.warmup true false regularize.ema=0.9
regularize.early_stopping 0 1
regularize.early_stopping false true
regularize.early_stopping.min_improvement 0 1 regularize.early_stopping=2
regularize.early_stopping.select_on validation test regularize.early_stopping=2
regularize.label_smoothing false true
regularize.mixup 0 true
regularize.mixup 0 true data.source=linear
regularize.cutmix 0 true
regularize.cutmix 0 true data.source=linear
regularize.cutout 0 true
regularize.cutout 0 true data.source=linear
regularize.cutout 0 true data.source=digits
regularize.adversarial 0 true
regularize.adversarial 0 true data.source=linear
ROWS
finish regularizers
