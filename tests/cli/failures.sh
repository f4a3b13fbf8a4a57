#!/usr/bin/env bash
# Every failure point, one by one: the n-th allocation, write, read or fork of a tiny experiment is made to fail
# (tests/faults.c) for n = 1, 2, 3, ... until none is left. Each time the program must end by itself with a documented
# exit code and a message, or do all of its work in spite of it; and what was written must be whole and right.
# FAULTS=all tries every point; otherwise steps widen after the first 24 allocations.
# shellcheck source=tests/cli/check.bash
source "$(dirname "$0")/check.bash"

faults=$tmp/faults.so
if [ -n "${SANITIZE:-}" ]; then
  skip "a sanitizer has its own allocator"
elif [ -n "${GCOV_ERROR_FILE:-}" ]; then
  skip "the counting of make coverage does not survive faults"
elif ! ${CC:-cc} -shared -fPIC -D_GNU_SOURCE -o "$faults" tests/faults.c 2>"$tmp/messages"; then
  skip "tests/faults.c is for glibc: $(head -n 1 "$tmp/messages")"
fi
if [ "$tests_skipped" -gt 0 ]; then
  finish failures
  exit
fi

for i in {1..40}; do echo "$i,$((i * 7 % 13)),$((i % 2 * 9 + i % 3)),class $((i % 2))"; done >"$tmp/table.csv"
cat >"$tmp/tiny.json" <<END
{ "name": "tiny", "data": { "source": "csv", "file": "$tmp/table.csv" }, "model": { "hidden": [4] },
  "train": { "epochs": 2, "batch_size": 4, "learning_rate": 0.05, "save": "last" }, "seeds": 2, "metrics": ["auc", "ece"],
  "probe": ["gradients"], "expect": [ { "say": "less", "that": "abs(bn.gap) < 1 + plain.probe.gradient_norm(first)@1" } ],
  "settings": [ { "name": "plain" }, { "name": "bn", "regularize": { "batch_norm": true } } ] }
END
right=$tmp/right out=$tmp/out hits=$tmp/hits messages=$tmp/messages
"$regrun" --config "$tmp/tiny.json" --out "$right" --jobs 2 >/dev/null 2>"$messages"
status=$? # before the words: what they run has a status, too
check_same "without a fault the experiment succeeds: $(cat "$messages")" "$status" 0

fault() { # KIND FIRST LAST COMMAND...: runs it with these calls failing; sets status; false when none of them came
  rm -f "$hits"
  timeout -k 5 30 env LD_PRELOAD="$faults" FAULT_KIND="$1" FAULT_AT="$2" FAULT_LAST="$3" FAULT_LOG="$hits" "${@:4}" \
    >"$tmp/printed" 2>"$messages" </dev/null
  status=$?
  [ -e "$hits" ]
}

# The words for what is wrong with how the command ended, nothing if all is well.
wrong_end() { # KIND
  if [ "$status" -gt 5 ]; then
    echo "exit status $status"
  elif [ "$status" -ge 2 ] && [ "$status" -le 4 ]; then
    echo "exit status $status blames the user for a failure of the system"
  elif [ "$status" -ne 0 ] && [ ! -s "$messages" ]; then
    echo "exit status $status without a message"
  fi
}

wrong_files() { # what is in $out is whole, right and, after success, complete
  local file
  for file in "$out"/log.csv "$out"/runs/*/*/epochs.csv; do # rows that were not computed are missing; none is wrong
    [ ! -e "$file" ] || ! grep -vxFf "$right/${file#"$out"/}" "$file" | grep -q . || echo "${file#"$out"/} has a wrong row"
  done
  for file in "$right"/runs/*/*/model.safetensors; do # a model is whole or not there
    file=${file#"$right"/}
    [ ! -e "$out/$file" ] || cmp -s "$right/$file" "$out/$file" || echo "$file is not as without the fault"
    [ "$status" -ne 0 ] || [ -e "$out/$file" ] || echo "success without $file"
  done
  for file in log.csv probe.csv summary.csv expectations.csv config.json; do
    [ "$status" -ne 0 ] || cmp -s "$right/$file" "$out/$file" || echo "success, but $file is not as without the fault"
    [ ! -e "$out/$file" ] || [ -z "$(tail -c 1 "$out/$file")" ] || echo "$file is cut off"
  done
  [ ! -e "$out/report.html" ] || [ "$(tail -c 8 "$out/report.html")" = "</html>" ] || echo "report.html is cut off"
  [ "$status" -ne 0 ] || [ -s "$out/report.html" ] || echo "success without report.html"
}

points() { # WHAT KIND HOW COMMAND...: HOW is once or for-good; `prepare` comes before each fault, `wrong_files` after it
  local what=$1 kind=$2 how=$3 n=1 last found
  shift 3
  while :; do
    last=$n
    [ "$how" = once ] || last=1000000000
    prepare
    fault "$kind" "$n" "$last" "$@" || break
    found=$(wrong_end "$kind" && wrong_files)
    check_same "$what, $kind $n $how: $(sort "$hits" | uniq -c | tr '\n' ' ')-> $status $(head -n 3 "$messages")" "$found" ""
    n=$((n + 1))
    [ "$kind" != memory ] || [ "${FAULTS:-}" = all ] || n=$((n + n / 24))
  done
  echo "$what: $kind, failing $how, up to call $((n - 1))"
  check "$what, $kind $how: there was something to fail" test "$n" -gt 3
}

# A new experiment.
prepare() { rm -rf "$out"; }
run=("$regrun" --config "$tmp/tiny.json" --out "$out" --jobs 2 --quiet)
points experiment memory once "${run[@]}"
points experiment disk once "${run[@]}"
points experiment disk for-good "${run[@]}"
points experiment input once "${run[@]}"
points experiment process once "${run[@]}"

# Results that stand already: another run of the experiment refuses to touch them, whatever fails; the report is the
# old or the new one.
wrong_files() {
  cmp -s "$right/log.csv" "$out/log.csv" || echo "log.csv was changed"
  [ "$(tail -c 8 "$out/report.html")" = "</html>" ] || echo "report.html is cut off"
}
rm -rf "$out" && cp -r "$right" "$out"
prepare() { :; }
points report disk once "$regrun" report "$out"
points report memory once "$regrun" report "$out"
points instruments memory once "$regrun" compare "$out" --probe all

# Many settings are compared, or the error is said.
for i in {0..11}; do printf 'p%d\t%d\t%d\t0.%d%d\n' "$i" $((i % 3)) $((i / 3)) $((i * 7 % 10)) "$i"; done | log many "a.x a.y a.z" 3 2
many=("$regrun" compare "$tmp/many" --sort test_loss --settings 'p*' --metric 'gap,test_loss' --pair 'x,y')
"${many[@]}" >"$tmp/shown"
wrong_files() { [ "$status" -ne 0 ] || cmp -s "$tmp/shown" "$tmp/printed" || echo "success, but other words than without the fault"; }
points compare memory once "${many[@]}"
"$regrun" compare "$tmp/many" -f csv --long >"$tmp/shown"
points tidy memory once "$regrun" compare "$tmp/many" -f csv --long
wrong_files() { [ "$status" -ne 0 ] || cmp -s "$tmp/shown" "$tmp/long.csv" || echo "success, but other numbers than without the fault"; }
points tidy disk once "$regrun" compare "$tmp/many" -f csv --long -o "$tmp/long.csv"

# A model is measured and folded, or the error is the system's.
model=$right/runs/bn/seed-1/model.safetensors
prepare() { rm -rf "$out"; }
"$regrun" eval "$model" -f csv >"$tmp/shown" 2>"$messages"
check_same "without a fault a model is measured" $? 0
wrong_files() {
  [ "$status" -ne 0 ] || cmp -s "$tmp/shown" "$tmp/printed" || echo "success, but not what is measured without the fault"
}
points eval memory once "$regrun" eval "$model" -f csv
points eval input once "$regrun" eval "$model" -f csv
check "without a fault a model is folded" "$regrun" fold "$model" --out "$right/folded"
wrong_files() {
  [ ! -e "$out" ] || cmp -s "$right/folded" "$out" || echo "a folded model is not as without the fault"
  [ "$status" -ne 0 ] || [ -e "$out" ] || echo "success without a folded model"
}
points fold memory once "$regrun" fold "$model" --out "$out"
points fold disk once "$regrun" fold "$model" --out "$out"

# Samples as files: of MNIST's format both are whole or the missing one is told.
prepare() { rm -rf "$out" && mkdir "$out"; }
check "without a fault a table is written" "$regrun" data write "$tmp/table.csv" --part all --scaled --out "$right/samples.csv"
check "without a fault images are written" "$regrun" data write digits --samples 9 --out "$right/few"
wrong_files() {
  local file found=0
  for file in "$out"/*; do
    [ ! -e "$file" ] || found=$((found + 1))
    [ ! -e "$file" ] || cmp -s "$right/${file#"$out"/}" "$file" || echo "${file#"$out"/} is not as without the fault"
  done
  [ "$status" -ne 0 ] || [ "$found" -eq "$wanted" ] || echo "success, but $found files of $wanted"
}
wanted=1
points "a table" memory once "$regrun" data write "$tmp/table.csv" --part all --scaled --out "$out/samples.csv"
points "a table" disk once "$regrun" data write "$tmp/table.csv" --part all --scaled --out "$out/samples.csv"
wanted=2
points images memory once "$regrun" data write digits --samples 9 --out "$out/few"
points images disk for-good "$regrun" data write digits --samples 9 --out "$out/few"

# Predictions are whole or not there.
for i in {1..40}; do echo "$i,$([ $((i % 7)) -eq 0 ] || echo "w$((i % 3))"),$((i * 7 % 13)),class $((i % 2))"; done | sed '1i a,b,c,y' >"$tmp/words.csv"
"$regrun" --config "$tmp/tiny.json" --set data.file="$tmp/words.csv" --set data.impute=indicator --set train.save=last \
  --seeds 1 --out "$tmp/saved" --quiet
model=$tmp/saved/runs/bn/seed-1/model.safetensors
rm -rf "$right" && mkdir "$right" && "$regrun" predict --model "$model" "$tmp/words.csv" --keep b --out "$right/predicted.csv"
check_same "without a fault predictions are written" $? 0
wanted=1
points predict memory once "$regrun" predict --model "$model" "$tmp/words.csv" --keep b --out "$out/predicted.csv"
points predict disk once "$regrun" predict --model "$model" "$tmp/words.csv" --keep b --out "$out/predicted.csv"
points predict input once "$regrun" predict --model "$model" "$tmp/words.csv" --keep b --out "$out/predicted.csv"

# A table is shown as a whole or not at all.
"$regrun" data show tests/tables/horses.csv >"$tmp/shown"
check_same "without a fault a table is shown" $? 0
wrong_files() {
  [ "$status" -ne 0 ] || cmp -s "$tmp/shown" "$tmp/printed" || echo "success, but not all is shown"
}
points data memory once "$regrun" data show tests/tables/horses.csv
printf 'sep=;\n2019;2020;2021;y\n.5;.25;.5;1\n.2;.3;.4;2\n.4;.1;.6;1\n.3;.1;.6;2\n;;;\n' >"$tmp/years.csv"
"$regrun" data show "$tmp/years.csv" >"$tmp/shown"
points years memory once "$regrun" data show "$tmp/years.csv"

# A table of every kind of column: bytes that become floats late, decimals, quotes that are doubled, words beside numbers,
# truths, a label of words that some rows lack. What is shown of it is whole, or it is an error.
for i in {1..300}; do
  echo "$i,$((i % 7)).$i,\"say \"\"$((i % 3))\"\"\",word $((i % 40)),$([ $((i % 2)) -eq 0 ] && echo yes || echo no),$([ \
    $((i % 50)) -eq 0 ] || echo "class $((i % 2))")"
done >"$tmp/kinds.csv"
show=("$regrun" data show "$tmp/kinds.csv")
"${show[@]}" >"$tmp/shown" 2>"$messages"
status=$?
check_same "without a fault the table is shown: $(cat "$messages")" "$status" 0
prepare() { :; }
wrong_files() {
  [ "$status" -ne 0 ] || cmp -s "$tmp/shown" "$tmp/printed" || echo "success, but not what is shown without the fault"
}
points table memory once "${show[@]}"
points table input once "${show[@]}"

# A table that is refused is shown as far as it can be told apart, or the error is the system's. Each of its quoted cells
# is too large for the memory that the one before it took.
awk 'BEGIN { print "a,b\n1,2\n2,3,4"
  for (n = 20000; n < 4e6; n *= 3) { printf "5,\"\"\""; for (i = 0; i < n / 8; i++) printf "abcdefgh"; print "\"" } }' >"$tmp/ragged.csv"
"$regrun" data show "$tmp/ragged.csv" >"$tmp/shown" 2>"$messages"
status=$?
check_same "without a fault a ragged table is refused: $(cat "$messages")" "$status" 4
wrong_end() {
  [ "$status" -eq 4 ] && ! cmp -s "$tmp/shown" "$tmp/printed" && echo "refused, but not all is shown"
  [ "$status" -le 5 ] && [ -s "$messages" ] || echo "exit status $status, or no message"
}
wrong_files() { :; }
points ragged memory once "$regrun" data show "$tmp/ragged.csv"

# A large table is hashed beside its reading; where no thread can be had, before it.
awk 'BEGIN { for (i = 0; i < 200000; i++) print i % 1000 ",x" (i % 1000 < 500) }' >"$tmp/large.csv"
fault process 1 1 "$regrun" --config "$tmp/tiny.json" --set "data.file=$tmp/large.csv" --set train.epochs=1 --out "$tmp/large" --quiet
check_same "without a thread a large table is read: $(cat "$messages")" "$(cat "$hits") $status" "pthread_create 0"
check "the manifest has its hash" grep -qF "$(sha256sum <"$tmp/large.csv" | cut -c 1-64)" "$tmp/large/manifest.json"
finish failures
