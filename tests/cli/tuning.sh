#!/usr/bin/env bash
# A tuned experiment from end to end: the log marks candidates, only chosen runs are compared, and no test number of
# another candidate can move anything.
# shellcheck source=tests/cli/check.bash
source "$(dirname "$0")/check.bash"

cat >"$tmp/t.json" <<'END'
{ "name": "tiny", "seeds": 3,
  "data": { "train_size": 120, "test_size": 60, "validation_size": 60 },
  "model.hidden": [8], "train.epochs": 3,
  "settings": [
    { "name": "plain" },
    { "name": "drop", "tune": { "regularize.dropout": [0.1, 0.3, 0.5] } },
    { "name": "decay", "tune": { "train.learning_rate": [0.1, 0.2], "regularize.weight_decay": [0.001, 0.01], "choose": "over_seeds" } } ] }
END

run check --config "$tmp/t.json"
exits 0 check
says_out() { check "$1" grep -qF "$2" "$tmp/out"; }
says_out "check tells of tunings" "tuning      drop: the best of 3 candidates by the validation loss, for each seed"
says_out "check tells how is chosen" "decay: the best of 4 candidates by the validation loss, one for all seeds"

run --config "$tmp/t.json" --out "$tmp/r"
exits 0 run
says_out "the end of a run tells what was chosen" "Tuning: chosen by the validation loss"
check_same "the log's columns" "$(head -n 1 "$tmp/r/log.csv" | cut -d, -f 1-6)" "setting,seed,candidate_of,choose,epoch,step"
check_same "every candidate stays in the log" "$(sed 1d "$tmp/r/log.csv" | sed 's/^"\([^"]*\)"/\1/; s/,[0-9]*,[a-z]*,[a-z_]*,[0-9]*,.*//' | sort -u | wc -l)" 8
check_same "the summary has the settings" "$(cut -d, -f 1 "$tmp/r/summary.csv" | tr '\n' ' ')" "setting plain drop decay "

# What is chosen, worked out from the log by another hand: the lowest last val_loss.
cat >"$tmp/choose.py" <<'PYTHON'
import csv, sys
final = {}
for row in csv.DictReader(open(sys.argv[1])):
    final[row["setting"], row["seed"]] = row  # the last row counts
best = {}
for (name, seed), row in final.items():
    if row["candidate_of"] == "drop" and float(row["val_loss"]) < float(best.get(seed, {"val_loss": "inf"})["val_loss"]):
        best[seed] = row
names = {name for (name, seed), row in final.items() if row["candidate_of"] == "decay"}
def mean(name):
    return sum(float(final[name, seed]["val_loss"]) for seed in "123")
over = min(sorted(names), key=mean)
test = {"drop": [best[seed]["test_loss"] for seed in "123"], "decay": [final[over, seed]["test_loss"] for seed in "123"]}
summary = {row["setting"]: row["test_loss_values"].split() for row in csv.DictReader(open(sys.argv[2]))}
print(all([float(x) for x in test[name]] == [float(x) for x in summary[name]] for name in test))
chosen = {(best[seed]["setting"], seed) for seed in "123"} | {(over, seed) for seed in "123"}
runs = {(row["setting"], row["seed"]) for row in csv.DictReader(open(sys.argv[3])) if row["chosen"] == "yes"}
print(runs == chosen)
# Other test numbers for all candidates that were not chosen.
rows = list(csv.DictReader(open(sys.argv[1])))
with open(sys.argv[4], "w", newline="") as out:
    writer = csv.DictWriter(out, rows[0].keys(), lineterminator="\n")
    writer.writeheader()
    for row in rows:
        if row["candidate_of"] and (row["setting"], row["seed"]) not in chosen:
            row["test_loss"], row["test_acc"], row["gap"] = "0.001", "1", "-9"
        writer.writerow(row)
PYTHON
mkdir "$tmp/moved"
cp -r "$tmp/r/config.json" "$tmp/r/manifest.json" "$tmp/r/runs" "$tmp/moved"
check_same "the chosen runs are those of the lowest validation loss" \
  "$(/usr/bin/python3 "$tmp/choose.py" "$tmp/r/log.csv" "$tmp/r/summary.csv" "$tmp/r/runs.csv" "$tmp/moved/log.csv")" $'True\nTrue'
check "the log was changed" [ "$(cmp -s "$tmp/r/log.csv" "$tmp/moved/log.csv" && echo same)" = "" ]
for format in text md csv json; do
  for folder in r moved; do "$regrun" compare -f $format "$tmp/$folder" | sed "s|$tmp/$folder/|R/|" >"$tmp/$folder.$format"; done
  check "test numbers of other candidates move nothing: $format" diff "$tmp/r.$format" "$tmp/moved.$format"
done

# The resolved config is the same experiment, byte for byte.
run --config "$tmp/r/config.json" --out "$tmp/again"
exits 0 "the resolved config"
check "it runs to the same log" cmp "$tmp/r/log.csv" "$tmp/again/log.csv"

# A part of it: the manifest and the log of a run that was stopped.
mkdir "$tmp/part"
cp "$tmp/r/config.json" "$tmp/part"
grep -v '^"drop,dropout=0.5",[23],' "$tmp/r/log.csv" >"$tmp/part/log.csv"
run compare "$tmp/part"
exits 0 "a part"
says_out "seeds whose candidates are not all there have no choice" "no candidate is chosen for seed 2, 3: not all candidates have come to their end"
check_same "and no run" "$("$regrun" compare -f csv "$tmp/part" | sed -n 's/^drop,\([^,]*\),.*/\1/p')" 1
finish tuning
