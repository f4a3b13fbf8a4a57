#!/usr/bin/env bash
# Every regularizer and rule of training: at its neutral value it changes not one byte of log.csv, and switched on it does.
# A row: the option, its neutral value, one that acts, and what else must be set for it (KEY=VALUE ...).
# shellcheck source=tests/cli/check.bash
source "$(dirname "$0")/check.bash"

cat >"$tmp/classes.json" <<'JSON'
{ "name": "classes", "data": { "source": "blobs", "train_size": 60, "test_size": 40, "validation_fraction": 0.25 },
  "model": { "hidden": [9, 7] }, "train": { "epochs": 4, "batch_size": 16 }, "seeds": 1, "settings": [ { "name": "a" } ] }
JSON

log_of() { # KEY=VALUE...: what log.csv holds of it
  local set=()
  for pair; do set+=(--set "$pair"); done
  rm -rf "$tmp/out"
  "$regrun" --config "$tmp/classes.json" "${set[@]}" --out "$tmp/out" --quiet >/dev/null 2>"$tmp/err" || [ $? -eq 1 ] || cat "$tmp/err"
  cat "$tmp/out/log.csv"
}

while read -r option neutral acts with; do
  [ -n "$option" ] || continue
  read -ra with <<<"$with"
  log_of "${with[@]}" >"$tmp/without"
  log_of "${with[@]}" "$option=$neutral" >"$tmp/neutral"
  log_of "${with[@]}" "$option=$acts" >"$tmp/acts"
  check "$option $neutral changes nothing" cmp "$tmp/without" "$tmp/neutral"
  check "$option $acts is a log" test "$(wc -l <"$tmp/acts")" -gt 1
  check "$option $acts changes the log" test "$(cksum <"$tmp/without")" != "$(cksum <"$tmp/acts")"
done <<'ROWS'
train.schedule constant linear
train.schedule constant cosine
train.schedule constant exponential
train.schedule constant inverse_time
train.schedule constant step train.schedule.every=1
train.schedule constant plateau train.schedule.patience=0 train.schedule.least=0.9
train.warmup 0 1.5
train.momentum_ramp 0 3
regularize.batch_norm false true
regularize.dropout 0 0.5
regularize.input_dropout 0 0.5
regularize.weight_decay 0 0.01
regularize.weight_decay false true
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
ROWS
finish regularizers
