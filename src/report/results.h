// What experiments left behind, read back: the rows of their logs, and what stands beside them. A log.csv alone is
// enough.
#ifndef REPORT_RESULTS_H
#define REPORT_RESULTS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"

// One row of a log. A loss that is nan (or a cell that is empty) reads as NAN; so does a column that the log has not.
typedef struct EpochRow {
    int64_t epoch;       // 0: the untrained network
    int64_t step;        // optimizer steps taken
    double lr;           // learning rate
    double running_loss; // NAN at epoch 0
    double train_loss, test_loss;
    double gap;                     // test_loss - train_loss
    double train_score, test_score; // accuracy (0 to 1), or RMSE where Results.regression
    double val_loss, val_score;     // NAN without a validation split
} EpochRow;

// One run: a setting under one seed.
typedef struct RunLog {
    uint64_t seed;
    int row_count;   // at least 1
    EpochRow *rows;  // epochs strictly ascending
    bool diverged;   // a train, test or (after epoch 0) running loss is not finite
    bool unfinished; // the manifest says that the run was interrupted or failed
} RunLog;

typedef struct SettingLog {
    const char *name;     // as shown: unique in these results; "experiment/setting" when several experiments are read
    const char *own_name; // as in its log
    int experiment;       // index into Results.experiments
    int run_count;        // at least 1
    RunLog *runs;         // in the order of the log
    const char **values;  // [Results.option_count] text of each varied option; NULL where its log has no such column
} SettingLog;

typedef struct ExperimentLog {
    const char *name;   // from config.json, else the folder's name; unique in these results
    const char *about;  // the question; "" when it is not known
    const char *folder; // where the log stands
    const char *log_path;
    const char *config;   // text of config.json, or NULL when there is none
    const char *manifest; // text of manifest.json, or NULL when there is none
} ExperimentLog;

typedef struct Results {
    int experiment_count;
    ExperimentLog *experiments;
    int setting_count;
    SettingLog *settings; // experiment by experiment, in the order of the log
    int option_count;
    const char **options; // dotted keys of the varied options, in the order of the logs' columns
    bool regression;      // scores are RMSE
    bool has_validation;  // some log has val_loss
    Arena arena;          // owns all of the above
} Results;

// Reads `count` results folders or log.csv files. Errors: ERR_IO when one cannot be read or holds no log.csv; ERR_DATA
// with file and line for a log that is broken, and when classification and regression are mixed.
// results_free is due in either case.
Status results_read(Results *r, const char *const *paths, int count, Error *e);
void results_free(Results *r);

// The run of `s` under `seed` that can be compared (neither diverged nor unfinished), or NULL.
const RunLog *setting_run(const SettingLog *s, uint64_t seed);
// Neither diverged nor unfinished.
bool run_usable(const RunLog *run);

#endif
