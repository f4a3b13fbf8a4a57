// The scripts of a Slurm job array that does an experiment in shards (docs/clusters.md).
#ifndef LAB_SLURM_H
#define LAB_SLURM_H

#include "base/text.h"

#define SLURM_SHARDS_MOST 1000 // an array's highest index as Slurm comes (MaxArraySize 1001)

// Paths are absolute: the tasks begin in another folder.
typedef struct SlurmJob {
    const char *name;    // the experiment's: letters, digits, _ . + -
    const char *program; // regrun
    const char *here;    // the folder from which the config's relative paths are found
    const char *config;  // the resolved one, which nobody changes any more
    const char *folder;  // of the results
    int shards, jobs;    // jobs: processes of a task
} SlurmJob;

// What a task of the array 1-N does: its shard. Asked to stop because its time is nearly up (USR1), it is put back into
// the queue and goes on later.
void slurm_array_script(const SlurmJob *job, Text *out);
// What is done when all tasks have ended: the log, the tables and the page.
void slurm_merge_script(const SlurmJob *job, Text *out);

#endif
