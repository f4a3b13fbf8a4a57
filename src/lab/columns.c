#include "lab/columns.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#define AT(field) offsetof(EpochRow, field)
enum { LOSS = COLUMN_DIVERGES | COLUMN_RESULT };

const Column log_columns[] = {
    {"epoch", NULL, AT(epoch), COLUMN_WHOLE, COLUMN_REQUIRED},
    {"step", NULL, AT(step), COLUMN_WHOLE, 0},
    {"lr", NULL, AT(lr), COLUMN_DOUBLE, 0},
    {"running_loss", NULL, AT(running_loss), COLUMN_FLOAT, COLUMN_TRAINED | COLUMN_DIVERGES},
    {"train_loss", NULL, AT(train_loss), COLUMN_FLOAT, COLUMN_REQUIRED | LOSS},
    {"test_loss", NULL, AT(test_loss), COLUMN_FLOAT, COLUMN_REQUIRED | LOSS},
    {"gap", NULL, AT(gap), COLUMN_FLOAT, 0},
    {"train_acc", "train_rmse", AT(train_score), COLUMN_FLOAT, COLUMN_RESULT},
    {"test_acc", "test_rmse", AT(test_score), COLUMN_FLOAT, COLUMN_RESULT},
    {"val_loss", NULL, AT(val_loss), COLUMN_FLOAT, COLUMN_VALIDATION | LOSS},
    {"val_acc", "val_rmse", AT(val_score), COLUMN_FLOAT, COLUMN_VALIDATION | COLUMN_RESULT},
    {NULL, NULL, 0, COLUMN_WHOLE, 0},
};

bool column_in(const Column *c, ColumnSet set) {
    return set.validation || !(c->flags & COLUMN_VALIDATION);
}

const char *column_name(const Column *c, ColumnSet set) {
    return set.regression && c->regression ? c->regression : c->name;
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
    return (void *)((char *)row + c->offset);
}

double column_value(const EpochRow *row, const Column *c) {
    double value;
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

void row_clear(EpochRow *row) {
    for (const Column *c = log_columns; c->name; c++)
        if (c->kind == COLUMN_FLOAT) *number(row, c) = NAN;
}

void row_round(EpochRow *row) {
    for (const Column *c = log_columns; c->name; c++)
        if (c->kind == COLUMN_FLOAT) *number(row, c) = (float)*number(row, c);
}
