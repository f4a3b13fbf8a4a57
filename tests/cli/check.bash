# What the command-line tests share; sourced by them. They run in the repository's root, and write below $tmp only.
set -u
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit 1
regrun=$(realpath "${PROGRAM:-./regrun}")
if [ ! -x "$regrun" ]; then echo "there is no $regrun; make it first" && exit 1; fi
golden=tests/cli/golden
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
unset NO_COLOR REGRUN_KERNEL
export LC_ALL=C
passed=0 failed=0 skipped=0

# check WHAT COMMAND...: passes when the command succeeds.
check() {
    local what=$1
    shift
    if "$@"; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "not so: $what"
    fi
}

# skip WHAT WHY
skip() {
    skipped=$((skipped + 1))
    echo "skipped: $1: $2"
}

# run ARGUMENTS...: runs the program. Its output is in $tmp/out and $tmp/err, its exit code in $code.
run() {
    "$regrun" "$@" >"$tmp/out" 2>"$tmp/err"
    code=$?
}

# exits CODE WHAT: whether the last run ended so.
exits() {
    check "$2: exit $1 (got $code: $(head -c 300 "$tmp/err"))" [ "$code" -eq "$1" ]
}

# says TEXT: whether the last run said it on stderr.
says() {
    check "stderr has \"$1\": $(head -c 300 "$tmp/err")" grep -qF -- "$1" "$tmp/err"
}

# same FILE GOLDEN: whether a file is as the golden one. UPDATE=1 makes it so.
same() {
    if [ -n "${UPDATE:-}" ]; then cp "$1" "$golden/$2"; fi
    check "$2 is as the golden file" diff -u "$golden/$2" "$1"
}

# finish NAME: the last line.
finish() {
    echo "$1: $passed passed, $failed failed, $skipped skipped"
    [ "$failed" -eq 0 ]
}
