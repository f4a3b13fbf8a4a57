// The column table: names, order, and cells that read back as they were written.
#include "lab/columns.h"

#include <math.h>

#include "test.h"

// The columns of a log, as its header has them.
static const char *header(ColumnSet set) {
    static char text[1024];
    Arena arena = {0};
    *text = 0;
    for (const Column *c = columns_make(set, &arena); c->name; c++)
        snprintf(text + strlen(text), sizeof text - strlen(text), ",%s", c->name);
    arena_free(&arena);
    return text + 1;
}

static void names(void) {
    CHECK_TEXT(header((ColumnSet){0}), "epoch,step,lr,running_loss,train_loss,test_loss,gap,train_acc,test_acc");
    CHECK_TEXT(header((ColumnSet){.regression = true, .validation = true}),
               "epoch,step,lr,running_loss,train_loss,test_loss,gap,train_rmse,test_rmse,val_loss,val_rmse");
    CHECK_TEXT(header((ColumnSet){.regression = true, .targets = 1}),
               "epoch,step,lr,running_loss,train_loss,test_loss,gap,train_rmse,test_rmse");
    for (const Column *c = log_columns; c->name; c++) {
        CHECK(column_find(c->name) == c, "%s", c->name);
        CHECK(!c->regression || column_find(c->regression) == c, "%s", c->name);
    }
    CHECK(!column_find("regularize.dropout") && !column_find(""), "no such column");
}

// A score of each of several targets: its columns, and where their values stand.
static void targets(void) {
    static const char *const names[] = {"price", "a, b"};
    const ColumnSet set = {.regression = true, .validation = true, .targets = 2, .target_names = names};
    CHECK_TEXT(header(set), "epoch,step,lr,running_loss,train_loss,test_loss,gap,train_rmse_price,train_rmse_a, b,"
                            "test_rmse_price,test_rmse_a, b,val_loss,val_rmse_price,val_rmse_a, b");
    Arena arena = {0};
    double rmse[SCORES * 2] = {1, 2, 3, 4, 5, 6};
    EpochRow row = {.extra = rmse, .extra_count = columns_extra(0, 0, 2)};
    CHECK(row.extra_count == SCORES * 2, "one for each part and target");
    int place = 0;
    for (const Column *c = columns_make(set, &arena); c->name; c++) {
        const char *target = "";
        Extra extra;
        if (!(c->flags & COLUMN_EXTRA)) continue;
        CHECK(column_find_extra(c->name, &extra, &target) && extra.metric == METRIC_NONE && extra.part == c->score &&
                  c->flags & COLUMN_RESULT,
              "%s", c->name);
        CHECK_TEXT(target, names[place % 2]);
        CHECK(column_value(&row, c) == ++place, "%s: %g", c->name, column_value(&row, c));
        CHECK(isnan(column_value(&(EpochRow){0}, c)), "a row without these scores");
        CHECK(column_read(c, &row, "0.5") && rmse[place - 1] == 0.5, "%s is read", c->name);
        CHECK(!column_diverged(c, &row), "a score does not diverge");
    }
    CHECK(place == 6, "%d columns of targets", place);
    rmse[1] = 0.1, rmse[5] = 1e300;
    row_round(&row);
    CHECK(rmse[1] == 0.1f && isinf(rmse[5]), "what a float holds");
    row_clear(&row);
    CHECK(isnan(rmse[0]) && isnan(rmse[5]), "what was measured goes");
    const char *target;
    Extra extra;
    static const char *const others[] = {"test_rmse", "test_rmse_", "test_loss_x", "train_acc_x", "test_", "test", ""};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        CHECK(!column_find_extra(others[i], &extra, &target), "%s is no score of a target", others[i]);
    arena_free(&arena);
}

// The columns of metrics: behind all others, one of each part, of numbers one of each target; each has its own place.
static void metrics(void) {
    static const char *const names[] = {"price", "b"};
    CHECK_TEXT(header((ColumnSet){.metrics = 1u << METRIC_ECE | 1u << METRIC_AUC}) + strlen("epoch,step,lr,"),
               "running_loss,train_loss,test_loss,gap,train_acc,test_acc,train_auc,test_auc,train_ece,test_ece");
    CHECK_TEXT(strstr(header((ColumnSet){.validation = true, .metrics = 1u << METRIC_AUC}), "val_acc"),
               "val_acc,train_auc,test_auc,val_auc");
    const ColumnSet set = {.regression = true,
                           .validation = true,
                           .targets = 2,
                           .target_names = names,
                           .metrics = 1u << METRIC_MAE | 1u << METRIC_R2};
    CHECK_TEXT(strstr(header(set), "train_mae"),
               "train_mae_price,train_mae_b,test_mae_price,test_mae_b,val_mae_price,val_mae_b,"
               "train_r2_price,train_r2_b,test_r2_price,test_r2_b,val_r2_price,val_r2_b");
    double value[64] = {0};
    EpochRow row = {.extra = value, .extra_count = columns_extra(set.metrics, 0, 2)};
    CHECK(row.extra_count <= 64, "%d places", row.extra_count);
    Arena arena = {0};
    int columns = 0;
    for (const Column *c = columns_make(set, &arena); c->name; c++) {
        Extra extra;
        const char *target;
        if (!(c->flags & COLUMN_EXTRA)) continue;
        CHECK(column_find_extra(c->name, &extra, &target) && extra.part == c->score, "%s", c->name);
        CHECK(column_of_extra(extra, c->name, strcmp(target, "b") == 0, 2).place == c->place, "%s", c->name);
        CHECK(c->place < row.extra_count && value[c->place] == 0, "%s has a place of its own", c->name);
        value[c->place] = ++columns;
    }
    CHECK(columns == 18, "%d columns", columns);
    Extra extra;
    const char *target = "";
    CHECK(column_find_extra("val_macro_f1", &extra, &target) && extra.metric == METRIC_MACRO_F1 && !target,
          "no target");
    CHECK(!column_find_extra("test_auc_b", &extra, &target) && !column_find_extra("auc", &extra, &target) &&
              !column_find_extra("test_aucs", &extra, &target),
          "no metric");
    arena_free(&arena);
}

static const char *written(const Column *c, const EpochRow *row) {
    static char text[64];
    Text t = {0};
    column_write(c, row, &t);
    snprintf(text, sizeof text, "%s", t.data ? t.data : "");
    text_free(&t);
    return text;
}

// What averages say stands behind all else: of the test part, then of the validation part, loss before score.
static void averages(void) {
    static const char *const names[] = {"price", "b"};
    ColumnSet set = {.validation = true, .metrics = 1u << METRIC_AUC, .averages = 1u << AVERAGE_EMA};
    CHECK_TEXT(strstr(header(set), "val_auc"), "val_auc,ema_test_loss,ema_test_acc,ema_val_loss,ema_val_acc");
    CHECK_TEXT(strstr(header((ColumnSet){.regression = true, .averages = 1}), "ema"), "ema_test_loss,ema_test_rmse");
    set = (ColumnSet){.regression = true, .targets = 2, .target_names = names, .averages = 1u << AVERAGE_EMA};
    CHECK_TEXT(strstr(header(set), "ema"), "ema_test_loss,ema_test_rmse_price,ema_test_rmse_b");
    double value[256] = {0};
    EpochRow row = {.epoch = 1, .extra = value, .extra_count = columns_extra(0, set.averages, 2)};
    CHECK(row.extra_count <= 256, "%d places", row.extra_count);
    Arena arena = {0};
    int columns = 0;
    for (const Column *c = columns_make(set, &arena); c->name; c++) {
        Extra extra;
        const char *target;
        if (!(c->flags & COLUMN_EXTRA) || !column_find_extra(c->name, &extra, &target)) continue;
        CHECK(extra.metric == METRIC_NONE || average_of_extra(extra) == AVERAGE_EMA, "%s", c->name);
        CHECK(column_of_extra(extra, c->name, target && strcmp(target, "b") == 0, 2).place == c->place, "%s", c->name);
        CHECK(c->place < row.extra_count && value[c->place] == 0, "%s has a place of its own", c->name);
        value[c->place] = ++columns;
        row.extra[c->place] = NAN;
        CHECK_TEXT(written(c, &row), extra.metric == METRIC_NONE ? "nan" : "");
        CHECK(!column_diverged(c, &row), "what has nothing to say has not diverged");
        value[c->place] = columns;
    }
    CHECK(columns == 7, "%d columns", columns);
    static const char *const others[] = {"ema_train_loss", "ema_test_auc", "ema_loss",
                                         "ema_test",       "ema",          "ema_test_accs"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        Extra extra;
        const char *target;
        CHECK(!column_find_extra(others[i], &extra, &target), "%s says nothing of an average", others[i]);
    }
    arena_free(&arena);
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
        const bool may_be_empty = c->kind != COLUMN_WHOLE || c->flags & COLUMN_KEPT;
        CHECK(column_read(c, &read, "") == may_be_empty, "%s: an empty cell", c->name);
    }
    CHECK(!column_read(column_find("epoch"), &read, "9223372036854775808"), "more than an int64_t");
    CHECK_TEXT(written(column_find("running_loss"), &(EpochRow){.running_loss = 1}), "");
}

// Which epoch is kept stands in its own column, by what it was chosen; where none is, the cell is empty.
static void kept(void) {
    CHECK_TEXT(strstr(header((ColumnSet){.validation = true, .metrics = 1u << METRIC_AUC, .kept = true}), "val_acc"),
               "val_acc,kept_epoch,train_auc,test_auc,val_auc");
    CHECK_TEXT(strstr(header((ColumnSet){.kept_by_test = true}), "test_acc"), "test_acc,kept_epoch_by_test");
    CHECK_TEXT(strstr(header((ColumnSet){.kept = true, .kept_by_test = true}), "test_acc"),
               "test_acc,kept_epoch,kept_epoch_by_test");
    EpochRow row = {.kept_epoch = 7, .kept_epoch_by_test = KEPT_NONE};
    CHECK_TEXT(written(column_find("kept_epoch"), &row), "7");
    CHECK_TEXT(written(column_find("kept_epoch_by_test"), &row), "");
    CHECK(column_read(column_find("kept_epoch"), &row, "") && row.kept_epoch == KEPT_NONE);
    CHECK(column_read(column_find("kept_epoch_by_test"), &row, "0") && row.kept_epoch_by_test == 0);
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

static void copies(void) {
    double ours[] = {1, 2}, theirs[] = {3, 4};
    EpochRow to = {.epoch = 1, .extra = ours, .extra_count = 2};
    const EpochRow from = {.epoch = 5, .test_loss = 0.5, .kept_epoch = 4, .extra = theirs, .extra_count = 2};
    row_copy(&to, &from);
    CHECK(to.epoch == 5 && to.test_loss == 0.5 && to.kept_epoch == 4, "all is copied");
    CHECK(to.extra == ours && ours[0] == 3 && ours[1] == 4, "what stands beside the row, too");
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
    targets();
    metrics();
    averages();
    cells();
    kept();
    divergence();
    rows();
    copies();
    return test_end("lab_columns");
}
