// Adam (Kingma & Ba 2015, algorithm 1; the order of its operations is PyTorch's): steps along the running mean of the
// gradients, divided by the root of that of their squares, both freed of their start at 0. In step t:
//     g = gradient + decay w,   m = beta1 m + (1 - beta1) g,   s = beta2 s + (1 - beta2) g^2
//     w = w - learning_rate / (1 - beta1^t) m / (sqrt(s) / sqrt(1 - beta2^t) + eps)
#include "train/adam.h"

#include "math/build.h"
#include "math/elementary.h"

void adam_begin(Step *step, const TrainSpec *spec) {
    const OptimizerSpec *own = &spec->optimizer;
    const uint64_t t = (uint64_t)step->number;
    for (int role = 0; role < ROLES_TRAINED; role++)
        step->rate[role] = (real)(step->learning_rate[role] / (1 - power_whole(own->beta1, t)));
    step->mean_decay = (real)own->beta1;
    step->mean_rest = (real)(1 - own->beta1);
    step->square_decay = (real)own->beta2;
    step->square_rest = (real)(1 - own->beta2);
    step->root_factor = (real)(1 / __builtin_sqrt(1 - power_whole(own->beta2, t)));
    step->eps = (real)own->eps;
}

// The pull to 0 is that of adam (decay) or that of adamw (shrink); the other one is 0.
void adam_update(const Step *step, Role role, real *restrict w, real *const slab[], const real *restrict gradient,
                 size_t n) {
    const real rate = step->rate[role], decay = step->decay[role], shrink = step->shrink[role];
    const real mean_decay = step->mean_decay, mean_rest = step->mean_rest;
    const real square_decay = step->square_decay, square_rest = step->square_rest;
    const real root_factor = step->root_factor, eps = step->eps;
    real *restrict m = slab[0], *restrict s = slab[1];
    for (size_t i = 0; i < n; i++) {
        const real g = fma_real(decay, w[i], gradient[i]);
        m[i] = fma_real(mean_decay, m[i], mean_rest * g);
        s[i] = fma_real(square_decay, s[i], square_rest * g * g);
        const real root = fma_real(root_factor, sqrt_real(s[i]), eps);
        w[i] = fma_real(-rate, m[i] / root, fma_real(-shrink, w[i], w[i]));
    }
}

const OptimizerKind optimizer_adam = {
    .name = "adam", .slabs = 2, .slab = {"mean", "mean_square"}, .begin = adam_begin, .update = adam_update};
