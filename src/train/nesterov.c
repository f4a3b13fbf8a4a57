// Stochastic gradient descent with Nesterov's momentum (Nesterov 1983; as Sutskever et al. 2013, section 2, but with
// the weights taken where the gradient is wanted, and the learning rate outside the velocity, as in PyTorch):
//     g = gradient + decay w,   v = momentum v + g,   w = w - learning_rate (g + momentum v)
#include "math/build.h"
#include "train/optimizer.h"

static void nesterov_update(const Step *step, Role role, real *restrict w, real *const slab[],
                            const real *restrict gradient, size_t n) {
    const real rate = step->rate[role], momentum = step->momentum, decay = step->decay[role];
    real *restrict v = slab[0];
    for (size_t i = 0; i < n; i++) {
        const real g = fma_real(decay, w[i], gradient[i]);
        v[i] = fma_real(momentum, v[i], g);
        w[i] = fma_real(-rate, fma_real(momentum, v[i], g), w[i]);
    }
}

const OptimizerKind optimizer_nesterov = {
    .name = "nesterov", .slabs = 1, .slab = {"velocity"}, .update = nesterov_update};
