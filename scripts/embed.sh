#!/usr/bin/env bash
# Puts the report page into the program: embed.sh PAGE_FOLDER DYGRAPHS_FOLDER OUT.S
# Every line {{NAME}} of PAGE_FOLDER/report.html is replaced by the file NAME of one of the two folders; what stands
# before and after the line {{data}} goes to OUT.S.head and OUT.S.tail, and OUT.S holds these under the names
# page_head, page_head_end, page_tail and page_tail_end.
set -eu
page=$1 dygraphs=$2 out=$3
name_of='^\{\{([a-z.]+)\}\}$'

part() { # NAME: the file, safe inside <script> and <style>
  local file=$page/$1
  [ -e "$file" ] || file=$dygraphs/$1
  if [ ! -r "$file" ]; then
    echo "embed.sh: cannot read $file" >&2
    case $1 in
    dygraph*) echo "embed.sh: the report page needs dygraphs: run scripts/setup.sh (Debian: apt-get install" \
      "libjs-dygraphs), or say make DYGRAPHS=folder where $1 stands" >&2 ;;
    esac
    return 1
  fi
  # A script ends at the first "</script" (after "<!--" at a later one), even inside of a text; with a backslash the
  # text means the same. The map of a minified file is not shipped, and asking for it would be a request.
  sed -E -e 's#</(script|style)#<\\/\1#Ig' -e 's#<!--#<\\!--#g' -e '/^\/[\/*]# sourceMappingURL=/d' "$file"
}

target=$out.head
: >"$out.head"
: >"$out.tail"
while IFS= read -r line; do
  if [ "$line" = '{{data}}' ]; then
    target=$out.tail
  elif [[ $line =~ $name_of ]]; then
    part "${BASH_REMATCH[1]}" >>"$target"
  else
    printf '%s\n' "$line" >>"$target"
  fi
done <"$page/report.html"

cat >"$out" <<END
    .section .rodata
    .globl page_head, page_head_end, page_tail, page_tail_end
page_head:
    .incbin "$out.head"
page_head_end:
page_tail:
    .incbin "$out.tail"
page_tail_end:
    .section .note.GNU-stack, "", %progbits
END
