#!/usr/bin/env bash
# The documentation hangs together: each relative link leads to a file that is there, and to a heading of it; docs/README.md
# lists every page; pages that the program, its scripts and tests name are there; configs that it shows are configs, and
# commands with their options exist.
# shellcheck source=tests/cli/check.bash
source "$(dirname "$0")/check.bash"
# shellcheck source=tests/cli/pages.bash
source tests/cli/pages.bash

# prose FILE: its lines, but for blocks and code, in which brackets are no links.
prose() { awk '/^```/ { fenced = !fenced; next } !fenced { gsub(/`[^`]*`/, "code"); print }' "$1"; }

links() { prose "$1" | grep -oE '\]\([^)]+\)' | sed -E 's/^\]\(//; s/\)$//' | grep -vE '^[a-z]+:'; }

# anchors FILE: its headings as they are linked to: small letters, - for each blank, without punctuation, numbered where
# one comes again.
anchors() {
  awk '/^```/ { fenced = !fenced } /^#+ / && !fenced { sub(/^#+ +/, ""); print tolower($0) }' "$1" |
    sed -E 's/\]\([^)]*\)//g; s/[^a-z0-9_ -]//g; s/ /-/g' | awk '{ print $0 (seen[$0]++ ? "-" seen[$0] - 1 : "") }'
}

declare -A headings # of each file that is linked to
checked=0
for page in README.md CONTRIBUTING.md data/README.md docs/*.md; do
  while read -r link; do
    file=${link%%#*} anchor=${link#"${link%%#*}"}
    target=$page
    [ -z "$file" ] || target=$(dirname "$page")/$file
    check "$page: $link leads to a file" [ -e "$target" ]
    checked=$((checked + 1))
    if [ -z "$anchor" ] || [ ! -f "$target" ]; then continue; fi
    [ -n "${headings[$target]:-}" ] || headings[$target]=$(anchors "$target")
    check "$page: $link leads to a heading" grep -qxF -- "${anchor#\#}" <<<"${headings[$target]}"
  done < <(links "$page" | sort -u)
done
check "there are links ($checked)" [ "$checked" -gt 100 ]

links docs/README.md | sed 's/#.*//' | sort -u >"$tmp/listed"
for page in docs/*.md; do
  [ "$page" = docs/README.md ] || check "docs/README.md lists $page" grep -qxF "${page#docs/}" "$tmp/listed"
done
check "README.md leads to docs/README.md" grep -qxF docs/README.md <(links README.md)

grep -rhoE 'docs/[a-z_]+\.md' src scripts tests bench Makefile CONTRIBUTING.md | sort -u >"$tmp/named"
while read -r page; do check "$page, which is named, is there" [ -e "$page" ]; done <"$tmp/named"

# What is seen as a heading and a link.
# shellcheck disable=SC2016 # the backticks are Markdown's
printf '# A `b` (c)\n# A `b` (c)\n[x](#a-b-c) [y](#a-b-c-1) [z](none.md) `[q](r)`\n' >"$tmp/page.md"
check_same "headings" "$(anchors "$tmp/page.md" | xargs)" "a-b-c a-b-c-1"
check_same "links" "$(links "$tmp/page.md" | xargs)" "#a-b-c #a-b-c-1 none.md"

# Whether the config in each block is one; its data need not be there. What is no config has a comment that says so.
block docs/cookbook.md '<!-- file base.json -->' >"$tmp/base.json" # which some extend
while IFS=: read -r page first last comment; do
  [ "$comment" != "no config" ] || continue
  inside "$page" "$first" "$last" >"$tmp/config.json"
  (cd "$tmp" && "$regrun" check --quiet --config config.json) >"$tmp/out" 2>"$tmp/err"
  code=$?
  check "$page:$first: a config (exit code $code: $(head -n 3 "$tmp/err"))" grep -qx '[04]' <<<"$code"
done < <(for page in docs/*.md; do blocks "$page" | awk -F'\t' -v OFS=: -v page="$page" '$3 == "json" { print page, $1, $2, $4 }'; done)

# named COMMAND FLAG: whether the command's help has the option.
declare -A helps
named() {
  local words
  read -ra words <<<"$1" # of data and what it does
  [ -n "${helps[$1]:-}" ] || helps[$1]=$("$regrun" "${words[@]}" --help 2>&1)
  grep -qE -- "(^|[^a-z-])$2([^a-z-]|\$)" <<<"${helps[$1]}"
}
commands=" $("$regrun" --help | sed -n '/^commands$/,/^$/p' | awk 'NR > 1 { printf "%s ", $1 }')"
while read -r _ first second rest; do
  command=run
  [[ $commands != *" $first "* ]] || command=$first
  [ "$command" != data ] || command="data $second"
  while read -r flag; do
    check "the documentation's regrun $command has $flag" named "$command" "$flag"
  done < <(grep -oE -- '(^| )--[a-z][a-z-]*' <<<"$first $second $rest")
done < <(grep -ohE '\bregrun [^`|;#]*' README.md CONTRIBUTING.md docs/*.md | sed 's/ -- .*//' | grep -- ' --' | sort -u)
finish docs_pages
