// How far a run has come.
#ifndef LAB_STATE_H
#define LAB_STATE_H

#include <stdint.h>

#include "lab/columns.h"

typedef enum RunStatus {
    RUN_WAITING,
    RUN_RUNNING,
    RUN_DONE,
    RUN_LEARNED_NOTHING, // done, and at the end no better on the training part than the best constant prediction
    RUN_DIVERGED,        // a loss was not finite; its rows up to there are kept
    RUN_FAILED,          // an error or a crash; `message` says which
    RUN_INTERRUPTED,     // stopped while running
} RunStatus;

// "waiting", "running", "done", ... as the manifest writes it; result.json has those of runs that came to an end.
const char *run_status_text(RunStatus status);

typedef struct RunState {
    RunStatus status;
    int epoch;          // the last one trained
    int64_t step;       // optimizer steps taken
    EpochRow row;       // as last measured
    double baseline;    // train loss of the best constant prediction (data/baseline.h); 0 before it is known
    double seconds;     // since it was started
    char message[1024]; // of a failed run: what happened; else ""
} RunState;

#endif
