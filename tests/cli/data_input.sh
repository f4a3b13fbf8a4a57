#!/usr/bin/env bash
# Data from a pipe, and the bound on what is read.
# shellcheck source=tests/cli/check.bash
source "$(dirname "$0")/check.bash"

cat >"$tmp/piped.json" <<'JSON'
{ "data": { "source": "csv", "file": "-" }, "model": { "hidden": [4] }, "train": { "epochs": 2 }, "seeds": 2,
  "settings": [ { "name": "plain" }, { "name": "raw", "data.scaling": "none" } ] }
JSON
sed 's#"-"#"data/moons.csv"#' "$tmp/piped.json" >"$tmp/named.json"

# A table from the standard input is the same table, read once for all settings.
run --config "$tmp/named.json" --out "$tmp/named"
trained "a table by its name"
"$regrun" --config "$tmp/piped.json" --out "$tmp/piped" <data/moons.csv >"$tmp/out" 2>"$tmp/err"
code=$?
trained "a table from a file as standard input"
check "the same log" cmp "$tmp/named/log.csv" "$tmp/piped/log.csv"
gzip -c data/moons.csv | "$regrun" --config "$tmp/piped.json" --out "$tmp/packed" >"$tmp/out" 2>"$tmp/err"
code=$?
trained "a packed table through a pipe"
check "the same log" cmp "$tmp/named/log.csv" "$tmp/packed/log.csv"
check_same "and the same data, by their hash" \
  "$(grep -o '"sha256": "[0-9a-f]*"' "$tmp/named/manifest.json")" "$(grep -o '"sha256": "[0-9a-f]*"' "$tmp/packed/manifest.json")"

"$regrun" --config - --out "$tmp/both" <"$tmp/piped.json" >"$tmp/out" 2>"$tmp/err"
code=$?
exits 3 "config and table from one input"
says "cannot both be the standard input"
run check --config "$tmp/named.json" --set data.test_file=-
exits 3 "a test table from the standard input"
says "data.test_file: must be a file; only data.file can be the standard input"

# No more is read than data.max_bytes, packed or not, from a device or a pipe.
run check --config "$tmp/named.json" --set data.max_bytes=1000
exits 4 "more than data.max_bytes"
says "more than 1 kB, the most that is read; where the memory is there, raise data.max_bytes"
run check --config "$tmp/named.json" --set data.max_bytes=100000
exits 0 "as much as there is"
run check --config "$tmp/named.json" --set data.max_bytes=0
exits 3 "no bytes at all"
head -c 1000000 /dev/zero | gzip >"$tmp/zeros.csv.gz"
run check --config "$tmp/named.json" --set "data.file=$tmp/zeros.csv.gz" --set data.max_bytes=100000
exits 4 "a small file that unpacks to a large one"
says "zeros.csv.gz: more than 100 kB"
run check --config "$tmp/named.json" --set data.file=/dev/zero --set data.max_bytes=1000000
exits 4 "a device without an end"
says "/dev/zero: more than 1 MB"

finish data_input
