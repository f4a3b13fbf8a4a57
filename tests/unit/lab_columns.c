// The column table: names, order, and cells that read back as they were written.
#include "lab/columns.h"

#include <math.h>

#include "test.h"

// The columns of a log, as its header has them.
static const char *header(ColumnSet set) {
    static char text[256];
    *text = 0;
    for (const Column *c = log_columns; c->name; c++)
        if (column_in(c, set)) snprintf(text + strlen(text), sizeof text - strlen(text), ",%s", column_name(c, set));
    return text + 1;
}

static void names(void) {
    CHECK_TEXT(header((ColumnSet){0}), "epoch,step,lr,running_loss,train_loss,test_loss,gap,train_acc,test_acc");
    CHECK_TEXT(header((ColumnSet){.regression = true, .validation = true}),
               "epoch,step,lr,running_loss,train_loss,test_loss,gap,train_rmse,test_rmse,val_loss,val_rmse");
    for (const Column *c = log_columns; c->name; c++) {
        CHECK(column_find(c->name) == c, "%s", c->name);
        CHECK(!c->regression || column_find(c->regression) == c, "%s", c->name);
    }
    CHECK(!column_find("regularize.dropout") && !column_find(""), "no such column");
}

static const char *written(const Column *c, const EpochRow *row) {
    static char text[64];
    Text t = {0};
    column_write(c, row, &t);
    snprintf(text, sizeof text, "%s", t.data ? t.data : "");
    text_free(&t);
    return text;
}

static void cells(void) {
    const EpochRow row = {
        .epoch = 3, .step = INT64_MAX, .lr = 0.1, .running_loss = 0.1f, .train_loss = 1e30f, .gap = NAN};
    CHECK_TEXT(written(column_find("step"), &row), "9223372036854775807");
    CHECK_TEXT(written(column_find("lr"), &row), "0.1");
    CHECK_TEXT(written(column_find("running_loss"), &row), "0.1");
    CHECK_TEXT(written(column_find("gap"), &row), "nan");
    EpochRow read = {0};
    for (const Column *c = log_columns; c->name; c++) {
        CHECK(column_read(c, &read, written(c, &row)), "%s: %s", c->name, written(c, &row));
        double before = column_value(&row, c), after = column_value(&read, c);
        bool same = c->kind == COLUMN_FLOAT ? (float)before == (float)after : before == after;
        CHECK(same || (isnan(before) && isnan(after)), "%s: %g is %g", c->name, before, after);
        CHECK(!column_read(c, &read, "x") && !column_read(c, &read, "1 "), "%s takes what is no number", c->name);
        CHECK(column_read(c, &read, "") == (c->kind != COLUMN_WHOLE), "%s: an empty cell", c->name);
    }
    CHECK(!column_read(column_find("epoch"), &read, "9223372036854775808"), "more than an int64_t");
    CHECK_TEXT(written(column_find("running_loss"), &(EpochRow){.running_loss = 1}), "");
}

// Only losses say that a run has diverged, and the running one only where there was training.
static void divergence(void) {
    static const char *const losses = " running_loss train_loss test_loss val_loss ";
    for (const Column *c = log_columns; c->name; c++) {
        EpochRow row = {.epoch = 1};
        char name[32];
        snprintf(name, sizeof name, " %s ", c->name);
        CHECK(!column_diverged(c, &row), "%s", c->name);
        if (c->kind == COLUMN_WHOLE) continue;
        column_read(c, &row, "inf");
        CHECK(column_diverged(c, &row) == (strstr(losses, name) != NULL), "%s", c->name);
        row.epoch = 0;
        CHECK(column_diverged(c, &row) == (strstr(losses, name) && !(c->flags & COLUMN_TRAINED)), "%s", c->name);
    }
}

static void rows(void) {
    EpochRow row = {.epoch = 2, .lr = 0.1, .test_loss = 1e300, .gap = 0.1};
    row_round(&row);
    CHECK(isinf(row.test_loss) && row.gap == 0.1f && row.lr == 0.1, "what a float holds");
    row_clear(&row);
    CHECK(isnan(row.test_loss) && isnan(row.val_score) && row.lr == 0.1 && row.epoch == 2, "what was measured goes");
}

int main(void) {
    names();
    cells();
    divergence();
    rows();
    return test_end("lab_columns");
}
