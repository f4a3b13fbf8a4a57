#!/usr/bin/env bash
# docs/tutorial.md, as a reader does it: every command, and what it prints.
# shellcheck source=tests/cli/check.bash
source "$(dirname "$0")/check.bash"
# shellcheck source=tests/cli/pages.bash
source tests/cli/pages.bash

if [ -n "${SANITIZE:-}" ]; then
  skip "the tutorial: what it does is tested with a sanitizer elsewhere"
  finish tutorial
  exit
fi
check "scripts/make_students.sh" scripts/make_students.sh "$tmp/students.csv"
check "it makes data/students.csv" cmp "$tmp/students.csv" data/students.csv
walk docs/tutorial.md
finish tutorial
