// The metrics: what one number says of a run. A metric is one row of the table in metric.c; summary.csv, the
// comparison, the tables, JSON and the page all read that row. docs/statistics.md defines each.
#ifndef COMPARE_METRIC_H
#define COMPARE_METRIC_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/text.h"
#include "results/results.h"

typedef enum Better { BETTER_LOWER, BETTER_HIGHER, BETTER_NEITHER } Better;

// What a metric is called.
typedef struct MetricNames {
    const char *key;   // column prefix in summary.csv and key in JSON: "test_loss", "test_acc"
    const char *title; // for people: "test loss", "test accuracy"
    Better better;
    const char *less, *more; // verdict when it is lower / higher: "overfits less"; NULL where none is given
} MetricNames;

// What computing a number may need besides the run.
typedef struct MetricAid {
    double reach;    // the train loss to which epochs are counted
    double *scratch; // room for a number per row of the run
} MetricAid;

typedef struct MetricInfo MetricInfo;
struct MetricInfo {
    MetricNames names, regression; // a NULL key in `regression`: called the same
    // The number of a run that is usable: INFINITY where what it counts never comes, NAN where it does not exist.
    double (*of)(const MetricInfo *metric, const RunLog *run, const MetricAid *aid);
    size_t column;      // the field of EpochRow that of() takes, if it takes one; of an extra one its place there
    bool score;         // one score; where the results have several targets, there is one such metric for each
    bool asked;         // one of train/metric.h or train/average.h: it is there because somebody asked for it
    Score part;         // score, asked: of which part
    bool averaged;      // asked: of train/average.h
    const char *beside; // of an average: the key of the metric that is the same number of the network itself; NULL:
                        // none of one number
    int of_average;     // with `beside`: whose (AverageChoice)
    bool validation;    // is there only where a log has a validation split
    bool stopping;      // an epoch at which a run stopped: is there only where a log has early stopping
    int row;            // place in the order of summary.csv, from 1 (metrics_make fills it)
    int shown;          // place in the table of settings, from 1 (the most important); all different but those of
                        // one score for several targets, as `judged`
    int judged;         // place among those that are compared with the baseline and carry a verdict; 0: none
    const char *reach_title; // heading of its column, before the train loss to which it counts; NULL: the title
};

// In the order of summary.csv.
extern const MetricInfo metrics[];
extern const int metric_count;

const MetricNames *metric_names(const MetricInfo *metric, bool regression);
// The index of the metric with that key (of a classification), which must be there.
int metric_find(const char *key);

// The metrics of results, by index: the table's own, behind them those of each target where there are several, and
// those that were asked for.
typedef struct MetricTable {
    int count;
    const MetricInfo *row;
} MetricTable;
// In the arena; ERR_IO without memory.
Status metrics_make(MetricTable *table, const Results *r, Arena *a, Error *e);

// Appends why results do not have the metric of that key; nothing of a key that no results have.
void metric_absent(const char *key, const Results *r, Text *why);

// Indices of metrics in some order. Those of the targets stand in the place of the one score.
typedef struct MetricList {
    int count;
    int *index;
} MetricList;

// The metrics that the results have: in the order of the table, or those with a place, by place.
typedef enum MetricOrder { METRICS_ALL, METRICS_SHOWN, METRICS_JUDGED } MetricOrder;
// In the arena; ERR_IO without memory.
Status metrics_list(MetricList *list, const MetricTable *table, const Results *r, MetricOrder order, Arena *a,
                    Error *e);

#endif
