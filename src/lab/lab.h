// An experiment, carried out: the results folder, the runs in worker processes, the merged log.
#ifndef LAB_LAB_H
#define LAB_LAB_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/error.h"
#include "lab/plan.h"
#include "lab/pool.h"
#include "lab/state.h"
#include "train/engine.h"

typedef struct Lab {
    // What the caller sets.
    const Plan *plan; // its sources are open
    const Engine *engine;
    const char *folder; // of the results
    bool restart;       // remove what an earlier regrun left there
    int jobs;           // worker processes at once, at least 1
    int argc;           // the command line, for the manifest
    char **argv;
    Watch watch;
    // What lab_open makes.
    RunState *states; // [plan->run_count]
    Arena arena;      // owns states
} Lab;

// Makes the states. Frees nothing on failure: lab_close is due in either case.
Status lab_open(Lab *lab, Error *e);
void lab_close(Lab *lab);

// Does all runs and leaves in the folder what docs/logs.md describes, but for what the report adds. log.csv, timing.csv
// and the manifest are brought up to date while it works. ERR_RUNS: some runs failed, diverged or
// learned nothing. ERR_INTERRUPTED: by a signal; finished rows are kept. ERR_IO: the folder cannot be used (see
// folder.h) or written, or no process started.
Status lab_run(Lab *lab, Error *e);

// How many runs have this status.
int lab_count(const Lab *lab, RunStatus status);

#endif
