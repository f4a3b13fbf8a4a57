// An experiment, carried out: the results folder, the runs in worker processes, the merged log.
#ifndef LAB_LAB_H
#define LAB_LAB_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/error.h"
#include "lab/plan.h"
#include "lab/pool.h"
#include "lab/select.h"
#include "lab/state.h"
#include "train/engine.h"

typedef struct Lab {
    // What the caller sets.
    const Plan *plan; // its sources are open
    const Engine *engine;
    const char *folder;  // of the results
    bool restart;        // remove what an earlier regrun left there
    Selection selection; // which runs this call does
    bool runs_only;      // leave the log to another (lab/merge.h): this one does but a part
    double timeout;      // seconds that a run may take; 0: as many as it wants
    bool fail_fast;
    int jobs; // worker processes at once, at least 1
    int argc; // the command line, for the manifest
    char **argv;
    const char *commit; // as Manifest.commit
    Watch watch;
    const Store *store; // the folder, while it works; else NULL
    // What lab_open makes.
    RunState *states; // [plan->run_count]
    bool *chosen;     // [plan->run_count] whether this call does the run, or would
    int chosen_count;
    int done_before; // of the chosen ones, how many were complete when it began
    Arena arena;     // owns these
} Lab;

// Makes the states, by what the folder holds, and chooses the runs. Changes nothing in the folder but that complete
// attempts are published. ERR_USAGE for a selection that cannot be made. Frees nothing on failure: lab_close is due in
// either case.
Status lab_open(Lab *lab, Error *e);
void lab_close(Lab *lab);

// Does the chosen runs that are not done and leaves in the folder what docs/results.md describes, but for what the
// report adds. log.csv and timing.csv are brought up to date while it works. ERR_RUNS: some runs failed, diverged or
// learned nothing, or there are two copies that differ. ERR_INTERRUPTED: by a signal; finished rows are kept. ERR_IO:
// the folder cannot be used (see folder.h) or written, or no process started.
Status lab_run(Lab *lab, Error *e);

// How many of the chosen runs have this status.
int lab_count(const Lab *lab, RunStatus status);
// How many of them are done, whatever came of it.
int lab_done(const Lab *lab);

#endif
