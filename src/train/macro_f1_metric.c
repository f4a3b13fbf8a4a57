// Macro F1: the mean over classes of F1_k, the harmonic mean of precision and recall (van Rijsbergen 1979, "Information
// Retrieval", chapter 7):
//     F1_k = 2 right_k / (there_k + said_k).
// Classes that the part has not and that the network never says are left out, as scikit-learn's f1_score does.
#include "train/metric.h"

static void macro_f1(const MetricPass *pass, double *value) {
    const ClassCounts count = metric_count_classes(pass);
    double sum = 0;
    int32_t classes = 0;
    for (int32_t k = 0; k < pass->part->data->classes; k++) {
        const uint64_t all = count.there[k] + count.said[k];
        if (all == 0) continue;
        sum += (double)(2 * count.right[k]) / (double)all;
        classes++;
    }
    *value = sum / classes;
}

const MetricKind metric_macro_f1 = {.name = "macro_f1", .title = "macro F1", .higher = true, .of = macro_f1};
