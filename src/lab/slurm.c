#include "lab/slurm.h"

#include <stddef.h>

#include "base/shell.h"

// Both begin so. The folder of the job (sbatch --chdir) is where the output goes; the work is done in `here`.
static void add_head(const SlurmJob *job, const char *kind, const char *output, int processors, Text *out) {
    text_add(out, "#!/bin/sh\n");
    text_printf(out, "#SBATCH --job-name=%s%s\n", job->name, kind);
    text_printf(out, "#SBATCH --output=%s\n", output);
    text_add(out, "#SBATCH --open-mode=append\n"
                  "#SBATCH --requeue\n");
    text_printf(out, "#SBATCH --nodes=1 --ntasks=1 --cpus-per-task=%d\n", processors);
}

static void add_here(const SlurmJob *job, Text *out) {
    text_add(out, "cd ");
    shell_add_word(out, job->here);
    text_add(out, " || exit 5\n");
}

// A trap that forwards, and not `exec`: somebody must put the task back into the queue, for not every cluster has
// RequeueExit. It forwards USR1 alone, which --signal=B: sends to this shell only. TERM comes to every process of the
// task by itself, and after it the queue is none of our business: a cancelled task shall not come back.
static const char waiting[] = "child=$!\n"
                              "status=127 caught=1\n"
                              "while [ -n \"$caught\" ]; do # a signal ends wait, not what it waits for\n"
                              "  caught=''\n"
                              "  wait \"$child\"\n"
                              "  code=$?\n"
                              "  [ \"$code\" -eq 127 ] || status=$code\n"
                              "done\n"
                              "# 75: it stopped with work left. 138: USR1 came before it could heed it.\n"
                              "if [ -n \"$again\" ] && { [ \"$status\" -eq 75 ] || [ \"$status\" -eq 138 ]; }; then\n"
                              "  scontrol requeue \"${SLURM_ARRAY_JOB_ID}_$SLURM_ARRAY_TASK_ID\"\n"
                              "fi\n"
                              "exit \"$status\"\n";

void slurm_array_script(const SlurmJob *job, Text *out) {
    add_head(job, "", "task-%a.out", job->jobs, out);
    text_add(out,
             "#SBATCH --signal=B:USR1@60\n"
             "# Written by regrun slurm. Each task does its shard of the runs. USR1 says that the time limit is near:\n"
             "# regrun is told, writes checkpoints and stops, and the task goes back into the queue.\n"
             "child='' again='' caught=''\n"
             "trap 'caught=1 again=1; [ -z \"$child\" ] || kill -USR1 \"$child\"' USR1\n"
             "trap 'caught=1 again=\"\"' TERM\n");
    add_here(job, out);
    shell_add_word(out, job->program);
    text_add(out, " --config ");
    shell_add_word(out, job->config);
    text_add(out, " --out ");
    shell_add_word(out, job->folder);
    text_printf(out, " \\\n  --shard \"$SLURM_ARRAY_TASK_ID\"/%d --jobs \"${SLURM_CPUS_PER_TASK:-%d}\" --requeue &\n",
                job->shards, job->jobs);
    text_add(out, waiting);
}

void slurm_merge_script(const SlurmJob *job, Text *out) {
    const char *const command[] = {job->program, "merge", job->folder, NULL};
    add_head(job, "-merge", "merge.out", 1, out);
    text_add(out, "# Written by regrun slurm. Runs when every task of the array has ended, however it ended.\n");
    add_here(job, out);
    text_add(out, "exec ");
    shell_add_command(out, command);
    text_add(out, "\n");
}
