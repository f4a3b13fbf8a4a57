// RMSprop (Tieleman & Hinton 2012, "Neural Networks for Machine Learning", lecture 6e; with eps outside the root, as in
// PyTorch): each gradient is divided by the root of a running mean of its squares.
//     g = gradient + decay w,   s = alpha s + (1 - alpha) g^2,   w = w - learning_rate g / (sqrt(s) + eps)
#include "math/build.h"
#include "train/optimizer.h"

static void rmsprop_begin(Step *step, const TrainSpec *spec) {
    step->square_decay = (real)spec->optimizer.alpha;
    step->square_rest = (real)(1 - spec->optimizer.alpha);
    step->eps = (real)spec->optimizer.eps;
}

static void rmsprop_update(const Step *step, Role role, real *restrict w, real *const slab[],
                           const real *restrict gradient, size_t n) {
    const real rate = step->rate[role], decay = step->decay[role], eps = step->eps;
    const real square_decay = step->square_decay, square_rest = step->square_rest;
    real *restrict s = slab[0];
    for (size_t i = 0; i < n; i++) {
        const real g = fma_real(decay, w[i], gradient[i]);
        s[i] = fma_real(square_decay, s[i], square_rest * g * g);
        w[i] = fma_real(-rate, g / (sqrt_real(s[i]) + eps), w[i]);
    }
}

const OptimizerKind optimizer_rmsprop = {
    .name = "rmsprop", .slabs = 1, .slab = {"mean_square"}, .begin = rmsprop_begin, .update = rmsprop_update};
