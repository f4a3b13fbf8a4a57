#include <math.h>

#include "compare/comparison.h"

// What differs between tasks is given twice: [0] accuracy, [1] RMSE.
static const MetricInfo infos[METRIC_COUNT] = {
    [METRIC_TEST_LOSS] = {"test_loss", "test loss", BETTER_LOWER, "better", "worse"},
    [METRIC_BEST_TEST_LOSS] = {"best_test_loss", "best test loss", BETTER_LOWER, "better at its best epoch",
                               "worse at its best epoch"},
    [METRIC_BEST_EPOCH] = {"best_epoch", "best epoch", BETTER_NEITHER, NULL, NULL},
    [METRIC_TRAIN_LOSS] = {"train_loss", "train loss", BETTER_NEITHER, NULL, NULL},
    [METRIC_RUNNING_LOSS] = {"running_loss", "running loss", BETTER_NEITHER, NULL, NULL},
    [METRIC_GAP] = {"gap", "gap", BETTER_LOWER, "overfits less", "overfits more"},
    [METRIC_VAL_LOSS] = {"val_loss", "val loss", BETTER_LOWER, NULL, NULL},
    [METRIC_REACH_EPOCH] = {"reach_epoch", "epochs to reach", BETTER_NEITHER, NULL, NULL},
    [METRIC_ONSET_EPOCH] = {"onset_epoch", "overfit onset", BETTER_NEITHER, NULL, NULL},
    [METRIC_GAP_AREA] = {"gap_area", "gap area", BETTER_LOWER, NULL, NULL},
};

static const MetricInfo scores[METRIC_COUNT][2] = {
    [METRIC_TEST_SCORE] = {{"test_acc", "test accuracy", BETTER_HIGHER, "less accurate", "more accurate"},
                           {"test_rmse", "test RMSE", BETTER_LOWER, "smaller error", "larger error"}},
    [METRIC_TRAIN_SCORE] = {{"train_acc", "train accuracy", BETTER_NEITHER, NULL, NULL},
                            {"train_rmse", "train RMSE", BETTER_NEITHER, NULL, NULL}},
    [METRIC_VAL_SCORE] = {{"val_acc", "val accuracy", BETTER_HIGHER, NULL, NULL},
                          {"val_rmse", "val RMSE", BETTER_LOWER, NULL, NULL}},
};

const Metric compared_metrics[COMPARED_COUNT] = {METRIC_GAP, METRIC_TEST_LOSS, METRIC_BEST_TEST_LOSS,
                                                 METRIC_TEST_SCORE};

const MetricInfo *metric_info(Metric m, bool regression) {
    return infos[m].key ? &infos[m] : &scores[m][regression];
}

bool metric_present(Metric m, const Results *r) {
    return r->has_validation || (m != METRIC_VAL_LOSS && m != METRIC_VAL_SCORE);
}
