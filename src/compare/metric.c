#include "compare/metric.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "compare/curve.h"
#include "train/metric.h"

static double field_of(const EpochRow *row, size_t column) {
    return *(const double *)(const void *)((const char *)row + column);
}

// "Final" means the row of the weights that the run ended with.
static double final(const MetricInfo *metric, const RunLog *run, const MetricAid *aid) {
    (void)aid;
    return field_of(run_final(run), metric->column);
}

// Of an extra column, which the run's log may not have.
static double final_extra(const MetricInfo *metric, const RunLog *run, const MetricAid *aid) {
    (void)aid;
    const EpochRow *row = run_final(run);
    return metric->column < (size_t)row->extra_count ? row->extra[metric->column] : NAN;
}

static double at_best(const MetricInfo *metric, const RunLog *run, const MetricAid *aid) {
    (void)aid;
    return field_of(curve_best(run), metric->column);
}

static double best_epoch(const MetricInfo *metric, const RunLog *run, const MetricAid *aid) {
    (void)metric, (void)aid;
    return (double)curve_best(run)->epoch;
}

static double stopped_epoch(const MetricInfo *metric, const RunLog *run, const MetricAid *aid) {
    (void)metric, (void)aid;
    return (double)run->rows[run->row_count - 1].epoch;
}

static double kept_epoch(const MetricInfo *metric, const RunLog *run, const MetricAid *aid) {
    (void)metric, (void)aid;
    return (double)run_final(run)->epoch;
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
    {.names = {"stopped_epoch", "stopped at epoch", BETTER_NEITHER, NULL, NULL},
     .of = stopped_epoch,
     .stopping = true,
     .shown = 14},
    {.names = {"kept_epoch", "kept epoch", BETTER_NEITHER, NULL, NULL},
     .of = kept_epoch,
     .stopping = true,
     .shown = 15},
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

// --- Metrics of extra columns

// What is being added to a table; `failed` without memory.
typedef struct Adding {
    MetricTable *table;
    MetricInfo *row;
    const Results *results;
    Arena *arena;
    bool failed;
} Adding;

static const char *keep(Adding *a, Text *text) {
    const char *kept = text_keep(text, a->arena);
    a->failed |= !kept;
    return kept ? kept : "";
}

// "KEY_price" and "TITLE of price"; just these where `target` is below 0.
static void name_of_target(Adding *a, MetricNames *names, const char *key, const char *title, int target) {
    const Results *r = a->results;
    Text key_text = {0}, title_text = {0};
    text_add(&key_text, key);
    text_add(&title_text, title);
    if (target >= 0) {
        // A target that goes by its column's number.
        const char *name = r->targets[target], *column = name[strspn(name, "0123456789")] ? "" : "column ";
        text_printf(&key_text, "_%s", name);
        text_printf(&title_text, " of %s%s", column, name);
    }
    names->key = keep(a, &key_text);
    names->title = keep(a, &title_text);
}

static void add(Adding *a, MetricInfo info, Extra extra, int target) {
    info.of = final_extra;
    info.column = (size_t)column_of_extra(extra, NULL, target, a->results->target_count).place;
    a->row[a->table->count++] = info;
}

// The metrics that a score is, one for each target.
static void add_score(Adding *a, const MetricInfo *score) {
    for (int k = 0; k < a->results->target_count; k++) {
        MetricInfo own = *score;
        name_of_target(a, &own.regression, score->regression.key, score->regression.title, k);
        add(a, own, (Extra){METRIC_NONE, score->part}, k);
    }
}

// A verdict: "lower AUC", "higher AUC".
static const char *verdict(Adding *a, const char *how, const char *title) {
    Text text = {0};
    text_printf(&text, "%s %s", how, title);
    return keep(a, &text);
}

// Places behind all of the table's, in the order of metrics: those of the test part first. Averages come last.
enum { SHOWN_ASKED = 100, JUDGED_ASKED = 100, SHOWN_AVERAGES = SHOWN_ASKED + METRIC_COUNT * (1 + SCORES) };

static const char *const part_names[SCORES] = {[SCORE_TRAIN] = "train", [SCORE_TEST] = "test", [SCORE_VAL] = "val"};

// A metric that was asked for, of one part: one, or one for each target. Only the test part's carries a verdict.
static void add_asked(Adding *a, MetricChoice metric, Score part) {
    const MetricKind *kind = metric_kinds[metric];
    const bool each = kind->regression && a->results->target_count > 0;
    const int targets = each ? a->results->target_count : 1;
    const bool judged = part == SCORE_TEST;
    Text key = {0}, title = {0};
    text_printf(&key, "%s_%s", part_names[part], kind->name);
    text_printf(&title, "%s %s", part_names[part], kind->title);
    const char *key_kept = keep(a, &key), *title_kept = keep(a, &title);
    for (int k = 0; k < targets; k++) {
        MetricInfo own = {.asked = true,
                          .part = part,
                          .validation = part == SCORE_VAL,
                          .row = metric_count + 1 + (int)metric * SCORES + (int)part,
                          .shown = SHOWN_ASKED + (judged ? 0 : METRIC_COUNT * (1 + (int)part)) + (int)metric,
                          .judged = judged ? JUDGED_ASKED + (int)metric : 0};
        own.names.better = part == SCORE_TRAIN ? BETTER_NEITHER : kind->higher ? BETTER_HIGHER : BETTER_LOWER;
        name_of_target(a, &own.names, key_kept, title_kept, each ? k : -1);
        if (judged) {
            own.names.less = verdict(a, "lower", kind->title);
            own.names.more = verdict(a, "higher", kind->title);
        }
        add(a, own, (Extra){(int)metric, part}, k);
    }
}

// What an average says of a part: its loss or its score, one for each target where there are several. It stands beside
// what the network itself says in the same run (compare/averages.h), so it is not judged against other settings.
static void add_average(Adding *a, int average, Score part, bool score) {
    const Results *r = a->results;
    const Extra extra = {extra_average(average, score), part};
    const bool each = score && r->target_count > 0;
    const char *of = !score ? "loss" : r->regression ? "rmse" : "acc";
    const char *title_of = !score ? "loss" : r->regression ? "RMSE" : "accuracy";
    static const char *const network[SCORES][2] = {
        [SCORE_TEST] = {"test_loss", "test_acc"}, [SCORE_VAL] = {"val_loss", "val_acc"}};
    const int place = extra.metric - EXTRA_AVERAGES + 2 * AVERAGE_COUNT * (part == SCORE_VAL);
    Text key = {0}, title = {0};
    text_printf(&key, "%s_%s_%s", average_names[average], part_names[part], of);
    text_printf(&title, "%s %s %s", average_titles[average], part_names[part], title_of);
    const char *key_kept = keep(a, &key), *title_kept = keep(a, &title);
    for (int k = 0; k < (each ? r->target_count : 1); k++) {
        MetricInfo own = {.asked = true,
                          .averaged = true,
                          .part = part,
                          .validation = part == SCORE_VAL,
                          .beside = each ? NULL : network[part][score],
                          .of_average = average,
                          .row = metric_count + 1 + METRIC_COUNT * SCORES + place,
                          .shown = SHOWN_AVERAGES + place};
        own.names.better = score && !r->regression ? BETTER_HIGHER : BETTER_LOWER;
        name_of_target(a, &own.names, key_kept, title_kept, each ? k : -1);
        add(a, own, extra, k);
    }
}

Status metrics_make(MetricTable *table, const Results *r, Arena *a, Error *e) {
    const size_t most = (size_t)metric_count + (size_t)columns_extra(r->metrics, r->averages, r->target_count);
    MetricInfo *row = arena_take(a, most, sizeof *row);
    if (!row) return error_memory(e);
    *table = (MetricTable){.count = metric_count, .row = row};
    memcpy(row, metrics, sizeof metrics);
    for (int m = 0; m < metric_count; m++) row[m].row = m + 1;
    Adding adding = {.table = table, .row = row, .results = r, .arena = a};
    for (int m = 0; m < metric_count; m++)
        if (metrics[m].score) add_score(&adding, &row[m]);
    for (int metric = 0; metric < METRIC_COUNT; metric++)
        for (Score part = 0; part < SCORES && r->metrics >> metric & 1; part++)
            add_asked(&adding, (MetricChoice)metric, part);
    for (int i = 0; i < 2 * AVERAGE_COUNT; i++)
        for (Score part = SCORE_TEST; part < SCORES && r->averages >> (i / 2) & 1; part++)
            add_average(&adding, i / 2, part, i % 2);
    return adding.failed ? error_memory(e) : OK;
}

// --- What is not there

static void add_other_answers(const Results *r, Text *why) {
    static const char *const kinds[] = {"classification", "regression"};
    text_printf(why, "it is of a %s, and they are of a %s", kinds[!r->regression], kinds[r->regression]);
}

static void add_why_not(const MetricInfo *info, bool of_numbers, const Results *r, Text *why) {
    if (info->regression.key && of_numbers != r->regression)
        add_other_answers(r, why);
    else if (info->validation && !r->has_validation)
        text_add(why, "they have no validation part (data.validation_fraction)");
    else if (info->stopping && !r->has_stopping)
        text_add(why, "none of their runs could stop early (regularize.early_stopping)");
    else if (info->score && r->target_count > 0)
        text_add(why, "they have one for each target");
}

void metric_absent(const char *key, const Results *r, Text *why) {
    for (int m = 0; m < metric_count; m++) {
        const bool of_numbers = metrics[m].regression.key && strcmp(metrics[m].regression.key, key) == 0;
        if (of_numbers || strcmp(metrics[m].names.key, key) == 0) add_why_not(&metrics[m], of_numbers, r, why);
    }
    for (int metric = 0; metric < METRIC_COUNT; metric++)
        for (Score part = 0; part < SCORES; part++) {
            const MetricKind *kind = metric_kinds[metric];
            const size_t n = strlen(part_names[part]);
            if (strncmp(key, part_names[part], n) != 0 || key[n] != '_' || strcmp(key + n + 1, kind->name) != 0)
                continue;
            if (kind->regression != r->regression)
                add_other_answers(r, why);
            else if (part == SCORE_VAL && !r->has_validation)
                text_add(why, "they have no validation part (data.validation_fraction)");
            else
                text_printf(why, "it was not measured, as \"metrics\": [\"%s\"] in the config has it", kind->name);
        }
}

// Where a metric stands in an order, from 1; 0: nowhere. Those of targets have the place of the score.
static int place_of(const MetricTable *table, int metric, MetricOrder order) {
    const MetricInfo *info = &table->row[metric];
    const int places[] = {[METRICS_ALL] = info->row, [METRICS_SHOWN] = info->shown, [METRICS_JUDGED] = info->judged};
    return places[order];
}

// Whether the results have it.
static bool metric_in(const MetricTable *table, int metric, const Results *r) {
    const MetricInfo *info = &table->row[metric];
    if (info->validation && !r->has_validation) return false;
    if (info->stopping && !r->has_stopping) return false;
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
