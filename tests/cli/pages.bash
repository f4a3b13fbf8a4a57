# shellcheck shell=bash
# The documentation, for tests to source behind check.bash: its fenced blocks, and `walk`, which does a page as a reader
# would. What a walked page says of its blocks stands in a comment on the line above one, which readers do not see:
#
#     <!-- file NAME -->    the block is what the reader saves as NAME
#     <!-- exit N -->       the commands end with this exit code, and not with 0
#     <!-- needs TOOL -->   without TOOL the block is skipped with a word, and so is what it prints (TOOLS, below)
#     <!-- tested by X -->  it is not done here; X names the test that does
#
# A block ```sh is done by bash -e; its folder and its exported variables are those of the next one. A block ```text is
# what the block before it prints, on stdout and stderr. There a line "..." stands for any lines, and times and sizes are
# as they are; UPDATE=1 writes anew what differs. A walked page has no other blocks.

: "${tmp:?}" "${regrun:?}" # check.bash has them

# blocks PAGE: a row "FIRST LAST KIND COMMENT" for each fenced block, by the lines of its fences, with tabs between.
blocks() {
  awk -v OFS='\t' '
    /^```/ && !first { first = NR; kind = substr($0, 4); next }
    /^```$/ { print first, NR, kind, comment; first = 0; comment = "" }
    first { next }
    { comment = /^<!-- .* -->$/ ? substr($0, 6, length($0) - 9) : "" }' "$1"
}

# inside PAGE FIRST LAST: the lines between two.
inside() { sed -n "$(($2 + 1)),$(($3 - 1))p" "$1"; }

# place PAGE LINE: "FIRST LAST" of what `block` shows.
place() {
  local at first last rest
  at=$(grep -nxF -- "$2" "$1" | head -n 1 | cut -d: -f1)
  [ -n "$at" ] || return
  blocks "$1" | while IFS=$'\t' read -r first last rest; do
    [ "$last" -gt "$at" ] || continue
    echo "$((first > at ? first : at)) $last"
    break
  done
}

# block PAGE LINE: what stands behind this line of the page, in its fenced block or in the next one.
block() {
  local first last
  read -r first last <<<"$(place "$@")"
  [ -n "$first" ] && inside "$1" "$first" "$last"
}

# rewrite PAGE FIRST LAST FILE: the file's text in the place of what stands between two lines.
rewrite() {
  { head -n "$2" "$1" && cat "$4" && tail -n "+$3" "$1"; } >"$tmp/rewritten" && cp "$tmp/rewritten" "$1"
}

# shows PAGE LINE FILE: whether the block is this text; UPDATE=1 makes it so.
shows() {
  local first last
  read -r first last <<<"$(place "$1" "$2")"
  check "$1 has a block behind: $2" [ -n "$first" ] || return
  if [ -n "${UPDATE:-}" ]; then rewrite "$1" "$first" "$last" "$3"; fi
  block "$1" "$2" >"$tmp/wanted"
  check "$1 shows what comes out, behind: $2 (UPDATE=1 writes it anew)" diff -u "$tmp/wanted" "$3"
}

# What `needs` may name: a word of Debian's, and how it is looked for.
declare -A TOOLS=(
  [matplotlib]="/usr/bin/python3 -c 'import pandas, matplotlib'"
  [pandas]="/usr/bin/python3 -c 'import pandas'"
  [pdflatex]="command -v pdflatex && kpsewhich booktabs.sty"
)

# alike PATTERN TEXT: whether a file is as another says, in which a line "..." stands for any lines.
alike() {
  awk 'NR == FNR { want[++m] = $0; next } { got[++n] = $0 } END {
    for (i = j = 1; j <= n;)
      if (i <= m && want[i] == "...") { star = i++; from = j }
      else if (i <= m && want[i] == got[j]) { i++; j++ }
      else if (star) { i = star + 1; j = ++from }
      else exit 1
    while (want[i] == "...") i++
    exit i <= m
  }' "$1" "$2"
}

# What is no two times the same: times, memory. (Spaces before them go, too: they line up columns; so do those at the end.)
mask() { sed -E 's/ +$//; s/ *\b[0-9.]+( to [0-9.]+)? (ms|s|min|kB|MB)\b/ #/g; s/\(# to /(/' "$1"; }

# elided PATTERN TEXT: the text, shortened by "..." as the pattern is: as many lines at its beginning and end, and what
# stands between two "..." from the same first line on. Fails where there is none such.
elided() {
  awk 'NR == FNR { want[++m] = $0; if ($0 == "...") dots[++k] = m; next } { got[++n] = $0 } END {
    if (!k) dots[++k] = m = n + 1 # no dots: all of it
    for (j = 1; j < dots[1]; j++) print got[j]
    for (i = 1; i <= k && dots[i] <= n + m; i++) {
      last = i == k
      if (last && m == n + 1) exit
      print "..."
      size = (last ? m + 1 : dots[i + 1]) - dots[i] - 1
      if (last) j = n + 1 - size
      else while (j <= n && got[j] != want[dots[i] + 1]) j++
      if (!last && j > n) exit 1
      while (size--) print got[j++]
    }
  }' "$1" "$2"
}

# prints PAGE FIRST LAST: whether the last block done, whose output is $tmp/out, printed what stands there.
prints() {
  inside "$@" >"$tmp/wanted"
  mask "$tmp/wanted" >"$tmp/wanted.masked" && mask "$tmp/out" >"$tmp/out.masked"
  if [ -n "${UPDATE:-}" ] && ! alike "$tmp/wanted.masked" "$tmp/out.masked" && elided "$tmp/wanted" "$tmp/out" >"$tmp/new"; then
    rewrite "$@" "$tmp/new"
    echo "$1:$2: written anew"
    return
  fi
  check "$1:$2: it prints what is shown (UPDATE=1 writes that anew): $(diff -u "$tmp/wanted.masked" "$tmp/out.masked" | head -n 60)" \
    alike "$tmp/wanted.masked" "$tmp/out.masked"
}

# commands PAGE FIRST CODE: does the commands of $tmp/block as a reader's shell would.
commands() {
  # shellcheck disable=SC2016 # the dollars are the shell's that is called
  bash -e -c '. "$1/reader"; . "$1/block"; { export -p; printf "cd %q\n" "$PWD"; } >"$1/reader"' - "$tmp" \
    >"$tmp/out" 2>&1 </dev/null
  code=$?
  check_same "$1:$2: exit code ($(tail -n 5 "$tmp/out"))" "$code" "$3"
}

# step PAGE FIRST LAST KIND COMMENT: one block; sets printed to no where its output is not to be had.
step() {
  local page=$1 first=$2 word=${5%% *} rest=${5#* } wanted=0 tool
  inside "$page" "$first" "$3" >"$tmp/block"
  case $word in
    file) mkdir -p "$(dirname "$tmp/clone/$rest")" && cp "$tmp/block" "$tmp/clone/$rest" && return ;;
    exit) wanted=$rest ;;
    tested) printed=no && return ;;
    needs)
      tool=${TOOLS[$rest]:-false}
      if ! eval "$tool" >"$tmp/err" 2>&1; then
        [ "$4" = text ] || skip "$page:$first: $rest is not installed; scripts/setup.sh --all brings it"
        printed=no
        return
      fi
      ;;
  esac
  case $4 in
    sh) commands "$page" "$first" "$wanted" && printed=yes ;;
    text) [ "$printed" = no ] || prints "$page" "$first" "$3" ;;
    *) check "$page:$first: a block \"$4\" is a file, commands (sh) or what they print (text)" false ;;
  esac
}

# walk PAGE: all its blocks, in a folder that looks like a clone.
walk() {
  local first last kind comment shared printed=no at=0
  mkdir -p "$tmp/clone"
  for shared in configs data scripts; do ln -sfn "$PWD/$shared" "$tmp/clone/$shared"; done
  ln -sfn "$regrun" "$tmp/clone/regrun"
  echo "export MPLCONFIGDIR='$tmp/matplotlib' PYTHONDONTWRITEBYTECODE=1; cd '$tmp/clone'" >"$tmp/reader"
  blocks "$1" | cut -f3- >"$tmp/kinds"
  # By its number, since what is written anew may move the others.
  while IFS=$'\t' read -r kind comment; do
    at=$((at + 1))
    IFS=$'\t' read -r first last _ <<<"$(blocks "$1" | sed -n "${at}p")"
    step "$1" "$first" "$last" "$kind" "$comment"
  done <"$tmp/kinds"
  check "$1 has blocks" [ "$at" -gt 0 ]
}
