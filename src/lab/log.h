// The rows of log.csv and timing.csv, and how the runs' own files become one.
#ifndef LAB_LOG_H
#define LAB_LOG_H

#include <stdint.h>

#include "base/error.h"
#include "base/text.h"
#include "lab/plan.h"
#include "train/engine.h"

// The files of a run, in its folder; epochs.csv and timing.csv have the columns of log.csv and timing.csv.
#define RUN_EPOCHS "epochs.csv"
#define RUN_TIMING "timing.csv"
#define RUN_RESULT "result.json"

typedef struct LogRow {
    int epoch; // 0: the untrained network
    int64_t step;
    double running_loss; // not written at epoch 0
    Measure train, test;
} LogRow;

// Seconds since the row before, and the training samples seen in them.
typedef struct TimingRow {
    int epoch;
    double train_seconds, eval_seconds;
    int64_t samples;
} TimingRow;

// setting,seed,epoch,step,lr,running_loss,train_loss,test_loss,gap,train_acc,test_acc (rmse for acc in regression),
// then a column for each varied option. Losses and metrics as the shortest text of the nearest float; gap is the float
// nearest to test_loss - train_loss. Same bytes wherever and in whatever order the runs are done.
void log_header(const Plan *p, Text *out);
void log_row(const Plan *p, const Run *run, const LogRow *row, Text *out);

// setting,seed,epoch,train_seconds,eval_seconds,samples_per_second (empty at epoch 0).
void timing_header(Text *out);
void timing_row(const Plan *p, const Run *run, const TimingRow *row, Text *out);

// Writes log.csv and timing.csv in the results folder from what the runs have written so far, in plan order. A last
// line that a killed run left unfinished is not taken.
Status log_merge(const Plan *p, const char *folder, Error *e);

#endif
