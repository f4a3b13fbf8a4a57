#!/usr/bin/env bash
# The floors hold, and scripts/check_layers.sh notices where they would not.
# shellcheck source=tests/cli/check.bash
source "$(dirname "$0")/check.bash"

check_has "the project's own sources" "$(scripts/check_layers.sh)" "keep to the floors"

refused() { # FILE LINE RULE: a tree whose FILE has this second line is refused with file, line and rule
  local tree=$tmp/src got status
  rm -rf "$tree"
  mkdir -p "$tree/base" "$tree/$(dirname "$1")"
  echo '#include <stdio.h>' >"$tree/base/fine.h"
  printf '#include "base/fine.h"\n%s\n' "$2" >"$tree/$1"
  got=$(scripts/check_layers.sh "$tree")
  status=$?
  check_same "$1: $2: status" "$status" 1
  check_has "$1" "$got" "$tree/$1:2: $2: $3"
}

refused math/a.c '#include "nn/layer.h"' 'math/ may not include nn/, a floor above it'
refused base/b.h '  #  include "cli/args.h" // why' 'base/ may not include cli/, a floor above it'
refused lab/a.c '#include "results/results.h"' 'lab/ may not include results/, a floor above it'
refused nn/a.c '#include "layer.h"' 'a header is included by its folder: "nn/layer.h"'
refused nn/a.c '#include "../base/text.h"' '../base/ is no floor'
refused cli/a.c '#include <cjson/cJSON.h>' 'only config/ and results/ may include cJSON'
refused train/a.c '#include <cJSON.h>' 'only config/ and results/ may include cJSON'
refused train/a.c '#include "nn/kinds.h"' 'only nn/ may include nn/kinds.h'

accepted() { # FILE LINE
  local tree=$tmp/fine
  rm -rf "$tree"
  mkdir -p "$tree/$(dirname "$1")"
  echo "$2" >"$tree/$1"
  check_has "$1: $2" "$(scripts/check_layers.sh "$tree")" "1 files keep to the floors"
}

accepted config/a.c '#include <cjson/cJSON.h>'
accepted results/a.c '#include <cjson/cJSON.h>'
accepted cli/a.c '#include "base/text.h"'
accepted nn/a.c '#include "nn/kinds.h"'

mkdir -p "$tmp/odd/attic"
echo 'int x;' >"$tmp/odd/attic/a.c"
got=$(scripts/check_layers.sh "$tmp/odd")
check_has "a folder that is no floor" "$got" "attic is no floor"

finish check_layers
