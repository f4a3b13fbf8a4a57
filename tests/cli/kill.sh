#!/usr/bin/env bash
# Forty of the thousand kills of `make soak`.
exec "$(dirname "$0")/../soak" --kills 40 --seed 9
