// Draws from the symmetric Beta distribution, exact for every alpha > 0, from four uniform numbers and without
// rejection, so that a draw moves its stream by as much whatever alpha is. The same on every system
// (math/elementary.h).
//
// B from Beta(alpha + 1, alpha + 1) by Ulrich's polar method (Devroye, "Non-Uniform Random Variate Generation", 1986,
// chapter IX), from a uniform S and angle:
//     B = 1/2 + 1/2 sqrt(1 - S^(2 / (2 alpha + 1))) cos(2 pi angle)
// B / (1 - B) is a ratio of two Gamma(alpha + 1), and a Gamma(alpha) is a Gamma(alpha + 1) times U^(1 / alpha) (ibid.).
// So
//     log(X / (1 - X)) = log(B / (1 - B)) + (log U - log V) / alpha.
#ifndef MATH_BETA_H
#define MATH_BETA_H

#include "base/rng.h"
#include "math/elementary.h"

// Uniform in (0, 1), never an end.
static inline double beta_uniform(Rng *rng) {
    return ((double)rng_next(rng) + 0.5) * 0x1p-32;
}

static inline double log_narrow(double x) {
    return (double)log_float((float)x);
}

static inline double beta_draw(Rng *rng, double alpha) {
    const double s = beta_uniform(rng), angle = beta_uniform(rng), u = beta_uniform(rng), v = beta_uniform(rng);
    const double power = (double)exp_float((float)(log_narrow(s) * (2 / (2 * alpha + 1))));
    const double away = __builtin_sqrt(power < 1 ? 1 - power : 0) * cos_pi(2 * angle); // 2 B - 1
    const double odds = log_narrow((1 + away) / (1 - away)) + (log_narrow(u) - log_narrow(v)) / alpha;
    return 1 / (1 + (double)exp_float((float)-odds));
}

#endif
