// Many draws at once. In a header, so that the includer's compile flags decide how wide it is vectorized; the values
// do not depend on that.
#ifndef BASE_RNG_FILL_H
#define BASE_RNG_FILL_H

#include <string.h>

#include "base/rng.h"

#define RNG_LANES 16

// Vectors, since no compiler finds the way that takes the high halves of two of them at once.
typedef uint64_t RngStates __attribute__((vector_size(4 * sizeof(uint64_t))));
typedef uint32_t RngWords __attribute__((vector_size(8 * sizeof(uint32_t))));
typedef float RngFloats __attribute__((vector_size(8 * sizeof(float)))); // what gcc moves in one instruction

// The high halves of a0 a1 b0 b1 a2 a3 b2 b3.
_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "a number's low half stands before its high half");
static inline __attribute__((always_inline)) RngWords rng_high_halves(RngStates a, RngStates b) {
#if defined(__clang__) || __GNUC__ >= 12
    return (RngWords)__builtin_shufflevector((RngFloats)a, (RngFloats)b, 1, 3, 9, 11, 5, 7, 13, 15);
#else
    return (RngWords)__builtin_shuffle((RngFloats)a, (RngFloats)b, (RngWords){1, 3, 9, 11, 5, 7, 13, 15});
#endif
}

// What pcg32_output makes of each of those states: of its xorshift the 32 bits from bit 27 on, rotated.
static inline __attribute__((always_inline)) RngWords rng_outputs(RngStates a, RngStates b) {
    const RngWords x = rng_high_halves((a ^ a >> 18) << 5, (b ^ b >> 18) << 5), rotation = rng_high_halves(a, b) >> 27;
    return x >> rotation | x << (-rotation & 31);
}

// Fills out[0..n) with what n calls of rng_next return, and leaves the same state behind.
// Leapfrog: lane i starts i draws ahead and every lane steps by RNG_LANES draws, so that lanes run side by side.
static inline void rng_fill(Rng *r, uint32_t *out, size_t n) {
    const Pcg32Jump step = pcg32_jump(RNG_LANES, r->inc);
    const size_t whole = n - n % RNG_LANES;
    uint64_t first[RNG_LANES];
    first[0] = r->state;
    for (int i = 1; i < RNG_LANES; i++) first[i] = first[i - 1] * PCG32_MULTIPLIER + r->inc;
    RngStates lane[RNG_LANES / 4];
    for (int i = 0; i < RNG_LANES / 4; i += 2) {
        const uint64_t *eight = first + (ptrdiff_t)i * 4;
        lane[i] = (RngStates){eight[0], eight[1], eight[4], eight[5]};
        lane[i + 1] = (RngStates){eight[2], eight[3], eight[6], eight[7]};
    }
    for (size_t at = 0; at < whole; at += RNG_LANES) {
#pragma GCC unroll 2
        for (int i = 0; i < RNG_LANES / 4; i += 2) {
            const RngWords words = rng_outputs(lane[i], lane[i + 1]);
            memcpy(out + at + (size_t)i * 4, &words, sizeof words);
            lane[i] = lane[i] * step.multiplier + step.increment;
            lane[i + 1] = lane[i + 1] * step.multiplier + step.increment;
        }
    }
    r->state = lane[0][0];
    for (size_t at = whole; at < n; at++) out[at] = rng_next(r);
}

#endif
