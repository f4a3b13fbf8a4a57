#!/usr/bin/env bash
# regrun slurm, with stand-ins for Slurm: what is submitted, what is refused before, and what the script of a task does with
# signals. `make test-slurm` has the real thing.
# shellcheck disable=SC2016 # many a $ here is meant for another shell
# shellcheck source=tests/cli/check.bash
source "$(dirname "$0")/check.bash"

cat >"$tmp/tiny.json" <<'JSON'
{ "name": "tiny",
  "data": { "source": "digits", "train_size": 40, "test_size": 40 },
  "model": { "hidden": [4] },
  "train": { "epochs": 2 },
  "settings": [ { "name": "a" }, { "name": "b", "train.momentum": 0.5 } ],
  "seeds": 3 }
JSON
bin=$tmp/bin calls=$tmp/calls
mkdir "$bin"
export calls

# sbatch: writes its arguments down, one in a line, and answers with the next number of a job.
cat >"$bin/sbatch" <<'SH'
#!/bin/sh
printf '%s\n' "$@" >>"$calls"
for script; do :; done
case $FAILS_AT in *"${script##*/}"*) echo 'sbatch: error: no such partition' >&2 && exit 1 ;; esac
echo "$((40 + $(grep -c -e --parsable "$calls")))$CLUSTER"
SH
printf '#!/bin/sh\necho "scontrol $*" >>"$calls"\n' >"$bin/scontrol"
chmod +x "$bin"/*
export FAILS_AT='' CLUSTER=''

slurm() { # ARGUMENTS...: regrun slurm where there is such a Slurm
  : >"$calls"
  PATH=$bin:$PATH run slurm --config "$tmp/tiny.json" "$@"
}

refused() { # CODE MESSAGE ARGUMENTS...
  local code_wanted=$1 message=$2
  shift 2
  slurm --out "$tmp/none" "$@"
  exits "$code_wanted" "$*"
  says "$message"
  check "$*: nothing submitted" [ ! -s "$calls" ]
  check "$*: nothing written" [ ! -e "$tmp/none" ]
}

# --- What is refused

refused 2 "--shards: at most 1000, which is what an array of Slurm holds" --shards 1001
refused 2 "--shards 7: the experiment has only 6 runs; --shards 6 or less" --shards 7
refused 2 "unexpected argument \"extra\"" extra
refused 2 "options of sbatch follow \"--\", not \"debug\"" -- debug
refused 3 "train.epoch" --set train.epoch=3
refused 4 "" --set data.source=csv --set "data.file=$tmp/nothing.csv"
refused 3 "data.file: tasks on other machines cannot read \"-\"; give a file" --set data.source=csv --set data.file=-
refused 3 "data.file: tasks on other machines cannot read \"/dev/fd/7\"" --set data.source=csv --set data.file=/dev/fd/7
for name in $'a\nb' 'a%b' 'a\b'; do
  slurm --out "$tmp/$name"
  exits 2 "the folder is called $name"
  says "Slurm cannot write output below a path with %, a backslash or a line end; choose another with --out"
done
mkdir "$tmp/empty"
PATH=$tmp/empty run slurm --config "$tmp/tiny.json" --out "$tmp/none"
exits 5 "no sbatch"
says "sbatch is not here: call this where jobs are submitted to Slurm. --dry-run shows the scripts"
run slurm
exits 2 "no config"
says "--config FILE is missing"

# --- Only shown

PATH=$tmp/empty run slurm --config "$tmp/tiny.json" --out "$tmp/none" --at-once 2 --dry-run -- -p 'a b'
exits 0 "--dry-run, without sbatch"
check "--dry-run writes nothing" [ ! -e "$tmp/none" ]
check_has "--dry-run" "$(cat "$tmp/out")" "6 runs in 6 shards, at most 2 at once; nothing is written or submitted." \
  '--shard "$SLURM_ARRAY_TASK_ID"/6' "merge $tmp/none" \
  "sbatch --parsable -p 'a b' --chdir=$tmp/none/slurm/1 --array=1-6%2 $tmp/none/slurm/1/array.sh" \
  "--dependency=afterany:ARRAY_JOB_ID $tmp/none/slurm/1/merge.sh"

# --- Submitted

slurm --out "$tmp/res" --shards 3 --at-once 2 --jobs 2 --seeds 4 --set train.epochs=1 -- --partition=p --time 10
exits 0 "submitted"
check_same "the array and then the merge" "$(cat "$calls")" "--parsable
--partition=p
--time
10
--chdir=$tmp/res/slurm/1
--array=1-3%2
$tmp/res/slurm/1/array.sh
--parsable
--partition=p
--time
10
--chdir=$tmp/res/slurm/1
--dependency=afterany:41
$tmp/res/slurm/1/merge.sh"
check_has "what is told" "$(cat "$tmp/out")" "Submitted 8 runs in 3 shards, at most 2 at once: array 41, and merge 42 after it." \
  "squeue -j 41,42" "regrun status $tmp/res" "scancel 41 42"
check "as many CPUs as jobs" grep -q -e '--cpus-per-task=2$' "$tmp/res/slurm/1/array.sh"
run check --config "$tmp/res/slurm/1/config.json"
exits 0 "the resolved config"
check_has "the resolved config has what was asked for" "$(cat "$tmp/out")" "8: 2 settings under 4 seeds"
CLUSTER=';west' slurm --out "$tmp/res"
exits 0 "a second call, on one of several clusters"
check "it has a folder of its own" [ -s "$tmp/res/slurm/2/array.sh" ]
check "its merge waits for it" grep -qx -e '--dependency=afterany:41' "$calls"
"$regrun" slurm --config - --out "$tmp/piped" --dry-run <"$tmp/tiny.json" >"$tmp/out"
check "a config from standard input is kept in a file" grep -q -e "--config $tmp/piped/slurm/1/config.json" "$tmp/out"

FAILS_AT=array.sh slurm --out "$tmp/res"
exits 5 "sbatch refuses"
says "sbatch: error: no such partition"
says "sbatch: failed, with status 1; what it said stands above"
FAILS_AT=merge.sh slurm --out "$tmp/res"
exits 5 "sbatch refuses the merge"
says "Job 41, the array, is submitted, but not the merge after it. When the array has ended, call regrun merge $tmp/res"
CLUSTER=' is it' slurm --out "$tmp/res"
exits 5 "an answer that is no ID"
says "sbatch: said \"41 is it\", which is no job ID"

# --- The script of a task, under a hostile name, with a stand-in for regrun

hostile=$tmp/'a b'\''c"d$e;f'
mkdir "$hostile"
(cd "$hostile" && PATH=$bin:$PATH "$regrun" slurm --config ../tiny.json --out 'o $(u) t' >"$tmp/out") || check "hostile names" false
folder="$hostile/o \$(u) t"
check "the folder is made" [ -s "$folder/slurm/1/array.sh" ]
cat >"$tmp/stand-in" <<'SH'
#!/usr/bin/env bash
printf '%s\n' "$PWD" "$@" >>"$calls"
trap 'echo "got USR1" >>"$calls"; trap "" TERM; sleep 0.6; exit 75' USR1 # a checkpoint takes its time
trap 'echo "got TERM" >>"$calls"; exit 75' TERM
[ -z "$ENDS_WITH" ] || exit "$ENDS_WITH"
echo ready >>"$calls"
for _ in {1..200}; do sleep 0.05; done
SH
chmod +x "$tmp/stand-in"
sed "s#$regrun#$tmp/stand-in#" "$folder/slurm/1/array.sh" >"$tmp/array.sh"
sed "s#$regrun#$tmp/stand-in#" "$folder/slurm/1/merge.sh" >"$tmp/merge.sh"
if command -v shellcheck >/dev/null; then
  check "the scripts are clean" shellcheck -e SC2016 "$tmp/array.sh" "$tmp/merge.sh"
else
  skip "the scripts by shellcheck, which is not installed"
fi

begin_task() { # SHELL...: starts task 3 of array 17 and waits until its program works; $task is its shell
  local waited=0
  : >"$calls"
  PATH=$bin:$PATH SLURM_ARRAY_JOB_ID=17 SLURM_ARRAY_TASK_ID=3 "$@" "$tmp/array.sh" &
  task=$!
  until grep -q ready "$calls" || [ $waited -ge 200 ]; do sleep 0.05 && waited=$((waited + 1)); done
}

end_task() { # how it ended is in $code
  wait "$task"
  code=$?
}

export ENDS_WITH=''
for shell in sh "bash --posix" bash; do
  # shellcheck disable=SC2086 # words
  begin_task $shell
  kill -USR1 "$task"
  end_task
  exits 75 "$shell: the time limit is near"
  check_same "$shell: it is told once, in the right place, and put back" "$(cat "$calls")" "$hostile
--config
$folder/slurm/1/config.json
--out
$folder
--shard
3/6
--jobs
1
--requeue
ready
got USR1
scontrol requeue 17_3"

  # shellcheck disable=SC2086
  begin_task $shell
  # shellcheck disable=SC2046 # process IDs
  kill -TERM "$task" $(cat /proc/"$task"/task/*/children) # as Slurm does: every process of the task
  end_task
  exits 75 "$shell: TERM"
  check_same "$shell: TERM is not sent on, and a cancelled task does not come back" \
    "$(sed '1,/ready/d' "$calls")" "got TERM"
done

begin_task sh
kill -USR1 "$task"
sleep 0.2
# shellcheck disable=SC2046 # process IDs
kill -TERM "$task" $(cat /proc/"$task"/task/*/children)
end_task
check_same "cancelled while it stops: it does not come back" "$(sed '1,/ready/d' "$calls")" "got USR1"

for status in 0 1 5; do
  : >"$calls"
  SLURM_ARRAY_JOB_ID=17 SLURM_ARRAY_TASK_ID=1 ENDS_WITH=$status PATH=$bin:$PATH sh "$tmp/array.sh"
  check_same "the task ends as regrun does" $? $status
  check "and does not come back" [ "$(grep -c requeue "$calls")" -eq 1 ] # the option --requeue
done
: >"$calls"
ENDS_WITH=0 PATH=$bin:$PATH sh "$tmp/merge.sh"
check_same "the merge" "$(head -n 3 "$calls")" "$hostile
merge
$folder"
finish slurm
