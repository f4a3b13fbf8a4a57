#!/usr/bin/env bash
# Fetches the MNIST data set of handwritten digits (11 MB): see --help.
set -u

usage() {
  cat <<END
Usage: $0 [--to FOLDER] [--from ADDRESS] [--sums FILE]

Fetches the four files of MNIST, checks each (sha256 of what it unpacks to) and leaves it as NAME.gz in FOLDER.
A file that is there and right is kept; one that is damaged is fetched anew; a download that was broken off is resumed.
A file gets its name only once it is checked.

  --to FOLDER     where to put them (default: data/mnist of this project; as installed, data/mnist here)
  --from ADDRESS  where NAME.gz stands, http://, https:// or file:// (default: public mirrors, one after the other)
  --sums FILE     lines "SHA256  NAME" to fetch and check instead of MNIST's own (to test this script)

Needs curl, gzip and sha256sum (or shasum).
END
}

sums='ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db  train-images-idx3-ubyte
65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5  train-labels-idx1-ubyte
0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7  t10k-images-idx3-ubyte
ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2  t10k-labels-idx1-ubyte'
mirrors=(https://ossci-datasets.s3.amazonaws.com/mnist https://storage.googleapis.com/cvdf-datasets/mnist)
folder=$(dirname "$0")/../data/mnist
[ -e "$(dirname "$0")/../Makefile" ] || folder=data/mnist # installed: here

fail() { # STATUS MESSAGE
  echo "get_mnist.sh: $2" >&2
  exit "$1"
}

while [ $# -gt 0 ]; do
  case $1 in
    --help | -h) usage && exit 0 ;;
    --to | --from | --sums) [ $# -ge 2 ] || fail 2 "$1 wants a value (--help shows how)" ;;
    *) fail 2 "unknown argument $1 (--help shows what there is)" ;;
  esac
  case $1 in
    --to) folder=$2 ;;
    --from) mirrors=("${2%/}") ;;
    --sums) sums=$(cat -- "$2") || fail 5 "cannot read $2" ;;
  esac
  shift 2
done

sha256=(sha256sum)
command -v sha256sum >/dev/null || sha256=(shasum -a 256)
for program in curl gzip "${sha256[0]}"; do
  command -v "$program" >/dev/null || fail 5 "$program is missing; install it (Debian: apt-get install $program)"
done
mkdir -p -- "$folder" || fail 5 "cannot create the folder $folder"
folder=$(cd -- "$folder" && pwd) || fail 5 "cannot enter the folder $folder"

is_right() { # FILE SUM: whether the file is whole gzip and unpacks to what the sum says
  local got
  [ -f "$1" ] && got=$(set -o pipefail && gzip -dc <"$1" 2>/dev/null | "${sha256[@]}") && [ "${got%% *}" = "$2" ]
}

# Goes on with the download of ADDRESS into PART. 0: the transfer came to its end, or PART is of no use to this server
# (longer than the file, or it cannot resume); either way PART is now to be checked. 1: broken off, PART can be resumed.
fetch() { # ADDRESS PART
  local status code
  code=$(curl --fail --location --silent --show-error --retry 3 --connect-timeout 20 --speed-limit 100 --speed-time 60 \
    --continue-at - --write-out '%{http_code}' --output "$2" -- "$1")
  status=$?
  [ "$status" -eq 0 ] || [ "$status" -eq 33 ] || [ "$status" -eq 36 ] || [ "$code" = 416 ]
}

get() { # NAME SUM: leaves the checked file, or says why not
  local target=$folder/$1.gz part=$folder/$1.gz.part mirror attempt
  if is_right "$target" "$2"; then
    echo "$1: already there"
    return 0
  fi
  [ ! -e "$target" ] || echo "$1: the file there is damaged; fetching it anew"
  for mirror in "${mirrors[@]}"; do
    for attempt in 1 2; do
      is_right "$part" "$2" || fetch "$mirror/$1.gz" "$part" || break
      if is_right "$part" "$2"; then
        mv -f -- "$part" "$target" || return 1
        echo "$1: fetched from $mirror"
        return 0
      fi
      rm -f -- "$part"
      echo "$1: what came from $mirror is not the file wanted (attempt $attempt)" >&2
    done
  done
  return 1
}

missing=0
while read -r sum name; do
  [ -n "$name" ] || continue
  get "$name" "$sum" || missing=$((missing + 1))
done <<<"$sums"
[ "$missing" -eq 0 ] || fail 5 "$missing files could not be had; run this again to go on, or name another place by --from"
echo "MNIST is in $folder"
