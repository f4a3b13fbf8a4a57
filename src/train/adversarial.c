// Adversarial training by the fast gradient sign method: each sample is moved a step of size eps in every input, the
// way that makes its loss grow,
//     x' = x + eps sign(dL/dx)
// (Goodfellow, Shlens & Szegedy 2015, "Explaining and Harnessing Adversarial Examples", section 4). L is what the step
// would be taken on without, of samples that other rules may have changed; x is the scaled input, and is not clipped to
// the range of the data. Trained on are the moved samples alone (alpha = 0 in the paper's section 6).
//
// Both passes of a step drop the same units; running statistics are those of the moved samples.
#include "math/build.h"
#include "math/panel.h"
#include "train/trainer.h"

static bool adversarial_wanted(const TrainSpec *spec) {
    return spec->adversarial > 0;
}

static void adversarial_apply(const SamplePass *pass) {
    const real eps = (real)pass->spec->adversarial, *restrict d_x = trainer_input_gradient(pass->trainer);
    const size_t n = panel_size(pass->batch->rows, pass->data->features);
    real *restrict x = pass->batch->x;
    for (size_t i = 0; i < n; i++) x[i] += d_x[i] > 0 ? eps : d_x[i] < 0 ? -eps : 0;
}

const SampleRule sample_rule_adversarial = {
    .name = "adversarial", .wanted = adversarial_wanted, .apply = adversarial_apply};
