#!/usr/bin/env bash
# regrun data: what it shows, what it writes, and what it says about mistakes.
# shellcheck source=tests/cli/check.bash
source "$(dirname "$0")/check.bash"

# wrong CODE MESSAGE ARGUMENTS...: refused with this code.
wrong() {
    local code_wanted=$1 message=$2
    shift 2
    run data "$@"
    exits "$code_wanted" "regrun data $*"
    says "$message"
    check "regrun data $*: nothing on stdout" [ ! -s "$tmp/out" ]
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

# Tables.
run data show data/moons.csv
exits 0 "show a table"
same "$tmp/out" data_table.txt
printf 'a;1;0.5\nb;2;1.5\na;4;2.5\n' >"$tmp/points.csv"
run data show "$tmp/points.csv" --separator ';' --label 1 --count 2
exits 0 "show with separator and label"
check "its head" grep -q '^3 samples, 2 features, 2 classes: a (2), b (1)$' "$tmp/out"
check "its first feature" grep -qE '^feature 1 +1 +2.333 +4 +1.528 +1 +2$' "$tmp/out"
cp "$tmp/out" "$tmp/said"
run data show "$tmp/points.csv" --label 1 --count 2
exits 0 "show a table whose separator is found"
check "the separator is found" cmp "$tmp/out" "$tmp/said"
wrong 4 'points.csv: one column only' show "$tmp/points.csv" --separator ,

printf '1;x\n2;x\n' >"$tmp/one_class.csv"
run data show "$tmp/one_class.csv" --separator ';'
exits 0 "a table of one class can be looked at"
check "its class" grep -q '^1 class: x (2)$\|1 class: x (2)' "$tmp/out"

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
wrong 2 'data show takes one thing to show' show digits mnist
wrong 2 'did you mean --count?' show digits --cuont 3
wrong 2 '--count takes a whole number' show digits --count many
wrong 2 '--seed takes a whole number from 0 on, not "-1"' show digits --seed -1
wrong 2 '--color takes auto, always or never' show digits --color blue
wrong 2 '--header: data.header: must be one of auto, true, false' show data/moons.csv --header maybe
wrong 2 'where are the labels' show "$tmp/some-ubyte"
wrong 2 '--index is 12, but there are only 12 samples' show "$tmp/few-images-idx3-ubyte" --index 12
wrong 2 'there is no "digit"; did you mean digits?' show digit
wrong 4 'there is no' show "$tmp/nowhere.csv"
wrong 4 'run scripts/get_mnist.sh' show mnist --dir "$tmp"
wrong 3 'did you mean "moon"?' show data/moons.csv --label mooon
wrong 4 'words in line 1 alone, which was taken for data: column 1: "x" in line 1' show data/moons.csv --header false
wrong 2 'data write takes one thing to write' write --out "$tmp/x"
wrong 2 '--out FILE is missing' write digits
wrong 2 'did you mean digits?' write digts --out "$tmp/x"
wrong 2 'there are digits and moons' write mnist --out "$tmp/x"
wrong 5 'nowhere' write moons --out "$tmp/nowhere/x.csv"
check "nothing was written" [ ! -e "$tmp/x" ]

finish data
