// Many draws at once. In a header, so that the includer's compile flags decide how wide it is vectorized; the values
// do not depend on that.
#ifndef BASE_RNG_FILL_H
#define BASE_RNG_FILL_H

#include "base/rng.h"

#define RNG_LANES 16

// Fills out[0..n) with what n calls of rng_next return, and leaves the same state behind.
// Leapfrog: lane i starts i draws ahead and every lane steps by RNG_LANES draws, so that lanes run side by side.
static inline void rng_fill(Rng *r, uint32_t *out, size_t n) {
    Pcg32Jump step = pcg32_jump(RNG_LANES, r->inc);
    uint64_t lane[RNG_LANES];
    lane[0] = r->state;
    for (int i = 1; i < RNG_LANES; i++) lane[i] = lane[i - 1] * PCG32_MULTIPLIER + r->inc;
    size_t whole = n - n % RNG_LANES;
    for (size_t at = 0; at < whole; at += RNG_LANES) {
#if defined(__AVX2__) && !defined(__clang__)
#pragma GCC unroll 1 // otherwise gcc 12 unrolls the loop away before it gets to vectorizing
#endif
        for (int i = 0; i < RNG_LANES; i++) {
            out[at + (size_t)i] = pcg32_output(lane[i]);
            lane[i] = lane[i] * step.multiplier + step.increment;
        }
    }
    r->state = lane[0];
    for (size_t at = whole; at < n; at++) out[at] = rng_next(r);
}

#endif
