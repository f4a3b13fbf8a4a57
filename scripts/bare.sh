#!/usr/bin/env bash
# Makes a bare Debian and has something done in it: see --help.
set -euo pipefail
here=$(realpath "$(dirname "$0")/..")

usage() {
  cat <<END
Usage: scripts/bare.sh [COMMAND]
       scripts/bare.sh --deb FILE

Makes a folder below \$TMPDIR (default: /var/tmp) that holds a bare system (what is essential, and apt: no compiler, no
git, no Python), of the release that this one is and from the mirrors that apt is set up with here, with a fresh clone of
this checkout, and runs COMMAND there as root (default: ./scripts/setup.sh && make demo && make test). Shows so that
setting up works where nothing is installed. Exits as COMMAND does. The folder is gone at the end, however that comes.

What is mounted is seen from within only: processes and mounts have their own namespaces and end with them.
Needs root, mmdebstrap (scripts/setup.sh --all), a network, and 1 GB. What is not committed is not in the clone.

  --deb FILE  instead of that, installs a Debian package (make deb) by apt with what it depends on, tries it, removes it,
              and looks that nothing is left
END
}

fail() { # MESSAGE
  echo "bare: $1" >&2
  exit 2
}

# The lines for apt's sources: those that this system's apt has of its own distribution, whatever file they stand in.
sources() {
  # shellcheck disable=SC2016 # apt's variables
  local format='$(ORIGIN)|$(REPO_URI)|$(RELEASE)|$(COMPONENT)|$(SIGNED_BY)' id keys
  # shellcheck disable=SC1091 # the system's
  id=$(. /etc/os-release && echo "$ID")
  keys=/usr/share/keyrings/$id-archive-keyring.gpg
  [ -e "$keys" ] || keys=''
  apt-get indextargets --format "$format" 'Created-By: Packages' |
    awk -F'|' -v id="$id" -v keys="$keys" '
      tolower($1) == id {
        signed = $5 ~ "^/" ? $5 : keys
        line = "deb " (signed ? "[signed-by=" signed "] " : "") $2 " " $3 " " $4
        if (!seen[line]++) print line
      }'
}

# How apt gets at them: proxies, certificates, patience.
network_options() {
  apt-config dump | grep -E '^Acquire::(http|https|Retries|ForceIPv[46]|Check-Date|Check-Valid-Until)' |
    grep -v Proxy-Auto-Detect || true
}

# --- What follows runs within the namespaces.

make_root() { # FOLDER: with the system in FOLDER/root
  local more=()
  ! grep -q https: "$1/sources" || more=(--include=ca-certificates)
  # shellcheck disable=SC1091 # the system's
  mmdebstrap --quiet --mode=root --variant=apt --aptopt="$1/apt.conf" "${more[@]}" \
    "$(. /etc/os-release && echo "$VERSION_CODENAME")" "$1/root" - <"$1/sources"
  local file
  for file in /etc/resolv.conf /etc/hosts $(sed -n 's/.*signed-by=\([^]]*\).*/\1/p' "$1/sources") \
    $(sed -n 's/.*::CaInfo "\(.*\)";/\1/p' "$1/apt.conf"); do
    mkdir -p "$1/root${file%/*}"
    cp -L --remove-destination "$file" "$1/root$file"
  done
  mount --rbind /dev "$1/root/dev"
  mount --rbind /sys "$1/root/sys"
  mount -t proc proc "$1/root/proc"
}

within() { # ROOT COMMAND: as a login on a new machine would have it
  local kept=() name
  for name in TERM http_proxy https_proxy no_proxy HTTP_PROXY HTTPS_PROXY NO_PROXY; do
    [ -z "${!name:-}" ] || kept+=("$name=${!name}")
  done
  chroot "$1" /usr/bin/env -i "${kept[@]}" HOME=/root USER=root \
    PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin bash -c "cd /root/regrun && $2"
}

if [ "${1:-}" = --within ]; then # FOLDER COMMAND
  make_root "$2"
  mv "$2/regrun" "$2/root/root/regrun"
  echo "bare: $(find "$2/root/var/lib/dpkg/info" -name '*.list' | wc -l) packages; $3"
  within "$2/root" "$3"
  exit
fi

# ---

command='./scripts/setup.sh && make demo && make test' deb=''
case ${1:-} in
  --help | -h) usage && exit 0 ;;
  --deb)
    [ $# -eq 2 ] || fail "--deb needs a package (--help shows what there is)"
    deb=$(realpath -e "$2") || fail "there is no $2; make deb builds one"
    ;;
  -*) fail "unknown argument $1 (--help shows what there is)" ;;
  ?*) command=$1 ;;
esac
[ $# -le 1 ] || [ -n "$deb" ] || fail "one command, please, in quotes"
cd "$here"
[ "$(id -u)" -eq 0 ] || fail "only root may make a system in a folder; please say sudo make bare"
for tool in mmdebstrap unshare apt-get git; do
  command -v $tool >/dev/null || fail "there is no $tool; on Debian, scripts/setup.sh --all installs it"
done
unshare --mount --pid --fork true 2>/dev/null ||
  fail "this machine lets nobody have mounts of their own (unshare --mount); in a container, start it privileged"

work=$(mktemp -d -p "${TMPDIR:-/var/tmp}" regrun-bare.XXXXXX) job=''
# shellcheck disable=SC2317 # a trap calls it
clean_up() {
  trap '' INT TERM HUP # a second Ctrl-C must not end this
  if [ -n "$job" ]; then # with it ends whatever runs within, and so do the mounts
    kill -KILL "$job" 2>/dev/null || true
    wait "$job" 2>/dev/null || true
  fi
  rm -rf --one-file-system "$work" 2>/dev/null || { sleep 2 && rm -rf --one-file-system "$work"; }
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

sources >"$work/sources"
[ -s "$work/sources" ] || { apt-get update && sources >"$work/sources"; }
[ -s "$work/sources" ] || fail "apt-get knows no mirror of this distribution"
network_options >"$work/apt.conf"
chmod 755 "$work"
if [ -n "$deb" ]; then
  mkdir "$work/regrun"
  cp "$deb" "$work/regrun/regrun.deb"
  cp debian/tests/smoke "$work/regrun/"
  command='
    there() { find / -xdev \( -path /root -o -path /tmp -o -path "/var/cache/*" -o -path "/var/lib/apt/*" -o -path "/var/lib/dpkg/*" \
      -o -path "/var/log/*" \) -prune -o -print | sort; }
    set -e
    apt-get update -qq
    there >before
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends ./regrun.deb
    ./smoke
    apt-get purge -y -qq --autoremove regrun
    there | diff before - || { echo "bare: that is what it leaves" >&2; exit 1; }
    echo "bare: installed, works, and is gone without a trace"'
else
  # The checkout may be somebody else's, which both ends of a clone refuse unless told.
  trusting="git -c safe.directory='*'"
  git -c safe.directory='*' clone -q --no-hardlinks --upload-pack "$trusting upload-pack" "$here" "$work/regrun"
fi
unshare --mount --pid --fork --kill-child=KILL --mount-proc "$0" --within "$work" "$command" &
job=$!
wait "$job" && status=0 || status=$?
job=''
exit "$status"
