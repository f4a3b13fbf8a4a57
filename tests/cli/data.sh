#!/usr/bin/env bash
# regrun data: what it shows, what it writes, and what it says about mistakes.
# shellcheck source=tests/cli/check.bash
source "$(dirname "$0")/check.bash"
# shellcheck source=tests/cli/pages.bash
source tests/cli/pages.bash

# wrong CODE MESSAGE ARGUMENTS...: refused with this code.
wrong() {
    local code_wanted=$1 message=$2
    shift 2
    run data "$@"
    exits "$code_wanted" "regrun data $*"
    says "$message"
    check "regrun data $*: nothing on stdout" [ ! -s "$tmp/out" ]
}

# shown LINE...: what was shown has these lines, in this order, and others between them.
shown() {
    local line from=0 at
    for line; do
        at=$(tail -n +$((from + 1)) "$tmp/out" | grep -nFx -m 1 -- "$line" | cut -d: -f1)
        check "it shows: $line" [ -n "$at" ]
        from=$((from + ${at:-0}))
    done
}

for help in "--help" "show --help" "write -h"; do
    # shellcheck disable=SC2086
    run data $help
    exits 0 "data $help"
    check "data $help: shows examples" grep -q '^examples$' "$tmp/out"
    check "data $help: no line is wider than 100 columns" awk 'length > 100 { exit 1 }' "$tmp/out"
done

# Figures: three beside each other where the width is 100; ASCII, blocks in a UTF-8 locale, greys when asked for.
run data show digits --count 4
exits 0 "show digits"
same "$tmp/out" data_digits.txt
LC_ALL=C.UTF-8 run data show digits --count 1 --index 3
same "$tmp/out" data_blocks.txt
check "without colours by itself" bash -c "! grep -q $'\033' '$tmp/out'"
LC_ALL=C.UTF-8 run data show digits --count 1 --color always
check "with colours on demand" grep -q $'\033''\[38;5;' "$tmp/out"
run data show digits --seed 7 --count 1 --index 1000000000000
exits 0 "a far sample is drawn at once"
check "its number and class" grep -qx '1000000000000: 0' "$tmp/out"

# Tables: what is found in one that can be trained on and in one that cannot, as docs/data.md has it.
run data show data/moons.csv
exits 0 "show a table"
same "$tmp/out" data_table.txt
for table in horses ragged; do
    (cd tests/tables && "$regrun" data show $table.csv --count 2) >"$tmp/$table" 2>&1
    shows docs/data.md "\$ regrun data show $table.csv --count 2" "$tmp/$table"
done
cd tests/tables || exit 1
sed -n '/^{/,$p' "$tmp/horses" >"$tmp/pasted"
run check --config - <"$tmp/pasted"
exits 0 "the config that was pasted"
cd ../.. || exit 1
check "it trains on the features that are left" grep -qE '^data +csv: 6 features, 2 classes; ' "$tmp/out"

# Whatever is wrong, a table that can be read can be looked at, and a config that is given runs.
given=0
for table in tests/bad-data/*.csv; do
    run data show "$table"
    if [ "$code" -ne 0 ]; then
        check "$table: refused" [ "$code" -eq 4 ]
        continue
    fi
    cp "$tmp/out" "$tmp/shown"
    check "$table: no control character" bash -c "! LC_ALL=C grep -q '[[:cntrl:]]' <(tr -d '\n' <'$tmp/shown')"
    if grep -q '^A config that trains on it' "$tmp/shown"; then
        given=$((given + 1))
        sed -n '/^{/,$p' "$tmp/shown" >"$tmp/pasted"
        run check --config - <"$tmp/pasted"
        exits 0 "the config for $table"
    else
        check "$table: says why there is no config" grep -qE '^(It cannot be trained on as it is|And when all of that is mended):$' "$tmp/shown"
    fi
done
check "most of these tables can be mended ($given)" [ "$given" -gt 12 ]

# Options reach the table and the config; numbers that a network would see as such are classes where they are so few.
printf 'a;1;0.5\nb;2;1.5\na;4;2.5\na;?;2.5\na;1;0.5\n' >"$tmp/points.csv"
run data show "$tmp/points.csv" --separator ';' --label 1 --count 2 --set data.impute=mean \
    --set 'data.columns.categorical=[-1]' --set data.test_fraction=0.5
exits 0 "show with options"
check "its head" grep -qx "$tmp/points.csv: 5 rows, 3 columns" "$tmp/out"
check "its separator" grep -qx 'cells between semicolons, quoted with "; no line names the columns (by its looks)' "$tmp/out"
check "its label" grep -qx 'label, column 1: 2 classes: a (4), b (1)' "$tmp/out"
check "the majority" grep -qx 'always guessing a has an accuracy of 0.8' "$tmp/out"
check "its feature" grep -qE '^2 +numeric +1 +1 +2 +4 +1.414 +1 +2 +numbers$' "$tmp/out"
check "its categories" grep -qE '^3 +categorical +0.5 +1.5 +3 categories, most often 0.5 \(2\), all of them numbers$' "$tmp/out"
check "its twins" grep -qx '1 row is the same as one before' "$tmp/out"
check "the options are in the config" diff - <(sed -n '/^{/,/^  }/p' "$tmp/out") <<END
{
  "data": {
    "source": "csv",
    "file": "$tmp/points.csv",
    "separator": ";",
    "label": "1",
    "impute": "mean",
    "columns": {"categorical": ["-1"]},
    "test_fraction": 0.5
  },
END
sed -n '/^{/,$p' "$tmp/out" >"$tmp/pasted"
run check --config - <"$tmp/pasted"
exits 0 "and they run"
run data show "$tmp/points.csv" --separator ,
exits 4 "show with the wrong separator"
says 'points.csv: one column only'
shown "$tmp/points.csv: 5 rows of 1 cell" 'cells between commas, quoted with "' '' 'line 1: a;1;0.5'
printf '"1,5",1,a\n"2,5",7,b\n"3,5",3,a\n"4,5",4,b\n' >"$tmp/commas.csv"
printf '{ "data": { "source": "csv", "file": "%s" } }\n' "$tmp/commas.csv" >"$tmp/commas.json"
run check --config "$tmp/commas.json"
check "numbers that are taken for words are told" grep -qF 'commas.csv: column 1 holds numbers with another decimal mark' "$tmp/out"
run check --config "$tmp/commas.json" --set data.decimal=,
check "and no more where the mark is given" bash -c "! grep -q 'decimal mark' '$tmp/out'"

# A table whose rows have different numbers of cells is refused, but can be looked at.
{ for i in 1 2 3 4 5 6; do printf '%s;%s;x\n' "$i" "$i"; done; printf '7;x\n8;8;y\n9;9;9;y\n9;y\n'; } >"$tmp/ragged.csv"
run data show "$tmp/ragged.csv" --count 2
exits 4 "show a ragged table"
says "$tmp/ragged.csv:7: 2 cells, but line 1 has 3; every row must have the same number"
check "what is shown of it" diff - "$tmp/out" <<END
$tmp/ragged.csv: 7 rows of 3 cells, 2 rows of 2 cells (the first in line 7), 1 row of 4 cells (line 9)
cells between semicolons, quoted with "

line 1: 1;1;x
line 2: 2;2;x
line 7: 7;x
line 9: 9;9;9;y

END
printf 'Table 3: results of 2024\n\nw,h,s\n1,2,x\n3,4,y\n' >"$tmp/title.csv"
run data show - <"$tmp/title.csv"
exits 4 "a title above a table, from the standard input"
says ':1: 1 cell, but line 3 and 2 more rows have 3; if it is a title, remove it, or put # before it (data.comment)'
shown 'standard input: 3 rows of 3 cells, 1 row of 1 cell (line 1)' 'line 1: Table 3: results of 2024' 'line 3: w,h,s'
printf 'a,b\n\033[31m%0500d,2\n3\n' 7 >"$tmp/long.csv"
COLUMNS=60 run data show "$tmp/long.csv"
exits 4 "a ragged table that is hostile"
check "no line is wider than the terminal" awk 'NR > 1 && length > 60 { exit 1 }' "$tmp/out"
check "nothing of it commands the terminal" bash -c "! grep -q $'\033' '$tmp/out'"

# Names that are numbers are taken for data, which is told, and the config says otherwise.
printf '2019,2020,2021,2022\n0.5,0.25,0.5,1\n.2,.3,.4,2\n.4,.1,.6,1\n.3,.1,.6,2\n' >"$tmp/years.csv"
run data show "$tmp/years.csv"
exits 0 "show years"
shown "note: $tmp/years.csv:1: the first row was taken for data, but counts up by one (2019, 2020, ...): if it names the columns, say so with data.header true" \
    'A config that trains on it, with the first row as names, since it counts up by one (2019, 2020, ...):' '    "header": "true"'
sed -n '/^{/,$p' "$tmp/out" >"$tmp/pasted"
run check --config - <"$tmp/pasted"
exits 0 "the config for years"
check "it does not train on the names" grep -qE '^data +csv: 3 features, 2 classes; 3 samples to train on, 1 to test on' "$tmp/out"
run data show - <"$tmp/years.csv"
shown '    "header": "true"'
run data show "$tmp/years.csv" --header false
check "unless they are said to be data" bash -c "! grep -q 'first row' '$tmp/out'"
for names in '2001,2002,size|3.5,4.5' '2001,2002,kind|x,y'; do
    IFS='|' read -r header labels <<<"$names"
    printf '%s\n1,2,%s\n3,4,%s\n5,6,%s\n7,8,%s\n' "$header" "${labels%,*}" "${labels#*,}" "${labels%,*}" "${labels#*,}" >"$tmp/names.csv"
    run data show "$tmp/names.csv"
    exits 0 "show $header"
    shown 'It cannot be trained on as it is:' 'A config that trains on it, with what mends it:' '    "header": "true"'
done

# A number to predict, and rows that contradict each other; from a pipe, which can be read only once.
printf 'x,y\n1,10.5\n1,20.5\n2,30.5\n2,30.5\n' >"$tmp/target.csv"
run data show - <"$tmp/target.csv"
exits 0 "a table from the standard input"
check "its RMSE" grep -qx 'always predicting its mean has an RMSE of 8.292, in its unit' "$tmp/out"
check "what contradicts" grep -qx '1 row is the same as one before; 1 has the features of one before, but another label' "$tmp/out"
run data show - < <(cat tests/tables/horses.csv)
exits 0 "a pipe"
check "what mends it" grep -qF '"columns": {"ignore": ["seen"]}' "$tmp/out"
for wrong in "1,x 2,x 3,x|every row has the label \"x\"" "1,5 2,5 3,x|the label \"x\" is not a number"; do
    tr ' ' '\n' <<<"${wrong%|*}" >"$tmp/no_way.csv"
    run data show "$tmp/no_way.csv"
    exits 0 "what no option mends can be looked at"
    check "it is told: ${wrong#*|}" grep -qF "${wrong#*|}" "$tmp/out"
    check "there is no config" bash -c "! grep -q '^{' '$tmp/out'"
done
for wrong in "$(printf 'a,b,y\n1,2,\n3,4,?')|no row has a label; column 2 (b) is the last" \
    "$(printf '1,,5\n2,6,x\n3,7,5')|labels that are no numbers: column 3: \"x\" in line 2"; do
    run data show - < <(echo "${wrong%|*}")
    exits 0 "a pipe with a label that is none"
    check "it is told: ${wrong#*|}" grep -qF "${wrong#*|}" "$tmp/out"
    check "no config that nobody tried" bash -c "! grep -q '^{' '$tmp/out'"
done

# A label by default that is none: the config names the last column that may be one.
run data show tests/bad-data/no_label.csv
check "another label" grep -qxF '    "label": "b",' "$tmp/out"
check "without the empty one" grep -qxF '    "columns": {"ignore": ["y"]}' "$tmp/out"
run data show tests/bad-data/unnamed_index.csv
check "a label that counts is none" grep -qxF '    "label": "kind"' "$tmp/out"
check "which is told once" [ "$(grep -c 'counts the rows' "$tmp/out")" -eq 1 ]
run data show tests/bad-data/unnamed_index.csv --label 3
check "unless it is named" grep -qxF '    "label": "3"' "$tmp/out"
check "with a note" grep -qF 'column 3 is the label and only counts the rows' "$tmp/out"

# Many columns, long names, names that would command a terminal; narrow terminals, colours.
awk 'BEGIN { for (r = 0; r < 4; r++) for (c = 1; c <= 50; c++) printf "%s%s", r ? r * c % 7 : "name" c, c < 50 ? "," : "\n" }' >"$tmp/wide.csv"
run data show "$tmp/wide.csv" --label 48
check "the first 40 and the label" [ "$(grep -cE '^[0-9]+ +name' "$tmp/out")" -eq 41 ]
check "which one" grep -qE '^48 +name48 +label' "$tmp/out"
check "and how to see the others" grep -qx '41 of the 50 columns; --all shows them all' "$tmp/out"
run data show "$tmp/wide.csv" --all
check "all columns" [ "$(grep -cE '^[0-9]+ +name' "$tmp/out")" -eq 50 ]
printf '\033[31mred,a name that goes on and on and on\n1,\033]0;x\n2,y\n3,y\n4,\033]0;x\n' >"$tmp/hostile.csv"
run data show "$tmp/hostile.csv"
exits 0 "a hostile table"
check "nothing of it commands the terminal" bash -c "! grep -q $'\033' '$tmp/out'"
check "a long name is shortened" grep -qE '^2 +a name that\.\.\. on and on +label' "$tmp/out"
COLUMNS=60 LC_ALL=C.UTF-8 run data show tests/tables/horses.csv --color always
check "a column's name is repeated where the terminal is narrow" [ "$(grep -cE '^3 +temp' "$tmp/out")" -eq 3 ]
check "headings are bold on demand" grep -q $'\033''\[1mcolumn' "$tmp/out"

# What is written is what is drawn, in either format, and is read back.
run data write digits --samples 12 --seed 5 --out "$tmp/few"
exits 0 "write digits as IDX"
check "sizes of the files" [ "$(cat "$tmp"/few-*-ubyte | wc -c)" -eq $((16 + 12 * 784 + 8 + 12)) ]
run data show "$tmp/few-images-idx3-ubyte" --index 2 --count 3
cp "$tmp/out" "$tmp/from_file"
run data show digits --seed 5 --index 2 --count 3
check "shown from the file as from the generator" cmp -s "$tmp/from_file" "$tmp/out"
run data write digits --samples 12 --seed 5 --out "$tmp/few.csv"
exits 0 "write digits as CSV"
check "rows and columns" awk -F, 'NF != 785 { exit 1 } END { if (NR != 13) exit 1 }' "$tmp/few.csv"
check "pixels as in the IDX file" cmp -s \
    <(tail -n +2 "$tmp/few.csv" | cut -d, -f1-784 | tr ',' '\n') \
    <(tail -c +17 "$tmp/few-images-idx3-ubyte" | od -An -v -t u1 -w1 | tr -d ' ')
run data show "$tmp/few.csv" --count 1
exits 0 "the CSV is read back"

# The committed table is what the script makes.
PROGRAM=$regrun scripts/make_csv_set.sh "$tmp/moons.csv"
check "scripts/make_csv_set.sh makes data/moons.csv" cmp -s "$tmp/moons.csv" data/moons.csv

# Nothing is overwritten unasked.
cp "$tmp/few.csv" "$tmp/kept"
wrong 2 'exists; --force overwrites it' write moons --samples 5 --out "$tmp/few.csv"
check "the file is as it was" cmp -s "$tmp/few.csv" "$tmp/kept"
run data write moons --samples 5 --out "$tmp/few.csv" --force
exits 0 "--force"
check "the file is new" [ "$(wc -l <"$tmp/few.csv")" -eq 6 ]

# Mistakes.
wrong 2 'data needs a part: show or write'
wrong 2 'did you mean regrun data show?' shwo
wrong 2 'there are regrun data show and regrun data write' 42
wrong 2 'data show takes one thing to show' show
wrong 2 'data show takes one thing to show: digits, moons, spirals, blobs, teacher, linear, mnist or a file' show digits mnist
wrong 2 'did you mean --count?' show digits --cuont 3
wrong 2 '--count takes a whole number' show digits --count many
wrong 2 '--seed takes a whole number from 0 on, not "-1"' show digits --seed -1
wrong 2 '--color takes auto, always or never' show digits --color blue
wrong 2 '--header: data.header: must be one of auto, true, false' show data/moons.csv --header maybe
wrong 2 'where are the labels' show "$tmp/some-ubyte"
wrong 2 '--index is 12, but there are only 12 samples' show "$tmp/few-images-idx3-ubyte" --index 12
wrong 2 'there is no "digit"; did you mean digits?' show digit
wrong 4 'there is no' show "$tmp/nowhere.csv"
wrong 4 'there is no "data/mons.csv"; did you mean data/moons.csv?' show data/mons.csv
wrong 4 'there is no "daat/moons.csv"; did you mean data/moons.csv?' show daat/moons.csv
wrong 5 "--out $tmp: is a folder; name a file, as in --out $tmp/samples.csv" write moons --out "$tmp"
wrong 4 'run scripts/get_mnist.sh' show mnist --dir "$tmp"
wrong 3 'did you mean "moon"?' show data/moons.csv --label mooon
wrong 2 '--set takes an option of the data here, data.KEY=VALUE, not "train.epochs=3"' show data/moons.csv --set train.epochs=3
wrong 2 'not "data.impute"' show data/moons.csv --set data.impute
wrong 2 'did you mean data.impute?' show data/moons.csv --set data.imptue=mean
wrong 2 'data.impute: must be one of' show data/moons.csv --set data.impute=magic
wrong 2 '--set data.file: WHAT alone says what the source is' show data/moons.csv --set data.file=x.csv
# What the source does not take is refused as run refuses it, by which flag ever it comes; a default changes nothing.
none='has no effect with data.source moons; it needs data.source'
wrong 2 "--set: data.classes: $none spirals or blobs or teacher" show moons --set data.classes=3
wrong 2 "--set: data.impute: $none csv" show moons --set data.impute=mean
wrong 2 "--label: data.label: $none csv" show moons --label 3
wrong 2 "--labels: data.train_labels: $none idx" show moons --labels y
wrong 2 "--dir: data.dir: $none mnist" show moons --dir y
wrong 2 '--seed has no effect with data.source csv' show data/moons.csv --seed 3
wrong 2 '--index has no effect with data.source csv' show data/moons.csv --index 3
wrong 2 '--all has no effect with data.source moons' show moons --all
run data show linear --set data.dimensions=1
check "one feature is no features" grep -q '^300 samples, 1 feature, a number to predict$' "$tmp/out"
run check --config - --set data.source=linear --set data.dimensions=1 <<<'{ "model.hidden": [4] }'
check_has "check: one feature" "$(cat "$tmp/out")" 'linear: 1 feature, a number to predict; ' '1-4-1'
run data show moons --label -1 --set data.classes=null
exits 0 "defaults of what moons does not take"
run data show blobs --set data.classes=30
check "beyond the capitals classes are small letters" grep -q ', Z: 26, a: 27, b: 28, c: 29, d: 30$' "$tmp/out"
check "which are drawn" grep -q '[abcd] .*[A-Z]' <(head -24 "$tmp/out")
run data show blobs --set data.classes=70
check "the last share a mark" grep -q ', 9: 62, \*: the other 8$' "$tmp/out"
cat >"$tmp/once.csv" <<'END'
x,y,set
1,a,train
2,b,train
3,a,train
1,a,test
2,a,test
END
cat >"$tmp/once.json" <<END
{ "data":  { "source": "csv", "file": "$tmp/once.csv", "label": "y", "split_column": "set" }, "seeds": 1 }
END
run check --config "$tmp/once.json"
check "one sample stands" grep -qF '1 of 2 test samples stands in the training part as well, answer and all: on it the test' "$tmp/out"
check "one sample has" grep -qF '1 of 2 test samples has the features of a training sample' "$tmp/out"
run data show data/moons.csv --header false
check "a header that was not to be one is told" grep -qF 'words in the first row alone, which was taken for data: column 1: "x" in line 1' "$tmp/out"
check "and mended" grep -qF '"header": "true"' "$tmp/out"
printf '0,1,2\n%s' $'5,3,7\n9,4,7\n6,8,2\n' >"$tmp/counted.csv"
for label in 1 2 3 -1; do
  run data show "$tmp/counted.csv" --label $label
  column=${label/-1/3}
  check "a header that counts, label $label" grep -qF 'line 1 names the columns' "$tmp/out"
  check "its column $label is a position" grep -qF "label, column $column ($((column - 1)))" "$tmp/out"
done
run data show "$tmp/counted.csv" --label 2
check "a number that is also a name is told" grep -qF \
  'data.label 2 is the number of a column, from 1 on or from the right, and not the name of column 3' "$tmp/out"
run data show "$tmp/counted.csv" --label -1
check "another is not" [ "$(grep -cF 'is the number of a column' "$tmp/out")" -eq 0 ]
wrong 2 'data write takes one thing to write' write --out "$tmp/x"
wrong 2 '--out FILE is missing' write digits
wrong 2 'did you mean digits?' write digts --out "$tmp/x"
wrong 5 'nowhere' write moons --out "$tmp/nowhere/x.csv"
check "nothing was written" [ ! -e "$tmp/x" ]

finish data
