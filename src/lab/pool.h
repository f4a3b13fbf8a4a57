// Worker processes, at most `jobs` at once, each at one attempt of a run.
#ifndef LAB_POOL_H
#define LAB_POOL_H

#include "base/error.h"
#include "base/store.h"
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
    const Store *store; // the results folder
    int jobs;
    double timeout;     // seconds that a run may take; 0: as many as it wants
    bool fail_fast;     // the first run that fails ends the work
    RunState *states;   // [plan->run_count], kept up to date
    const bool *chosen; // [plan->run_count] which of those that wait are done; NULL: all
    const Error *stop;  // once it has a status the work ends with it; NULL: nothing does
    Arena *arena;       // takes the messages of runs that failed
    Watch watch;
    int conflicts; // counts runs whose second copy is not the first
} Pool;

// Does every chosen run whose state is RUN_WAITING, in plan order, and publishes it. Runs that another regrun is at
// work on are waited for, and taken over where that one is lost. A run that fails or crashes has that as its state and
// holds up no other. Call it between interrupt_hold and interrupt_release. ERR_INTERRUPTED when a signal came: the
// workers have been told to stop, their runs are RUN_INTERRUPTED. ERR_RUNS with fail_fast when a run failed. ERR_IO
// when no process can be started at all, or the folder cannot be written. No worker outlives the call.
Status pool_run(Pool *p, Error *e);

// The number of processors that this process may use; at least 1.
int pool_processors(void);

#endif
