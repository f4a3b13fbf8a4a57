#!/usr/bin/env bash
# docs/data.md: its pictures are what `regrun data show` prints. UPDATE=1 draws them anew.
# shellcheck source=tests/cli/check.bash
source "$(dirname "$0")/check.bash"
# shellcheck source=tests/cli/pages.bash
source tests/cli/pages.bash
doc=docs/data.md

for task in moons spirals blobs teacher linear; do
    run data show "$task"
    exits 0 "show $task"
    shows "$doc" "<!-- regrun data show $task -->" "$tmp/out"
    cp "$tmp/out" "$tmp/picture"
    run data show "$task" --seed 2
    exits 0 "show $task under another seed"
    check "another seed is another picture" bash -c "! cmp -s '$tmp/picture' '$tmp/out'"
done

# Each learns in a config of a few lines, and the resolved config is one again.
for task in moons spirals blobs teacher linear; do
    cat >"$tmp/$task.json" <<END
{ "data": { "source": "$task", "train_size": 50, "test_size": 50 }, "model": { "hidden": [16] },
  "train": { "epochs": 20, "learning_rate": 0.01 }, "settings": [ { "name": "plain" } ], "seeds": 1 }
END
    run --config "$tmp/$task.json" --out "$tmp/$task" --quiet
    trained "an experiment on $task"
    # shellcheck disable=SC2016 # the dollars are awk's
    check "$task: the training loss falls" awk -F, 'NR == 2 { first = $7 } { last = $7 } END { exit last < first ? 0 : 1 }' \
        "$tmp/$task/log.csv"
    run check --config "$tmp/$task/config.json"
    exits 0 "the resolved config of $task"
done
run check --config configs/teacher_dropout.json
exits 0 "configs/teacher_dropout.json"
finish data_docs
