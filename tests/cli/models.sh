#!/usr/bin/env bash
# Models: what train.save writes, that regrun eval gives the bytes of the log's rows again, that PyTorch takes the file,
# folding, and what is refused.
# shellcheck source=tests/cli/check.bash
source "$(dirname "$0")/check.bash"

# --- Experiments of which every kind of network and data has its part

cat >"$tmp/digits.json" <<'JSON'
{ "name": "digits", "data": { "train_size": 90, "test_size": 40, "validation_fraction": 0.2, "label_noise": 0.1 },
  "model": { "hidden": [33, 9] }, "train": { "epochs": 4, "batch_size": 16, "save": "both" }, "seeds": [2],
  "metrics": ["auc", "ece"],
  "settings": [ { "name": "plain", "train.loss": "sigmoid_cross_entropy" },
                { "name": "bn", "regularize": { "batch_norm": true, "dropout": 0.3, "input_dropout": 0.1 } },
                { "name": "bare", "regularize": { "batch_norm": { "affine": false, "stat_decay": "cumulative" } } },
                { "name": "behind", "regularize": { "batch_norm": { "placement": "after_activation" },
                                                         "hidden_noise": 0.1, "dropout": 0.2 } },
                { "name": "masked", "regularize": { "batch_norm": true,
                                          "dropout": { "rate": 0.3, "placement": "before_norm" } } },
                { "name": "exact", "regularize": { "batch_norm": { "evaluate_with": "population" },
                                                        "weight_norm": true } },
                { "name": "layer", "model.activation": "gelu", "regularize.layer_norm": true },
                { "name": "group", "model": { "activation": "silu", "hidden": [32, 8] }, "regularize.group_norm": 4 },
                { "name": "rms", "model.activation": "elu", "regularize.rms_norm": true },
                { "name": "weight", "model.activation": "tanh", "regularize.weight_norm": true },
                { "name": "flat", "model.hidden": [] },
                { "name": "skip", "model.hidden": [9, 9, 9], "regularize.batch_norm": true, "model.skip": 2 },
                { "name": "depth", "model.hidden": [9, 9, 9], "model.skip": 1,
                  "regularize": { "batch_norm": true, "stochastic_depth": 0.6 } },
                { "name": "forked", "model.hidden": [9, 9, 9], "model.skip": 2,
                  "regularize": { "batch_norm": { "placement": "after_activation" }, "dropout": 0.2 } },
                { "name": "shake", "model.hidden": [9, 9, 9], "model.skip": 2,
                  "regularize": { "shake_shake": true, "batch_norm": true } } ] }
JSON
cat >"$tmp/stops.json" <<'JSON'
{ "name": "stops", "data": { "train_size": 60, "test_size": 30, "validation_fraction": 0.3 },
  "model.hidden": [9], "train": { "epochs": 20, "learning_rate": 0.5, "save": "last" }, "seeds": [1],
  "settings": [ { "name": "best", "regularize.early_stopping": 2 },
                { "name": "last", "regularize.early_stopping": { "patience": 2, "keep": "last" } } ] }
JSON
for i in {1..80}; do
  echo "$((i % 7)).$((i % 9)),$([ $((i % 11)) -eq 0 ] || echo $((i * 5 % 17))),$([ $((i % 3)) -eq 0 ] && echo red || echo blue),$((i % 2 ? i : -i)),$((i % 13)).5"
done | sed '1i a,b,colour,price,weight' >"$tmp/table.csv"
cat >"$tmp/numbers.json" <<JSON
{ "name": "numbers", "data": { "source": "csv", "file": "$tmp/table.csv", "label": ["price", "weight"],
                               "impute": "median", "folds": 4 },
  "model": { "hidden": [8] }, "train": { "epochs": 3, "save": "last" }, "seeds": [5], "metrics": ["mae"],
  "settings": [ { "name": "plain" }, { "name": "bn", "regularize.batch_norm": true } ] }
JSON
for name in digits numbers stops; do
  run --config "$tmp/$name.json" --out "$tmp/$name" --quiet
  trained "$name"
done

# again FILE LOG EPOCH: eval measures just what that epoch's row in its run's log has, and prints its bytes.
again() {
  run eval --model "$1" --format csv
  exits 0 "eval of $1"
  check "no note on $1" [ ! -s "$tmp/err" ]
  # shellcheck disable=SC2016 # the dollars are awk's
  check_same "eval of $1" "$(awk -F, -v epoch="$3" '
    FNR == 1 { file++; n = NF; for (i = 1; i <= NF; i++) name[i] = $i; next }
    file == 1 { for (i = 2; i <= NF; i++) got[name[i]] = $i; lines++ }
    file == 2 && $0 ~ "^" epoch "," { row = $0; for (i = 1; i <= NF; i++) want[name[i]] = $i }
    END {
      for (i in want) if (i ~ /^(train_|test_|val_|gap$)/) { measured++; if (!(i in got)) print "lacks " i }
      for (i in got) { count++; if (got[i] != want[i]) print i ": " got[i] ", not " want[i] }
      if (lines != 1 || measured < 5) print lines " lines, " measured " columns"
    }' "$tmp/out" "$2")" ""
}

best_epoch() { # FILE: of the lowest val_loss, the earliest
  awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == "val_loss") at = i }
           NR > 2 && (best == "" || $at + 0 < best) { best = $at + 0; epoch = $1 } END { print epoch }' "$1"
}

for folder in "$tmp"/digits/runs/*/seed-*; do
  again "$folder/model.safetensors" "$folder/epochs.csv" 4
  again "$folder/best.safetensors" "$folder/epochs.csv" "$(best_epoch "$folder/epochs.csv")"
done
for folder in "$tmp"/numbers/runs/*/seed-*; do again "$folder/model.safetensors" "$folder/epochs.csv" 3; done
for folder in "$tmp"/stops/runs/*/seed-*; do
  kept=$(sed -n 's/.*"kept_epoch": \([0-9]*\),.*/\1/p' "$folder/result.json")
  again "$folder/model.safetensors" "$folder/epochs.csv" "$kept"
done
check_same "what is kept is the last row's only where that was asked for" \
  "$(for keep in best last; do tail -n 1 "$tmp/stops/runs/$keep/seed-1/epochs.csv" | cut -d , -f 1,12; done | awk -F, '{ printf "%d ", $1 == $2 }')" "0 1 "

# --- PyTorch, and folding

digits=(digits --set data.train_size=90 --set data.test_size=40 --set data.validation_fraction=0.2)
numbers=("$tmp/table.csv" --set 'data.label=["price","weight"]' --set data.impute=median --set data.folds=4)
check "the samples of digits" "$regrun" data write "${digits[@]}" --part test --scaled --seed 2 --out "$tmp/digits.csv"
check "the samples of numbers" "$regrun" data write "${numbers[@]}" --part test --scaled --seed 5 --out "$tmp/numbers.csv"

near() { # WHAT GOT WANT: the same within 1e-5
  check "$1: $2 and $3" awk -v a="$2" -v b="$3" 'BEGIN { exit !(a != "" && b != "" && (a - b) ^ 2 <= 1e-10) }'
}

test_loss() { # FILE: as eval has it
  run eval "$1" -f json
  sed -n 's/.*"test_loss": \([^,]*\),.*/\1/p' "$tmp/out"
}

torch=/usr/bin/python3 asked=() wanted=()
$torch -c 'import torch' 2>"$tmp/err" || torch=
in_torch() { # FILE SAMPLES: PyTorch's loss is to be eval's; asked for all of them at once, below
  asked+=("$1" "$2")
  wanted+=("$(test_loss "$1")")
}
for setting in bn bare behind masked exact layer group rms weight flat skip depth shake; do
  in_torch "$tmp/digits/runs/$setting/seed-2/model.safetensors" "$tmp/digits.csv"
done
in_torch "$tmp/numbers/runs/bn/seed-5/model.safetensors" "$tmp/numbers.csv"

# folds SETTING NORMS LAYERS: the outputs stay, and these layers are left.
folds() {
  local from="$tmp/digits/runs/$1/seed-2/model.safetensors" to="$tmp/$1.folded"
  run fold "$from" --out "$to"
  exits 0 "fold $1"
  check_same "fold $1" "$(cat "$tmp/out")" "$to: $2"
  near "$1, folded" "$(test_loss "$to")" "$(test_loss "$from")"
  check_has "$1, folded" "$(head -n 1 "$to" | tr -d '\0')" "\"layers\":\"[$3]\""
  in_torch "$to" "$tmp/digits.csv"
}
one='\"linear\",\"relu\",' masked='\"linear\",\"dropout\",\"relu\",'
folds bn "2 batch norms folded" '\"dropout\",\"linear\",\"relu\",\"dropout\",\"linear\",\"relu\",\"dropout\",\"linear\"'
folds bare "2 batch norms folded" "$one$one"'\"linear\"'
folds masked "2 batch norms folded" "$masked$masked"'\"linear\"'
folds exact "2 batch norms and weight norm folded" "$one$one"'\"linear\"'
folds behind "2 batch norms folded" \
  '\"linear\",\"relu\",\"noise\",\"dropout\",\"linear\",\"relu\",\"noise\",\"dropout\",\"linear\"'
folds weight "weight norm folded" '\"linear\",\"tanh\",\"linear\",\"tanh\",\"linear\"'
for setting in skip depth shake; do
  from=$tmp/digits/runs/$setting/seed-2/model.safetensors
  run fold "$from" --out "$tmp/$setting.folded"
  exits 0 "fold $setting"
  near "$setting, folded" "$(test_loss "$tmp/$setting.folded")" "$(test_loss "$from")"
done
run fold "$tmp/digits/runs/forked/seed-2/model.safetensors" --out "$tmp/forked.folded"
exits 4 "a batch norm before a fork" && says "the batch norm of its layer 2 and the next linear layer stands more than evaluation passes through (fork)"
if [ -n "$torch" ]; then
  i=0
  while read -r loss; do
    near "${asked[$((2 * i))]} in PyTorch" "$loss" "${wanted[$i]}"
    i=$((i + 1))
  done < <($torch tests/torch_models.py "${asked[@]}" 2>&1)
  check_same "models in PyTorch" "$i" ${#wanted[@]}
else
  skip "loading models in PyTorch: python3-torch is not installed"
fi
model=$tmp/digits/runs/bn/seed-2/model.safetensors
run fold "$tmp/bn.folded" --out "$tmp/twice"
exits 4 "nothing to fold" && says "there is nothing to fold"
run fold "$model" --out "$tmp/bn.folded"
exits 5 "what exists stays" && says "overwrite it with --force"
run fold "$model" --out "$tmp/bn.folded" --force
exits 0 "but for --force"

# --- The same bytes in every kernel build; no byte of a log moves; a run that diverges leaves no model

for kernel in plain avx2; do
  REGRUN_KERNEL=$kernel "$regrun" --config "$tmp/digits.json" --out "$tmp/kernel" --restart --quiet 2>"$tmp/err" || continue
  check "the models of $kernel" diff -rq -x result.json -x timing.csv "$tmp/digits/runs" "$tmp/kernel/runs"
  REGRUN_KERNEL=$kernel "$regrun" eval "$model" -f csv >"$tmp/kernel.csv"
  run eval "$model" -f csv
  check "eval of $kernel" cmp "$tmp/out" "$tmp/kernel.csv"
done
run --config "$tmp/digits.json" --out "$tmp/kernel" --restart --quiet --set train.save=none
trained "without models"
check "no byte of the log moves" cmp "$tmp/digits/log.csv" "$tmp/kernel/log.csv"
check_same "no model without train.save" "$(find "$tmp/kernel" -name '*.safetensors')" ""
run --config "$tmp/digits.json" --out "$tmp/kernel" --restart --quiet --set train.save=best
run eval "$tmp/kernel/runs/bn/seed-2/model.safetensors" -f json
sed 's/.*"setting"//' "$tmp/out" >"$tmp/best"
run eval "$tmp/digits/runs/bn/seed-2/best.safetensors" -f json
check_same "best alone is the model" "$(cat "$tmp/best")" "$(sed 's/.*"setting"//' "$tmp/out")"
check_same "and no other" "$(find "$tmp/kernel" -name 'best.safetensors')" ""
run --config "$tmp/digits.json" --out "$tmp/kernel" --restart --quiet --set train.learning_rate=1e6
exits 1 "runs that diverge"
check "a run diverged" grep -q '"status": "diverged"' "$tmp"/kernel/runs/*/*/result.json
for folder in "$tmp"/kernel/runs/*/*; do
  found=no due=yes
  [ ! -e "$folder/model.safetensors" ] || found=yes
  ! grep -q '"status": "diverged"' "$folder/result.json" || due=no
  check_same "a model in $folder" $found $due
done

# --- Other data

model=$tmp/numbers/runs/plain/seed-5/model.safetensors
run eval "$model" -f csv
cp "$tmp/out" "$tmp/there"
mkdir "$tmp/elsewhere" && mv "$tmp/table.csv" "$tmp/elsewhere/moved.csv"
run eval "$model"
exits 4 "the table is gone" && says "data.file: there is no \"$tmp/table.csv\""
run eval "$model" -f csv --data "$tmp/elsewhere/moved.csv"
exits 0 "the table stands elsewhere"
check "the same table elsewhere" cmp "$tmp/out" "$tmp/there"
(cd "$tmp/elsewhere" && "$regrun" eval "$model" -f csv --set data.file=moved.csv) >"$tmp/out" 2>"$tmp/err"
check "the same table by --set" cmp "$tmp/out" "$tmp/there"
check "without a note" [ ! -s "$tmp/err" ]
run eval "$model" -f csv --data "$tmp/elsewhere/moved.csv" --set data.folds=2
exits 0 "another division of the same table"
says "samples that it was trained on may be in the test part"
sed '2,30d' "$tmp/elsewhere/moved.csv" >"$tmp/part.csv"
run eval "$model" -f csv --data "$tmp/part.csv"
exits 4 "missing cells in other data" && says "missing cells, and what fills such cells was fitted"
run eval "$model" -f csv --data "$tmp/part.csv" --set data.impute=drop_rows
exits 0 "other data"
says "the data are others than the model was trained on"
check_same "one part of it" "$(head -n 1 "$tmp/out")" \
  "model,setting,seed,fold,epoch,test_loss,test_rmse_price,test_rmse_weight,test_mae_price,test_mae_weight"

cat >"$tmp/classes.json" <<JSON
{ "name": "classes", "data": { "source": "csv", "file": "classes.csv" }, "train": { "epochs": 2, "save": "last" }, "seeds": 1 }
JSON
for i in {1..60}; do echo "$((i % 7)).$((i % 9)),$((i * 5 % 17)).5,kind $((i % 3))"; done | sed '1i a,b,kind' >"$tmp/classes.csv"
mkdir "$tmp/start" && cp "$tmp/classes.csv" "$tmp/classes.json" "$tmp/start"
(cd "$tmp/start" && "$regrun" --config classes.json --quiet) 2>"$tmp/err"
model=$tmp/start/results/classes/runs/base/seed-1/model.safetensors
run eval "$model" -f csv
exits 0 "where the run was started"
check_same "its row" "$(tail -n 1 "$tmp/out" | cut -d , -f 5-9)" "$(tail -n 1 "$tmp/start/results/classes/log.csv" | cut -d , -f 7-11)"
cp "$tmp/out" "$tmp/there"
"$regrun" eval "$model" -f csv --data - <"$tmp/classes.csv" >"$tmp/out" 2>"$tmp/err"
check "the table from the standard input" cmp "$tmp/out" "$tmp/there"
grep -v 'kind 0' "$tmp/classes.csv" >"$tmp/two.csv"
(head -n 1 "$tmp/two.csv" && tail -n +2 "$tmp/two.csv" | tac) >"$tmp/turned.csv"
run eval "$model" -f json --data "$tmp/two.csv"
exits 0 "two of its three classes"
two=$(sed 's/.*test_loss/test_loss/' "$tmp/out")
run eval "$model" -f json --data "$tmp/turned.csv"
check_same "classes in another order" "$(sed -n 's/.*"test_acc"/"test_acc"/p' "$tmp/out")" "$(sed -n 's/.*"test_acc"/"test_acc"/p' <<<"$two")"
sed 's/kind 2/kind 4/' "$tmp/classes.csv" >"$tmp/four.csv"
run eval "$model" --data "$tmp/four.csv"
exits 4 "another class" && says "it knows no class \"kind 4\""
sed '1s/b/c/' "$tmp/classes.csv" >"$tmp/renamed.csv"
run eval "$model" --data "$tmp/renamed.csv"
exits 4 "another column" && says "its feature 2 is \"b\", and that of the data is \"c\""
cut -d , -f 1,3 "$tmp/classes.csv" >"$tmp/narrow.csv"
run eval "$model" --data "$tmp/narrow.csv"
exits 4 "fewer columns" && says "it has 2 features, and the data have 1"
run eval "$model" --data "$tmp/classes.csv" --set data.label=a
exits 4 "another label"

# --- What is refused

run eval "$model" --set train.epochs=5
exits 2 "an option that is not the data's" && says "all else is the model's"
run eval
exits 2 "no model" && says "which model?"
run eval "$tmp/digits/runs/bn/seed-2/model.safetensors" --data x.csv
exits 2 "--data of what is drawn" && says "learned from no table"
run eval "$model" -f xml
exits 2 "a format"
run eval "$tmp/nowhere"
exits 5 "no file"
run fold "$model"
exits 2 "fold without --out"
run fold
exits 2 "fold without a model"

# damaged EDIT SAYS: a copy of the model that python's EDIT of `raw` has changed.
damaged() {
  /usr/bin/env python3 -c "raw = open('$model', 'rb').read(); $1; open('$tmp/damaged', 'wb').write(raw)" || return
  run eval "$tmp/damaged" --data "$tmp/classes.csv"
  exits 4 "$1"
  says "$2"
}
same_length="raw = raw.replace"
if command -v python3 >/dev/null; then
  damaged "raw = raw[:5]" "it ends after 5 bytes"
  damaged "raw = raw[:2000]" "it is shorter than its first 8 bytes say"
  damaged "raw = raw[:-4]" "are not as many bytes of the file as its shape asks for"
  damaged "raw += b'1234'" "something stands behind the data of the last tensor"
  damaged "raw = b'a,b,c' * 99" "it is shorter than its first 8 bytes say"
  damaged "$same_length(b'{\"__meta', b'[\"__meta')" "its header is no such JSON"
  damaged "$same_length(b'\"F32\"', b'\"F16\"', 1)" "has a dtype other than F32 and I64"
  damaged "$same_length(b'\"0.weight\"', b'\"9.weight\"')" "has a tensor \"0.weight\", [128, 2] of F32, and the file lacks it"
  damaged "$same_length(b'[128,2]', b'[64,4] ')" "has a tensor \"0.weight\", [128, 2] of F32, and the file has [64, 4] of F32"
  damaged "$same_length(b'\"regrun_model\":\"1\"', b'\"regrun_model\":\"2\"')" "as a model of format 2, and this regrun reads format 1"
  damaged "$same_length(b'\"regrun_model\"', b'\"regrun_madel\"')" "holds tensors, but not what regrun says of its models"
  damaged "$same_length(b'\"features\":\"2\"', b'\"features\":\"3\"')" "\"feature_names\" in its metadata is no list of the right length"
  damaged "$same_length(b'\"seed\":\"1\"', b'\"seed\":\"2\"')" "\"config\" in its metadata is not of that setting and seed alone"
  damaged "$same_length(b'\"classes\":\"3\"', b'\"classes\":\"0\"')" "\"class"
  damaged "raw = raw[:-4] + b'\\xff\\xff\\xff\\x7f'" "holds numbers that are none of a network's"
  damaged "$same_length(b'[128]', b'[256]', 1)" "the network of its config has 1280 weights, and the file holds 771 numbers"
else
  skip "damaged models: python3 is not installed"
fi

finish models
