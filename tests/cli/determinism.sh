#!/usr/bin/env bash
# log.csv is the same bytes for any number of jobs, any kernel build and either compiler.
# shellcheck source=tests/cli/check.bash
source "$(dirname "$0")/check.bash"

# The experiments of tests/everything: odd sizes, a short last batch, and everything that draws or sums.
experiments=(tests/everything/*.json)

# logs NAME PROGRAM ARGUMENTS...: does the experiments into $tmp/NAME.
logs() {
  local name=$1 program=$2 experiment
  shift 2
  for experiment in "${experiments[@]}"; do
    # Three epochs are not enough for every run to learn something, which is code 1.
    "$program" --config "$experiment" --out "$tmp/$name/$(basename "$experiment" .json)" --quiet "$@" 2>"$tmp/said" ||
      [ $? -eq 1 ] || { cat "$tmp/said" && return 1; }
  done
}

# alike NAME: whether its logs are those of the first.
alike() {
  local experiment
  for experiment in "${experiments[@]}"; do
    experiment=$(basename "$experiment" .json)
    cmp "$tmp/first/$experiment/log.csv" "$tmp/$1/$experiment/log.csv" || return 1
  done
}

# Whatever a network, its training or a regularizer may be told to do is told in one of them; a default need not be.
told=$(sed 's/"name": *"[^"]*"//g' "${experiments[@]}" | grep -oE '"[^"]*"' | tr '.' '\n' | tr -d '"')
choices=$("$regrun" options --schema | awk -F'"' '
  !/^ *"(model|train|regularize)\.[a-z_0-9.]*": .*"default"/ || $2 == "train.save" { next }
  split($2, key, ".") == 2 && key[1] == "regularize" { print key[2] }
  match($0, /"enum": \[[^]]*\]/) {
    list = substr($0, RSTART + 9, RLENGTH - 10)
    match($0, /"default": "[^"]*"/)
    sub(substr($0, RSTART + 11, RLENGTH - 11), "", list)
    gsub(/[^a-z_0-9]+/, "\n", list)
    print list
  }' | sed '/^$/d')
check "there are choices" [ "$(wc -l <<<"$choices")" -gt 60 ]
check_same "what no experiment of tests/everything does" "$(sort -u <<<"$choices" | comm -23 - <(sort -u <<<"$told"))" ""

check "the experiments run" logs first "$regrun" --jobs 1
# shellcheck disable=SC2016 # a program for awk
check "they learn something" awk -F, '$1 == "plain" && $3 == 3 && $7 > 0 && $7 < 2.5 { n++ } END { exit n != 2 }' \
  "$tmp/first/digits/log.csv"
# shellcheck disable=SC2016 # a program for awk
check "some stop early" awk -F, '$1 ~ /^(best|least|test)$/ && $3 > last[$1 $2] { last[$1 $2] = $3 }
  END { for (run in last) stopped += last[run] < 12; exit !stopped }' "$tmp/first/stop/log.csv"
check_has "metrics are among the bytes" "$(head -qn 1 "$tmp"/first/*/log.csv)" ,test_brier, ,test_r2,
check "--jobs 2 runs" logs jobs "$regrun" --jobs 2
check "--jobs 2 gives the same bytes" alike jobs

runs_here=$("$regrun" --version | sed -n 's/^kernels that this CPU runs://p')
for kernel in avx512 avx2 plain; do
  if [[ " $runs_here " != *" $kernel "* ]]; then
    skip "REGRUN_KERNEL=$kernel: not on this CPU"
    continue
  fi
  export REGRUN_KERNEL=$kernel
  check "$kernel runs" logs $kernel "$regrun"
  unset REGRUN_KERNEL
  check "$kernel gives the same bytes" alike $kernel
  check "the manifest says $kernel" grep -q "\"kernel\": \"$kernel\"" "$tmp/$kernel/digits/manifest.json"
done
REGRUN_KERNEL=mmx run --config tests/everything/kind.json --out "$tmp/none"
exits 2 "a kernel that is none"
says "plain"

# The other compiler. Not under a sanitizer: that tests the code, this the compiler.
if [ -n "${SANITIZE:-}" ]; then
  skip "clang: not under a sanitizer"
elif ! command -v clang >/dev/null; then
  skip "clang: not installed"
else
  # In a folder that stays: the next time only what has changed is compiled. MAKEFLAGS of the make that runs the tests
  # would bring its variables along.
  check "clang builds it" env -u MAKEFLAGS -u MAKELEVEL make -s -j2 CC=clang BUILD=build/clang PROGRAM=build/clang/regrun \
    build/clang/regrun
  check "the program of clang runs" logs clang build/clang/regrun
  check "clang gives the same bytes" alike clang
fi

finish determinism
