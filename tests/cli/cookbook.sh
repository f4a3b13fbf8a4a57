#!/usr/bin/env bash
# docs/cookbook.md, every recipe as it stands there, and what it prints.
# shellcheck source=tests/cli/check.bash
source "$(dirname "$0")/check.bash"
# shellcheck source=tests/cli/pages.bash
source tests/cli/pages.bash

if [ -n "${SANITIZE:-}" ]; then
  skip "the cookbook: what it does is tested with a sanitizer elsewhere"
  finish cookbook
  exit
fi
export PATH=$tmp/clone:$tmp/clone/scripts:$PATH # as the tutorial has the reader do
walk docs/cookbook.md
finish cookbook
