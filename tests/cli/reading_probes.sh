#!/usr/bin/env bash
# What instruments said, read back: `compare --probe` and the page.
# shellcheck source=tests/cli/check.bash
source "$(dirname "$0")/check.bash"

# Two stacks: bn's second linear layer is at place 3, plain's at 2. Seed 3 of bn diverged.
mkdir "$tmp/made"
cat >"$tmp/made/log.csv" <<'CSV'
setting,seed,epoch,train_loss,test_loss
plain,1,9,0.2,0.5
plain,2,9,0.2,0.6
bn,1,9,0.1,0.4
bn,2,9,0.1,0.5
bn,3,9,nan,nan
CSV
awk -v OFS=, 'BEGIN {
  print "setting,seed,epoch,layer,probe,value"
  for (seed = 1; seed <= 2; seed++) for (epoch = 0; epoch <= 9; epoch += 3) {
    print "plain", seed, epoch, "0.linear", "weight_norm", 1 + seed + epoch
    print "plain", seed, epoch, "2.linear", "weight_norm", 5
    print "plain", seed, epoch, "", "gradient_norm", 7e-8 * seed
  }
  for (seed = 1; seed <= 3; seed++) for (epoch = 0; epoch <= 9; epoch += 9) {
    print "bn", seed, epoch, "0.linear", "weight_norm", seed == 3 ? 1000 : 3
    print "bn", seed, epoch, "1.batch_norm", "bn_mean_noise", 0.25 * seed
    print "bn", seed, epoch, "3.linear", "weight_norm", 4
  }
}' >"$tmp/made/probe.csv"

run compare "$tmp/made" --probe weight_norm
exits 0 "--probe"
cat >"$tmp/want" <<'TEXT'
weight_norm: norm of the weights; mean (SD) over seeds
setting  epoch    linear 1  linear 2
plain    0       2.5 (0.7)     5 (0)
plain    9      11.5 (0.7)     5 (0)
bn       0           3 (0)     4 (0)
bn       9           3 (0)     4 (0)
Layers are counted by kind, from the input on; each setting's first and last look. regrun help probes defines every value.
TEXT
check "by kind of layer, without what diverged" diff -u "$tmp/want" "$tmp/out"

run compare "$tmp/made" --probe bn_noise,gradients --settings bn
exits 0 "instruments"
check "all that they say" grep -q '^bn_mean_noise:' "$tmp/out"
check "a setting that says it not has no row" [ "$(grep -c '^bn  *0' "$tmp/out")" -eq 1 ]
check "next to nothing has an exponent" grep -q '^plain  *0 .* 1.1e-7 (4.9e-8)$' "$tmp/out"

run compare "$tmp/made" --probe weight_norm --format csv
check_same "csv" "$(sed -n '1p;3p;$p' "$tmp/out" | sed 's/\(853102368\)[0-9]*/\1/g' | tr '\n' ';')" \
  "setting,probe,layer,kind,nth,epoch,n,mean,sd,low,high;plain,weight_norm,0.linear,linear,1,3,2,5.5,0.707106781187,-0.853102368,11.853102368;bn,weight_norm,3.linear,linear,2,9,2,4,0,4,4;"
run compare "$tmp/made" --probe all --format json
python3 - "$tmp/out" <<'PY'
import json, sys
got = {v["name"]: v for v in json.load(open(sys.argv[1]))["probes"]}
assert sorted(got) == ["bn_mean_noise", "gradient_norm", "weight_norm"], sorted(got)
plain, bn = got["weight_norm"]["settings"]
assert plain["epochs"] == [0, 3, 6, 9] and bn["epochs"] == [0, 9], plain
assert bn["layers"][1] == {"layer": "3.linear", "kind": "linear", "nth": 2, "n": [2, 2], "mean": [4, 4], "sd": [0, 0],
                           "low": [4, 4], "high": [4, 4]}, bn["layers"][1]
PY
check_same "json" "$?" 0
run compare "$tmp/made" --probe weight_norm --format latex
check "latex" grep -qF 'weight\_norm' "$tmp/out"
run compare "$tmp/made" --probe weight_norm --format md
check "markdown" grep -qF '| bn | 9 | 3 (0) | 4 (0) |' "$tmp/out"

run compare "$tmp/made"
check "the comparison says that there is more" grep -qF 'What instruments saw: compare --probe all' "$tmp/out"

# --- What is refused
run compare "$tmp/made" --probe weight_nrom
exits 2 "a name that is none"
says "--probe weight_nrom: no instrument says so; did you mean weight_norm?"
run compare "$tmp/made" --probe all --plot
exits 2 "what is of the comparison"
says "leave out --plot"
run compare "$tmp/made" --probe activations
exits 4 "an instrument that did not look"
says "what these instruments say is there: weights, gradients, bn_noise"
says "\"probe\" in the config lacks activations"
mkdir "$tmp/bare"
cp "$tmp/made/log.csv" "$tmp/bare"
run compare "$tmp/bare" --probe weights
exits 4 "no probe.csv"
says "add \"probe\": \"weights\" to the config"
sed 's/9,0.linear,weight_norm,12$/9,0.linear,weight_norm,much/' "$tmp/made/probe.csv" >"$tmp/bare/probe.csv"
run compare "$tmp/bare"
exits 4 "a broken file"
says "probe.csv:23: column value: \"much\" is not a number"
sed 's/gradient_norm/of_tomorrow/' "$tmp/made/probe.csv" >"$tmp/bare/probe.csv"
run compare "$tmp/bare"
exits 0 "values of another version"
check "are told of" grep -q 'of_tomorrow is no value that this version knows' "$tmp/out"

# --- A folder: gathered from the runs, whatever stands in probe.csv
cat >"$tmp/p.json" <<'JSON'
{ "name": "p", "data": { "source": "digits", "train_size": 100, "test_size": 40 }, "model": { "hidden": [8] },
  "train": { "epochs": 4, "batch_size": 16 }, "seeds": 2, "probe": "all", "probe_every": 2,
  "settings": [ { "name": "plain" }, { "name": "bn", "regularize.batch_norm": true } ] }
JSON
run --config "$tmp/p.json" --out "$tmp/p" --quiet
trained "with instruments"
run compare "$tmp/p" --probe gradient_norm --format csv
cp "$tmp/out" "$tmp/whole"
check_same "epochs" "$(grep '^bn,gradient_norm,,' "$tmp/out" | cut -d, -f6 | tr '\n' ' ')" "0 2 4 "
rm "$tmp/p/probe.csv"
run compare "$tmp/p" --probe gradient_norm --format csv
check "without probe.csv: the same" cmp "$tmp/whole" "$tmp/out"
run compare "$tmp/p" --probe all
check "many values: one table" [ "$(grep -c '^bn_' "$tmp/out")" -gt 8 ]
check "and no other" [ "$(grep -c 'seeds$' "$tmp/out")" -eq 1 ]
run compare "$tmp/p" --probe all --full
check "--full: all of them" [ "$(grep -c 'seeds$' "$tmp/out")" -gt 20 ]

# What has nothing to see says so before the run, and is not taken for one that was not asked.
cat >"$tmp/blind.json" <<'JSON'
{ "name": "blind", "data": { "source": "digits", "train_size": 40, "test_size": 40 }, "model": { "hidden": [4] },
  "train": { "epochs": 1 }, "seeds": 1, "probe": ["folding", "ensemble"], "settings": [ { "name": "plain" } ] }
JSON
run check --config "$tmp/blind.json"
check "a note" grep -q 'note: probe: folding looks at batch norm, ensemble looks at dropout, which no setting has' "$tmp/out"
run check --config "$tmp/blind.json" --set regularize.batch_norm=true --set regularize.drop_connect=0.5
check "no note where there is something to see" [ "$(grep -c 'looks at' "$tmp/out")" -eq 0 ]
run --config "$tmp/blind.json" --out "$tmp/blind" --quiet
run compare "$tmp/blind" --probe all
exits 4 "instruments that saw nothing"
says "--probe all: the config asks for it, and it saw nothing: folding looks at batch norm, which no run here has; ensemble"
run compare "$tmp/blind" --probe fold_error
says "--probe fold_error: the config asks for it, and it saw nothing: folding looks at batch norm, which no run here has"
run compare "$tmp/blind" --probe weights
says "--probe weights: no instrument looked at these runs"

# --- The page
run report "$tmp/made" -o -
check "has what they said" grep -qF '"instruments":{"values":[{"name":"weight_norm"' "$tmp/out"
check "at each epoch" grep -qF '{"epochs":[0,3,6,9],"series":[{"v":0,"c":0,"m":[2.5,5.5,8.5,11.5],"s":[0.70711,' "$tmp/out"
rm "$tmp/bare/probe.csv"
run report "$tmp/bare" -o -
check "without instruments nothing" [ "$(grep -cF '"instruments":{"values"' "$tmp/out")" -eq 0 ]

# Runs that end at different epochs: the last look is each one's own.
mkdir "$tmp/ends"
printf '%s\n' setting,seed,epoch,train_loss,test_loss plain,1,1,1,1 plain,2,1,1,1 plain,2,2,1,1 >"$tmp/ends/log.csv"
printf '%s\n' setting,seed,epoch,layer,probe,value plain,1,{0,1},0.linear,weight_norm,{3,5} >"$tmp/ends/probe.csv"
printf 'plain,2,%s,0.linear,weight_norm,7\n' 0 1 2 >>"$tmp/ends/probe.csv"
sed -i '2,5{/,0,0.linear.*,5$/d;/,1,0.linear.*,3$/d}' "$tmp/ends/probe.csv"
run compare "$tmp/ends" --probe weight_norm
check "in the table" grep -q '^plain  *1 to 2  *6.0 (1.4)$' "$tmp/out"
run report "$tmp/ends" -o -
check "and on the page" grep -qF '"m":[5,6,7],"s":[2.8284,1.4142,null],"n":[2,2,1],"e":[6,1.4142,2]' "$tmp/out"

# A large sweep: the page does not grow with it.
for ((i = 0; i < 400; i++)); do printf 'setting %03d\t%s\n' $i $i; done | log large train.batch_size 1 2
awk -v OFS=, 'BEGIN {
  print "setting,seed,epoch,layer,probe,value"
  for (i = 0; i < 400; i++) for (epoch = 0; epoch < 10; epoch++) for (layer = 0; layer < 20; layer++)
    print sprintf("setting %03d", i), 1, epoch, layer ".linear", "weight_norm", i + layer / 7 "\n" \
      sprintf("setting %03d", i), 1, epoch, layer ".linear", "gradient_norm", epoch + layer / 7
}' >"$tmp/large/probe.csv"
run report "$tmp/large" -o -
exits 0 "the page of 160,000 rows"
left_out=$(grep -o '"left_out":[0-9]*,"thinned":true' "$tmp/out")
check "some settings are left out: $left_out" [ "${left_out//[!0-9]/}" -gt 50 ]
check "its instruments take no more than 2 MB" [ "$(grep -o '"instruments":{"values".*' "$tmp/out" | wc -c)" -lt 2000000 ]

finish reading_probes
