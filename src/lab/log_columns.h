// The columns of an experiment's log, and those of the runs that it is gathered from: a run has the columns that its
// own setting gives it, so that it stays as it is when other settings join; the log has all of them.
#ifndef LAB_LOG_COLUMNS_H
#define LAB_LOG_COLUMNS_H

#include "base/error.h"
#include "config/experiment.h"
#include "lab/columns.h"

typedef struct LogColumns {
    const Column *all;  // of the log
    const Column **own; // [setting_count]
} LogColumns;

// `answers` has what the data decide: regression, validation, targets. Memory from `arena`; ERR_IO without.
Status log_columns_make(LogColumns *columns, const Experiment *x, ColumnSet answers, Arena *arena, Error *e);

// What the first line of a run's epochs.csv says of that. False where it is no such line, or without memory.
bool log_columns_answers(const char *header, ColumnSet *answers, Arena *arena);

#endif
