#!/usr/bin/env bash
# The recipes of docs/clusters.md as they stand there, but for Slurm's: each ends with the bytes of one machine.
# shellcheck source=tests/cli/check.bash
source "$(dirname "$0")/check.bash"
# shellcheck source=tests/cli/pages.bash
source tests/cli/pages.bash
page=docs/clusters.md

cat >"$tmp/tiny.json" <<'JSON'
{ "name": "tiny",
  "data": { "source": "digits", "train_size": 40, "test_size": 40 },
  "model": { "hidden": [4] },
  "train": { "epochs": 2 },
  "settings": [ { "name": "a" }, { "name": "b", "train.momentum": 0.5 } ],
  "seeds": 3 }
JSON
mkdir "$tmp/bin"
ln -s "$regrun" "$tmp/bin/regrun"
export PATH=$tmp/bin:$PATH
run --config "$tmp/tiny.json" --out "$tmp/alone" --jobs 2
trained "alone"

recipe() { # LINE DIR: the block of the page behind that line, for the folder $tmp/DIR
  block "$page" "$1" | sed "s#\\<F\\>#$tmp/tiny.json#g; s#\\<DIR\\>#$tmp/$2#g"
}

does() { # WHAT SCRIPT: the shell does it
  bash -e -c "$2" >"$tmp/out" 2>"$tmp/err" </dev/null
  code=$?
  exits 0 "$1"
}

same_log() { # DIR
  check "$1: the bytes of one machine" cmp "$tmp/alone/log.csv" "$tmp/$1/log.csv"
}

# --- By hand

does "by hand" "$(recipe '## By hand, on a shared folder' shared)"
same_log shared
run --config "$tmp/tiny.json" --out "$tmp/left" --shard 1/2
run --config "$tmp/tiny.json" --out "$tmp/right" --shard 2/2
does "never shared" "regrun merge $tmp/left $tmp/right"
same_log left

# --- make -j

recipe '## make -j' making >"$tmp/shards.mk"
make_it() { # the command stands in the first line
  does "$1" "cd $tmp; $(sed -n '1s/^# //p' "$tmp/shards.mk" | sed 's#my.json#tiny.json#; s#results/my#making#')"
}
make_it "make -j"
same_log making
touch -d 2001-01-01 "$tmp"/making/runs/*/*/epochs.csv
make_it "make -j again"
check_same "make -j again: no run is done twice" \
  "$(find "$tmp/making/runs" -name epochs.csv -newermt 2002-01-01 | wc -l)" 0

# --- Grid Engine, its variable alone

recipe '## Grid Engine' grid | sed 's/^#\$.*//' >"$tmp/grid.sh"
for task in {1..20}; do
  SGE_TASK_ID=$task bash "$tmp/grid.sh" >"$tmp/out" 2>"$tmp/err" || check "task $task of Grid Engine: $(cat "$tmp/err")" false
done
does "Grid Engine: merge" "regrun merge $tmp/grid"
same_log grid

# --- GNU parallel, over an sshd of our own

ssh_missing() {
  local tool
  for tool in parallel ssh ssh-keygen sshd; do command -v $tool >/dev/null || printf '%s ' $tool; done
}

free_port() {
  local port=$((32100 + $$ % 4000))
  while (: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do port=$((port + 1)); done
  echo $port
}

start_sshd() { # on this machine's own address; $tmp/ssh comes to it whatever host it is asked for
  local port keys=$tmp/keys
  port=$(free_port)
  mkdir -p "$keys" && chmod 700 "$keys"
  [ "$(id -u)" -ne 0 ] || mkdir -p /run/sshd # root's sshd will not start without
  ssh-keygen -q -t ed25519 -N '' -f "$keys/host" && ssh-keygen -q -t ed25519 -N '' -f "$keys/user" || return
  "$(command -v sshd)" -D -e -f /dev/null -p "$port" -o ListenAddress=127.0.0.1 -o HostKey="$keys/host" -o PidFile=none \
    -o AuthorizedKeysFile="$keys/user.pub" -o StrictModes=no -o UsePAM=no -o MaxStartups=100 -o SetEnv="PATH=$PATH" \
    2>"$tmp/sshd.log" &
  sshd=$!
  cat >"$tmp/ssh" <<END
#!/bin/sh
exec ssh -F none -p $port -i '$keys/user' -o IdentitiesOnly=yes -o HostName=127.0.0.1 -o LogLevel=ERROR \
  -o StrictHostKeyChecking=no -o UserKnownHostsFile='$keys/known' "\$@"
END
  chmod +x "$tmp/ssh"
  for _ in {1..100}; do
    "$tmp/ssh" n1 true 2>"$tmp/err" && return
    sleep 0.1
  done
  return 1
}

over_ssh() {
  export PARALLEL_SSH=$tmp/ssh PARALLEL_HOME=$tmp/parallel
  mkdir "$PARALLEL_HOME" && : >"$PARALLEL_HOME/will-cite"
  does "parallel, by shard" "$(recipe '## GNU parallel' parallel)"
  same_log parallel
  does "parallel, by ID" "$(recipe 'or run by run, by their IDs:' by-id)"
  same_log by-id
}

PATH=$PATH:/usr/sbin
missing=$(ssh_missing)
if [ -n "$missing" ]; then
  skip "GNU parallel over ssh: there is no ${missing% }; scripts/setup.sh --all installs it"
else
  trap 'kill $sshd 2>/dev/null; rm -rf "$tmp"' EXIT
  check "sshd starts ($(cat "$tmp/err" "$tmp/sshd.log" 2>/dev/null | tail -n 3))" start_sshd && over_ssh
fi
finish clusters
