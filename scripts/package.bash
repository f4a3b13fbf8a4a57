# What scripts/dist.sh and scripts/deb.sh share, to be sourced: usage() is theirs, commit and to are for them.
# shellcheck shell=bash disable=SC2034

fail() { # MESSAGE
  echo "$(basename "$0" .sh): $1" >&2
  exit 2
}

# Sets commit and to, the latter where nothing is said to the folder that is given, in the project.
read_arguments() { # FOLDER ARGUMENTS...
  commit=HEAD to=$(realpath "$(dirname "$0")/..")/$1
  shift
  while [ $# -gt 0 ]; do
    case $1 in
      --help | -h) usage && exit 0 ;;
      --commit | --to) [ $# -gt 1 ] || fail "$1 needs a value (--help shows what there is)" ;;&
      --commit) commit=$2 && shift 2 ;;
      --to) to=$(realpath -m "$2") && shift 2 ;;
      *) fail "unknown argument $1 (--help shows what there is)" ;;
    esac
  done
}
