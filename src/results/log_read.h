// Reading one log.csv: columns by name, rows of a run together.
#ifndef RESULTS_LOG_READ_H
#define RESULTS_LOG_READ_H

#include "base/arena.h"
#include "base/error.h"
#include "results/results.h"

// What one log holds. Settings are in the order of their first row; SettingLog.values goes by `options` below, `name`
// equals `own_name`, and `experiment` is 0. Everything lives in the arena given to log_read.
typedef struct Log {
    int setting_count;
    SettingLog *settings;
    int option_count;
    const char **options; // columns of unknown name whose value never changes within a setting
    bool regression;      // has test_rmse rather than test_acc
    int target_count;     // of a regression with a score for each of several targets; else 0
    const char **targets; // their names
    unsigned metrics;     // bit n: it has a column of MetricChoice n
    unsigned averages;    // bit n: it has a column of AverageChoice n
    bool has_validation;
    bool has_stopping; // it has a column that says which epochs are kept
} Log;

// Reads a log's text, which is then used up; `path` is for messages. ERR_DATA with file and line where it is broken.
Status log_read(Log *log, const char *path, char *data, size_t size, Arena *arena, Error *e);

#endif
