// The columns of a log: what is measured of a run after an epoch. A new column is one row of the table in columns.c,
// one field of EpochRow, and the place in worker.c that measures it; the log's header and rows, result.json, the rule
// of divergence, the reader of `compare` and the page's curves all go by the table.
//
// Further columns are made of other tables, their values in an array beside the row, EpochRow.extra: a score
// (COLUMN_SCORE) of a regression with several targets is not one column but one for each target, named after it
// ("train_rmse_price"); a metric (train/metric.h) that is asked for is one of each part ("test_auc"), or of each
// target. What an average (train/average.h) says of the test and the validation part stands behind them: its loss, and
// its score as that of the network itself ("ema_test_loss", "ema_test_acc").
#ifndef LAB_COLUMNS_H
#define LAB_COLUMNS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/text.h"
#include "train/spec.h"

// One row of a log. Where it is read back, a loss that is nan (or a cell that is empty) is NAN; so is a column that the
// log has not.
typedef struct EpochRow {
    int64_t epoch;       // 0: the untrained network
    int64_t step;        // optimizer steps taken
    double lr;           // learning rate
    double running_loss; // NAN at epoch 0
    double train_loss, test_loss;
    double gap;                     // test_loss - train_loss
    double train_score, test_score; // accuracy (0 to 1), or RMSE in the target's own unit for a regression
    double val_loss, val_score;     // NAN without a validation part
    // Of a run with early stopping: the epoch whose weights it would end with if this were its last row. In the second
    // where the test part's loss says which are the best, else in the first; KEPT_NONE in the other, in both of a run
    // without early stopping, and where a log has no such column.
    int64_t kept_epoch, kept_epoch_by_test;
    double *extra;   // [extra_count] the values of further columns, each at its Column.place. Not the row's own: a copy
    int extra_count; // of the row shares it
} EpochRow;

#define KEPT_NONE (-1)

// The parts that are scored.
typedef enum Score { SCORE_TRAIN, SCORE_TEST, SCORE_VAL, SCORES } Score;

typedef enum ColumnType {
    COLUMN_WHOLE,  // int64_t, from 0 up
    COLUMN_FLOAT,  // double; written as the float nearest to it
    COLUMN_DOUBLE, // double; written in full
} ColumnType;

enum {
    COLUMN_REQUIRED = 1 << 0,     // a file without it is no log
    COLUMN_TRAINED = 1 << 1,      // of training itself: an empty cell at epoch 0
    COLUMN_DIVERGES = 1 << 2,     // a value that is not finite: the run has diverged
    COLUMN_VALIDATION = 1 << 3,   // only where there is a validation split
    COLUMN_RESULT = 1 << 4,       // the last one stands in result.json too
    COLUMN_SCORE = 1 << 5,        // with several targets one column for each
    COLUMN_EXTRA = 1 << 6,        // its value is extra[place]
    COLUMN_KEPT = 1 << 7,         // only where a setting stops early; a cell may be empty (KEPT_NONE)
    COLUMN_KEPT_BY_TEST = 1 << 8, // a COLUMN_KEPT: only where a setting does so by the test part
    COLUMN_SPARSE = 1 << 9,       // NAN: there is nothing to say (yet), an empty cell
};

typedef struct Column {
    const char *name;
    const char *regression; // its name in a regression, or NULL where that is the same
    size_t offset;          // of its value in EpochRow
    ColumnType kind;
    unsigned flags;
    Score score; // COLUMN_SCORE, COLUMN_EXTRA: of which part
    int place;   // COLUMN_EXTRA: in EpochRow.extra
} Column;

// In the order of a log; a NULL name ends them.
extern const Column log_columns[];

// What decides which of the columns an experiment has, and under which names.
typedef struct ColumnSet {
    bool regression, validation;
    int targets;                     // of a regression; may be 0 where there is one
    const char *const *target_names; // [targets] where there are several
    unsigned metrics;                // TrainSpec.metrics
    bool kept, kept_by_test;         // some setting stops early by the validation part; by the test part
    unsigned averages;               // averages_wanted, of any setting
} ColumnSet;

// The columns of such a log under their names, in order; a NULL name ends them. Before them stand `setting` and `seed`,
// after them the varied options. Memory from `arena`; NULL without.
const Column *columns_make(ColumnSet set, Arena *arena);
// The column of that name, in a regression or not; NULL where there is none.
const Column *column_find(const char *name);

// What an extra column holds of a part: a metric, or what an average says; of one target where there are several.
typedef struct Extra {
    int metric; // MetricChoice; METRIC_NONE: the RMSE; from EXTRA_AVERAGES on extra_average()
    Score part;
} Extra;
enum { EXTRA_AVERAGES = METRIC_COUNT, EXTRA_METRICS = METRIC_COUNT + 2 * AVERAGE_COUNT };
// The loss or the score of an average (AverageChoice) as Extra.metric.
static inline int extra_average(int average, bool score) {
    return EXTRA_AVERAGES + 2 * average + score;
}
// Which average that is; AVERAGE_COUNT: none. Whether it is its loss.
int average_of_extra(Extra extra);
bool extra_is_average_loss(Extra extra);
// Whether the name is that of an extra column; `target` is then the end of `name`, or NULL where it names none.
bool column_find_extra(const char *name, Extra *extra, const char **target);
// That column by name `name`, of target `target` among `targets` that have columns of their own (0 of 0: none has).
Column column_of_extra(Extra extra, const char *name, int target, int targets);
// The places that a row needs for the columns of these metrics, averages and targets.
int columns_extra(unsigned metrics, unsigned averages, int targets);

// NAN for an extra column where the row has no place for it.
double column_value(const EpochRow *row, const Column *c);
// The value as a cell of a log.
void column_write(const Column *c, const EpochRow *row, Text *out);
// Takes the value from a cell: a whole number where it is one; else a number, nan, inf, -inf or nothing. False if it is
// not. An extra column needs its place in the row.
bool column_read(const Column *c, EpochRow *row, const char *cell);

// Whether this value says that the run has diverged: a loss that is not finite, where one was due.
bool column_diverged(const Column *c, const EpochRow *row);

// Makes every measured value of the row NAN: nothing was measured yet, or the run has diverged.
void row_clear(EpochRow *row);
// Makes every measured value what a log can hold of it: the float nearest to it.
void row_round(EpochRow *row);
// A copy with further columns of its own, as many as `to` has places for.
void row_copy(EpochRow *to, const EpochRow *from);

#endif
