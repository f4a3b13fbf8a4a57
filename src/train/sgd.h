// Stochastic gradient descent with classical momentum (Polyak 1964; in the form of Sutskever et al. 2013, with the
// learning rate outside the velocity, as in PyTorch):
//     g = gradient + weight_decay w,   v = momentum v + g,   w = w - learning_rate v
#ifndef TRAIN_SGD_H
#define TRAIN_SGD_H

#include <stddef.h>

#include "math/build.h"

typedef struct Sgd {
    real learning_rate, momentum, weight_decay;
} Sgd;

// Updates n weights and their velocities from their gradients. The spans do not overlap.
void sgd_update(const Sgd *sgd, real *restrict w, real *restrict v, const real *restrict gradient, size_t n);

#endif
