#include "base/rng.h"

#define GOLDEN_GAMMA 0x9e3779b97f4a7c15ULL // 2^64 / golden ratio, odd: splitmix64's step

Rng rng_seed(uint64_t seed, uint64_t sequence) {
    uint64_t inc = sequence << 1 | 1;
    return (Rng){.state = (seed + inc) * PCG32_MULTIPLIER + inc, .inc = inc};
}

// The output of splitmix64 in state x (G. L. Steele, D. Lea, C. H. Flood, "Fast splittable pseudorandom number
// generators", OOPSLA 2014): a bijection that spreads every bit of x over all of the result.
static uint64_t splitmix64(uint64_t x) {
    x += GOLDEN_GAMMA;
    x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9ULL;
    x = (x ^ x >> 27) * 0x94d049bb133111ebULL;
    return x ^ x >> 31;
}

// FNV-1a, 64 bits: http://www.isthe.com/chongo/tech/comp/fnv/
static uint64_t name_hash(const char *name) {
    uint64_t h = 0xcbf29ce484222325ULL;
    for (; *name; name++) h = (h ^ (unsigned char)*name) * 0x100000001b3ULL;
    return h;
}

Rng rng_stream(uint64_t seed, const char *name, uint64_t index) {
    uint64_t key = splitmix64(splitmix64(splitmix64(seed) ^ name_hash(name)) ^ index);
    return rng_seed(splitmix64(key), splitmix64(key + GOLDEN_GAMMA));
}

uint32_t rng_next(Rng *r) {
    uint64_t old = r->state;
    r->state = old * PCG32_MULTIPLIER + r->inc;
    return pcg32_output(old);
}

uint32_t rng_below(Rng *r, uint32_t bound) {
    // The lowest 2^32 mod bound values are refused, so that every residue is left equally often.
    uint32_t threshold = -bound % bound, x;
    do {
        x = rng_next(r);
    } while (x < threshold);
    return x % bound;
}

void rng_advance(Rng *r, uint64_t delta) {
    Pcg32Jump jump = pcg32_jump(delta, r->inc);
    r->state = r->state * jump.multiplier + jump.increment;
}

float rng_uniform(Rng *r) {
    return (float)(rng_next(r) >> 8) * 0x1p-24f;
}

void rng_shuffle(Rng *r, int32_t *items, int32_t n) {
    for (int32_t i = n - 1; i > 0; i--) {
        uint32_t j = rng_below(r, (uint32_t)i + 1);
        int32_t item = items[i];
        items[i] = items[j];
        items[j] = item;
    }
}
