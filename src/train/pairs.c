#include "train/pairs.h"

#include <string.h>

#include "math/build.h"
#include "math/panel.h"

void pairs_draw(const SamplePass *pass, Rng *rng) {
    for (int r = 0; r < pass->batch->rows; r++) pass->partner[r] = r;
    rng_shuffle(rng, pass->partner, pass->batch->rows);
}

void pairs_keep_inputs(const SamplePass *pass) {
    memcpy(pass->spare, pass->batch->x, panel_size(pass->batch->rows, pass->data->features) * sizeof(real));
}

void pairs_mix_answers(const SamplePass *pass, double kept) {
    const int rows = pass->batch->rows, outputs = pass->share ? pass->data->classes : pass->data->targets;
    real *answer = pass->share ? pass->share : pass->batch->target;
    const real own = (real)kept, rest = (real)(1 - kept);
    memcpy(pass->spare, answer, (size_t)rows * (size_t)outputs * sizeof(real));
    for (int r = 0; r < rows; r++) {
        const real *other = pass->spare + (size_t)pass->partner[r] * (size_t)outputs;
        for (int k = 0; k < outputs; k++) {
            real *at = &answer[r * outputs + k];
            *at = fma_real(own, *at, rest * other[k]);
        }
    }
}
