#!/usr/bin/env bash
# No kernel holds an instruction beyond its own set: every one is disassembled. A CPU that lacks the instructions would
# stop at them ("illegal instruction"), in whichever program has it linked.
# shellcheck source=tests/cli/check.bash
source "$(dirname "$0")/check.bash"

build=${BUILD:-build}
objdump=${OBJDUMP:-objdump}

# What may not stand in a kernel, by "mnemonic operands". x86-64 has SSE2: whatever begins with v is AVX.
# AVX2 has neither mask registers nor the upper 16 vectors of AVX-512, whose extensions beyond x86-64-v4 are named.
declare -A beyond=(
  [plain]='^v|[yz]mm|^(p?h(add|sub)|addsub|pshufb|pabs|psign|palignr|p?blend|round[ps]|pmulld|pmulhrsw|pm(in|ax)(sb|sd|uw|ud)|ptest|insertps|extractps|p(extr|insr)[bdq]|pmov[sz]|dpp|mpsad|pcmpgtq|popcnt|[lt]zcnt|andn |bextr|bls|pdep|pext|mulx|rorx|sarx|sh[lr]x|movbe|crc32)'
  [avx2]='zmm|%k[0-7]|[xy]mm(1[6-9]|2[0-9]|3[01])|evex'
  [avx512]='^v(pdp|p2inter|aes|pclmul|gf2|popcnt|pcompress[bw]|pexpand[bw]|perm[it]?2?b|pmultishift|pmadd52|dpbf|cvtne|.*ph$|.*sh$)'
)

instructions() { # KERNEL
  "$objdump" -d --no-show-raw-insn "$build/kernel-$1.o" | awk -F'\t' 'NF > 1 { sub(/^(rep[nz]*|lock|bnd|notrack|data16) /, "", $2); print $2 }'
}

foreign() { # KERNEL SET: how many instructions of the kernel are not in that set
  instructions "$1" | grep -cE "${beyond[$2]}"
}

if [ "$(uname -m)" != x86_64 ]; then
  skip "this machine has one kernel"
elif [ -n "${SANITIZE:-}" ]; then
  skip "what a sanitizer sees are the kernels that this CPU runs, with code of its own in them"
elif ! command -v "$objdump" >/dev/null; then
  skip "no objdump (it comes with the compiler's binutils)"
else
  for kernel in plain avx2 avx512; do
    check "kernel-$kernel.o has code" [ "$(instructions $kernel | wc -l)" -gt 1000 ]
    check_same "instructions beyond its set in kernel-$kernel.o" "$(foreign $kernel $kernel)" 0
  done
  # The rules can tell.
  check "AVX2's rule sees AVX-512" [ "$(foreign avx512 avx2)" -gt 100 ]
  check "the plain rule sees AVX2" [ "$(foreign avx2 plain)" -gt 100 ]
  for kernel in plain avx2 avx512; do
    check_same "what kernel-$kernel.o shows to the outside" \
      "$(nm -g --defined-only "$build/kernel-$kernel.o" | awk '{ print $3 }')" "engine_$kernel"
  done
fi

# Where there is an emulator of smaller CPUs, each runs what it can, and comes to the same log.
cat >"$tmp/tiny.json" <<'JSON'
{ "name": "tiny", "data": { "train_size": 40, "test_size": 20 }, "model": { "hidden": [9] },
  "regularize": { "batch_norm": true, "dropout": 0.2 }, "train": { "epochs": 2, "batch_size": 16 }, "seeds": 1 }
JSON
if [ -n "${SANITIZE:-}" ] || ! command -v qemu-x86_64 >/dev/null; then
  skip "no qemu-x86_64, or a sanitizer: smaller CPUs are not emulated"
else
  run --config "$tmp/tiny.json" --out "$tmp/here" --quiet
  exits 0 "here"
  for cpu in Nehalem:plain Haswell:avx2; do
    qemu-x86_64 -cpu "${cpu%:*}" "$regrun" --config "$tmp/tiny.json" --out "$tmp/${cpu%:*}" --quiet 2>"$tmp/err"
    code=$?
    exits 0 "on a ${cpu%:*}"
    check "a ${cpu%:*} takes the ${cpu#*:} kernel" grep -q "\"kernel\": \"${cpu#*:}\"" "$tmp/${cpu%:*}/manifest.json"
    check "a ${cpu%:*} gives the same log" cmp "$tmp/here/log.csv" "$tmp/${cpu%:*}/log.csv"
  done
fi
finish kernels
