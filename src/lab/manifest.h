// manifest.json: what made these results, and what became of each run.
#ifndef LAB_MANIFEST_H
#define LAB_MANIFEST_H

#include <stdbool.h>
#include <time.h>

#include "base/store.h"
#include "lab/plan.h"
#include "lab/state.h"

// How the work stands: "running"; "done", all runs are; "partly done", those that were asked for, and others are not;
// "failed", some runs failed, diverged or learned nothing; "interrupted".
typedef struct Manifest {
    const Plan *plan;
    const RunState *states; // [plan->run_count]
    const char *commit;     // of the program; NULL or "" where it is not known
    const char *kernel;     // the engine's name
    int jobs;
    int argc; // the command line
    char **argv;
    const char *status;    // as above
    time_t started, ended; // ended: 0 while it runs
} Manifest;

// Writes it into the results folder, atomically. The list of runs is in it once the work has ended: until then their
// folders tell.
Status manifest_write(const Manifest *m, const Store *store, Error *e);

// Whether the folder holds a manifest that regrun wrote.
bool manifest_exists(const char *folder);
// The same of one that somebody named. ERR_IO where it holds none, with the nearest path where it is not there.
Status manifest_check(const char *folder, Error *e);

#endif
