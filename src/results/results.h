// What experiments left behind, read back: the rows of their logs (an EpochRow each), and what stands beside them. A
// log.csv alone is enough.
#ifndef RESULTS_RESULTS_H
#define RESULTS_RESULTS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/replicate.h"
#include "lab/columns.h"

typedef struct ProbeRow ProbeRow; // results/probes.h

// One run: a setting under one replicate.
typedef struct RunLog {
    Replicate replicate;
    const char *setting;    // by its log: of a tuned setting's run, the candidate that ran it
    int line;               // of its first row in the log
    int row_count;          // at least 1
    EpochRow *rows;         // epochs strictly ascending
    bool diverged;          // a loss is not finite (column_diverged)
    bool nothing;           // the manifest says that the run learned nothing: it counts, and is pointed out
    bool unfinished;        // the manifest says that the run was interrupted or failed
    int epochs;             // that it was to train for by its result.json; 0: not known
    bool failed;            // ... that it failed
    const double *guessing; // [target_count, or 1] by its result.json: what always giving the training part's commonest
                            // class, or its mean, scores on the test part; NULL where that is not known
    int taken_back; // rows behind the one whose weights the run ended with (run_final): early stopping kept the best
    const char *status;       // what became of it, by its result.json or the manifest: "done"; NULL where neither tells
    double seconds;           // that it took, by its result.json; 0 where that is not known
    const int32_t *confusion; // [class_count of its setting], twice: of the test samples of a class (row) how many are
                              // taken for another (column), likewise; NULL where that is not known
    int probe_count;          // what instruments said, in the order of probe.csv: epochs ascend
    const ProbeRow *probes;   // [probe_count]; NULL where no instrument looked
} RunLog;

// What says which samples a test loss is taken over, and in which unit. The scaling of the inputs is not among it, nor
// is the size of the training part but where the unit hangs on it: they leave the test part as it is, and may well be
// what settings are compared for.
typedef enum DataFact {
    DATA_HASH, // sha256 from the manifest; the others are options
    DATA_LABEL,
    DATA_SPLIT_COLUMN,
    DATA_TARGET_SCALING, // "" without a regression
    DATA_TRAIN_SIZE,     // this and the next: "" but for a target whose scaling is fitted on the training part
    DATA_VALIDATION_FRACTION,
    DATA_VALIDATION_SIZE,
    DATA_SUBSET, // the last of these
    DATA_TEST_SIZE,
    DATA_TEST_FRACTION,
    DATA_FOLDS,
    DATA_STRATIFY,
    DATA_SEED,
    DATA_FACTS
} DataFact;
extern const char *const data_facts[DATA_FACTS]; // "sha256", "data.label", ...

typedef struct Tuning Tuning; // results/tuning.h

typedef struct SettingLog {
    const char *name;      // as shown: unique in these results; "experiment/setting" when several experiments are read
    const char *own_name;  // as in its log
    int experiment;        // index into Results.experiments
    int run_count;         // at least 1
    RunLog *runs;          // in the order of the log
    RunLog **by_replicate; // [run_count]: the same in that order
    int folds;             // by its config, else one more than the highest in its log; 0: none
    bool folds_counted;    // by its log alone: one that was cut short shows fewer
    bool stops;            // its log says which epochs its runs keep: early stopping ended them, and no accident
    bool selects_on_test;  // by its log, its epochs were chosen by the test part's loss
    const char *candidate_of;     // by its log, the tuned setting that it is a candidate of; NULL: it is none
    bool over_seeds;              // of a candidate: one choice is made for all seeds
    const Tuning *tuning;         // of a tuned setting, whose runs are those of the candidates that were chosen; NULL
    bool label_noise;             // by its config or its log, some of its training labels are redrawn
    int planned;                  // runs that the manifest lists; 0 where there is none
    int class_count;              // 0 where no result.json of its runs tells
    const char *const *classes;   // [class_count] their names
    const char **values;          // [Results.option_count] text of each option; NULL where it is not known
    const char *data[DATA_FACTS]; // texts; NULL where manifest.json or config.json do not tell
} SettingLog;

// A setting that the manifest lists and of which the log has no row.
typedef struct AbsentSetting {
    const char *name; // as shown
    int experiment;
    int planned; // its runs
} AbsentSetting;

// A candidate of which the log has no row, though a config lists it.
typedef struct AbsentCandidate {
    const char *name, *candidate_of; // as in its config
    int experiment;
} AbsentCandidate;

// A run that failed before its first row, by the manifest.
typedef struct LostRun {
    const char *setting; // as in the manifest
    int experiment;
    double seed;
} LostRun;

typedef struct ExperimentLog {
    const char *name;  // from config.json; the folder's where there is none or several have it; unique in these results
    const char *base;  // the folder's own name, without those above it
    const char *about; // the question; "" when it is not known
    const char *claim; // what it tests, and who says so; NULL: nothing
    int expect_count;
    const struct Expectation *expect; // [expect_count] what its config expects (config/expect.h)
    unsigned looking;                 // by its config: bit n, in some setting the instrument n (ProbeChoice) looks
    const char *primary;              // key of the metric that the question is about; NULL: its config says nothing
    const char *folder;               // where the log stands
    const char *log_path;
    char *log; // its text
    size_t log_size;
    const char *probes_path;
    char *probes; // the text of probe.csv; NULL where there is none
    size_t probes_size;
    int failed_count; // gathered: the runs that failed, by what their attempts say
    struct FailedRun {
        const char *setting;
        uint64_t seed;
    } * failed;
    bool gathered;        // from the folders of the runs, which say how each ended; log.csv may be behind them
    const char *config;   // text of config.json, or NULL when there is none
    const char *manifest; // text of manifest.json, or NULL when there is none
} ExperimentLog;

typedef struct Results {
    int experiment_count;
    ExperimentLog *experiments;
    int setting_count;
    SettingLog *settings; // experiment by experiment, in the order of the log; the candidates of a tuned setting have
                          // become one, in the place of the first
    int tuning_count;
    Tuning *tunings; // in the order of their settings
    int absent_count;
    AbsentSetting *absent;
    int absent_candidate_count;
    AbsentCandidate *absent_candidates;
    int lost_count;
    LostRun *lost;
    int option_count;
    const char *
        *options;     // dotted keys: of the logs what differs or is none of ours, then what differs between experiments
    bool regression;  // scores are RMSE
    int target_count; // several targets with a score each (EpochRow.extra); 0 where there is one score
    const char *const *targets; // [target_count] their names
    unsigned metrics;           // bit n: some log has a column of MetricChoice n
    unsigned averages;          // bit n: some log has a column of AverageChoice n
    bool has_validation;        // some log has val_loss
    bool has_stopping;          // some log says which epochs are kept
    const char *unknown_probe;  // a name in some probe.csv that this version does not know: such rows are skipped; NULL
    Arena arena;                // owns all of the above
} Results;

// Reads `count` results folders or log.csv files. Errors: ERR_IO when one cannot be read or holds no log.csv; ERR_DATA
// with file and line for a log that is broken, and when classification and regression or
// regressions of different lists of targets are mixed.
// Where of no setting a run is there that can be compared, for all are tuned and none is chosen yet, that is ERR_DATA,
// too. results_free is due in either case.
Status results_read(Results *r, const char *const *paths, int count, Error *e);
void results_free(Results *r);

// All columns that the logs may have beside the setting, the seed and varied options; as columns_make.
const Column *results_columns(const Results *r, Arena *arena);

// The first fact, known of both, by which they saw other data; DATA_FACTS where none is.
DataFact data_difference(const SettingLog *a, const SettingLog *b);
// Whether it matters only because the unit of a regression's losses hangs on the training part.
bool data_fact_is_unit(DataFact fact);

// Neither diverged nor unfinished.
bool run_usable(const RunLog *run);
// The row of the weights that the run ended with: the last one, unless early stopping kept the best.
const EpochRow *run_final(const RunLog *run);
// The run up to that row, without what was taken back.
RunLog run_kept(const RunLog *run);

#endif
