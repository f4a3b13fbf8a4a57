#!/usr/bin/env bash
# What files hold reaches the terminal as text: hostile bytes go through every message that quotes a file, and come out
# escaped. And a file over the system's limit is an error with a message.
# shellcheck source=tests/cli/check.bash
. "$(dirname "$0")/check.bash"
bad=$'\e]0;x\a\xc2\x9b2J\xe2\x80\xae\xff' # escape, bell, a C1 control, a mark of direction, no UTF-8
shown='\x1b]0;x\x07\x9b2J\u202e\xff'

# harmless WHAT: neither stream has anything that commands a terminal; stderr shows the bytes.
harmless() {
  check "$1: no control characters" [ "$(cat "$tmp/out" "$tmp/err" | tr -d '\n\40-\176\200-\377' | wc -c)" -eq 0 ]
  check "$1: no C1, no direction, all UTF-8" [ "$(cat "$tmp/out" "$tmp/err" | grep -acP '\xc2[\x80-\x9f]|\xe2\x80\xae|\xff')" -eq 0 ]
}
quoted() {
  harmless "$1"
  says "$shown"
}
compare_log() { # WHAT CODE: $tmp/h/log.csv is on stdin
  mkdir -p "$tmp/h"
  cat >"$tmp/h/log.csv"
  run compare "$tmp/h" "${@:3}"
  exits "$2" "$1"
}
head=setting,seed,epoch,train_loss,test_loss

compare_log "two columns of a name" 4 <<<"$head,$bad,$bad"
quoted "two columns of a name"
says "two columns are named"
compare_log "a run in two places" 4 <<<"$head
$bad,1,0,1,1
t,1,0,1,1
$bad,1,1,1,1"
quoted "a run in two places"
says "rows stand in two places"
compare_log "a cell" 4 <<<"$head
s,1,0,1,$bad"
quoted "a cell that is no number"
compare_log "a hostile baseline" 0 --baseline "$bad" <<<"$head
$bad,1,0,1,1
t,1,0,1,1"
harmless "tables of a hostile name"
compare_log "a baseline that is near" 2 --baseline "x$bad" <<<"$head
$bad,1,0,1,1
t,1,0,1,1"
quoted "a baseline that is near"

cell=${bad%$'\xff'} # a table that is no UTF-8 is read as Windows-1252, and its letters are shown
printf 'a,b\n1,%s\n2,%s\n3,%s\n4,%s\n' "$cell" "$cell" "$cell" "$cell" >"$tmp/table.csv"
config() { # FILE: an experiment on it
  printf '{ "name": "h", "data": { "source": "csv", "file": "%s" } }\n' "$1" >"$tmp/h.json"
}
config "$tmp/table.csv"
run check --config "$tmp/h.json"
exits 4 "one label"
harmless "every row has the label"
says "${shown%\\xff}"
says "every row has the label"
run check --config "$tmp/h.json" --set "data.file=$tmp/$bad"
harmless "data.file"
says "${shown%\\xff}" # JSON makes U+FFFD of the last byte
run check --config "$tmp/h.json" --set "data.label=$bad"
harmless "data.label"
run "$bad"
exits 2 "a command"
quoted "no command"

printf 'a,b\n1,x\n2,y\n3,x\n4,y\n5,x\n6,y\n7,x\n8,y\n' >"$tmp/good.csv"
printf '{ "name": "h", "about": "why\\u001b[2J\\u009b\\u202e?", "data": { "source": "csv", "file": "%s", "train_size": 4, "test_size": 4 },
  "train": { "batch_size": 2 } }\n' "$tmp/good.csv" >"$tmp/h.json"
run check --config "$tmp/h.json"
exits 0 "check of a hostile question"
harmless "check"
check_has "check" "$(cat "$tmp/out")" '\x1b[2J\x9b\u202e?'

# A file over the limit (in units of 1024 bytes) names itself.
limited() { # ARGUMENTS...: as run, where files may have 1024 bytes (which would cut the counts of make coverage)
  (ulimit -f 1 && GCOV_PREFIX=$tmp/counts "$regrun" "$@" >"$tmp/limited" 2>"$tmp/err")
  code=$?
}
printf 's\t0\nt\t1\n' | log limit regularize.dropout 4 10
limited compare "$tmp/limit" -o "$tmp/page.md" --format json
exits 5 "a file over the limit"
says "cannot write $tmp/page.md: File too large"
limited options
exits 5 "standard output over the limit"
says "cannot write to standard output: File too large"
limited --config "$tmp/h.json" --out "$tmp/run" --quiet --set train.epochs=50
exits 5 "an experiment over the limit"
says "$tmp/run"
says "File too large"
finish messages
