#!/usr/bin/env bash
# Checks the floors by the #include lines of the sources: check_layers.sh [SOURCE_FOLDER]
# Prints each offending line with the rule it breaks. Status 1 if there is one.
#   - A folder includes only itself and the floors below it, by "folder/file.h".
#   - Only config/ and results/ see cJSON.
#   - Only nn/ sees nn/kinds.h, the constructors of the layer kinds; everyone else goes through the network.
set -u
floors='base math data table nn train config lab results compare report cli' # from the lowest up
cd "$(dirname "$0")/.." || exit 2
src=${1:-src}
[ -d "$src" ] || { echo "check_layers.sh: there is no folder $src" >&2; exit 2; }

# shellcheck disable=SC2016 # awk's own $
find "$src" -name '*.[ch]' -type f -print0 | sort -z | xargs -0 -r awk -v src="$src" -v floors="$floors" '
function refuse(rule) {
  printf "%s:%d: %s: %s\n", FILENAME, FNR, $0, rule
  broken++
}
function check(path, floor,    other) { # the path as the #include line has it, the floor of the file
  if (path ~ /cJSON\.h$/) {
    if (floor != "config" && floor != "results") refuse("only config/ and results/ may include cJSON")
    return
  }
  if ($0 !~ /"/) return
  other = path
  if (!sub("/[^/]*$", "", other)) refuse("a header is included by its folder: \"" floor "/" path "\"")
  else if (!(other in rank)) refuse(other "/ is no floor")
  else if (rank[other] > rank[floor]) refuse(floor "/ may not include " other "/, a floor above it")
  else if (path == "nn/kinds.h" && floor != "nn") refuse("only nn/ may include nn/kinds.h")
}
BEGIN {
  count = split(floors, order, " ")
  for (i = 1; i <= count; i++) rank[order[i]] = i
}
FNR == 1 {
  files++
  split(substr(FILENAME, length(src) + 2), parts, "/")
  floor = parts[1]
  if (!(floor in rank)) {
    printf "%s: %s is no floor (%s)\n", FILENAME, floor, floors
    broken++
  }
}
(floor in rank) && /^[ \t]*#[ \t]*include/ {
  path = $0
  sub(/^[^"<]*["<]/, "", path)
  sub(/[">].*/, "", path)
  check(path, floor)
}
END {
  if (broken) printf "check-layers: %d places break a rule\n", broken
  else printf "check-layers: %d files keep to the floors\n", files
  exit broken > 0
}' || exit 1
