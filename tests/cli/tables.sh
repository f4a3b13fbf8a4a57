#!/usr/bin/env bash
# Tables as they are found: columns, categories, missing cells, what a message says and whether it helps.
# shellcheck source=tests/cli/check.bash
source "$(dirname "$0")/check.bash"
cd "$tmp" || exit 1

# 40 rows: an identifier, two numbers (one with ? in it), words, dates, an empty column, a label.
awk 'BEGIN {
  print "id,size,weight,colour,day,nothing,kind"
  for (i = 1; i <= 40; i++)
    printf "k%d,%g,%s,%s,2024-05-%02d,,%s\n", i, i * 7 % 11 + 0.5, i % 9 ? i * 5 % 13 : "?", substr("redbluered", 1 + i % 2 * 3, 3 + i % 2),
      1 + i % 28, i % 3 ? "in" : "out" }' >wild.csv
train='"model": { "hidden": [4] }, "train": { "epochs": 2 }, "seeds": 2'

config() { # NAME DATA [SETTINGS]: a config with these options of data
  printf '{ "data": { "source": "csv", %s }, %s %s }\n' "$2" "$train" "${3:-}" >"$1.json"
}

# --- One message says all, and what it gives to paste mends all of it.
config wild '"file": "wild.csv", "max_categories": 20'
run check --config wild.json
exits 4 "a wild table"
says 'wild.csv: 4 of its 7 columns cannot be trained on as they are:'
says 'missing cells: column 3 (weight): 4, column 6 (nothing): 40; data.impute says'
says 'dates: column 5 (day): "2024-05-02" in line 2; ignore it (data.columns.ignore), or make it a number'
says 'too many categories: column 1 (id): 40; ignore it (data.columns.ignore), or raise data.max_categories'
remedy=$(sed -n 's/.*all of it is mended by "data": {\(.*\)}$/\1/p' "$tmp/err")
check_same "what to paste" "$remedy" '"impute": "median", "columns": {"ignore": ["nothing", "day", "id"]}'
config mended "\"file\": \"wild.csv\", \"max_categories\": 20, $remedy"
run --config mended.json
trained "the mended config"
check "its features" grep -q '4 features, 2 classes' <("$regrun" check --config mended.json)

# --- Odd words among numbers, of the training table and of the test table, become missing cells: the columns stay.
awk 'BEGIN { print "a,b,c,y"
  for (i = 1; i <= 40; i++) printf "%s,%d,%s,%s\n", i == 9 ? "unknown" : i, i * 7 % 11, i % 2 ? "k" : "none", i % 3 ? "in" : "out" }' >odd.csv
sed '1!s/^\([0-9]*\),5,/\1,n.k.,/; s/unknown/9/' odd.csv >odd_test.csv
config odd '"file": "odd.csv", "test_file": "odd_test.csv"'
run check --config odd.json
exits 4 "odd words"
says 'odd_test.csv:8: column 2 (b): "n.k." is not a number, nor are 3 more, but 36 other cells are'
remedy=$(sed -n 's/.*all of it is mended by "data": {\(.*\)}$/\1/p' "$tmp/err")
check_same "what to paste" "$remedy" \
  '"impute": "median", "missing": ["?", "NA", "N/A", "NaN", "nan", "null", "NULL", "None", "-", "unknown", "n.k."]'
config kept "\"file\": \"odd.csv\", \"test_file\": \"odd_test.csv\", $remedy"
run --config kept.json
trained "the mended config"
check "its features" grep -q '4 features, 2 classes' <("$regrun" check --config kept.json)
# But not where they are a category of the other table.
sed 's/n\.k\./none/' odd_test.csv >none_test.csv
config odd '"file": "odd.csv", "test_file": "none_test.csv"'
run check --config odd.json
says '"missing": ["?", "NA", "N/A", "NaN", "nan", "null", "NULL", "None", "-", "unknown"], "columns": {"ignore": ["b"]}}'

# Be there something else wrong with that table or not.
printf 'a,b,y\n' | tee odd.csv >none_test.csv
awk 'BEGIN { for (i = 0; i < 20; i++) printf "%s,%s,%d\n", i == 7 ? "bad" : i * 3 % 11, i % 2 ? "ok" : "good", i % 3 % 2 }' >>odd.csv
sed '1d; s/ok/bad/; s/^bad/2/' odd.csv >>none_test.csv
run check --config odd.json
exits 4 "a word that is a category of the test table"
says 'odd.csv:9: column 1 (a): "bad" is not a number, but 19 other cells are'
check_same "what to paste" "$(grep -c mended "$tmp/err")" 0
"$regrun" data show odd.csv --set data.test_file=none_test.csv >shown.txt
check "what data show gives to paste" grep -q '"columns": {"ignore": \["a"\]}' shown.txt

# --- What is wrong with a label is said once, with what mends it and the features.
awk 'BEGIN { print "a,b,y"; for (i = 0; i < 30; i++) printf "%s,%d,%s\n", i == 7 ? "" : i * 3 % 11, i % 2, i == 9 ? "<5" : i * 1.5 }' >odd.csv
config odd '"file": "odd.csv"'
run check --config odd.json
exits 4 "an odd label"
says 'labels that are no numbers: column 3 (y): "<5" in line 11; correct it, name it in data.missing, or say in data.task what to learn'
check_same "how often" "$(grep -c '<5' "$tmp/err")" 2 # once more in the remedy
remedy=$(sed -n 's/.*all of it is mended by "data": {\(.*\)}$/\1/p' "$tmp/err")
config kept_label "\"file\": \"odd.csv\", $remedy"
run --config kept_label.json
trained "the mended label"
run data show odd.csv
check_same "what data show says" "$(grep -c '<5.* line 11' "$tmp/out")" 2 # and of the column
check "what it gives to paste" grep -q '"impute": "median",' "$tmp/out"

# --- The resolved config repeats the run; --set says the same as the config.
run --config results/mended/config.json --out again
trained "the resolved config"
check "the same log" cmp results/mended/log.csv again/log.csv
run --config wild.json --set data.impute=median --set 'data.columns.ignore=["nothing","-3",1]' --out by_set
trained "--set of a list"
check "the same log" cmp <(rows results/mended/log.csv) <(rows by_set/log.csv)
run --config wild.json --set data.use=size --out one
trained "--set of one column"
run --config wild.json --set data.use=2-2 --out range
check "by its name and by a range" cmp <(rows one/log.csv) <(rows range/log.csv)

# --- Another order of the columns and a column more that is ignored change the features' order, or nothing.
awk -F, -v OFS=, '{ print $0, NR == 1 ? "more" : "0x" NR }' wild.csv >more.csv
config more "\"file\": \"more.csv\", \"label\": \"kind\", \"max_categories\": 20, \"impute\": \"median\", \"columns\": { \"ignore\": [1, \"day\", \"nothing\", -1] }"
run --config more.json
trained "a column more"
check "an ignored column changes nothing" cmp results/mended/log.csv results/more/log.csv

# --- Whole numbers from 0 to 255 are kept as bytes, which must not show; nor must a categorical column of two words.
awk 'BEGIN { for (i = 0; i < 40; i++) printf "%d,%d,%s\n", i * 37 % 256, i * 11 % 7, i % 3 ? "a" : "b" }' >bytes.csv
awk 'BEGIN { for (i = 0; i < 40; i++) printf "%d,%d,%s\n", i * 37 % 256 * 1.0, i * 11 % 7, i % 3 ? "a" : "b"; print "0.5,0,a" }' >floats.csv
for scaling in none minmax zscore; do
  config bytes "\"file\": \"bytes.csv\", \"test_file\": \"bytes.csv\", \"scaling\": \"$scaling\""
  config floats "\"file\": \"bytes.csv\", \"test_file\": \"floats.csv\", \"scaling\": \"$scaling\", \"test_size\": 40"
  run --config bytes.json --out "bytes_$scaling"
  trained "bytes, $scaling"
  run --config floats.json --out "floats_$scaling"
  trained "floats beside them, $scaling"
  check "the same training losses, $scaling" diff <(cut -d, -f1-7 "bytes_$scaling/log.csv") <(cut -d, -f1-7 "floats_$scaling/log.csv")
done

# --- A file is read once: a pipe gives its content only once.
mkfifo pipe
config pipe '"file": "pipe", "columns": { "ignore": [1, 5, 6] }, "impute": "mean", "label": "kind"' ', "settings": [
  { "name": "a" }, { "name": "b", "data.scaling": "minmax" }, { "name": "c", "data.impute": "median" },
  { "name": "d", "data.test_fraction": 0.4 }, { "name": "e", "data.max_categories": 5, "data.task": "classification" } ]'
sed 's/"pipe"/"wild.csv"/' pipe.json >file.json
cat wild.csv >pipe &
timeout 60 "$regrun" --config pipe.json >"$tmp/out" 2>"$tmp/err"
code=$?
trained "five settings that read one pipe"
kill %% 2>/dev/null
run --config file.json
check "the same log as from a file" cmp results/pipe/log.csv results/file/log.csv

# --- A message about a row of a pipe, which cannot be read again, does without its line.
printf 'a,b,y\n1,2,p\n3,5,q\n' >train.csv
config new '"file": "train.csv", "test_file": "pipe"'
printf 'a,b,y\n1,2,p\n3,5,new\n' >pipe &
timeout 60 "$regrun" check --config new.json >"$tmp/out" 2>"$tmp/err"
code=$?
exits 4 "a class that only a pipe has"
says 'pipe: column 3 (y): the class "new" does not occur in the training table'

finish tables
