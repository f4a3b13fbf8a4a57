#!/usr/bin/env bash
# regrun predict: the predictions of a model's file for new tables and images, and what it says about mistakes.
# shellcheck source=tests/cli/check.bash
source "$(dirname "$0")/check.bash"

# train NAME OPTIONS...: trains one setting on $tmp/NAME.csv; its model is then $model.
train() {
  local name=$1
  shift
  run --config - --quiet --out "$tmp/$name" --set data.source=csv --set data.file="$tmp/$name.csv" "$@" \
    <<<'{"seeds": [1], "model.hidden": [6], "train": {"epochs": 4, "save": "last"}}'
  trained "train on $name.csv"
  model=$(find "$tmp/$name" -name model.safetensors)
}

# predict ARGUMENTS...: with $model.
predict() { run predict --model "$model" "$@"; }

# wrong CODE MESSAGE ARGUMENTS...: refused with this code, nothing on stdout.
wrong() {
  local code_wanted=$1 message=$2
  shift 2
  predict "$@"
  exits "$code_wanted" "predict $*"
  says "$message"
  check "predict $*: nothing on stdout" [ ! -s "$tmp/out" ]
}

# table TEXT: a new table in $tmp/new.csv.
table() { printf '%b' "$1" >"$tmp/new.csv"; }

# The last value of a column of a log.
logged() { # LOG COLUMN
  awk -F, -v name="$2" 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == name) c = i } END { print $c }' "$1"
}

# --- Words, gaps, classes with quotes and commas. Which rows are tested on stands in the table, so that they can be
# predicted again.
awk 'BEGIN {
  print "id,age,city,paid,part,\"has, \"\"it\"\"\""
  for (i = 1; i <= 120; i++) {
    age = 18 + i * 37 % 50; paid = i * 13 % 50 / 10
    city = i % 3 == 0 ? "Rome" : i % 3 == 1 ? "\"Os,lo\"" : "Bern"
    printf "p%d,%s,%s,%s,%s,%s\n", i, i % 11 == 0 ? "" : age, i % 17 == 0 ? "?" : city, paid, i % 4 ? "train" : "test",
      (age / 50 + paid / 5 + (i % 3 == 0) / 2 > 1.6) ? "\"yes, \"\"so\"\"\"" : "no"
  }
}' >"$tmp/people.csv"
train people --set data.impute=indicator --set data.columns.ignore=id --set data.split_column=part
{ head -1 "$tmp/people.csv" && grep ',test,' "$tmp/people.csv"; } >"$tmp/test.csv"
predict "$tmp/test.csv"
exits 0 "predict the test part again"
cp "$tmp/out" "$tmp/test_out"
check "filled cells are told" grep -q '^note: [0-9]* missing cells are filled as in training$' "$tmp/err"
check_same "what is said" "$(grep -v '^note' "$tmp/err")" \
  "accuracy $(logged "$tmp/people/log.csv" test_acc), loss $(logged "$tmp/people/log.csv" test_loss) on the 30 rows whose label is known"
check_same "the header" "$(head -1 "$tmp/out")" 'prediction,p_no,"p_yes, ""so"""'
check "a row for each" [ "$(wc -l <"$tmp/out")" -eq 31 ]
# shellcheck disable=SC2016 # the dollars are awk's
check "the loss by the probabilities" awk -F, -v want="$(logged "$tmp/people/log.csv" test_loss)" '
  FNR == 1 { next }
  NR == FNR { label[FNR] = /"yes/ ? 1 : 0; next }
  { n++; sum -= log($(NF - 1 + label[FNR])) }
  END { d = sum / n - want; exit !(n == 30 && d < 1e-6 && d > -1e-6) }' "$tmp/test.csv" "$tmp/test_out"
REGRUN_KERNEL=plain predict "$tmp/test.csv" -o "$tmp/plain_out"
exits 0 "with the plain kernel, into a file"
check "the same bytes" cmp "$tmp/plain_out" "$tmp/test_out"
rm "$tmp/people.csv" # the training table is not needed

# --- Columns in another order, others beside them, no label; another dialect; the standard input.
awk -F, 'NR == 1 { print "paid;x;city;age" } NR > 1 {
  city = $0 ~ /Os,lo/ ? "Os,lo" : $3; age = $2; paid = $0 ~ /Os,lo/ ? $5 : $4
  gsub(/\./, ",", paid); printf "%s;w;%s;%s\n", paid, city, age }' "$tmp/test.csv" >"$tmp/other.csv"
predict - <"$tmp/other.csv"
exits 0 "predict the standard input"
check "the same predictions" cmp "$tmp/out" "$tmp/test_out"
check "no scores without a label" [ "$(grep -c accuracy "$tmp/err")" -eq 0 ]
says "standard input: read as cells between semicolons"

# --- Carrying columns through.
predict "$tmp/test.csv" --keep id,city
exits 0 "--keep"
check_same "the columns that are kept" "$(sed -n '1p;3p' "$tmp/out" | cut -d, -f1-3)" $'id,city,prediction\np8,Bern,no'
check_same "what must be quoted is" "$(sed -n 2p "$tmp/out" | cut -d, -f1-3)" 'p4,"Os,lo"'
predict "$tmp/test.csv" --with-input
exits 0 "--with-input"
check "all columns, as they are" cmp -s <(paste -d, "$tmp/test.csv" "$tmp/test_out") "$tmp/out"
predict "$tmp/test.csv" --keep 'has, "it"'
exits 0 "--keep a name with a comma"
check_same "that column" "$(sed -n 2p "$tmp/out" | cut -d, -f1)" no
wrong 2 '--keep nope: ' "$tmp/test.csv" --keep id,nope
{ printf '\377\376' && iconv -t UTF-16LE "$tmp/test.csv"; } >"$tmp/wide.csv"
predict "$tmp/wide.csv" --with-input
exits 0 "a table in UTF-16"
check "the same" cmp -s <(paste -d, "$tmp/test.csv" "$tmp/test_out") "$tmp/out"
predict "$tmp/other.csv" --set 'data.separator=;' --set data.decimal=,
exits 0 "a table whose form is said"
check "the same predictions" cmp "$tmp/out" "$tmp/test_out"

# --- What a new table may hold.
table 'age,city,paid,"has, ""it"""\n20,Paris,2,no\n,,2,perhaps\n30,Rome,1,\n'
predict "$tmp/new.csv"
exits 0 "new words, missing cells"
check "three rows" [ "$(wc -l <"$tmp/out")" -eq 4 ]
says "1 cell of column 2 (city) holds a category that the training table does not have: it is encoded as zeros"
says "on the 1 row whose label is known; 1 has none; 1 has a class that the model does not know"
table 'age,city,paid,"has, ""it"""\n20,Paris,2,\n'
predict "$tmp/new.csv"
exits 0 "no label known"
says "but in no row a label that the model knows"
table 'age,city,paid\n1,Rome,2\n3,'"$(head -c 300000 /dev/zero | tr '\0' R)"',4\n'
predict "$tmp/new.csv"
exits 0 "a huge cell"
check "its row" [ "$(wc -l <"$tmp/out")" -eq 3 ]
{ echo "age,city,paid,$(seq -s, 1 20000)" && echo "1,Rome,2,$(seq -s, 1 20000)"; } >"$tmp/new.csv"
predict "$tmp/new.csv"
exits 0 "a wide table"
check "its row" [ "$(wc -l <"$tmp/out")" -eq 2 ]

# --- And what it may not.
table 'age,town,paid\n20,Rome,2\n'
wrong 4 'new.csv:1: there is no column "city", which the model takes; the first line names "age", "town", "paid"' "$tmp/new.csv"
table '20,Rome,2\n30,Rome,2\n'
wrong 4 'new.csv:1: there are no columns "age", "city" and "paid", which the model takes; the first line names "20", "Rome", "2"' "$tmp/new.csv"
table 'age,city,paid\n20,Rome,2\n?,Rome,much\n'
wrong 4 'new.csv:3: column 3 (paid): "much" is not a number, as the model takes here; correct it, or name it in data.missing' "$tmp/new.csv"
predict "$tmp/new.csv" --set data.missing='["?","much"]'
exits 0 "--set data.missing"
table 'age,city,paid\n'
wrong 4 'the header is all there is' "$tmp/new.csv"
table ''
wrong 4 'the file is empty' "$tmp/new.csv"
table 'age,city,paid\n1,Rome\n'
wrong 4 'new.csv:2: ' "$tmp/new.csv"
wrong 5 'cannot open' "$tmp/none.csv"
wrong 5 "nwe.csv: No such file or directory; did you mean $tmp/new.csv?" "$tmp/nwe.csv"
wrong 5 "--out $tmp: is a folder; name a file, as in --out $tmp/predicted.csv" "$tmp/new.csv" --out "$tmp"
run predict --model "$tmp/people" "$tmp/new.csv"
exits 5 "a folder as model" && says "$tmp/people: is a folder; name a model that is in it: $model"
run predict --model "${model/seed-1/seed_1}" "$tmp/new.csv"
exits 5 "a model near" && says "did you mean $model?"
mkdir "$tmp/bare"
run predict --model "$tmp/bare" "$tmp/new.csv"
exits 5 "a folder without models" && says "$tmp/bare: is a folder, in which no model (.safetensors) was found; runs keep theirs where the config says \"train.save\": \"last\""
for n in 1 2 3 4 5; do cp "$model" "$tmp/bare/$n.safetensors"; done
run predict --model "$tmp/bare" "$tmp/new.csv"
says "$tmp/bare: is a folder; name one of the models in it: $tmp/bare/1.safetensors, $tmp/bare/2.safetensors, $tmp/bare/3.safetensors and 2 more"
wrong 2 'predict takes one table; - is the standard input'
wrong 2 'predict takes one table' a b
wrong 2 '--set data.label=age: here it says how the table is written' "$tmp/new.csv" --set data.label=age
wrong 2 'learned from a table (data.source csv); give it one' --images "$tmp/none"
wrong 2 'not both' --images "$tmp/none" "$tmp/new.csv"
wrong 2 'would overwrite what is read' "$tmp/new.csv" -o "$tmp/new.csv"
run predict "$tmp/new.csv"
exits 2 "no model"
says '--model FILE is missing'

# --- Files of models that were changed: each is refused, and says why.
good=$model
model=$tmp/bad.safetensors
table 'age,city,paid\n20,Rome,2\n'
changed() { # MESSAGE SED_EXPRESSION: one that leaves its length as it is
  sed "$2" "$good" >"$model"
  check "$2 changes the file, not its size" [ "$(wc -c <"$model")" -eq "$(wc -c <"$good")" ]
  check "$2 changes it" [ "$(cmp -s "$model" "$good" || echo differs)" = differs ]
  wrong 4 "$1" "$tmp/new.csv"
}
changed 'the columns that it says it was trained on: the categories of feature 2 are not each there once and in order' 's/\\"Bern\\",\\"Os,lo\\"/\\"Os,lo\\",\\"Bern\\"/'
changed '"column" of feature 1 must be a whole number from 1 to 6' 's/{\\"column\\":2,/{\\"column\\":9,/'
changed 'feature 2 does not stand behind the one before it' 's/{\\"column\\":2,/{\\"column\\":4,/;s/{\\"column\\":4,\\"name\\":\\"paid/{\\"column\\":2,\\"name\\":\\"paid/'
changed '"indicator" of feature 1 must be true or false' 's/\\"indicator\\":true/\\"indicator\\":1111/'
changed '"columns" in its metadata is not of as many features and targets' 's/\\"indicator\\":true/\\"undicator\\":true/'
changed 'there is no column "agf"' 's/\\"name\\":\\"age/\\"name\\":\\"agf/'
changed 'does not say which columns of a table its network takes' 's/"columns":"{/"coiumns":"{/'
for bytes in 0 7 100 3000; do
  head -c "$bytes" "$good" >"$model"
  wrong 4 "bad.safetensors: " "$tmp/new.csv"
done

# --- Probabilities are what the loss understands by the outputs.
awk 'BEGIN { print "a,b,y"; for (i = 1; i <= 80; i++) printf "%d,%d,%s\n", i * 7 % 23, i * 5 % 17, (i * 7 % 23 > 11) ? "u" : i % 2 ? "v" : "w" }' \
  >"$tmp/loss.csv"
# shellcheck disable=SC2016 # the dollars are awk's
for case in 'cross_entropy -log($(2 + y))' \
  'sigmoid_cross_entropy -log(y == 0 ? $2 : 1 - $2) - log(y == 1 ? $3 : 1 - $3) - log(y == 2 ? $4 : 1 - $4)'; do
  train loss --set data.task=classification --set train.loss="${case%% *}"
  predict "$tmp/loss.csv"
  exits 0 "${case%% *}"
  check "the ${case%% *} by the probabilities" awk -F, -v said="$(sed 's/.*loss \([^ ]*\) .*/\1/' "$tmp/err")" '
    FNR == 1 { next }
    NR == FNR { label[FNR] = $3 == "u" ? 0 : $3 == "v" ? 1 : 2; next }
    { n++; y = label[FNR]; sum += '"${case#* }"' }
    END { d = sum / 80 - said; exit !(n == 80 && said + 0 > 0.1 && d < 1e-6 && d > -1e-6) }' "$tmp/loss.csv" "$tmp/out"
  rm -rf "$tmp/loss"
done

# --- Numbers: one target, several; each in its own unit.
awk 'BEGIN { print "u,v,w,k"; for (i = 1; i <= 60; i++) printf "%d,%d,%s,%s\n", i, i * 7 % 13, 1000 + i * 3.5 + i * 7 % 13, i % 2 ? "q" : "r" }' >"$tmp/one.csv"
train one --set data.label=w --set train.epochs=200
predict "$tmp/one.csv" --keep w
exits 0 "a target"
check_same "its header" "$(head -1 "$tmp/out")" "w,prediction"
says "RMSE "
# shellcheck disable=SC2016 # the dollars are awk's
check "the error by the predictions" awk -F, -v said="$(sed 's/RMSE \([^,]*\),.*/\1/' "$tmp/err")" '
  NR > 1 { n++; sum += ($1 - $2) * ($1 - $2) } END { e = sqrt(sum / n); exit !(n == 60 && e < 30 && e / said - 1 < 1e-4 && said / e - 1 < 1e-4) }' "$tmp/out"
cp "$tmp/one.csv" "$tmp/two.csv"
train two --set 'data.label=["w","u"]'
predict "$tmp/two.csv"
exits 0 "two targets"
check_same "their header" "$(head -1 "$tmp/out")" "prediction_w,prediction_u"
check "the scores of both" grep -qE '^RMSE of w [0-9.]+, of u [0-9.]+, loss [0-9.]+ on the 60 rows whose label is known$' "$tmp/err"
table 'v,k,u\n3,q,1\n'
predict "$tmp/new.csv"
exits 0 "one of two targets"
check "nothing is scored" [ ! -s "$tmp/err" ]

# --- No names: columns go by their places.
tail -n +2 "$tmp/one.csv" >"$tmp/bare.csv"
train bare --set data.label=3
predict "$tmp/bare.csv" --keep 4
exits 0 "no header"
check_same "its header" "$(head -1 "$tmp/out")" "column 4,prediction"
cut -d, -f2 "$tmp/out" >"$tmp/bare_out"
cut -d, -f1,2,4 "$tmp/bare.csv" >"$tmp/new.csv"
predict "$tmp/new.csv"
exits 0 "no header, no label"
check "the same predictions" cmp "$tmp/out" "$tmp/bare_out"
wrong 4 'is not a number, as the model takes here; if the first line names the columns, say --set data.header=true' "$tmp/one.csv"
predict "$tmp/one.csv" --set data.header=true
exits 0 "a header where training had none"
check "the same predictions" cmp "$tmp/out" "$tmp/bare_out"
table '1,2\n'
wrong 4 'new.csv:1: 2 columns, but the table that the model was trained on had 4, and no names to find them by' "$tmp/new.csv"
table '1,2,,q\n1,,3,q\n'
wrong 4 'new.csv:2: column 2: 1 missing cell, and the model learned nothing to put there' "$tmp/new.csv"

# --- Digits: as images, and as the table that data write makes of them.
run --config - --quiet --out "$tmp/digits" \
  <<<'{"seeds": [1], "model.hidden": [8], "data": {"source": "digits", "train_size": 100, "test_size": 20}, "train": {"epochs": 2, "save": "last"}}'
trained "train on digits"
model=$(find "$tmp/digits" -name model.safetensors)
run data write digits --samples 30 --seed 9 --out "$tmp/figures.csv"
run data write digits --samples 30 --seed 9 --out "$tmp/figures.idx"
predict "$tmp/figures.csv"
exits 0 "digits as a table"
says "on the 30 rows whose label is known"
cp "$tmp/out" "$tmp/table_out"
predict --images "$tmp/figures-images-idx3-ubyte"
exits 0 "digits as images"
check "the same predictions" cmp "$tmp/out" "$tmp/table_out"
check "ten probabilities" [ "$(head -1 "$tmp/out")" = prediction,p_0,p_1,p_2,p_3,p_4,p_5,p_6,p_7,p_8,p_9 ]
wrong 4 "interchanged" --images "$tmp/figures-labels-idx1-ubyte"
printf '\0\0\10\3\0\0\0\1\0\0\0\1\0\0\0\2ab' >"$tmp/small"
wrong 4 "images of 1 x 2 pixels, but" --images "$tmp/small"
wrong 2 "images have no columns" --images "$tmp/small" --keep a

finish predict
