#!/usr/bin/env bash
# Makes data/moons.csv, the small table that configs/csv_bn_vs_dropout.json uses. Run from anywhere, after `make`; gives
# the same bytes every time.
set -eu
cd "$(dirname "$0")/.."
"${PROGRAM:-./regrun}" data write moons --samples 800 --seed 1 --out "${1:-data/moons.csv}" --force
