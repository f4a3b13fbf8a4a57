// How far a run has come.
#ifndef LAB_STATE_H
#define LAB_STATE_H

#include <stdint.h>

#include "lab/columns.h"

typedef enum RunStatus {
    RUN_WAITING,
    RUN_RUNNING,
    RUN_ELSEWHERE, // another regrun is at work on it
    RUN_DONE,
    RUN_LEARNED_NOTHING, // done, and at the end no better on the training part than the best constant prediction
    RUN_DIVERGED,        // a loss was not finite; its rows up to there are kept
    RUN_FAILED,          // an error or a crash; `message` says which
    RUN_INTERRUPTED,     // stopped while running
    RUN_STATUSES
} RunStatus;

// "waiting", "running", "done", ... as result.json and the manifest write it; and back: RUN_STATUSES for any other.
const char *run_status_text(RunStatus status);
RunStatus run_status_of(const char *text);
// Whether the run came to its end, and its result stands: nothing of it is left to do.
bool run_status_complete(RunStatus status);

// What a worker tells its parent.
typedef struct RunNews {
    RunStatus status;
    int epoch;          // the last one trained
    int64_t step;       // optimizer steps taken
    EpochRow row;       // as last measured
    double baseline;    // train loss of the best constant prediction (data/baseline.h); 0 before it is known
    double seconds;     // since it was started
    bool disk;          // failed, for its files cannot be written
    char message[1024]; // of a failed run: what happened; else ""
    char note[256];     // of what it began with: a checkpoint that could not be used; else ""
} RunNews;

typedef struct RunState {
    RunStatus status;
    int epoch;           // the last one trained
    double seconds;      // that it took; since it was started while it runs
    const char *message; // of a failed run: what happened; else NULL
    const RunNews *news; // the latest of a running run, and of one that has just ended; else NULL
} RunState;

#endif
