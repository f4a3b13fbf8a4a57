// The table of metrics: what every row must have, and the orders that are read out of it.
#include "compare/metric.h"

#include "test.h"

static void test_rows(void) {
    for (int m = 0; m < metric_count; m++) {
        const MetricInfo *metric = &metrics[m];
        CHECK(metric->of && metric->names.title && metric_find(metric->names.key) == m, "row %d", m);
        CHECK(metric_names(metric, false) == &metric->names);
        CHECK(metric_names(metric, true) == (metric->regression.key ? &metric->regression : &metric->names));
        for (int regression = 0; regression < 2 && metric->judged; regression++) {
            const MetricNames *names = metric_names(metric, regression);
            CHECK(names->less && names->more && names->better != BETTER_NEITHER, "%s has words", names->key);
        }
        for (int other = 0; other < m; other++) {
            CHECK(metric->shown != metrics[other].shown, "row %d and %d stand in one place", m, other);
            CHECK(!metric->judged || metric->judged != metrics[other].judged, "row %d and %d", m, other);
        }
    }
}

static void check_order(bool validation, MetricOrder order, const char *const *keys, int count) {
    Arena arena = {0};
    Error e = {0};
    const Results r = {.has_validation = validation};
    MetricTable table;
    MetricList list;
    CHECK(metrics_make(&table, &r, &arena, &e) == OK && table.count == metric_count, "no targets, no more metrics");
    CHECK(metrics_list(&list, &table, &r, order, &arena, &e) == OK && list.count == count, "%d metrics", list.count);
    for (int i = 0; i < count && i < list.count; i++) CHECK_TEXT(metrics[list.index[i]].names.key, keys[i]);
    arena_free(&arena);
}

static void test_orders(void) {
    static const char *const summary[] = {"test_loss",   "best_test_loss", "best_epoch", "train_loss", "running_loss",
                                          "gap",         "test_acc",       "train_acc",  "val_loss",   "val_acc",
                                          "reach_epoch", "onset_epoch",    "gap_area"};
    static const char *const shown[] = {"test_loss",    "best_test_loss", "train_loss",  "gap",
                                        "test_acc",     "best_epoch",     "onset_epoch", "reach_epoch",
                                        "running_loss", "gap_area",       "train_acc"};
    static const char *const judged[] = {"gap", "test_loss", "best_test_loss", "test_acc"};
    check_order(true, METRICS_ALL, summary, 13);
    check_order(false, METRICS_SHOWN, shown, 11);
    check_order(true, METRICS_JUDGED, judged, 4);
}

// With several targets each score is one metric for each of them, in the place of the one.
static void test_targets(void) {
    static const char *const targets[] = {"price", "rooms"};
    static const char *const judged[] = {"gap", "test_loss", "best_test_loss", "test_rmse_price", "test_rmse_rooms"};
    static const char *const titles[] = {"train RMSE of price", "train RMSE of rooms", "val loss", "val RMSE of price",
                                         "val RMSE of rooms"};
    const Results r = {
        .has_validation = true, .has_stopping = true, .regression = true, .target_count = 2, .targets = targets};
    double rmse[SCORES * 2] = {1, 2, 3, 4, 5, 6};
    EpochRow row = {.extra = rmse, .extra_count = SCORES * 2};
    const RunLog run = {.row_count = 1, .rows = &row};
    Arena arena = {0};
    Error e = {0};
    MetricTable table;
    MetricList list;
    CHECK(metrics_make(&table, &r, &arena, &e) == OK && table.count == metric_count + 6, "three parts, two targets");
    CHECK(metrics_list(&list, &table, &r, METRICS_JUDGED, &arena, &e) == OK && list.count == 5, "judged");
    for (int i = 0; i < list.count; i++) CHECK_TEXT(metric_names(&table.row[list.index[i]], true)->key, judged[i]);
    CHECK(metrics_list(&list, &table, &r, METRICS_ALL, &arena, &e) == OK && list.count == metric_count + 3, "all");
    for (int i = 0; i < 5; i++) CHECK_TEXT(metric_names(&table.row[list.index[i + 8]], true)->title, titles[i]);
    const MetricInfo *test_rooms = &table.row[list.index[7]];
    CHECK(test_rooms->of(test_rooms, &run, NULL) == 4, "the test RMSE of rooms");
    arena_free(&arena);
}

// What was asked for stands behind all else, of the test part first and with a verdict; a log without it has no number.
static void test_asked(void) {
    static const char *const judged[] = {"gap", "test_loss", "best_test_loss", "test_acc", "test_auc", "test_ece"};
    static const char *const shown[] = {"val_acc",   "stopped_epoch", "kept_epoch", "test_auc", "test_ece",
                                        "train_auc", "train_ece",     "val_auc",    "val_ece"};
    static const char *const all[] = {"train_auc", "test_auc", "val_auc", "train_ece", "test_ece", "val_ece"};
    const Results r = {.has_validation = true, .has_stopping = true, .metrics = 1u << METRIC_AUC | 1u << METRIC_ECE};
    double extra[64];
    for (int i = 0; i < 64; i++) extra[i] = i;
    EpochRow row = {.extra = extra, .extra_count = columns_extra(r.metrics, 0, 0)};
    const RunLog run = {.row_count = 1, .rows = &row};
    Arena arena = {0};
    Error e = {0};
    MetricTable table;
    MetricList list;
    CHECK(metrics_make(&table, &r, &arena, &e) == OK && table.count == metric_count + 6, "three parts, two metrics");
    CHECK(metrics_list(&list, &table, &r, METRICS_JUDGED, &arena, &e) == OK && list.count == 6, "%d", list.count);
    for (int i = 0; i < list.count; i++) CHECK_TEXT(table.row[list.index[i]].names.key, judged[i]);
    const MetricInfo *auc = &table.row[list.index[4]], *ece = &table.row[list.index[5]];
    CHECK_TEXT(auc->names.title, "test AUC");
    CHECK_TEXT(auc->names.less, "lower AUC");
    CHECK_TEXT(auc->names.more, "higher AUC");
    CHECK(auc->names.better == BETTER_HIGHER && ece->names.better == BETTER_LOWER, "which way is better");
    CHECK(auc->of(auc, &run, NULL) == column_of_extra((Extra){METRIC_AUC, SCORE_TEST}, "", 0, 0).place, "its number");
    row.extra_count = 0;
    CHECK(isnan(auc->of(auc, &run, NULL)), "a log without it");
    CHECK(metrics_list(&list, &table, &r, METRICS_SHOWN, &arena, &e) == OK && list.count == metric_count + 6, "shown");
    for (int i = 0; i < 9; i++) CHECK_TEXT(table.row[list.index[metric_count - 3 + i]].names.key, shown[i]);
    CHECK(metrics_list(&list, &table, &r, METRICS_ALL, &arena, &e) == OK && list.count == metric_count + 6, "all");
    for (int i = 0; i < 6; i++) CHECK_TEXT(table.row[list.index[metric_count + i]].names.key, all[i]);
    arena_free(&arena);
}

// Of numbers each target has its own.
static void test_asked_of_targets(void) {
    static const char *const targets[] = {"price", "7"};
    static const char *const titles[] = {"test MAE of price", "test MAE of column 7"};
    const Results r = {
        .regression = true, .target_count = 2, .targets = targets, .metrics = 1u << METRIC_MAE | 1u << METRIC_R2};
    Arena arena = {0};
    Error e = {0};
    MetricTable table;
    MetricList list;
    CHECK(metrics_make(&table, &r, &arena, &e) == OK && table.count == metric_count + 6 + 12, "%d", table.count);
    CHECK(metrics_list(&list, &table, &r, METRICS_JUDGED, &arena, &e) == OK && list.count == 9, "%d", list.count);
    for (int i = 0; i < 2; i++) CHECK_TEXT(metric_names(&table.row[list.index[5 + i]], true)->title, titles[i]);
    CHECK_TEXT(metric_names(&table.row[list.index[8]], true)->key, "test_r2_7");
    arena_free(&arena);
}

// What averages say stands behind all else and carries no verdict.
static void test_averages(void) {
    static const char *const shown[] = {"test_auc",     "train_auc",    "val_auc",    "ema_test_loss",
                                        "ema_test_acc", "ema_val_loss", "ema_val_acc"};
    const Results r = {
        .has_validation = true, .has_stopping = true, .metrics = 1u << METRIC_AUC, .averages = 1u << AVERAGE_EMA};
    double extra[256];
    for (int i = 0; i < 256; i++) extra[i] = i;
    EpochRow row = {.extra = extra, .extra_count = columns_extra(r.metrics, r.averages, 0)};
    const RunLog run = {.row_count = 1, .rows = &row};
    Arena arena = {0};
    Error e = {0};
    MetricTable table;
    MetricList list;
    CHECK(metrics_make(&table, &r, &arena, &e) == OK && table.count == metric_count + 3 + 4, "%d", table.count);
    CHECK(metrics_list(&list, &table, &r, METRICS_JUDGED, &arena, &e) == OK && list.count == 5, "%d", list.count);
    CHECK(metrics_list(&list, &table, &r, METRICS_SHOWN, &arena, &e) == OK && list.count == metric_count + 7, "shown");
    for (int i = 0; i < 7; i++) CHECK_TEXT(table.row[list.index[metric_count + i]].names.key, shown[i]);
    const MetricInfo *score = &table.row[list.index[metric_count + 4]];
    CHECK_TEXT(score->names.title, "EMA test accuracy");
    CHECK(score->names.better == BETTER_HIGHER, "accuracy");
    const Extra of = {extra_average(AVERAGE_EMA, true), SCORE_TEST};
    CHECK(score->of(score, &run, NULL) == column_of_extra(of, "", 0, 0).place, "its number");
    arena_free(&arena);
}

int main(void) {
    test_averages();
    test_asked();
    test_asked_of_targets();
    test_rows();
    test_orders();
    test_targets();
    return test_end("compare_metric");
}
