#!/usr/bin/env bash
# Instruments: what they write, that they change nothing of what is learned, and that a run that was stopped and went on
# has seen what one in one go has.
# shellcheck source=tests/cli/check.bash
source "$(dirname "$0")/check.bash"

cat >"$tmp/p.json" <<'JSON'
{ "name": "p", "data": { "source": "blobs", "train_size": 120, "test_size": 40, "label_noise": 0.2 }, "model": { "hidden": [12, 8] },
  "train": { "epochs": 5, "batch_size": 16 }, "seeds": 2,
  "settings": [
    { "name": "plain" },
    { "name": "bn+dropout", "regularize": { "batch_norm": true, "dropout": 0.3 } },
    { "name": "adam, averages", "train.optimizer": "adam", "regularize": { "ema": 0.9, "mixup": 0.2, "weight_norm": true } } ] }
JSON

run --config "$tmp/p.json" --out "$tmp/none" --quiet
exits 0 "without instruments"
check "no probe.csv" [ ! -e "$tmp/none/probe.csv" ]

# Each alone, and all: the log is the same, byte for byte.
probes=$("$regrun" options --schema | grep -o '"enum": \["weights", "gradients"[^]]*"all"' | tr -d '",[' | sed 's/enum: //')
alone=()
for probe in $probes; do
  [ "$probe" = all ] || alone+=("$tmp/$probe/probe.csv")
  run --config "$tmp/p.json" --out "$tmp/$probe" --quiet --set "probe=$probe" --set probe_every=2
  exits 0 "$probe"
  check "$probe leaves the log as it is" cmp "$tmp/none/log.csv" "$tmp/$probe/log.csv"
  check "$probe says something" [ "$(wc -l <"$tmp/$probe/probe.csv")" -gt 8 ]
done
check_same "its header" "$(head -n 1 "$tmp/all/probe.csv")" "setting,seed,epoch,layer,probe,value"
check_same "at the start, every second epoch and the last" \
  "$(cut -d, -f1-3 "$tmp/all/probe.csv" | grep '^plain,1,' | cut -d, -f3 | uniq | tr '\n' ' ')" "0 2 4 5 "
check_same "all are what each alone is" "$(sort -u "$tmp/all/probe.csv" | cksum)" "$(sort -u "${alone[@]}" | cksum)"
check "probe_every stands in the config" grep -q '^  "probe_every": 2' "$tmp/all/config.json"
check "no number is left out" [ "$(grep -c ',$' "$tmp/all/probe.csv")" -eq 0 ]

# On one core and two, and by verify: the same bytes.
run --config "$tmp/p.json" --out "$tmp/one" --quiet --jobs 1 --set probe=all --set probe_every=2
check "one job: the same probe.csv" cmp "$tmp/all/probe.csv" "$tmp/one/probe.csv"
run verify "$tmp/all"
exits 0 "verify"
printf '9,,gradient_norm,1\n' >>"$tmp/all/runs/plain/seed-1/probes.csv"
run verify "$tmp/all"
exits 1 "verify finds a row too many"
check "and says where" grep -q 'probes.csv' "$tmp/out"

# Five epochs more, from a checkpoint: what ten at once see.
run --config "$tmp/p.json" --out "$tmp/longer" --quiet --set probe=all --set checkpoint.seconds=1e-6
run --config "$tmp/p.json" --out "$tmp/longer" --quiet --set probe=all --set checkpoint.seconds=1e-6 --set train.epochs=10
exits 0 "five epochs more"
run --config "$tmp/p.json" --out "$tmp/once" --quiet --set probe=all --set train.epochs=10
check "more epochs: the probe.csv of as many at once" cmp "$tmp/once/probe.csv" "$tmp/longer/probe.csv"

# What a folder holds was seen with certain instruments, or none.
run --config "$tmp/p.json" --out "$tmp/none" --quiet --set probe=weights
exits 5 "other instruments than those that were there"
says "holds setting \"plain\" with other options: probe;"

# Before a run: which look, when, and what share of the time it takes.
run check --config "$tmp/p.json" --set 'probe=["weights", "ensemble"]' --set probe_every=2
check "check names them" grep -q '^instruments weights, ensemble, every 2 epochs: about [0-9]* % of the time$' "$tmp/out"
run plan --config "$tmp/p.json" --set probe=all --out "$tmp/not yet"
check "so does plan" grep -q '^instruments weights, gradients, .*, every epoch: about [0-9]* % of the time$' "$tmp/out"
run plan --config "$tmp/p.json" --set probe=weights --out "$tmp/not yet" --json
check "and its JSON" grep -q '"probe": \["weights"\]' "$tmp/out"
run check --config "$tmp/p.json"
check "no instruments, no word of them" [ "$(grep -c '^instruments' "$tmp/out")" -eq 0 ]

run check --config "$tmp/p.json" --set probe=weigths
exits 3 "a name that is none"
says "probe: must be $(sed 's/ /, /g; s/all$/or all/' <<<"$probes"), not \"weigths\"; did you mean weights?"
run check --config "$tmp/p.json" --set 'probe=["weights", "weights"]'
exits 3 "twice the same"
says "weights is there twice"
run check --config "$tmp/p.json" --set probe_every=0
exits 3 "probe_every 0"
says "probe_every: must be a whole number of epochs from 1 to 1000000"

finish probes
