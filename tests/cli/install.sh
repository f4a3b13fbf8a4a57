#!/usr/bin/env bash
# make install: the program and the configs find each other and their data, away from the repository.
# shellcheck source=tests/cli/check.bash
source "$(dirname "$0")/check.bash"

# The program is taken as it is (-o): other flags here would build it anew.
check "make install" make -s -o "$regrun" PROGRAM="$regrun" DESTDIR="$tmp" PREFIX=/usr install
share=$tmp/usr/share/regrun
mkdir "$tmp/elsewhere"
for config in configs/*.json; do
  name=$(basename "$config")
  [ "$name" != mnist_bn_vs_dropout.json ] || continue # its data is fetched
  (cd "$tmp/elsewhere" && "$tmp/usr/bin/regrun" check --config "$share/configs/$name") >"$tmp/out" 2>"$tmp/err"
  code=$?
  exits 0 "$name as installed"
  (cd "$tmp/elsewhere" && "$tmp/usr/bin/regrun" check --config "$name") >"$tmp/out" 2>"$tmp/err"
  code=$?
  exits 0 "$name by its bare name"
done

# Nothing that is compiled depends on where it is installed: only then does another PREFIX build nothing anew.
make -pn BUILD="$tmp/none" 2>/dev/null | grep -E '^(CPPFLAGS|CFLAGS|WARNINGS|EXACT|LDFLAGS|LDLIBS) ' >"$tmp/flags"
check "the flags are known" [ "$(grep -c '^C' "$tmp/flags")" -eq 2 ]
check "no PREFIX in them" bash -c "! grep PREFIX '$tmp/flags'"

# Whatever CFLAGS ask for, results stay exact: the last word has a flag that turns fast mathematics off, also at the link,
# where it would bring start-up code that flushes subnormals.
make -nB CFLAGS='-O1 -ffast-math -flto' 2>/dev/null | grep -- '-ffast-math' >"$tmp/commands"
check "commands with them" [ "$(grep -c 'main.o .*libregrun.a' "$tmp/commands")" -eq 1 ]
check "fast mathematics is off in each" \
  bash -c "! grep -vE -- '-ffast-math.*-fno-lto.*-fno-fast-math' '$tmp/commands'"

check "make uninstall" make -s PROGRAM="$regrun" DESTDIR="$tmp" PREFIX=/usr uninstall
check_same "what uninstall leaves" "$(find "$tmp/usr" -type f)" ""

finish install
