// The table of metrics: what every row must have, and the orders that are read out of it.
#include "compare/metric.h"

#include "test.h"

static void test_rows(void) {
    for (int m = 0; m < metric_count; m++) {
        const MetricInfo *metric = &metrics[m];
        CHECK(metric->of && metric->names.title && metric_find(metric->names.key) == m, "row %d", m);
        CHECK(metric_names(m, false) == &metric->names);
        CHECK(metric_names(m, true) == (metric->regression.key ? &metric->regression : &metric->names));
        for (int regression = 0; regression < 2 && metric->judged; regression++) {
            const MetricNames *names = metric_names(m, regression);
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
    MetricList list;
    CHECK(metrics_list(&list, &(Results){.has_validation = validation}, order, &arena, &e) == OK && list.count == count,
          "%d metrics", list.count);
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

int main(void) {
    test_rows();
    test_orders();
    return test_end("compare_metric");
}
