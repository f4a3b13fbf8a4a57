// What regrun builds on PCG32: bulk draws, named streams, uniforms, shuffles.
#include <stdlib.h>

#include "base/rng.h"
#include "base/rng_fill.h"
#include "test.h"

static void bulk(void) {
    static const size_t sizes[] = {0, 1, 15, 16, 17, 32, 100, 1000};
    uint32_t out[1001];
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        size_t n = sizes[i];
        Rng many = rng_seed(7, i), single = many;
        int wrong = 0;
        out[n] = 12345;
        rng_fill(&many, out, n);
        for (size_t k = 0; k < n; k++) wrong += out[k] != rng_next(&single);
        CHECK(wrong == 0, "%d of %zu values differ", wrong, n);
        CHECK(memcmp(&many, &single, sizeof many) == 0, "the same state after %zu draws", n);
        CHECK(out[n] == 12345, "nothing beyond %zu values is written", n);
    }
}

// The derivation is part of what makes logs comparable between versions: it may not change unnoticed. The wanted
// values come from a separate program (Python integers) that follows the words in rng.h.
static void derivation(void) {
    static const struct {
        uint64_t seed;
        const char *name;
        uint64_t index, state, inc;
    } rows[] = {
        {1, "init", 0, 0xb3d71fbf7c19b9eULL, 0xa7e3bb96064d0575ULL},
        {1, "dropout", 0, 0xb581dbb84d6a750dULL, 0x2967e218cc01f8bfULL},
        {1, "dropout", 1, 0xc106758fc9a30d3bULL, 0xac6dae49224bdc09ULL},
        {2, "shuffle", 0, 0x4abb30098e4513a4ULL, 0xd71364939becf35fULL},
        {0, "", 0, 0x10f2ccf7eb367ed5ULL, 0xe67e1f906e50c871ULL},
        {UINT64_MAX, "digits", UINT64_MAX, 0x9775ee354ae17427ULL, 0x2eb6c0950a538905ULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        Rng r = rng_stream(rows[i].seed, rows[i].name, rows[i].index);
        CHECK(r.state == rows[i].state && r.inc == rows[i].inc, "seed %llu, \"%s\", %llu",
              (unsigned long long)rows[i].seed, rows[i].name, (unsigned long long)rows[i].index);
    }
}

static int compare(const void *a, const void *b) {
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

// Neighbouring seeds, names and indices: no two streams share a state or a sequence, and their first draws agree in
// half of their bits, as those of independent streams do.
static void separation(void) {
    static const char *const names[] = {"init", "shuffle", "dropout", "split", "digits"};
    enum { SEEDS = 40, INDICES = 10, STREAMS = SEEDS * INDICES * 5 };
    static uint64_t state[STREAMS], inc[STREAMS];
    static uint32_t first[STREAMS];
    int n = 0, same = 0;
    double agreeing = 0;
    for (uint64_t seed = 0; seed < SEEDS; seed++)
        for (int name = 0; name < 5; name++)
            for (uint64_t index = 0; index < INDICES; index++, n++) {
                Rng r = rng_stream(seed, names[name], index);
                state[n] = r.state;
                inc[n] = r.inc;
                first[n] = rng_next(&r);
                if (n > 0) agreeing += 32 - __builtin_popcount(first[n] ^ first[n - 1]);
            }
    qsort(state, STREAMS, sizeof *state, compare);
    qsort(inc, STREAMS, sizeof *inc, compare);
    for (int i = 1; i < STREAMS; i++) same += (state[i] == state[i - 1]) + (inc[i] == inc[i - 1]);
    CHECK(same == 0, "%d streams share a state or a sequence", same);
    CHECK_NEAR(agreeing / (STREAMS - 1), 16, 0.3); // standard error 2.83 / sqrt(1999) = 0.063
}

static void uniforms(void) {
    Rng r = rng_seed(3, 3);
    double sum = 0, least = 1, most = 0;
    enum { N = 100000 };
    for (int i = 0; i < N; i++) {
        float u = rng_uniform(&r);
        sum += u;
        if (u < least) least = u;
        if (u > most) most = u;
    }
    CHECK(least >= 0 && most < 1, "between %g and %g", least, most);
    CHECK_NEAR(sum / N, 0.5, 0.005); // standard error 0.0009
    Rng top = {.state = 0, .inc = 1};
    CHECK(rng_uniform(&top) == 0, "state 0 draws 0");
    CHECK((float)(UINT32_MAX >> 8) * 0x1p-24f < 1, "the largest draw stays below 1");
}

static void shuffles(void) {
    int32_t items[6], seen[6][6] = {{0}};
    Rng r = rng_seed(9, 9);
    for (int round = 0; round < 6000; round++) {
        int sum = 0;
        for (int i = 0; i < 6; i++) items[i] = i;
        rng_shuffle(&r, items, 6);
        for (int i = 0; i < 6; i++) {
            sum += 1 << items[i];
            seen[i][items[i]]++;
        }
        if (sum != 63) CHECK(sum == 63, "round %d is no permutation", round);
    }
    double chi_square = 0; // 25 degrees of freedom: 52.6 is exceeded once in 1000
    for (int i = 0; i < 6; i++)
        for (int k = 0; k < 6; k++) chi_square += (seen[i][k] - 1000.0) * (seen[i][k] - 1000.0) / 1000.0;
    CHECK(chi_square < 52.6, "chi square %.1f", chi_square);
    Rng a = rng_seed(1, 2), b = a;
    rng_shuffle(&a, items, 1);
    rng_shuffle(&a, items, 0);
    CHECK(a.state == b.state, "one item or none draws nothing");
    rng_shuffle(&a, items, 6);
    rng_advance(&b, 5);
    CHECK(a.state == b.state, "six items draw five times");
}

int main(void) {
    bulk();
    derivation();
    separation();
    uniforms();
    shuffles();
    return test_end("rng_draws");
}
