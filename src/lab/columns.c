#include "lab/columns.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "train/metric.h"

#define AT(field) offsetof(EpochRow, field)
enum { LOSS = COLUMN_DIVERGES | COLUMN_RESULT, SCORE = COLUMN_SCORE | COLUMN_RESULT };

const Column log_columns[] = {
    {"epoch", NULL, AT(epoch), COLUMN_WHOLE, COLUMN_REQUIRED, 0, 0},
    {"step", NULL, AT(step), COLUMN_WHOLE, 0, 0, 0},
    {"lr", NULL, AT(lr), COLUMN_DOUBLE, 0, 0, 0},
    {"running_loss", NULL, AT(running_loss), COLUMN_FLOAT, COLUMN_TRAINED | COLUMN_DIVERGES, 0, 0},
    {"train_loss", NULL, AT(train_loss), COLUMN_FLOAT, COLUMN_REQUIRED | LOSS, 0, 0},
    {"test_loss", NULL, AT(test_loss), COLUMN_FLOAT, COLUMN_REQUIRED | LOSS, 0, 0},
    {"gap", NULL, AT(gap), COLUMN_FLOAT, 0, 0, 0},
    {"train_acc", "train_rmse", AT(train_score), COLUMN_FLOAT, SCORE, SCORE_TRAIN, 0},
    {"test_acc", "test_rmse", AT(test_score), COLUMN_FLOAT, SCORE, SCORE_TEST, 0},
    {"val_loss", NULL, AT(val_loss), COLUMN_FLOAT, COLUMN_VALIDATION | LOSS, 0, 0},
    {"val_acc", "val_rmse", AT(val_score), COLUMN_FLOAT, COLUMN_VALIDATION | SCORE, SCORE_VAL, 0},
    {"kept_epoch", NULL, AT(kept_epoch), COLUMN_WHOLE, COLUMN_KEPT, 0, 0},
    {"kept_epoch_by_test", NULL, AT(kept_epoch_by_test), COLUMN_WHOLE, COLUMN_KEPT | COLUMN_KEPT_BY_TEST, 0, 0},
    {NULL, NULL, 0, COLUMN_WHOLE, 0, 0, 0},
};

static const char *const part_names[SCORES] = {[SCORE_TRAIN] = "train", [SCORE_TEST] = "test", [SCORE_VAL] = "val"};

// How many places each metric has.
static int places(int targets) {
    return SCORES * (targets > 0 ? targets : 1);
}

int average_of_extra(Extra extra) {
    return extra.metric < EXTRA_AVERAGES ? AVERAGE_COUNT : (extra.metric - EXTRA_AVERAGES) / 2;
}

bool extra_is_average_loss(Extra extra) {
    return extra.metric >= EXTRA_AVERAGES && extra.metric == extra_average(average_of_extra(extra), false);
}

int columns_extra(unsigned metrics, unsigned averages, int targets) {
    if (averages) return (1 + EXTRA_METRICS) * places(targets);
    if (metrics) return (1 + METRIC_COUNT) * places(targets); // the RMSE first
    return targets > 0 ? places(targets) : 0;
}

Column column_of_extra(Extra extra, const char *name, int target, int targets) {
    const int each = targets > 0 ? targets : 1;
    return (Column){.name = name,
                    .kind = COLUMN_FLOAT,
                    .flags = COLUMN_EXTRA | COLUMN_RESULT | (extra.part == SCORE_VAL ? COLUMN_VALIDATION : 0) |
                             (extra.metric >= EXTRA_AVERAGES ? COLUMN_SPARSE : 0),
                    .score = extra.part,
                    .place = (extra.metric + 1) * places(targets) + (int)extra.part * each + target};
}

// "test_auc", "test_rmse_price", "ema_test_loss"; NULL without memory.
static const char *extra_name(Extra extra, bool regression, const char *target, Arena *arena) {
    const int average = average_of_extra(extra);
    const char *score = regression ? "rmse" : "acc", *of = score;
    Text name = {0};
    if (extra_is_average_loss(extra))
        of = "loss";
    else if (average == AVERAGE_COUNT && extra.metric != METRIC_NONE)
        of = metric_kinds[extra.metric]->name;
    if (average < AVERAGE_COUNT) text_printf(&name, "%s_", average_names[average]);
    text_printf(&name, "%s_%s", part_names[extra.part], of);
    if (target) text_printf(&name, "_%s", target);
    return text_keep(&name, arena);
}

// Where columns are put that are being made.
typedef struct Making {
    ColumnSet set;
    Column *next;
    Arena *arena;
    bool failed;
} Making;

// An extra column, or one for each target where there are several.
static void make_extra(Making *m, Extra extra) {
    const int targets = m->set.targets > 1 ? m->set.targets : 0;
    const bool each = targets > 0 && !extra_is_average_loss(extra);
    for (int k = 0; k < (each ? targets : 1); k++) {
        const char *name = extra_name(extra, m->set.regression, each ? m->set.target_names[k] : NULL, m->arena);
        m->failed |= !name;
        *m->next++ = column_of_extra(extra, name, k, targets);
    }
}

static void make_column(Making *m, const Column *c) {
    const bool by_test = c->flags & COLUMN_KEPT_BY_TEST;
    if (c->flags & COLUMN_VALIDATION && !m->set.validation) return;
    if (c->flags & COLUMN_KEPT && !(by_test ? m->set.kept_by_test : m->set.kept)) return;
    if (c->flags & COLUMN_SCORE && m->set.targets > 1) {
        make_extra(m, (Extra){METRIC_NONE, c->score});
        return;
    }
    *m->next = *c;
    if (m->set.regression && c->regression) m->next->name = c->regression;
    m->next++;
}

// What an average says of the test part, and of the validation part where there is one.
static void make_average(Making *m, int average) {
    for (Score part = SCORE_TEST; part < SCORES; part++)
        for (int score = 0; score < 2 && (part != SCORE_VAL || m->set.validation); score++)
            make_extra(m, (Extra){extra_average(average, score), part});
}

const Column *columns_make(ColumnSet set, Arena *arena) {
    const size_t own = sizeof log_columns / sizeof *log_columns; // the end among them
    Column *all = arena_take(arena, own + (size_t)columns_extra(set.metrics, set.averages, set.targets), sizeof *all);
    Making m = {.set = set, .next = all, .arena = arena};
    for (const Column *c = log_columns; all && c->name; c++) make_column(&m, c);
    for (int metric = 0; all && metric < METRIC_COUNT; metric++)
        for (Score part = 0; part < SCORES && set.metrics >> metric & 1; part++)
            if (part != SCORE_VAL || set.validation) make_extra(&m, (Extra){metric, part});
    for (int average = 0; all && average < AVERAGE_COUNT; average++)
        if (set.averages >> average & 1) make_average(&m, average);
    return m.failed ? NULL : all; // zeroed, and so is the last name
}

// Whether `name` is the stem, and at most a target behind it; `target`: that, or NULL.
static bool has_stem(const char *name, const char *stem, const char **target) {
    const size_t n = strlen(stem);
    if (strncmp(name, stem, n) != 0 || (name[n] && (name[n] != '_' || !name[n + 1]))) return false;
    *target = name[n] ? name + n + 1 : NULL;
    return true;
}

// What stands behind the part in a column's name: "auc", "rmse_price".
static bool find_of_part(const char *rest, Extra *extra, const char **target) {
    extra->metric = METRIC_NONE;
    if (has_stem(rest, "rmse", target)) return *target != NULL; // that of all is a column of the table
    for (int m = 0; m < METRIC_COUNT; m++) {
        extra->metric = m;
        if (has_stem(rest, metric_kinds[m]->name, target) && (!*target || metric_kinds[m]->regression)) return true;
    }
    return false;
}

// What stands behind an average and the part: "loss", "acc", "rmse", "rmse_price".
static bool find_of_average(const char *rest, int average, Extra *extra, const char **target) {
    const bool loss = strcmp(rest, "loss") == 0;
    *target = NULL;
    extra->metric = extra_average(average, !loss);
    return loss || strcmp(rest, "acc") == 0 || has_stem(rest, "rmse", target);
}

bool column_find_extra(const char *name, Extra *extra, const char **target) {
    int average = 0;
    const char *rest = name;
    while (average < AVERAGE_COUNT && (!has_stem(name, average_names[average], &rest) || !rest)) average++;
    if (average == AVERAGE_COUNT) rest = name;
    for (Score part = 0; part < SCORES; part++) {
        const char *of;
        if (!has_stem(rest, part_names[part], &of) || !of) continue;
        extra->part = part;
        if (average == AVERAGE_COUNT) return find_of_part(of, extra, target);
        return part != SCORE_TRAIN && find_of_average(of, average, extra, target);
    }
    return false;
}

const Column *column_find(const char *name) {
    for (const Column *c = log_columns; c->name; c++)
        if (strcmp(name, c->name) == 0 || (c->regression && strcmp(name, c->regression) == 0)) return c;
    return NULL;
}

// The value of a column that is a whole number, and of one that is not.
static int64_t whole(const EpochRow *row, const Column *c) {
    int64_t value;
    memcpy(&value, (const char *)row + c->offset, sizeof value);
    return value;
}

static double *number(EpochRow *row, const Column *c) {
    if (c->flags & COLUMN_EXTRA) return &row->extra[c->place];
    return (void *)((char *)row + c->offset);
}

double column_value(const EpochRow *row, const Column *c) {
    double value;
    if (c->flags & COLUMN_EXTRA) return c->place < row->extra_count ? row->extra[c->place] : NAN;
    if (c->kind == COLUMN_WHOLE) return (double)whole(row, c);
    memcpy(&value, (const char *)row + c->offset, sizeof value);
    return value;
}

void column_write(const Column *c, const EpochRow *row, Text *out) {
    char text[NUMBER_TEXT_SIZE];
    double value = column_value(row, c);
    if (c->flags & COLUMN_TRAINED && row->epoch == 0) return;
    if (c->flags & COLUMN_KEPT && whole(row, c) == KEPT_NONE) return;
    if (c->flags & COLUMN_SPARSE && isnan(value)) return;
    if (c->kind == COLUMN_WHOLE)
        text_printf(out, "%" PRId64, whole(row, c));
    else
        text_add(out,
                 c->kind == COLUMN_FLOAT ? number_text_float(text, (float)value) : number_text_double(text, value));
}

static bool read_number(const char *cell, double *value) {
    if (!*cell || strcmp(cell, "nan") == 0)
        *value = NAN;
    else if (strcmp(cell, "inf") == 0)
        *value = INFINITY;
    else if (strcmp(cell, "-inf") == 0)
        *value = -INFINITY;
    else
        return number_read(cell, strlen(cell), value);
    return true;
}

bool column_read(const Column *c, EpochRow *row, const char *cell) {
    uint64_t value;
    if (c->kind != COLUMN_WHOLE) return read_number(cell, number(row, c));
    if (c->flags & COLUMN_KEPT && !*cell)
        value = (uint64_t)KEPT_NONE;
    else if (!whole_read(cell, &value) || value > INT64_MAX)
        return false;
    memcpy((char *)row + c->offset, &value, sizeof value);
    return true;
}

bool column_diverged(const Column *c, const EpochRow *row) {
    bool due = c->flags & COLUMN_DIVERGES && (row->epoch > 0 || !(c->flags & COLUMN_TRAINED));
    return due && !isfinite(column_value(row, c));
}

void row_clear(EpochRow *row) {
    for (int i = 0; i < row->extra_count; i++) row->extra[i] = NAN;
    for (const Column *c = log_columns; c->name; c++)
        if (c->kind == COLUMN_FLOAT) *number(row, c) = NAN;
}

void row_round(EpochRow *row) {
    for (int i = 0; i < row->extra_count; i++) row->extra[i] = (float)row->extra[i];
    for (const Column *c = log_columns; c->name; c++)
        if (c->kind == COLUMN_FLOAT) *number(row, c) = (float)*number(row, c);
}

void row_copy(EpochRow *to, const EpochRow *from) {
    double *extra = to->extra;
    if (to->extra_count > 0) memcpy(extra, from->extra, (size_t)to->extra_count * sizeof *extra);
    const int count = to->extra_count;
    *to = *from;
    to->extra = extra;
    to->extra_count = count;
}
