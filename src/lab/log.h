// The rows of a run's epochs.csv, timing.csv and probes.csv, and how the runs' files become log.csv, timing.csv and
// probe.csv.
//
// A run's file says nothing of the experiment around it: which setting and seed the rows are of, and which options
// vary, is added when the log is gathered. So runs can be joined and an experiment can grow without touching them.
#ifndef LAB_LOG_H
#define LAB_LOG_H

#include <stdint.h>

#include "base/store.h"
#include "base/text.h"
#include "config/experiment.h"
#include "lab/columns.h"
#include "lab/names.h"

// Seconds since the row before, and the training samples seen in them.
typedef struct TimingRow {
    int64_t epoch;
    double train_seconds, eval_seconds;
    int64_t samples;
} TimingRow;

// The first line of a run's file of rows; `columns` (lab/columns.h) are those of epochs.csv.
void rows_header(RowFile kind, const Column *columns, Text *out);

void epochs_row(const Column *columns, const EpochRow *row, Text *out);
// Samples per second are empty at epoch 0.
void timing_row(const TimingRow *row, Text *out);

// What an instrument says (Engine.probe); `layer`: "2.relu", "" of the whole network. What is no number is an empty
// cell.
void probes_row(int64_t epoch, const char *layer, int value, double number, Text *out);

// Writes log.csv, timing.csv and, where instruments look, probe.csv from what the runs of the experiment have written
// so far, in its order: for each row setting,seed (and fold where there are folds, and what lab/log_tuning.h adds), the
// row, and of log.csv one column for each varied option. A run that is not published is taken from the furthest of its
// attempts. A last line that a killed run left unfinished is not taken. ERR_IO; ERR_DATA where a run's file is none.
Status logs_write(const Store *s, const Experiment *x, Error *e);
// One of them as a text. Nothing is in it where no run has written anything.
Status log_gather(const Store *s, const Experiment *x, RowFile kind, Text *out, Error *e);

#endif
