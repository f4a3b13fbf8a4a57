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
done

check "make uninstall" make -s PROGRAM="$regrun" DESTDIR="$tmp" PREFIX=/usr uninstall
check_same "what uninstall leaves" "$(find "$tmp/usr" -type f)" ""

test_end install
