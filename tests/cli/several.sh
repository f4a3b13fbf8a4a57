#!/usr/bin/env bash
# --config given several times: an experiment each, one after the other, in a folder each; and the standard input as one.
# shellcheck source=tests/cli/check.bash
source "$(dirname "$0")/check.bash"
cd "$tmp" || exit 1

config() { # NAME MEMBERS
  echo "{ \"data\": { \"source\": \"digits\", \"train_size\": 30, \"test_size\": 20 }, \"model.hidden\": [5], \"train.epochs\": 2, \"seeds\": 2$2 }" >"$1.json"
}
config a ''
config b ', "about": "Which?"'
config same ', "name": "a"'
config wild ', "train.learning_rate": 1000000.0, "model.hidden": [8, 8, 8], "train.epochs": 9'
sed -i 's/"model.hidden": \[5\], "train.epochs": 2, //' wild.json

run --config a.json --out alone --quiet
exits 0 "one config"
check "its folder is --out" [ -s alone/log.csv ]
run --config a.json -c b.json --out both
exits 0 "two configs"
check "the log of one alone" cmp alone/log.csv both/a/log.csv
check "and the other's" [ -s both/b/report.html ]
check_same "each is announced" "$(grep '^experiment' err)" $'experiment 1 of 2: a\nexperiment 2 of 2: b'
check_has "and told" "$(cat out)" both/a/report.html both/b/report.html "b: Which?"
run -c a.json -c b.json
exits 0 "two configs without --out"
check "results/<name>" cmp alone/log.csv results/a/log.csv
check "of each" cmp both/b/log.csv results/b/log.csv

# --- What can be refused is refused before the first begins, of all of them.
refused() { # CODE TEXT ARGUMENTS...
  local want=$1 text=$2
  shift 2
  rm -rf none
  run "$@" --out none
  exits "$want" "$*"
  says "$text"
  check "$*: nothing was begun" [ ! -e none ]
}
echo '{ "train.epoch": 1 }' >bad.json
echo '{ "data": { "source": "csv", "file": "gone.csv" } }' >gone.json
refused 3 "bad.json:1:3: train.epoch: unknown option" --config a.json --config bad.json
refused 4 "gone.csv" --config a.json --config gone.json
refused 2 '--config a.json and --config same.json are both named "a"' --config a.json --config same.json
refused 2 '--config a.json and --config a.json are both named "a"' --config a.json --config a.json
refused 2 "--config - is given twice" --config - --config a.json --config -
refused 5 "c.json: no such config" --config c.json --config bad.json
check "the mistakes of all are told" grep -q '^regrun: bad.json:1:3' err
run check -c a.json -c same.json
exits 2 "check of two of one name"
run check -c a.json -c b.json --quiet
exits 0 "check of two"
check_same "which says nothing where nothing is wrong" "$(cat out err)" ""
mkdir held && echo mine >held/b
run --config a.json --config b.json --out held
exits 5 "a folder that cannot be made"
check "before the first begins" [ ! -e held/a ]

# --- The code is the first that is not 0, and the others are run all the same.
run --config wild.json --config b.json --out codes --quiet
exits 1 "the first one's runs diverge"
check "the second is run" [ -s codes/b/log.csv ]

# --- An interrupt ends all of them.
config slow ', "about": "long"'
sed -i 's/"train.epochs": 2/"train.epochs": 1000000/' slow.json
"$regrun" --config slow.json --config b.json --out stopped --quiet >out 2>err &
for _ in {1..1200}; do
    [ -s stopped/slow/config.json ] && break
    sleep 0.05
done
kill -TERM $!
wait $!
code=$?
exits 130 "an interrupt"
check "the next one is not begun" [ ! -e stopped/b ]

# --- check says it of each.
run check --config a.json --config b.json --out both
exits 0 "check of two"
check_same "both can run" "$(grep -c ' can run\.$' out)" 2
check_same "where to" "$(grep '^results' out | tr -s ' ')" $'results both/a\nresults both/b'
run check --config bad.json --config b.json
exits 3 "check where one is wrong"
check "and the other is checked" grep -q '^b.json can run' out

# --- The standard input is one of them.
run --config - --config b.json --out piped --quiet <a.json
exits 0 "the standard input and a file"
check "named stdin" cmp piped/stdin/log.csv alone/log.csv
check "and the file" cmp piped/b/log.csv both/b/log.csv
run check --config b.json --config - <a.json
exits 0 "check of a file and the standard input"
check "stdin can run" grep -q '^stdin can run' out
run --config - --out upon --quiet <<<'{ "extends": "a.json", "seeds": 1 }'
exits 0 "the standard input upon a file"
check "with its rows" cmp upon/log.csv <(head -n 4 alone/log.csv)

finish several
