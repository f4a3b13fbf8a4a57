// Balanced accuracy: the mean over classes of recall_k, the share of the samples of class k that are classified right
// (Brodersen et al. 2010, "The Balanced Accuracy and Its Posterior Distribution"; for any number of classes as
// scikit-learn's balanced_accuracy_score). Classes of which the part has no sample are left out.
#include "train/metric.h"

static void balanced_acc(const MetricPass *pass, double *value) {
    const ClassCounts count = metric_count_classes(pass);
    double sum = 0;
    int32_t classes = 0;
    for (int32_t k = 0; k < pass->part->data->classes; k++) {
        if (count.there[k] == 0) continue;
        sum += (double)count.right[k] / (double)count.there[k];
        classes++;
    }
    *value = sum / classes;
}

const MetricKind metric_balanced_acc = {
    .name = "balanced_acc", .title = "balanced accuracy", .higher = true, .of = balanced_acc};
