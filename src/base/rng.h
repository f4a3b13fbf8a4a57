// PCG32 (XSH RR 64/32): M. E. O'Neill, "PCG: A Family of Simple Fast Space-Efficient Statistically Good Algorithms
// for Random Number Generation", Harvey Mudd College HMC-CS-2014-0905. Bit for bit the reference's pcg32.
#ifndef BASE_RNG_H
#define BASE_RNG_H

#include <stddef.h>
#include <stdint.h>

typedef struct Rng {
    uint64_t state;
    uint64_t inc; // odd; selects the sequence
} Rng;

#define PCG32_MULTIPLIER 6364136223846793005ULL

// The reference's seeding: pcg32(seed, sequence).
Rng rng_seed(uint64_t seed, uint64_t sequence);

// The stream of a run that bears `name` (and an index, for one per layer): independent of every other name, index and
// seed, so that drawing more from one moves no other. Names in use: "init", "shuffle", "dropout", "gaussian dropout",
// "drop connect", "noise", "stochastic depth", "shake drop", "shake shake", "split", "folds", "label noise", "mixup",
// "cutmix", "cutout", "mc dropout", "probe", "ablation", "curvature", "digits", "moons", "spirals", "blobs", "blob
// centres", "teacher", "teacher weights", "linear", "linear weights"; outside of runs "sign flip", "halves", "verify".
//
// Derivation: key = S(S(S(seed) ^ F(name)) ^ index);
// the stream is rng_seed(S(key), S(key + G)), where S is the output of splitmix64 in a given state, G its step and F
// the 64-bit FNV-1a hash. S is a bijection: two streams that differ only in seed, or only in index, never share a key.
Rng rng_stream(uint64_t seed, const char *name, uint64_t index);

// The next 32 bits. (Many at once: rng_fill in base/rng_fill.h.)
uint32_t rng_next(Rng *r);
// 0 <= result < bound without bias; the reference's bounded draw. bound >= 1.
uint32_t rng_below(Rng *r, uint32_t bound);
// Jumps ahead by `delta` draws in logarithmic time (by 2^64 - n: back by n).
void rng_advance(Rng *r, uint64_t delta);
// Uniform in [0, 1): 24 bits, exact in float.
float rng_uniform(Rng *r);
// Shuffles `n` ints (Fisher-Yates, from the last down, rng_below(i + 1)).
void rng_shuffle(Rng *r, int32_t *items, int32_t n);

// The pieces, for base/rng_fill.h. What the state `old` puts out: a xorshift of the high bits, rotated.
static inline uint32_t pcg32_output(uint64_t old) {
    uint32_t x = (uint32_t)((old ^ old >> 18) >> 27), rotation = (uint32_t)(old >> 59);
    return x >> rotation | x << (-rotation & 31);
}

// `delta` steps of the state at once: state * multiplier + increment. F. B. Brown, "Random number generation with
// arbitrary strides", Trans. Am. Nucl. Soc. 71, 1994.
typedef struct Pcg32Jump {
    uint64_t multiplier, increment;
} Pcg32Jump;

static inline Pcg32Jump pcg32_jump(uint64_t delta, uint64_t inc) {
    Pcg32Jump jump = {1, 0}, power = {PCG32_MULTIPLIER, inc};
    for (; delta > 0; delta >>= 1) {
        if (delta & 1) {
            jump.multiplier *= power.multiplier;
            jump.increment = jump.increment * power.multiplier + power.increment;
        }
        power.increment *= power.multiplier + 1;
        power.multiplier *= power.multiplier;
    }
    return jump;
}

#endif
