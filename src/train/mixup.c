// mixup: with a share lambda from Beta(alpha, alpha) and a permutation p of the batch, both drawn once a step,
//     x_i' = lambda x_i + (1 - lambda) x_p(i),    y_i' = lambda y_i + (1 - lambda) y_p(i)
// (Zhang et al. 2018, "mixup: Beyond Empirical Risk Minimization", equation in section 2 and figure 1a). y are the
// labels as shares of the classes, or the scaled targets.
#include "math/beta.h"
#include "math/build.h"
#include "math/panel.h"
#include "train/pairs.h"

static bool mixup_wanted(const TrainSpec *spec) {
    return spec->mixup > 0;
}

static void mixup_apply(const SamplePass *pass) {
    const int rows = pass->batch->rows, features = pass->data->features;
    Rng rng = rng_stream(pass->seed, "mixup", (uint64_t)pass->step);
    const double lambda = beta_draw(&rng, pass->spec->mixup);
    const real own = (real)lambda, rest = (real)(1 - lambda);
    pairs_draw(pass, &rng);
    pairs_keep_inputs(pass);
    for (int p = 0; p < panel_count(features); p++) {
        const int width = panel_width(features, p);
        real *x = pass->batch->x + panel_offset(rows, p);
        const real *from = pass->spare + panel_offset(rows, p);
        for (int r = 0; r < rows; r++) {
            const real *other = from + (size_t)pass->partner[r] * (size_t)width;
            for (int c = 0; c < width; c++) x[r * width + c] = fma_real(own, x[r * width + c], rest * other[c]);
        }
    }
    pairs_mix_answers(pass, lambda);
}

const SampleRule sample_rule_mixup = {
    .name = "mixup", .wanted = mixup_wanted, .blends = true, .pairs = true, .apply = mixup_apply};
