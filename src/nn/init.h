// How weights start: a row of INITS (nn/spec.h) each. With v = numerator / denominator, where the denominator is in
// (IN), in + out (BOTH), or the whole is init_sd^2 (GIVEN), NORMAL draws with standard deviation sqrt(v), UNIFORM
// within
// +-sqrt(v).
//   he       sd sqrt(2 / in)                  He et al. 2015, "Delving Deep into Rectifiers", eq. 10
//   glorot   within +-sqrt(6 / (in + out))    Glorot & Bengio 2010, eq. 16
#ifndef NN_INIT_H
#define NN_INIT_H

#include "base/rng.h"
#include "math/build.h"
#include "nn/spec.h"

// Fills weights [in x out], a panel matrix, with draws in the order of (input, output); padding with 0.
void init_weights(const ModelSpec *spec, Rng *rng, int in, int out, real *weights);

#endif
