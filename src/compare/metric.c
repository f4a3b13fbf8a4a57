#include "compare/metric.h"

#include <assert.h>
#include <math.h>
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

// Of one target among several.
static double final_of_target(const MetricInfo *metric, const RunLog *run, const MetricAid *aid) {
    (void)aid;
    const double *rmse = run->rows[run->row_count - 1].rmse;
    return rmse ? rmse[metric->column] : NAN;
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
     .score = true,
     .part = SCORE_TEST,
     .shown = 5,
     .judged = 4},
    {.names = {"train_acc", "train accuracy", BETTER_NEITHER, NULL, NULL},
     .regression = {"train_rmse", "train RMSE", BETTER_NEITHER, NULL, NULL},
     .of = final,
     .column = COLUMN(train_score),
     .score = true,
     .part = SCORE_TRAIN,
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
     .score = true,
     .part = SCORE_VAL,
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

const MetricNames *metric_names(const MetricInfo *metric, bool regression) {
    return regression && metric->regression.key ? &metric->regression : &metric->names;
}

int metric_find(const char *key) {
    int m = 0;
    while (m < metric_count && strcmp(metrics[m].names.key, key) != 0) m++;
    assert(m < metric_count);
    return m;
}

// The metric that a score is for one target; its names in the arena, key NULL without memory.
static MetricInfo metric_of_target(const MetricInfo *score, const Results *r, int target, Arena *a) {
    MetricInfo own = *score;
    Text key = {0}, title = {0};
    text_printf(&key, "%s_%s", score->regression.key, r->targets[target]);
    // A target that goes by its column's number.
    const char *name = r->targets[target], *column = name[strspn(name, "0123456789")] ? "" : "column ";
    text_printf(&title, "%s of %s%s", score->regression.title, column, name);
    own.regression.key = text_keep(&key, a);
    own.regression.title = text_keep(&title, a);
    if (!own.regression.title) own.regression.key = NULL;
    own.of = final_of_target;
    own.column = (size_t)score->part * (size_t)r->target_count + (size_t)target;
    return own;
}

Status metrics_make(MetricTable *table, const Results *r, Arena *a, Error *e) {
    size_t most = (size_t)metric_count + (size_t)SCORES * (size_t)r->target_count;
    MetricInfo *row = arena_take(a, most, sizeof *row);
    if (!row) return error_memory(e);
    *table = (MetricTable){.count = metric_count, .row = row};
    memcpy(row, metrics, sizeof metrics);
    for (int m = 0; m < metric_count; m++)
        for (int k = 0; metrics[m].score && k < r->target_count; k++) {
            row[table->count] = metric_of_target(&metrics[m], r, k, a);
            if (!row[table->count++].regression.key) return error_memory(e);
        }
    return OK;
}

// Where a metric stands in an order, from 1; 0: nowhere. Those of targets have the place of the score.
static int place_of(const MetricTable *table, int metric, MetricOrder order) {
    const MetricInfo *info = &table->row[metric];
    int in_table = metric;
    if (metric >= metric_count) // one of its score's, by its part
        for (in_table = 0; !metrics[in_table].score || metrics[in_table].part != info->part;) in_table++;
    const int places[] = {[METRICS_ALL] = in_table + 1, [METRICS_SHOWN] = info->shown, [METRICS_JUDGED] = info->judged};
    return places[order];
}

// Whether the results have it.
static bool metric_in(const MetricTable *table, int metric, const Results *r) {
    const MetricInfo *info = &table->row[metric];
    if (info->validation && !r->has_validation) return false;
    return metric >= metric_count || !info->score || r->target_count == 0;
}

Status metrics_list(MetricList *list, const MetricTable *table, const Results *r, MetricOrder order, Arena *a,
                    Error *e) {
    *list = (MetricList){.index = arena_take(a, (size_t)table->count, sizeof *list->index)};
    if (!list->index) return error_memory(e);
    for (int m = 0; m < table->count; m++) {
        int place = place_of(table, m, order), at = list->count;
        if (place == 0 || !metric_in(table, m, r)) continue;
        for (; at > 0 && place_of(table, list->index[at - 1], order) > place; at--)
            list->index[at] = list->index[at - 1];
        list->index[at] = m;
        list->count++;
    }
    return OK;
}
