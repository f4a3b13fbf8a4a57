#!/usr/bin/env bash
# The Debian package of this folder and of the program as it was just built (make deb compiles it with Debian's flags):
# lintian has nothing against it, it installs, works, and is removed without a trace. dpkg and lintian see files alone.
# shellcheck source=tests/cli/check.bash
source "$(dirname "$0")/check.bash"

version=$(sed -n 's/^#define REGRUN_VERSION "\(.*\)"$/\1/p' src/base/version.h)
check_same "debian/changelog is of this version" "$(sed -n '1s/regrun (\(.*\)).*/\1/p' debian/changelog)" "$version"
while IFS='|' read -r script arguments words; do
  # shellcheck disable=SC2086 # words of a command line
  got=$("scripts/$script.sh" $arguments 2>&1)
  check_same "$script.sh $arguments: status" "$?" 2
  check_has "$script.sh $arguments" "$got" "$words"
done <<END
deb|--to|--to needs a value
deb|--form rpm|unknown argument --form
bare|--form|unknown argument --form
bare|--deb $tmp/none.deb|make deb builds one
bare|make demo|in quotes
END
check_has "deb.sh --help" "$(scripts/deb.sh --help)" "Usage:" "--commit COMMIT" "--to FOLDER"
check_has "bare.sh --help" "$(scripts/bare.sh --help)" "Usage:" "--deb FILE" "make demo"

missing=''
for tool in dpkg-buildpackage dh lintian fakeroot; do command -v $tool >/dev/null || missing+="$tool "; done
if [ -n "${SANITIZE:-}" ]; then
  skip "the package: a sanitized program is none to install"
elif [ -n "$missing" ]; then
  skip "the package: there is no ${missing% }; scripts/setup.sh --all installs it"
fi
if [ "$tests_skipped" -gt 0 ]; then
  finish deb
  exit
fi

tree=$tmp/regrun-$version
mkdir "$tree"
cp -r Makefile ./*.md LICENSE bench configs data debian docs scripts src "$tree"
cp "$regrun" "$tree/regrun"
check "dpkg-buildpackage" bash -c "cd '$tree' && env -u MAKEFLAGS -u PROGRAM -u BUILD -u CC BUILT='-o regrun' dpkg-buildpackage -b -nc -us -uc >'$tmp/said' 2>&1 ||
  { tail -n 20 '$tmp/said'; exit 1; }"
got=$(scripts/try_deb.sh "$tmp"/regrun_*.changes 2>&1)
check_same "it is tried: status ($got)" "$?" 0
check_has "it is tried" "$got" "no mistakes, works, and leaves nothing"
deb=$(echo "$tmp"/regrun_*.deb)
check_has "what it needs" "$(dpkg-deb -f "$deb" Depends)" "libcjson1" "zlib1g" "libc6"
check_has "what suits it" "$(dpkg-deb -f "$deb" Suggests)" "python3-matplotlib" "gnuplot" "curl"

# A package that leaves a file behind, or whose program does not work, is refused; lintian looks the other way.
dpkg-deb -R "$deb" "$tmp/unpacked"
mv "$tmp/unpacked/usr/bin/regrun" "$tmp/unpacked/usr/bin/regrun.real"
mkdir "$tmp/bin"
printf '#!/bin/sh\n' >"$tmp/bin/lintian"
chmod +x "$tmp/bin/lintian"
try_with() { # SCRIPT: the package with a script as its program; sets got and status
  printf '#!/bin/sh\n%s\n' "$1" >"$tmp/unpacked/usr/bin/regrun"
  chmod 755 "$tmp/unpacked/usr/bin/regrun"
  dpkg-deb -Znone --root-owner-group -b "$tmp/unpacked" "$tmp/damaged.deb" >"$tmp/said"
  got=$(PATH=$tmp/bin:$PATH scripts/try_deb.sh "$tmp/damaged.deb" 2>&1)
  status=$?
}
try_with "exit 3"
check_same "a program that does not work: status" "$status" 1
check_has "a program that does not work" "$got" "as installed it does not work"
try_with "touch \"\${0%/*}/left\"; exec \"\${0%/*}/regrun.real\" \"\$@\""
check_same "a file that stays: status" "$status" 1
check_has "a file that stays" "$got" "once removed it leaves" "/usr/bin/left"
finish deb
