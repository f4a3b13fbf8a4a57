// How weights and biases start: a row of INITS (nn/spec.h) each. With v = numerator / denominator, where the
// denominator is in (IN), in + out (BOTH), or the whole is init_sd^2 (GIVEN), NORMAL draws with standard deviation
// sqrt(v), UNIFORM within +-sqrt(v), whose variance is v / 3. Biases start at 0 (ZERO), or are drawn as the weights are
// (ALIKE).
//   he, he_uniform           variance 2 / in            He et al. 2015, "Delving Deep into Rectifiers", eq. 10
//   glorot, glorot_normal    variance 2 / (in + out)    Glorot & Bengio 2010, eq. 16
//   lecun, lecun_uniform     variance 1 / in            LeCun et al. 1998, "Efficient BackProp", eq. 16
//   torch                    within +-1 / sqrt(in)      what PyTorch's nn.Linear does, biases too
// (glorot is uniform and he normal, as each was proposed.)
#ifndef NN_INIT_H
#define NN_INIT_H

#include "base/rng.h"
#include "math/build.h"
#include "nn/spec.h"

// Fills weights [in x out], a panel matrix, with draws in the order of (input, output); padding with 0.
void init_weights(const ModelSpec *spec, Rng *rng, int in, int out, real *weights);

// Fills biases [1 x out] for weights [in x out]; padding with 0. Draws come after those of the weights.
void init_biases(const ModelSpec *spec, Rng *rng, int in, int out, real *biases);

#endif
