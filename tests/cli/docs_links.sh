#!/usr/bin/env bash
# The documentation hangs together: each relative link leads to a file that is there, and to a heading of it; docs/README.md
# lists every page; pages that the program, its scripts and tests name are there.
# shellcheck source=tests/cli/check.bash
source "$(dirname "$0")/check.bash"

# prose FILE: its lines, but for blocks and code, in which brackets are no links.
prose() { awk '/^```/ { fenced = !fenced; next } !fenced { gsub(/`[^`]*`/, "code"); print }' "$1"; }

links() { prose "$1" | grep -oE '\]\([^)]+\)' | sed -E 's/^\]\(//; s/\)$//' | grep -vE '^[a-z]+:'; }

# anchors FILE: its headings as they are linked to: small letters, - for each blank, without punctuation, numbered where
# one comes again.
anchors() {
  awk '/^```/ { fenced = !fenced } /^#+ / && !fenced { sub(/^#+ +/, ""); print tolower($0) }' "$1" |
    sed -E 's/\]\([^)]*\)//g; s/[^a-z0-9_ -]//g; s/ /-/g' | awk '{ print $0 (seen[$0]++ ? "-" seen[$0] - 1 : "") }'
}

checked=0
for page in README.md CONTRIBUTING.md data/README.md docs/*.md; do
  while read -r link; do
    file=${link%%#*} anchor=${link#"${link%%#*}"}
    target=$page
    [ -z "$file" ] || target=$(dirname "$page")/$file
    check "$page: $link leads to a file" [ -e "$target" ]
    checked=$((checked + 1))
    if [ -z "$anchor" ] || [ ! -f "$target" ]; then continue; fi
    check "$page: $link leads to a heading" grep -qxF -- "${anchor#\#}" <(anchors "$target")
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
finish docs_links
