#include "train/sgd.h"

#include "math/build.h"

void sgd_update(const Sgd *sgd, real *restrict w, real *restrict v, const real *restrict gradient, size_t n) {
    const real rate = sgd->learning_rate, momentum = sgd->momentum, decay = sgd->weight_decay;
    for (size_t i = 0; i < n; i++) {
        const real g = fma_real(decay, w[i], gradient[i]);
        v[i] = fma_real(momentum, v[i], g);
        w[i] = fma_real(-rate, v[i], w[i]);
    }
}
