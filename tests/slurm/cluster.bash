# shellcheck shell=bash
# A Slurm of one's own to source: munged, slurmctld and two slurmd (n1 and n2, four CPUs each, whatever there is) from Debian's slurm-wlm, all on
# this machine, as whoever calls it, without systemd. Everything stands in the folder given to cluster_start.

cluster_tools=(munged munge slurmctld slurmd sbatch scontrol squeue scancel sinfo pgrep ps)
export PATH=$PATH:/usr/sbin:/sbin # where the daemons are

cluster_lacks() { # prints the tools that are missing
  local tool
  for tool in "${cluster_tools[@]}"; do command -v "$tool" >/dev/null || printf '%s ' "$tool"; done
}

# wait_for SECONDS COMMAND...: until the command succeeds.
wait_for() {
  local end=$((SECONDS + $1))
  shift
  until "$@" 2>/dev/null; do
    [ $SECONDS -lt $end ] || return 1
    sleep 0.1
  done
}

free_ports() { # N: prints the first of N ports in a row at which nobody listens
  local first port taken
  for ((first = 20000 + $$ % 9000; first < 32000; first += $1)); do
    taken=no
    for ((port = first; port < first + $1; port++)); do
      if (: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then taken=yes; fi
    done
    [ $taken = yes ] || break
  done
  echo "$first"
}

# In a box there are no cgroups to hand out: processes are found by their parents (linuxproc). A credential expires
# early (cred_expire), because a requeued job waits for that. Nothing here requeues by itself what ends with 75.
write_slurm_conf() { # FOLDER
  local host user port
  host=$(hostname -s) user=$(id -un) port=$(free_ports 3)
  cat <<CONF
ClusterName=test
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=$port
SlurmUser=$user
SlurmdUser=$user
AuthInfo=socket=$1/munge.socket,cred_expire=5
CommunicationParameters=NoCtldInAddrAny,NoInAddrAny
StateSaveLocation=$1/state
SlurmctldPidFile=$1/slurmctld.pid
SlurmctldLogFile=$1/slurmctld.log
SlurmdSpoolDir=$1/%n
SlurmdPidFile=$1/%n.pid
SlurmdLogFile=$1/%n.log
SlurmdParameters=config_overrides
SlurmdTimeout=10
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SchedulerParameters=sched_interval=1,bf_interval=1
ReturnToService=2
KillWait=5
MinJobAge=600
PreemptType=preempt/partition_prio
PreemptMode=REQUEUE
NodeName=n1 NodeHostname=$host NodeAddr=127.0.0.1 Port=$((port + 1)) CPUs=4
NodeName=n2 NodeHostname=$host NodeAddr=127.0.0.1 Port=$((port + 2)) CPUs=4
PartitionName=low Nodes=n1,n2 Default=YES PriorityTier=1
PartitionName=high Nodes=n1,n2 PriorityTier=9 PreemptMode=OFF
CONF
}

# daemon NAME COMMAND...: starts it; its process is ${daemon_pid[NAME]}. It keeps nothing of ours open but stderr's file.
declare -A daemon_pid
daemon() {
  local name=$1
  shift
  "$@" >"$cluster/$name.out" 2>&1 </dev/null &
  daemon_pid[$name]=$!
}

nodes_idle() { # N
  [ "$(sinfo -hNp low -o %T | grep -cx idle)" -eq "$1" ]
}

cluster_start() { # FOLDER
  cluster=$1
  mkdir -p "$cluster/state" "$cluster/n1" "$cluster/n2" || return
  chmod 755 "$cluster" # munged trusts no folder that others may write
  (umask 077 && head -c 1024 /dev/urandom >"$cluster/munge.key") || return
  export SLURM_CONF=$cluster/slurm.conf
  write_slurm_conf "$cluster" >"$SLURM_CONF"
  daemon munged munged --foreground --key-file="$cluster/munge.key" --socket="$cluster/munge.socket" \
    --pid-file="$cluster/munge.pid" --log-file="$cluster/munge.log" --seed-file="$cluster/munge.seed"
  wait_for 10 munge --socket="$cluster/munge.socket" --no-input >"$cluster/munge.out" || return
  daemon slurmctld slurmctld -D
  daemon n1 slurmd -D -N n1
  daemon n2 slurmd -D -N n2
  wait_for 30 nodes_idle 2
}

# lose_node NAME: its slurmd dies at once, which leaves its jobs running, and the others are told so.
lose_node() {
  kill -KILL "${daemon_pid[$1]}"
  wait "${daemon_pid[$1]}" 2>/dev/null
  unset "daemon_pid[$1]"
  scontrol update nodename="$1" state=down reason=lost
}

nothing_runs() {
  ! squeue -h -t running,completing | grep -q .
}

# All that was started here knows its slurm.conf, also the jobs that a lost node left running.
kill_what_is_left() {
  local process
  while IFS=/ read -r _ _ process _; do
    [ "$process" = $$ ] || kill -KILL "$process" 2>/dev/null
  done < <(grep -lzsxF "SLURM_CONF=$SLURM_CONF" /proc/[0-9]*/environ)
}

# Ends all jobs and daemons, and what lost nodes left running. May be called at any time, also twice.
cluster_stop() {
  local name
  [ -n "${cluster:-}" ] || return 0
  if [ -n "${daemon_pid[slurmctld]:-}" ]; then
    scancel --full --user="$(id -un)" 2>/dev/null
    wait_for 5 nothing_runs
  fi
  for name in n1 n2 slurmctld munged; do
    [ -n "${daemon_pid[$name]:-}" ] || continue
    kill "${daemon_pid[$name]}" 2>/dev/null
    wait_for 3 eval "! kill -0 ${daemon_pid[$name]}" || kill -KILL "${daemon_pid[$name]}" 2>/dev/null
    wait "${daemon_pid[$name]}" 2>/dev/null
    unset "daemon_pid[$name]"
  done
  kill_what_is_left
}
