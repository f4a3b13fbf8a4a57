#include "compare/metric.h"

#include <assert.h>
#include <string.h>

#include "compare/curve.h"

static double field_of(const EpochRow *row, size_t column) {
    return *(const double *)(const void *)((const char *)row + column);
}

// "Final" means the last row of the run's log.
static double final(const MetricInfo *metric, const RunLog *run, const MetricAid *aid) {
    (void)aid;
    return field_of(&run->rows[run->row_count - 1], metric->column);
}

static double at_best(const MetricInfo *metric, const RunLog *run, const MetricAid *aid) {
    (void)aid;
    return field_of(curve_best(run), metric->column);
}

static double best_epoch(const MetricInfo *metric, const RunLog *run, const MetricAid *aid) {
    (void)metric, (void)aid;
    return (double)curve_best(run)->epoch;
}

static double reach_epoch(const MetricInfo *metric, const RunLog *run, const MetricAid *aid) {
    (void)metric;
    return curve_reach(run, aid->reach);
}

static double onset_epoch(const MetricInfo *metric, const RunLog *run, const MetricAid *aid) {
    (void)metric;
    return curve_onset(run, aid->scratch);
}

static double gap_area(const MetricInfo *metric, const RunLog *run, const MetricAid *aid) {
    (void)metric, (void)aid;
    return curve_gap_area(run);
}

#define COLUMN(field) offsetof(EpochRow, field)

const MetricInfo metrics[] = {
    {.names = {"test_loss", "test loss", BETTER_LOWER, "better", "worse"},
     .of = final,
     .column = COLUMN(test_loss),
     .shown = 1,
     .judged = 2},
    {.names = {"best_test_loss", "best test loss", BETTER_LOWER, "better at its best epoch", "worse at its best epoch"},
     .of = at_best,
     .column = COLUMN(test_loss),
     .shown = 2,
     .judged = 3},
    {.names = {"best_epoch", "best epoch", BETTER_NEITHER, NULL, NULL}, .of = best_epoch, .shown = 6},
    {.names = {"train_loss", "train loss", BETTER_NEITHER, NULL, NULL},
     .of = final,
     .column = COLUMN(train_loss),
     .shown = 3},
    {.names = {"running_loss", "running loss", BETTER_NEITHER, NULL, NULL},
     .of = final,
     .column = COLUMN(running_loss),
     .shown = 9},
    {.names = {"gap", "gap", BETTER_LOWER, "overfits less", "overfits more"},
     .of = final,
     .column = COLUMN(gap),
     .shown = 4,
     .judged = 1},
    {.names = {"test_acc", "test accuracy", BETTER_HIGHER, "less accurate", "more accurate"},
     .regression = {"test_rmse", "test RMSE", BETTER_LOWER, "smaller error", "larger error"},
     .of = final,
     .column = COLUMN(test_score),
     .shown = 5,
     .judged = 4},
    {.names = {"train_acc", "train accuracy", BETTER_NEITHER, NULL, NULL},
     .regression = {"train_rmse", "train RMSE", BETTER_NEITHER, NULL, NULL},
     .of = final,
     .column = COLUMN(train_score),
     .shown = 11},
    {.names = {"val_loss", "val loss", BETTER_LOWER, NULL, NULL},
     .of = final,
     .column = COLUMN(val_loss),
     .validation = true,
     .shown = 12},
    {.names = {"val_acc", "val accuracy", BETTER_HIGHER, NULL, NULL},
     .regression = {"val_rmse", "val RMSE", BETTER_LOWER, NULL, NULL},
     .of = final,
     .column = COLUMN(val_score),
     .validation = true,
     .shown = 13},
    {.names = {"reach_epoch", "epochs to reach", BETTER_NEITHER, NULL, NULL},
     .of = reach_epoch,
     .shown = 8,
     .reach_title = "epochs to train loss"},
    {.names = {"onset_epoch", "overfit onset", BETTER_NEITHER, NULL, NULL}, .of = onset_epoch, .shown = 7},
    {.names = {"gap_area", "gap area", BETTER_LOWER, NULL, NULL}, .of = gap_area, .shown = 10},
};
const int metric_count = sizeof metrics / sizeof *metrics;

const MetricNames *metric_names(int metric, bool regression) {
    const MetricInfo *info = &metrics[metric];
    return regression && info->regression.key ? &info->regression : &info->names;
}

int metric_find(const char *key) {
    int m = 0;
    while (m < metric_count && strcmp(metrics[m].names.key, key) != 0) m++;
    assert(m < metric_count);
    return m;
}

// Where a metric stands in an order, from 1; 0: nowhere.
static int place_of(int metric, MetricOrder order) {
    const int places[] = {
        [METRICS_ALL] = metric + 1, [METRICS_SHOWN] = metrics[metric].shown, [METRICS_JUDGED] = metrics[metric].judged};
    return places[order];
}

Status metrics_list(MetricList *list, const Results *r, MetricOrder order, Arena *a, Error *e) {
    *list = (MetricList){.index = arena_take(a, (size_t)metric_count, sizeof *list->index)};
    if (!list->index) return error_memory(e);
    for (int m = 0; m < metric_count; m++) {
        int place = place_of(m, order), at = list->count;
        if (place == 0 || (metrics[m].validation && !r->has_validation)) continue;
        for (; at > 0 && place_of(list->index[at - 1], order) > place; at--) list->index[at] = list->index[at - 1];
        list->index[at] = m;
        list->count++;
    }
    return OK;
}
