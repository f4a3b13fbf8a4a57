// CutMix: with lambda from Beta(alpha, alpha), a piece M of about 1 - lambda of a sample and a permutation p of the
// batch, all drawn once a step,
//     x_i' = x_p(i) in M, x_i elsewhere,    y_i' = k y_i + (1 - k) y_p(i),    k = 1 - the size of M
// (Yun et al. 2019, "CutMix", equation 1). Of images M is a box, whose size is counted after it was cut at the
// edge, as in the authors' code; of tables it is a choice of columns (train/cut.h).
#include "math/beta.h"
#include "math/build.h"
#include "math/panel.h"
#include "train/cut.h"
#include "train/pairs.h"

static bool cutmix_wanted(const TrainSpec *spec) {
    return spec->cutmix > 0;
}

static void cutmix_apply(const SamplePass *pass) {
    const int rows = pass->batch->rows, features = pass->data->features;
    Rng rng = rng_stream(pass->seed, "cutmix", (uint64_t)pass->step);
    const double lambda = beta_draw(&rng, pass->spec->cutmix);
    const Cut cut = cut_draw(pass->data, &rng, 1 - lambda, pass->cut);
    pairs_draw(pass, &rng);
    pairs_keep_inputs(pass);
    for (int32_t i = 0; i < cut.count; i++)
        for (int r = 0; r < rows; r++)
            pass->batch->x[panel_index(rows, features, r, cut.feature[i])] =
                pass->spare[panel_index(rows, features, pass->partner[r], cut.feature[i])];
    pairs_mix_answers(pass, 1 - cut.share);
}

const SampleRule sample_rule_cutmix = {
    .name = "cutmix", .wanted = cutmix_wanted, .blends = true, .pairs = true, .cuts = true, .apply = cutmix_apply};
