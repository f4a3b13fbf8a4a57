#!/usr/bin/env bash
# compare --ensemble: the mean prediction of a setting's seeds, held against what `predict` says of each network.
# shellcheck source=tests/cli/check.bash
source "$(dirname "$0")/check.bash"

# A table of two classes and its test table, and the same with a number to predict.
sed -n '1,61p' data/moons.csv >"$tmp/train.csv"
{ sed -n 1p data/moons.csv && sed -n '100,140p' data/moons.csv; } >"$tmp/test.csv"
number() { awk -F, -v OFS=, '{ $11 = NR == 1 ? "moon" : $1 + 2 * $2 * $2 } 1' "$1"; }
number "$tmp/train.csv" >"$tmp/train_number.csv"
number "$tmp/test.csv" >"$tmp/test_number.csv"

# train NAME OPTIONS...: three seeds of two settings into $tmp/NAME. Every seed has a training part of its own.
train() {
  local name=$1
  shift
  run --config - --quiet --out "$tmp/$name" "$@" <<END
{ "seeds": 3, "data": { "source": "csv", "file": "$tmp/train.csv", "test_file": "$tmp/test.csv", "train_size": 40 },
  "model.hidden": [6], "train": { "epochs": 12, "save": "last" },
  "settings": [ { "name": "plain" }, { "name": "d, 1", "regularize.dropout": 0.2 } ] }
END
  trained "train $name"
}

# said NAME FIELD: a number of the first setting's ensemble.
said() { sed -n "s/.*\"ensemble\": {.*\"$2\": \\([^,}]*\\).*/\\1/p" "$tmp/out" | head -n 1; }

train classes
run compare "$tmp/classes" --ensemble -f json
exits 0 "compare --ensemble"
for seed in 1 2 3; do
  "$regrun" predict --model "$tmp/classes/runs/plain/seed-$seed/model.safetensors" "$tmp/test.csv" -o "$tmp/said$seed.csv" 2>/dev/null
done
# The right class of each row, and each network's probability of the second class, by hand.
paste -d, <(cut -d, -f11 "$tmp/test.csv") "$tmp"/said[123].csv | awk -F, '
  NR == 1 { for (i = 1; i <= NF; i++) if ($i == "p_upper") column[++n] = i; next }
  { p = 0; for (i = 1; i <= n; i++) p += $column[i] / n
    right = $1 == "upper" ? p : 1 - p; loss -= log(right); correct += right > 0.5; rows++ }
  END { printf "%.5f %.5f\n", loss / rows, correct / rows }' >"$tmp/by_hand"
check_same "loss and accuracy of the mean prediction" \
  "$(printf '%.5f %.5f' "$(said classes test_loss)" "$(said classes test_acc)")" "$(cat "$tmp/by_hand")"
check_same "mean of the networks' own losses" "$(printf '%.5f' "$(said classes mean_test_loss)")" "$(awk -F, '
  NR == 1 { for (i = 1; i <= NF; i++) if ($i == "test_loss") c = i }
  $1 == "plain" && $3 == 12 { sum += $c } END { printf "%.5f", sum / 3 }' "$tmp/classes/log.csv")"
for format in text md latex csv; do
  run compare "$tmp/classes" --ensemble -f "$format"
  exits 0 "as $format"
  check "$format has it" grep -qi ensemble "$tmp/out"
done
run compare "$tmp/classes"
check_same "nobody asked" "$(grep -ci ensemble "$tmp/out")" 0

# Networks that are one and the same predict together what each predicts: outputs of a squared error beyond 0 and 1, and
# sigmoids that no float holds apart from 1, count for what they are.
for loss in squared_error sigmoid_cross_entropy; do
  train "$loss" --set train.loss=$loss --set train.epochs=200 --set data.label_noise=0.3 --set train.learning_rate=0.3
  for seed in 2 3; do cp "$tmp/$loss/runs/plain/seed-1/model.safetensors" "$tmp/$loss/runs/plain/seed-$seed/"; done
  run compare "$tmp/$loss" --ensemble -f json
  check_same "$loss of the same network thrice" "$(printf '%.5f' "$(said $loss test_loss)")" "$(printf '%.5f' "$(said $loss mean_test_loss)")"
done

# --- Numbers: the mean in the target's own unit; no loss where seeds scale it differently.
train numbers --set data.file="$tmp/train_number.csv" --set data.test_file="$tmp/test_number.csv"
run compare "$tmp/numbers" --ensemble -f json
for seed in 1 2 3; do
  "$regrun" predict --model "$tmp/numbers/runs/plain/seed-$seed/model.safetensors" "$tmp/test_number.csv" -o "$tmp/said$seed.csv" 2>/dev/null
done
paste -d, <(cut -d, -f11 "$tmp/test_number.csv") "$tmp"/said[123].csv | awk -F, '
  NR > 1 { mean = 0; for (i = 2; i <= NF; i++) mean += $i / (NF - 1); sum += (mean - $1) ^ 2; rows++ }
  END { printf "%.4f\n", sqrt(sum / rows) }' >"$tmp/by_hand"
check_same "RMSE of the mean prediction" "$(printf '%.4f' "$(said numbers test_rmse)")" "$(cat "$tmp/by_hand")"
check_same "no loss over different units" "$(said numbers test_loss)" null

# --- Where there is none, it says why.
train drawn --set data.test_file= --set data.test_size=15
run compare "$tmp/drawn" --ensemble
exits 0 "other test samples for each seed"
check "and the remedy" grep -qF 'give "data.seed"' "$tmp/out"
train folds --set data.test_file= --set data.train_size=null --set data.folds=3
run compare "$tmp/folds" --ensemble
exits 0 "a fold for each seed"
check "which a seed of the data does not change" grep -qF 'leave out "data.folds"' "$tmp/out"
train unsaved --set train.save=none
run compare "$tmp/unsaved" --ensemble
exits 0 "no networks were saved"
check "and how to" grep -qF '"train.save": "last"' "$tmp/out"
train changed
cp "$tmp/test.csv" "$tmp/kept"
sed '$d' "$tmp/kept" >"$tmp/test.csv"
run compare "$tmp/changed" --ensemble
exits 0 "a table that has changed since"
check "is no longer that of the runs" grep -qF 'not what they were' "$tmp/out"
cp "$tmp/kept" "$tmp/test.csv"
train one --seeds 1
run compare "$tmp/one" --ensemble
check "one seed is no ensemble" grep -qF 'fewer than two runs' "$tmp/out"
head -c 100 "$tmp/classes/runs/plain/seed-1/model.safetensors" >"$tmp/cut"
cp "$tmp/cut" "$tmp/classes/runs/plain/seed-1/model.safetensors"
run compare "$tmp/classes" --ensemble
exits 4 "a damaged network"
says "seed-1/model.safetensors"
finish ensemble
