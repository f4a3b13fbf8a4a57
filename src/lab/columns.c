#include "lab/columns.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

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
    {NULL, NULL, 0, COLUMN_WHOLE, 0, 0, 0},
};

// How many columns a row of the table makes.
static int columns_of(const Column *c, ColumnSet set) {
    if (c->flags & COLUMN_VALIDATION && !set.validation) return 0;
    return c->flags & COLUMN_SCORE && set.targets > 1 ? set.targets : 1;
}

Column column_of_target(const Column *score, const char *name, int target, int targets) {
    return (Column){.name = name,
                    .kind = score->kind,
                    .flags = (score->flags & ~(unsigned)COLUMN_SCORE) | COLUMN_TARGET,
                    .score = score->score,
                    .place = (int)score->score * targets + target};
}

const Column *columns_make(ColumnSet set, Arena *arena) {
    size_t count = 1;
    for (const Column *c = log_columns; c->name; c++) count += (size_t)columns_of(c, set);
    Column *all = arena_take(arena, count, sizeof *all), *next = all; // zeroed, and so is the last name
    for (const Column *c = log_columns; all && c->name; c++)
        for (int k = 0; k < columns_of(c, set); k++, next++) {
            *next = *c;
            if (set.regression && c->regression) next->name = c->regression;
            if (columns_of(c, set) == 1) continue;
            Text name = {0};
            text_printf(&name, "%s_%s", c->regression, set.target_names[k]);
            *next = column_of_target(c, text_keep(&name, arena), k, set.targets);
            if (!next->name) return NULL;
        }
    return all;
}

const Column *column_find_target(const char *name, const char **target) {
    for (const Column *c = log_columns; c->name; c++) {
        const size_t n = c->flags & COLUMN_SCORE ? strlen(c->regression) : 0;
        if (n == 0 || strncmp(name, c->regression, n) != 0 || name[n] != '_' || !name[n + 1]) continue;
        *target = name + n + 1;
        return c;
    }
    return NULL;
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
    if (c->flags & COLUMN_TARGET) return &row->rmse[c->place];
    return (void *)((char *)row + c->offset);
}

double column_value(const EpochRow *row, const Column *c) {
    double value;
    if (c->flags & COLUMN_TARGET) return row->rmse ? row->rmse[c->place] : NAN;
    if (c->kind == COLUMN_WHOLE) return (double)whole(row, c);
    memcpy(&value, (const char *)row + c->offset, sizeof value);
    return value;
}

void column_write(const Column *c, const EpochRow *row, Text *out) {
    char text[NUMBER_TEXT_SIZE];
    double value = column_value(row, c);
    if (c->flags & COLUMN_TRAINED && row->epoch == 0) return;
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
    if (!whole_read(cell, &value) || value > INT64_MAX) return false;
    memcpy((char *)row + c->offset, &value, sizeof value);
    return true;
}

bool column_diverged(const Column *c, const EpochRow *row) {
    bool due = c->flags & COLUMN_DIVERGES && (row->epoch > 0 || !(c->flags & COLUMN_TRAINED));
    return due && !isfinite(column_value(row, c));
}

void row_clear(EpochRow *row, int targets) {
    for (int i = 0; row->rmse && i < SCORES * targets; i++) row->rmse[i] = NAN;
    for (const Column *c = log_columns; c->name; c++)
        if (c->kind == COLUMN_FLOAT) *number(row, c) = NAN;
}

void row_round(EpochRow *row, int targets) {
    for (int i = 0; row->rmse && i < SCORES * targets; i++) row->rmse[i] = (float)row->rmse[i];
    for (const Column *c = log_columns; c->name; c++)
        if (c->kind == COLUMN_FLOAT) *number(row, c) = (float)*number(row, c);
}
