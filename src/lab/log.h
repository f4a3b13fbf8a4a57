// The rows of log.csv and timing.csv, and how the runs' own files become one.
#ifndef LAB_LOG_H
#define LAB_LOG_H

#include <stdint.h>

#include "base/error.h"
#include "base/text.h"
#include "lab/columns.h"
#include "lab/plan.h"

// Seconds since the row before, and the training samples seen in them.
typedef struct TimingRow {
    int64_t epoch;
    double train_seconds, eval_seconds;
    int64_t samples;
} TimingRow;

// setting,seed (and fold where the plan has folds, and what lab/log_tuning.h adds), the plan's columns (lab/columns.h),
// then one for each varied option. Same bytes wherever and in whatever order the runs are done.
void log_header(const Plan *p, Text *out);
void log_row(const Plan *p, const Run *run, const EpochRow *row, Text *out);

// setting,seed (,fold),epoch,train_seconds,eval_seconds,samples_per_second (empty at epoch 0).
void timing_header(const Plan *p, Text *out);
void timing_row(const Plan *p, const Run *run, const TimingRow *row, Text *out);

// Writes log.csv and timing.csv in the results folder from what the runs have written so far, in plan order. A last
// line that a killed run left unfinished is not taken.
Status log_merge(const Plan *p, const char *folder, Error *e);

#endif
