// Stochastic gradient descent with classical momentum (Polyak 1964; in the form of Sutskever et al. 2013, with the
// learning rate outside the velocity, as in PyTorch):
//     g = gradient + decay w,   v = momentum v + g,   w = w - learning_rate v
#include "math/build.h"
#include "train/optimizer.h"

static void sgd_update(const Step *step, Role role, real *restrict w, real *const slab[], const real *restrict gradient,
                       size_t n) {
    const real rate = step->rate[role], momentum = step->momentum, decay = step->decay[role];
    real *restrict v = slab[0];
    for (size_t i = 0; i < n; i++) {
        const real g = fma_real(decay, w[i], gradient[i]);
        v[i] = fma_real(momentum, v[i], g);
        w[i] = fma_real(-rate, v[i], w[i]);
    }
}

const OptimizerKind optimizer_sgd = {.name = "sgd", .slabs = 1, .slab = {"velocity"}, .update = sgd_update};
