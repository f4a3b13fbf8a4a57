#!/usr/bin/env bash
# Optimizers and schedules as a user sees them: the rates in the log, and what is the same as something else. (That each
# shows in the log: regularizers.sh.)
# shellcheck source=tests/cli/check.bash
source "$(dirname "$0")/check.bash"

cat >"$tmp/steps.json" <<'JSON'
{ "name": "steps",
  "data": { "train_size": 50, "test_size": 20, "validation_size": 15 },
  "model": { "hidden": [12] },
  "train": { "epochs": 6, "batch_size": 8, "learning_rate": 0.25 },
  "regularize": { "batch_norm": true, "weight_decay": 0.01 },
  "seeds": 1,
  "settings": [ { "name": "all" } ] }
JSON

# log NAME KEY=VALUE...: trains with these options; the log is $tmp/NAME/log.csv.
log() {
  local name=$1 options=() option
  shift
  for option; do options+=(--set "$option"); done
  run --config "$tmp/steps.json" --out "$tmp/$name" --restart --quiet "${options[@]}"
  trained "$*"
}

same_as_plain() { # OPTION...: with them the log is as without
  log other "$@"
  check "$* changes no byte" cmp <(rows "$tmp/plain/log.csv") <(rows "$tmp/other/log.csv")
}

log plain
same_as_plain train.optimizer=sgd train.norm_rate=1 train.schedule=constant train.warmup=0 train.momentum_ramp=0
same_as_plain train.momentum_ramp=3 train.momentum_start=0.9
same_as_plain 'train.schedule={"kind": "step", "drop": 1, "every": 1}'
same_as_plain 'train.schedule={"kind": "plateau", "patience": 6, "least": 0.9}'
same_as_plain 'train.schedule={"kind": "cosine", "last": 1, "restart": 2}'

# Without momentum nesterov is sgd; without decay adamw is adam.
log sgd train.momentum=0
log nesterov train.momentum=0 train.optimizer=nesterov
check "nesterov without momentum is sgd" cmp <(rows "$tmp/sgd/log.csv") <(rows "$tmp/nesterov/log.csv")
log adam regularize.weight_decay=0 train.optimizer=adam
log adamw regularize.weight_decay=0 train.optimizer=adamw
check "adamw without decay is adam" cmp <(rows "$tmp/adam/log.csv") <(rows "$tmp/adamw/log.csv")

# --- The learning rate of the last step of each epoch, before any that of the first step.
rates() { # OPTION WANTED
  log rates "$1"
  check_same "the learning rates by $1" "$(tail -n +2 "$tmp/rates/log.csv" | cut -d, -f5 | xargs)" "$2"
}
rates train.schedule=constant "0.25 0.25 0.25 0.25 0.25 0.25 0.25"
rates 'train.schedule={"kind": "step", "drop": 0.5, "every": 2}' "0.25 0.25 0.25 0.125 0.125 0.0625 0.0625"
rates 'train.schedule={"kind": "exponential", "decay": 0.5}' "0.25 0.25 0.125 0.0625 0.03125 0.015625 0.0078125"
rates 'train.schedule={"kind": "inverse_time", "slowing": 1}' \
  "0.25 0.25 0.125 0.08333333333333333 0.0625 0.05 0.041666666666666664"
rates 'train.schedule={"kind": "linear", "last": 0.4}' "0.25 0.25 0.225 0.2 0.175 0.15000000000000002 0.125"
rates 'train.schedule={"kind": "cosine", "restart": 2, "stretch": 2}' \
  "0.25 0.25 0.125 0.25 0.21338834764831843 0.125 0.03661165235168155"
rates train.warmup=2.5 "0.02 0.1 0.2 0.25 0.25 0.25 0.25"
# No loss falls by nine tenths after the first evaluation, which is not that of the untrained network.
rates 'train.schedule={"kind": "plateau", "drop": 0.5, "patience": 1, "least": 0.9}' \
  "0.25 0.25 0.25 0.25 0.125 0.125 0.0625"

# --- The rate by default hangs on the optimizer.
sed -i 's/, "learning_rate": 0.25//' "$tmp/steps.json"
rates train.optimizer=nesterov "0.05 0.05 0.05 0.05 0.05 0.05 0.05"
for optimizer in rmsprop adam adamw; do
  rates train.optimizer=$optimizer "0.001 0.001 0.001 0.001 0.001 0.001 0.001"
done

finish steps
