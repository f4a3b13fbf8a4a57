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
// seed, so that drawing more from one moves no other. Names in use: "init", "shuffle", "dropout", "split", "digits".
Rng rng_stream(uint64_t seed, const char *name, uint64_t index);

uint32_t rng_next(Rng *r);
// 0 <= result < bound without bias; the reference's bounded draw. bound >= 1.
uint32_t rng_below(Rng *r, uint32_t bound);
// Jumps ahead by `delta` draws in logarithmic time.
void rng_advance(Rng *r, uint64_t delta);
// Uniform in [0, 1): 24 bits, exact in float.
float rng_uniform(Rng *r);
// Shuffles `n` ints (Fisher-Yates, from the last down, rng_below(i + 1)).
void rng_shuffle(Rng *r, int32_t *items, int32_t n);

#endif
