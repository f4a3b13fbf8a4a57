// Worker processes, at most `jobs` at once.
#ifndef LAB_POOL_H
#define LAB_POOL_H

#include "base/error.h"
#include "lab/plan.h"
#include "lab/state.h"
#include "train/engine.h"

// Who is told what happens while the pool works.
typedef struct Watch {
    void (*changed)(void *context, int run); // the run was started, has logged, or has ended
    // Called before each wait. Returns the milliseconds after which it wants to be called again even if nothing
    // happens; -1: it need not be.
    int (*tick)(void *context);
    void *context;
} Watch;

typedef struct Pool {
    const Plan *plan; // its sources are open
    const Engine *engine;
    const char *folder; // the results folder; the runs' folders exist
    int jobs;
    RunState *states; // [plan->run_count], kept up to date; the runs that wait are done
    Watch watch;
} Pool;

// Does every run whose state is RUN_WAITING, in plan order. A run that fails or crashes has that as its state and holds
// up no other. Call it between interrupt_hold and interrupt_release. ERR_INTERRUPTED when a signal came: the workers
// have been ended, their runs are RUN_INTERRUPTED. ERR_IO when no process can be started at all. No worker outlives
// the call.
Status pool_run(const Pool *p, Error *e);

// The number of processors that this process may use; at least 1.
int pool_processors(void);

#endif
