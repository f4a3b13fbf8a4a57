#!/usr/bin/env bash
# make dist: the same bytes from any clone, all that is built and installed from, and a program that knows its commit.
# shellcheck source=tests/cli/check.bash
source "$(dirname "$0")/check.bash"

export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_SYSTEM=/dev/null
export GIT_AUTHOR_NAME=me GIT_AUTHOR_EMAIL=me@localhost GIT_COMMITTER_NAME=me GIT_COMMITTER_EMAIL=me@localhost

# This folder as a commit of a repository of its own.
mkdir "$tmp/one"
tar -c --exclude=./.git --exclude='./build*' --exclude=./regrun --exclude=./results --exclude=./COMMIT --exclude=__pycache__ . |
  tar -x -C "$tmp/one"
git -C "$tmp/one" init -q
git -C "$tmp/one" add -A
GIT_COMMITTER_DATE='2026-01-02 03:04:05 +0000' git -C "$tmp/one" commit -q -m all
(umask 077 && git clone -q "$tmp/one" "$tmp/two")
commit=$(git -C "$tmp/one" rev-parse HEAD | cut -c 1-10)

got=$("$tmp/one/scripts/dist.sh" 2>&1)
tarball=$(echo "$tmp"/one/build/dist/regrun-*.tar.gz)
check_same "it says what it made" "$got" "$tarball"
check_same "its name has the version" "$(basename "$tarball" .tar.gz)" "regrun-$("$regrun" --version | sed -n '1s/regrun \([^ ]*\).*/\1/p')"
touch -d '2001-01-01' "$tmp/two/Makefile"
(umask 077 && TZ=Asia/Tokyo "$tmp/two/scripts/dist.sh" --to "$tmp/elsewhere" >"$tmp/out" 2>"$tmp/err")
check "another clone, another day, another umask: the same bytes" cmp "$tarball" "$tmp/elsewhere/$(basename "$tarball")"
# For root, tar pays no heed to the umask, so that root must become somebody else here.
if [ "$(id -u)" -eq 0 ]; then
  somebody=(setpriv --reuid=65534 --regid=65534 --clear-groups)
  if "${somebody[@]}" "$regrun" --version >"$tmp/out" 2>&1; then
    chmod 755 "$tmp"
    install -d -o 65534 "$tmp/theirs"
    (umask 077 && HOME=$tmp/theirs TMPDIR=$tmp/theirs "${somebody[@]}" "$tmp/one/scripts/dist.sh" --to "$tmp/theirs/dist" >"$tmp/out" 2>"$tmp/err")
    check "somebody else than root, another umask: the same bytes ($(cat "$tmp/err"))" \
      cmp "$tarball" "$tmp/theirs/dist/$(basename "$tarball")"
  else
    skip "somebody else's tarball: root cannot become somebody else"
  fi
fi

tar -xzf "$tarball" -C "$tmp"
tree=$tmp/$(basename "$tarball" .tar.gz)
check_same "what is in it" "$(cd "$tree" && find . -type f ! -name COMMIT | sort)" \
  "$(cd "$tmp/one" && git ls-files | grep -vE '^(\.ci/|\.git)' | sed 's,^,./,' | sort)"
check_same "all bear the commit's date" "$(find "$tree" -newermt '2026-01-02 03:04:06' -o ! -newermt '2026-01-02 03:04:04')" ""
check_same "it knows its commit" "$(cat "$tree/COMMIT")" "$commit"

# Building and installing ask git for nothing: one that is called fails the test.
mkdir "$tmp/bin"
printf '#!/bin/sh\necho git "$@" >>%s/called\nexit 1\n' "$tmp" >"$tmp/bin/git"
chmod +x "$tmp/bin/git"
(cd "$tree" && PATH=$tmp/bin:$PATH make -s BUILD=build SANITIZE= build/cold/cli/commit.o build/cold/base/text.o) >"$tmp/out" 2>&1
check_same "it is compiled without git: status" "$?" 0
check "and the program knows the commit" grep -q "$commit" "$tree/build/cold/cli/commit.o"
echo "a,b" | tee "$tree/data/my own.csv" "$tree/configs/my own.txt" >"$tree/data/mine.csv"
mkdir "$tree/data/mnist"
(cd "$tree" && PATH=$tmp/bin:$PATH make -s -o "$regrun" PROGRAM="$regrun" DESTDIR="$tmp/root" PREFIX=/usr install) >"$tmp/out" 2>&1
check_same "it is installed without git: status" "$?" 0
check "there it is" "$tmp/root/usr/bin/regrun" check --config bn_vs_dropout.json >"$tmp/out"
check_same "what a person keeps in data/ stays there" \
  "$(cd "$tmp/root/usr/share/regrun" && echo data/* configs/*.txt)" "data/README.md data/moons.csv data/students.csv configs/*.txt"
check "nobody called git" [ ! -e "$tmp/called" ]

# What is not committed, other commits, and where there is no git.
echo more >>"$tmp/two/README.md"
got=$("$tmp/two/scripts/dist.sh" --to "$tmp/changed" 2>&1 >"$tmp/out")
check_has "a change that is not committed" "$got" "as it is not committed: 1 file"
check "is not in it" cmp "$tarball" "$tmp/changed/$(basename "$tarball")"
GIT_COMMITTER_DATE='2026-01-03 03:04:05 +0000' git -C "$tmp/two" commit -q -a -m more
"$tmp/two/scripts/dist.sh" --to "$tmp/next" >"$tmp/out"
check "another commit is another tarball" bash -c "! cmp -s '$tarball' '$tmp/next/$(basename "$tarball")'"
"$tmp/two/scripts/dist.sh" --to "$tmp/before" --commit HEAD^ >"$tmp/out"
check "--commit" cmp "$tarball" "$tmp/before/$(basename "$tarball")"
while IFS='|' read -r arguments words; do
  # shellcheck disable=SC2086 # words of a command line
  got=$("$tmp/two/scripts/dist.sh" $arguments 2>&1)
  check_same "dist.sh $arguments: status" "$?" 2
  check_has "dist.sh $arguments" "$got" "$words"
done <<END
--commit nosuch|there is no commit nosuch
--commit|--commit needs a value
--form zip|unknown argument --form
END
got=$("$tree/scripts/dist.sh" 2>&1)
check_same "from a tarball: status" "$?" 2
check_has "from a tarball" "$got" "no checkout of git"
check_has "--help" "$(scripts/dist.sh --help)" "Usage:" "--commit COMMIT" "--to FOLDER"
finish dist
