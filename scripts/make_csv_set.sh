#!/usr/bin/env bash
# Makes data/moons.csv, the small table that configs/csv_bn_vs_dropout.json uses. Run from anywhere, after `make`; gives
# the same bytes every time.
set -eu
case ${1:-} in
-*) echo "usage: scripts/make_csv_set.sh [FILE]        (default: data/moons.csv)" >&2 && exit 2 ;;
esac
cd "$(dirname "$0")/.."
"${PROGRAM:-./regrun}" data write moons --samples 800 --seed 1 --decimals 3 --out "${1:-data/moons.csv}" --force
