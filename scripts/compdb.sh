#!/usr/bin/env bash
# Turns what make would do into compile_commands.json, for editors and clang-tidy: make -nB test | scripts/compdb.sh
# A source that is compiled once per kernel is listed once.
set -eu
awk -v folder="$PWD" '
function quoted(text) {
  gsub(/\\/, "\\\\", text)
  gsub(/"/, "\\\"", text)
  return "\"" text "\""
}
{
  file = ""
  for (i = 1; i <= NF; i++) if ($i ~ /^(src|tests)\/.*\.c$/) file = $i
  if (file == "" || !/ -o / || file in seen) next
  seen[file] = 1
  gsub(/ [^ ]*\.a( |$)/, " ") # libraries are not looked for before they are built
  gsub(/ [^ ]*\.a( |$)/, " ")
  printf "%s{\"directory\": %s, \"file\": %s, \"command\": %s}", n++ ? ",\n" : "[\n", quoted(folder), quoted(file), quoted($0)
}
END { print n ? "\n]" : "[]" }'
