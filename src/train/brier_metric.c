// Brier score: the mean over samples of sum_k (p_k - [k = label])^2, over all classes, from 0 to 2 (Brier 1950,
// "Verification of Forecasts Expressed in Terms of Probability"). For two classes that is twice what
// scikit-learn's brier_score_loss says, which looks at one of them.
#include "train/metric.h"

static void brier(const MetricPass *pass, double *value) {
    const int32_t classes = pass->part->data->classes;
    const float *p = pass->output;
    double sum = 0;
    for (int32_t i = 0; i < pass->part->size; i++, p += classes)
        for (int32_t k = 0; k < classes; k++) {
            const double off = (double)p[k] - (k == pass->part->label[i]);
            sum += off * off;
        }
    *value = sum / pass->part->size;
}

const MetricKind metric_brier = {.name = "brier", .title = "Brier score", .of = brier};
