#!/usr/bin/env bash
# Parts of the data from the config to the comparison: subsets, label noise, validation.
# shellcheck source=tests/cli/check.bash
source "$(dirname "$0")/check.bash"

cat >"$tmp/noise.json" <<'END'
{ "data":  { "source": "digits", "train_size": null, "test_size": 60 },
  "model": { "hidden": [16] },
  "train": { "epochs": 12 },
  "seeds": 3,
  "settings": [ { "name": "clean", "data.subset": 0.2 }, { "name": "noise", "data": { "subset": 0.2, "label_noise": 0.5 } },
                { "name": "few", "data.subset": 0.1 } ] }
END
run check --config "$tmp/noise.json"
exits 0 "a config of subsets and noise"
check "sizes by setting" grep -q '200 samples to train on, 60 to test on' "$tmp/out"
check "of the smaller subset" grep -q '100 samples to train on, 60 to test on' "$tmp/out"
run --config "$tmp/noise.json" --out "$tmp/noise" --quiet
exits 0 "settings may differ in them"
run compare "$tmp/noise"
exits 0 "their comparison"
check "they are tested on the same samples" bash -c "! grep -q 'other data' '$tmp/out'"
check "pairs carry verdicts" grep -q 'worse\|no difference that 3 seeds can show' "$tmp/out"
for options in noise few; do
  check "the untrained network scores the same on the test part of $options" cmp -s \
    <(awk -F, '$1 == "clean" && $3 == 0 { print $2, $8, $11 }' "$tmp/noise/log.csv") \
    <(awk -F, -v name=$options '$1 == name && $3 == 0 { print $2, $8, $11 }' "$tmp/noise/log.csv")
done
check "its training labels are others" bash -c "[ \"\$(awk -F, '\$1 == \"clean\" && \$3 == 0 { print \$7 }' '$tmp/noise/log.csv')\" != \
  \"\$(awk -F, '\$1 == \"noise\" && \$3 == 0 { print \$7 }' '$tmp/noise/log.csv')\" ]"
run --config "$tmp/noise/config.json" --out "$tmp/again" --quiet
check "the resolved config repeats it" cmp -s "$tmp/noise/log.csv" "$tmp/again/log.csv"

awk 'BEGIN { srand(1); print "x,y"; for (i = 0; i < 60; i++) { x = rand(); print x "," 3 * x + rand() } }' >"$tmp/line.csv"
cat >"$tmp/line.json" <<'END'
{ "data":  { "source": "csv", "file": "line.csv" }, "model": { "hidden": [4] }, "train": { "epochs": 2, "learning_rate": 0.01 },
  "seeds": 3, "settings": [ { "name": "all" }, { "name": "half", "data.subset": 0.5 } ] }
END
run --config "$tmp/line.json" --out "$tmp/line" --quiet
run compare "$tmp/line"
check "a regression's unit hangs on its training part" grep -q 'data.subset differs, and so the unit of the losses' <(tr -s '\n ' ' ' <"$tmp/out")
finish splits
