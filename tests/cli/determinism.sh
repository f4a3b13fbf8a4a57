#!/usr/bin/env bash
# log.csv is the same bytes for any number of jobs, any kernel build and either compiler.
# shellcheck source=tests/cli/check.bash
source "$(dirname "$0")/check.bash"

# Odd sizes, a short last batch, everything that draws or sums: batch norm, dropout, weight decay, each
# optimizer, schedules.
cat >"$tmp/digits.json" <<'JSON'
{ "name": "digits",
  "data": { "source": "digits", "train_size": 75, "test_size": 41 },
  "model": { "hidden": [37, 19], "activation": "tanh" },
  "train": { "epochs": 3, "batch_size": 16, "learning_rate": 0.05, "momentum": 0.9 },
  "regularize": { "weight_decay": 0.001 },
  "metrics": ["balanced_acc", "macro_f1", "auc", "brier", "ece"],
  "seeds": 2,
  "settings": [
    { "name": "plain" },
    { "name": "relu", "model": { "activation": "relu" } },
    { "name": "sigmoid", "model": { "activation": "sigmoid" } },
    { "name": "penalties", "regularize": { "l1": 0.001, "l2": 0.001, "decoupled_decay": 0.01, "max_norm": 0.5, "decay_what": "all" } },
    { "name": "clipped", "regularize": { "clip_value": 0.01, "clip_norm": 0.1, "lookahead": true }, "train.schedule": "cosine" },
    { "name": "averages", "train.schedule": { "kind": "cosine", "restart": 1 },
      "regularize": { "ema": 0.9, "swa": 0.5, "snapshots": 2, "mc_dropout": 3, "batch_norm": true, "dropout": 0.2 } },
    { "name": "smooth", "regularize": { "label_smoothing": true }, "train": { "warmup": 1, "momentum_ramp": 2 } },
    { "name": "gelu", "model": { "activation": "gelu" } },
    { "name": "elu", "model": { "activation": "elu", "init": "torch" } },
    { "name": "selu", "model": { "activation": "selu", "init": "lecun" } },
    { "name": "leaky_relu", "model": { "activation": "leaky_relu" } },
    { "name": "silu", "model": { "activation": "silu" } },
    { "name": "bn", "regularize": { "batch_norm": { "placement": "after_activation" } } },
    { "name": "dropout before bn",
      "regularize": { "batch_norm": true, "dropout": { "rate": [0.4, 0], "placement": "before_norm" } } },
    { "name": "noise",
      "regularize": { "input_noise": 0.2, "hidden_noise": [0.1, 0.3], "gaussian_dropout": 0.3 } },
    { "name": "alpha", "regularize": { "alpha_dropout": [0.3, 0.1] } },
    { "name": "drop connect", "regularize": { "drop_connect": 0.3, "dropout": 0.2 } },
    { "name": "samples", "regularize": { "label_smoothing": 0.1, "mixup": 0.4, "cutmix": true, "cutout": 0.1, "adversarial": 0.05 } },
    { "name": "blocks", "model": { "hidden": [19, 37, 19], "skip": 2 }, "regularize": { "batch_norm": true } },
    { "name": "depth", "model": { "hidden": [19, 19, 19], "skip": 1 }, "regularize": { "stochastic_depth": 0.6, "dropout": 0.2 } },
    { "name": "shake drop", "model": { "hidden": [19, 19, 19], "skip": 1 }, "regularize": { "shake_drop": 0.6 } },
    { "name": "shake-shake", "model": { "hidden": [19, 37, 19], "skip": true },
      "regularize": { "shake_shake": true, "batch_norm": true, "drop_connect": 0.2, "dropout": 0.2, "adversarial": 0.05 } },
    { "name": "weighted", "train.class_weights": [1, 2, 3, 0.4, 5, 6, 0, 8, 9, 10] },
    { "name": "bn+dropout", "regularize": { "batch_norm": true, "dropout": 0.4, "input_dropout": 0.1 } },
    { "name": "nesterov", "train": { "optimizer": "nesterov", "momentum_ramp": 3, "warmup": 1.3 } },
    { "name": "rmsprop", "train": { "optimizer": "rmsprop", "learning_rate": 0.001, "schedule": "exponential" } },
    { "name": "adam", "train": { "optimizer": "adam", "learning_rate": 0.001, "schedule": "cosine" } },
    { "name": "adamw", "train": { "optimizer": "adamw", "learning_rate": 0.001, "norm_rate": 0.3 },
      "regularize": { "batch_norm": true } } ] }
JSON
cat >"$tmp/norms.json" <<'JSON'
{ "name": "norms",
  "data": { "source": "digits", "train_size": 75, "test_size": 41 },
  "model": { "hidden": [36, 18] },
  "train": { "epochs": 3, "batch_size": 16, "learning_rate": 0.05, "momentum": 0.9 },
  "seeds": 2,
  "settings": [
    { "name": "plain" },
    { "name": "parts", "regularize": { "batch_norm": { "virtual_batch": 5, "stat_decay": "cumulative" } } },
    { "name": "population", "regularize": { "batch_norm": { "evaluate_with": "population" } } },
    { "name": "weight", "regularize": { "weight_norm": true } },
    { "name": "layer", "regularize": { "layer_norm": true } },
    { "name": "group", "regularize": { "group_norm": { "groups": 6, "placement": "after_activation" } } },
    { "name": "rms", "regularize": { "rms_norm": { "affine": false } } } ] }
JSON
cat >"$tmp/stop.json" <<'JSON'
{ "name": "stop",
  "data": { "source": "digits", "train_size": 75, "test_size": 41, "validation_fraction": 0.3 },
  "model": { "hidden": [37, 19] },
  "train": { "epochs": 12, "batch_size": 16, "learning_rate": 0.2, "momentum": 0.9 },
  "seeds": 2,
  "settings": [
    { "name": "plain" },
    { "name": "best", "regularize": { "early_stopping": 2, "batch_norm": true } },
    { "name": "least", "regularize": { "early_stopping": { "patience": 1, "min_improvement": 0.1 } } },
    { "name": "test", "regularize": { "early_stopping": { "patience": 2, "select_on": "test" } } } ] }
JSON
table() { # COLUMN VALUE: a table with that column as the last
  awk "BEGIN {
    print \"a,b,c,$1\"
    for (i = 0; i < 67; i++) print sin(i) \",\" i * 7 % 13 \",\" cos(3 * i) * 100 \",\" ($2)
  }" >"$tmp/$1.csv"
}
table kind 'i % 3 ? "red" : "blue"'
table amount 'sin(2 * i) + i / 10'
for task in kind amount; do
  cat >"$tmp/$task.json" <<JSON
{ "name": "$task",
  "data": { "source": "csv", "file": "$tmp/$task.csv", "label": "$task", "test_fraction": 0.3 },
  "model": { "hidden": [33, 5] },
  "train": { "epochs": 4, "batch_size": 11, "learning_rate": 0.01, "momentum": 0.5 },
  "seeds": 2,
  "settings": [ { "name": "plain" },
                { "name": "samples", "regularize": { "mixup": 1, "cutmix": 0.5, "cutout": true, "adversarial": true } },
                { "name": "all", "regularize": { "batch_norm": true, "dropout": 0.2, "weight_decay": 0.01 } } ] }
JSON
done
sed "s/\"name\": \"amount\"/\"name\": \"targets\"/; s/\"label\": \"amount\"/\"label\": [\"amount\", 2]/" \
  "$tmp/amount.json" >"$tmp/targets.json"
sed -i 's/"seeds": 2,/"seeds": 2, "metrics": ["mae", "r2"],/' "$tmp/amount.json" "$tmp/targets.json"
experiments="digits norms stop kind amount targets"

# logs NAME PROGRAM ARGUMENTS...: does the experiments into $tmp/NAME.
logs() {
  local name=$1 program=$2 experiment
  shift 2
  for experiment in $experiments; do
    # Three epochs are not enough for every run to learn something, which is code 1.
    "$program" --config "$tmp/$experiment.json" --out "$tmp/$name/$experiment" --quiet "$@" 2>"$tmp/said" ||
      [ $? -eq 1 ] || { cat "$tmp/said" && return 1; }
  done
}

# alike NAME: whether its logs are those of the first.
alike() {
  local experiment
  for experiment in $experiments; do
    cmp "$tmp/first/$experiment/log.csv" "$tmp/$1/$experiment/log.csv" || return 1
  done
}

check "the experiments run" logs first "$regrun" --jobs 1
# shellcheck disable=SC2016 # a program for awk
check "they learn something" awk -F, '$1 == "plain" && $3 == 3 && $7 > 0 && $7 < 2.5 { n++ } END { exit n != 2 }' \
  "$tmp/first/digits/log.csv"
# shellcheck disable=SC2016 # a program for awk
check "some stop early" awk -F, '$1 ~ /^(best|least|test)$/ && $3 > last[$1 $2] { last[$1 $2] = $3 }
  END { for (run in last) stopped += last[run] < 12; exit !stopped }' "$tmp/first/stop/log.csv"
check_has "metrics are among the bytes" "$(head -qn 1 "$tmp"/first/*/log.csv)" ,test_brier, ,test_r2,
check "--jobs 2 runs" logs jobs "$regrun" --jobs 2
check "--jobs 2 gives the same bytes" alike jobs

runs_here=$("$regrun" --version | sed -n 's/^kernels that this CPU runs://p')
for kernel in avx512 avx2 plain; do
  if [[ " $runs_here " != *" $kernel "* ]]; then
    skip "REGRUN_KERNEL=$kernel: not on this CPU"
    continue
  fi
  export REGRUN_KERNEL=$kernel
  check "$kernel runs" logs $kernel "$regrun"
  unset REGRUN_KERNEL
  check "$kernel gives the same bytes" alike $kernel
  check "the manifest says $kernel" grep -q "\"kernel\": \"$kernel\"" "$tmp/$kernel/digits/manifest.json"
done
REGRUN_KERNEL=mmx run --config "$tmp/kind.json" --out "$tmp/none"
exits 2 "a kernel that is none"
says "plain"

# The other compiler. Not under a sanitizer: that tests the code, this the compiler.
if [ -n "${SANITIZE:-}" ]; then
  skip "clang: not under a sanitizer"
elif ! command -v clang >/dev/null; then
  skip "clang: not installed"
else
  # MAKEFLAGS of the make that runs the tests would bring its variables along.
  check "clang builds it" env -u MAKEFLAGS -u MAKELEVEL make -s -j2 CC=clang BUILD="$tmp/clang" PROGRAM="$tmp/regrun-clang" \
    "$tmp/regrun-clang"
  check "the program of clang runs" logs clang "$tmp/regrun-clang"
  check "clang gives the same bytes" alike clang
fi

finish determinism
