#!/usr/bin/env bash
# regrun data write: any source as a file, the parts of a seed, what is read back, and what it says about mistakes.
# shellcheck source=tests/cli/check.bash
source "$(dirname "$0")/check.bash"

# wrong CODE MESSAGE ARGUMENTS...: refused with this code, nothing written.
wrong() {
    local code_wanted=$1 message=$2
    shift 2
    run data write "$@"
    exits "$code_wanted" "regrun data write $*"
    says "$message"
    check "regrun data write $*: nothing is written" [ ! -e "$tmp/x" -a ! -e "$tmp/x.csv" -a ! -e "$tmp/x-images-idx3-ubyte" ]
}

# --- A table with words and gaps, as a network gets it.
cat >"$tmp/people.csv" <<'END'
age,city,hired
30,Rome,yes
,Oslo,no
50,Rome,no
41,Bern,yes
END
run data write "$tmp/people.csv" --set data.impute=median --out "$tmp/encoded.csv"
exits 0 "write a table"
cat >"$tmp/want.csv" <<'END'
age,city=Bern,city=Oslo,city=Rome,label
30,0,0,1,yes
41,0,1,0,no
50,0,0,1,no
41,1,0,0,yes
END
check "one-hot, filled, labels by name" diff "$tmp/want.csv" "$tmp/encoded.csv"
run data write "$tmp/people.csv" --set data.impute=median --scaled --set data.scaling=minmax --decimals 2 --out "$tmp/scaled.csv"
exits 0 "write it scaled"
check "scaled: age from 0 to 1, one-hot features as they are" [ "$(sed -n '3p' "$tmp/scaled.csv")" = "0.55,0,1,0,no" ]

# --- What is written is read again as the same; a second writing gives the same bytes.
for what in moons spirals blobs teacher linear digits; do
    run data write "$what" --samples 50 --seed 4 --out "$tmp/$what.csv"
    exits 0 "write $what"
    answer=$(head -1 "$tmp/$what.csv" | sed 's/.*,//')
    run data write "$tmp/$what.csv" --set data.label="$answer" --out "$tmp/again.csv" --force
    exits 0 "write $what again"
    check "$what: the same bytes" cmp -s <(tail -n +2 "$tmp/$what.csv") <(tail -n +2 "$tmp/again.csv")
done
run data write spirals --samples 6 --set data.classes=3 --set data.noise=0 --out "$tmp/three.csv"
exits 0 "write with options"
check "three classes in turn" [ "$(tail -n +2 "$tmp/three.csv" | sed 's/.*,//' | tr '\n' ' ')" = "1 2 3 1 2 3 " ]

# --- Several targets keep their names.
printf 'size,wide,far\n1,0.5,3.25\n2,1.5,0.001\n3,0.1,1e30\n' >"$tmp/targets.csv"
run data write "$tmp/targets.csv" --set 'data.label=["wide","far"]' --set data.columns.numeric=size --out "$tmp/targets_again.csv"
exits 0 "write several targets"
check "the same table" diff "$tmp/targets.csv" "$tmp/targets_again.csv"

# --- The parts of a seed: what a run trains, chooses and tests on, with all of them the same run again.
split=(--set data.validation_fraction=0.2)
for part in train validation test; do
    run data write data/moons.csv "${split[@]}" --part "$part" --seed 3 --out "$tmp/$part.csv"
    exits 0 "write the $part part"
done
check "their sizes" [ "$(cat "$tmp"/{train,validation,test}.csv | wc -l)" -eq 803 ]
check "they are the table" cmp -s <(tail -qn +2 "$tmp"/{train,validation,test}.csv | sort) <(tail -n +2 data/moons.csv | sort)
run data write data/moons.csv "${split[@]}" --part all --seed 3 --out "$tmp/all.csv"
exits 0 "write all parts"
check "a column of parts" [ "$(cut -d, -f1 "$tmp/all.csv" | uniq -c | tr -s ' \n' ' ')" = " 1 part 512 train 128 validation 160 test " ]
config='{ "train.epochs": 2, "model.hidden": [4], "seeds": [3] }'
run --config - --quiet --out "$tmp/split" --set data.source=csv --set data.file=data/moons.csv --set data.validation_fraction=0.2 <<<"$config"
trained "a run on the table"
run --config - --quiet --out "$tmp/column" --set data.source=csv --set data.file="$tmp/all.csv" --set data.split_column=part <<<"$config"
trained "a run on the parts"
check "the same parts: the same log" cmp <(rows "$tmp/split/log.csv") <(rows "$tmp/column/log.csv")
run data write teacher --set data.train_size=20 --set data.test_size=30 --part test --out "$tmp/drawn.csv"
exits 0 "a part of a source that draws"
check "its size" [ "$(wc -l <"$tmp/drawn.csv")" -eq 31 ]

# --- MNIST's format: by the name's ending; classes are numbers.
printf 'a,b,y\n0,255,no\n7,8,yes\n' >"$tmp/bytes.csv"
run data write "$tmp/bytes.csv" --out "$tmp/bytes.idx"
exits 0 "a table of bytes as IDX"
check "classes are told" grep -qx 'note: the labels are numbers: 0 is no, 1 is yes' "$tmp/err"
check "in a line" [ -z "$(tail -c 1 "$tmp/err")" ]
check "its bytes" [ "$(tail -c 4 "$tmp/bytes-images-idx3-ubyte" | od -An -t u1 | tr -s ' ')" = " 0 255 7 8" ]
run data write "$tmp/bytes-images-idx3-ubyte" --out "$tmp/back.csv"
exits 0 "IDX as CSV, its labels beside it"
check "the same numbers" [ "$(tail -n +2 "$tmp/back.csv" | tr '\n' ' ')" = "0,255,0 7,8,1 " ]
touch "$tmp/half-labels-idx1-ubyte"
run data write digits --samples 5 --out "$tmp/half"
exits 2 "one of two files exists"
check "the other is not written" [ ! -e "$tmp/half-images-idx3-ubyte" ]

# --- Mistakes.
wrong 2 'whole numbers from 0 to 255, and sample 0 has' moons --out "$tmp/x"
wrong 2 'this is a regression; let FILE end in .csv' linear --out "$tmp/x.idx"
wrong 2 'there is no --scaled; let FILE end in .csv' digits --scaled --out "$tmp/x"
wrong 2 'there is no --part all' digits --part all --out "$tmp/x"
wrong 2 'FILE ends in .csv for a table' moons --out "$tmp/x.tsv"
wrong 2 '--part takes train, validation, test or all, not "val"' moons --part val --out "$tmp/x.csv"
wrong 2 'there is no validation part; --set data.validation_fraction=0.2 makes one' moons --part validation --out "$tmp/x.csv"
wrong 2 '--decimals is 10; at most 9' moons --decimals 10 --out "$tmp/x.csv"
wrong 2 '--set takes an option of the data here, data.KEY=VALUE, not "data.noise"' moons --set data.noise --out "$tmp/x.csv"
wrong 2 '--set: data.classes: has no effect with data.source moons; it needs data.source spirals or blobs or teacher' \
    moons --set data.classes=3 --out "$tmp/x.csv"
wrong 2 'data.KEY=VALUE, not "model.hidden=[3]"' moons --set model.hidden=[3] --out "$tmp/x.csv"
wrong 2 '--set data.file: WHAT alone says what the source is' "$tmp/people.csv" --set data.file=y.csv --out "$tmp/x.csv"
wrong 4 'there is no "y.csv"' csv --set data.file=y.csv --out "$tmp/x.csv"
wrong 2 'did you mean data.noise?' moons --set data.nois=3 --out "$tmp/x.csv"
wrong 2 'data.noise: must be a number from 0' moons --set data.noise=-1 --out "$tmp/x.csv"
wrong 2 'lies in a plane' moons --set data.dimensions=1 --out "$tmp/x.csv"
wrong 2 '--part train --set data.train_size=5 writes as many' data/moons.csv --samples 5 --out "$tmp/x.csv"
wrong 2 'images and their labels' "$tmp/some-ubyte" --out "$tmp/x.csv"
wrong 3 'data.train_size is 5000' data/moons.csv --part train --set data.train_size=5000 --out "$tmp/x.csv"
wrong 4 'missing cells' "$tmp/people.csv" --out "$tmp/x.csv"
wrong 4 'there is no' "$tmp/nowhere.csv" --out "$tmp/x.csv"

# --- A full disk.
if [ -e /dev/full ] && [ -z "${SANITIZE:-}" ]; then
    (ulimit -f 8 && trap '' XFSZ && "$regrun" data write digits --samples 50 --out "$tmp/x.csv" >"$tmp/out" 2>"$tmp/err")
    code=$?
    exits 5 "a file over the limit"
    says "x.csv"
    check "no half of a file" [ -z "$(find "$tmp" -name 'x.csv*')" ]
fi
finish write
