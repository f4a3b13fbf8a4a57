#!/usr/bin/env bash
# tests/cli/pages.bash: what it does with a page, and that it notices a page that is wrong.
# shellcheck source=tests/cli/check.bash
source "$(dirname "$0")/check.bash"
# shellcheck source=tests/cli/pages.bash
source tests/cli/pages.bash

# walked: whether the page on stdin is all right, or else wrong in such a way ($WRONG). What is said goes to $tmp/said.
walked() {
  cat >"$tmp/page.md"
  (
    tests_passed=0 tests_failed=0 tests_skipped=0
    walk "$tmp/page.md"
    [ "$tests_failed" -eq 0 ] && echo "skipped $tests_skipped"
  ) >"$tmp/said" 2>&1
  grep -qF -- "${WRONG:-skipped 1}" "$tmp/said"
}

# shellcheck disable=SC2016 # the dollars and backticks are the page's
good='<!-- file a.txt -->
```text
one
```
```sh
mkdir -p sub && cd sub
export WORD=there
```
```sh
cat ../a.txt; echo two; echo three in 0.5 s; echo "$WORD   "; pwd | sed "s#.*/##"
```
```text
one
...
three in 2 min
there
sub
```
<!-- exit 3 -->
```sh
exit 3
```
<!-- needs nothing-like-it -->
```sh
false
```
```text
not looked at
```
<!-- tested by somebody else -->
```sh
false
```'
check "a page that is right ($(cat "$tmp/said" 2>/dev/null))" walked <<<"$good"
check_has "what is not installed is skipped" "$(cat "$tmp/said")" "nothing-like-it is not installed"
WRONG='prints what is shown' check "other output" walked <<<"${good/three in/four in}"
WRONG='prints what is shown' check "output cut short" walked <<<"${good/$'there\nsub'/there}"
WRONG='exit code' check "another exit code" walked <<<"${good/exit 3 --/exit 4 --}"
WRONG='is a file, commands' check "a block of another kind" walked <<<"${good/'```sh'/'```python'}"

# UPDATE=1 writes anew what differs, and keeps what is left out.
# shellcheck disable=SC2016
printf '%s\n' '```sh' 'seq 5; echo end' '```' '```text' 1 ... 4 5 over '```' >"$tmp/page.md"
(UPDATE=1 walk "$tmp/page.md") >"$tmp/said" 2>&1
check_same "written anew" "$(tail -n 6 "$tmp/page.md" | xargs)" "1 ... 4 5 end \`\`\`"
finish pages
