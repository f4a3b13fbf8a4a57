// Label smoothing: a sample is 1 - s of its class, and s of all K classes in equal shares,
//     q_k = (1 - s) [k = label] + s / K
// (Szegedy et al. 2016, "Rethinking the Inception Architecture", section 7). PyTorch's
// CrossEntropyLoss(label_smoothing).
#include "math/build.h"
#include "train/sample_rule.h"

static bool label_smoothing_wanted(const TrainSpec *spec) {
    return spec->label_smoothing > 0;
}

static void label_smoothing_apply(const SamplePass *pass) {
    const int rows = pass->batch->rows, classes = pass->data->classes;
    const real kept = (real)(1 - pass->spec->label_smoothing), spread = (real)(pass->spec->label_smoothing / classes);
    for (int i = 0; i < rows * classes; i++) pass->share[i] = fma_real(kept, pass->share[i], spread);
}

const SampleRule sample_rule_label_smoothing = {
    .name = "label_smoothing", .wanted = label_smoothing_wanted, .blends = true, .apply = label_smoothing_apply};
