#!/usr/bin/env bash
# A sweep as a loop of the shell, and its results read with awk, join and sort. An example to copy and change.
#
#     scripts/sweep.sh CONFIG KEY VALUE... [-- OPTION...]
#     scripts/sweep.sh bn_vs_dropout.json train.batch_size 16 64 256 -- --seeds 3
#
# Every value is an experiment of its own name and folder, results/sweep/KEY-VALUE; one that is complete is not run
# again, unless the config or the options have changed since. What stands after "--" is handed on to regrun. Environment:
# REGRUN (the program: ./regrun, else the one in the PATH), OUT (the folder).
set -eu
export LC_ALL=C # the order that sort and join agree on

if [ $# -lt 3 ]; then
  sed -n '2,/^set/{/^#/s/^# \{0,1\}//p}' "$0" | sed "s|scripts/sweep.sh|$0|" >&2
  exit 2
fi
regrun=${REGRUN:-$(command -v ./regrun || command -v regrun || echo ./regrun)} out=${OUT:-results/sweep}
config=$1 key=$2 values=()
shift 2
while [ $# -gt 0 ] && [ "$1" != -- ]; do
  values+=("$1")
  shift
done
[ $# -eq 0 ] || shift # what is left is for regrun

# One experiment for each value. Beside its folder stands what it was asked for.
asked="$config $(if [ -f "$config" ]; then cksum <"$config"; fi) $*"
for value in "${values[@]}"; do
  name=$key-$value
  if [ ! -e "$out/$name/summary.csv" ] || [ "$(cat "$out/$name.asked" 2>/dev/null)" != "$asked" ]; then
    "$regrun" --config "$config" --set "name=$name" --set "$key=$value" --out "$out/$name" --restart --quiet "$@"
    echo "$asked" >"$out/$name.asked"
  fi
done

# The lines "setting,number" of a column of summary.csv, sorted for join. (A name with a comma would need a tool that
# reads CSV, such as those of regrun help logs.)
column() { # NAME FILE
  awk -F, -v name="$1" 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == name) n = i; next } { print $1 "," $n }' "$2" | sort
}

# Settings down, values across: one join for each value.
table=$(mktemp)
trap 'rm -f "$table" "$table.next"' EXIT
column gap_mean "$out/$key-${values[0]}/summary.csv" >"$table"
for value in "${values[@]:1}"; do
  column gap_mean "$out/$key-$value/summary.csv" | join -t, "$table" - >"$table.next"
  mv "$table.next" "$table"
done
echo "Mean gap by setting and $key:"
{
  printf 'setting%s\n' "$(printf ',%s' "${values[@]}")"
  cat "$table"
} | awk -F, '{ printf "  %-20s", $1; for (i = 2; i <= NF; i++) printf NR == 1 ? "%12s" : "%12.4f", $i; print "" }'

# The three smallest gaps of all.
echo "Smallest gaps:"
for value in "${values[@]}"; do
  column gap_mean "$out/$key-$value/summary.csv" | sed "s/^/$key=$value,/"
done | sort -t, -k3,3g | head -n 3 | awk -F, '{ printf "  %-20s%s  gap %.4f\n", $2, $1, $3 }'

folders=("${values[@]/#/$out/$key-}")
echo "With intervals and tests: $regrun compare ${folders[*]}"
