#!/usr/bin/env bash
# scripts/get_mnist.sh, offline: made-up files from file://, then the real ones where they stand beside the project.
# shellcheck source=tests/cli/check.bash
source "$(dirname "$0")/check.bash"

if ! command -v curl >/dev/null; then
  skip "get_mnist.sh needs curl"
  finish get_mnist
  exit
fi

server=$tmp/server to=$tmp/to sums=$tmp/sums
mkdir "$server"
for name in images labels; do
  seq 1 2000 | sed "s/^/$name /" >"$tmp/$name"
  gzip -nc "$tmp/$name" >"$server/$name.gz"
done
(cd "$tmp" && sha256sum images labels) >"$sums"

run() { # ARGUMENTS...: sets got (both outputs) and status
  got=$(scripts/get_mnist.sh --to "$to" --sums "$sums" "$@" 2>&1)
  status=$?
}
complete() { cmp -s "$server/images.gz" "$to/images.gz" && cmp -s "$server/labels.gz" "$to/labels.gz"; }
only() { check_same "$1" "$(cd "$to" && echo *)" "$2"; } # WHAT FILES: the target folder holds these and no other

run --from "file://$server/"
check_same "a first download: status" "$status" 0
check "a first download: both files" complete
check_has "a first download" "$got" "images: fetched from file://$server" "MNIST is in $to"
only "nothing else is left" "images.gz labels.gz"

run --from "file://$tmp/nowhere"
check_same "nothing to do, no server needed: status" "$status" 0
check_has "nothing to do" "$got" "images: already there" "labels: already there"

echo damage >>"$to/images.gz"
head -c 300 "$server/labels.gz" >"$to/labels.gz"
run --from "file://$server"
check_same "damaged files: status" "$status" 0
check "damaged files are replaced" complete
check_has "damaged files" "$got" "images: the file there is damaged; fetching it anew" "labels: fetched from"

# A part is resumed, not begun anew: the server's own beginning is spoilt, and only the part's is right.
cp "$server/images.gz" "$tmp/right.gz"
rm "$to/images.gz"
head -c 1000 "$tmp/right.gz" >"$to/images.gz.part"
{ head -c 1000 /dev/zero && tail -c +1001 "$tmp/right.gz"; } >"$server/images.gz"
run --from "file://$server"
check_same "resuming: status" "$status" 0
check "resuming: the right file" cmp -s "$tmp/right.gz" "$to/images.gz"
cp "$tmp/right.gz" "$server/images.gz"

for part in "$tmp/images" /dev/null "$server/images.gz"; do # too long and wrong, empty, complete
  rm -f "$to/images.gz"
  cp "$part" "$to/images.gz.part"
  run --from "file://$server"
  check_same "a part like $part: status" "$status" 0
  check "a part like $part: both files" complete
  only "a part like $part: nothing else is left" "images.gz labels.gz"
done

rm "$to/images.gz"
gzip -nc "$tmp/labels" >"$server/images.gz"
run --from "file://$server"
check_same "a server with another file: status" "$status" 5
check_has "a server with another file" "$got" "is not the file wanted (attempt 1)" "(attempt 2)" "1 files could not be had"
only "a server with another file: nothing under the final name" "labels.gz"

head -c 500 "$tmp/right.gz" >"$to/images.gz.part"
run --from "file://$tmp/nowhere"
check_same "no server: status" "$status" 5
check "no server: the part is kept for the next time" test "$(wc -c <"$to/images.gz.part")" -eq 500

run --form x
check_same "an unknown option: status" "$status" 2
check_has "an unknown option" "$got" "unknown argument --form"
run --from
check_same "an option without its value: status" "$status" 2
check_has "--help" "$(scripts/get_mnist.sh --help)" "Usage:" "--from ADDRESS" "--to FOLDER" "--sums FILE"

real=$(cd "${REGRUN_DATA:-../shared/data}/mnist" 2>/dev/null && pwd)
if [ -n "$real" ]; then
  got=$(scripts/get_mnist.sh --to "$tmp/mnist" --from "file://$real" 2>&1)
  check_same "the real files and their real sums: status" "$?" 0
  check_has "the real files" "$got" "train-images-idx3-ubyte: fetched" "t10k-labels-idx1-ubyte: fetched"
else
  skip "no real MNIST in ${REGRUN_DATA:-../shared/data}/mnist"
fi
finish get_mnist
