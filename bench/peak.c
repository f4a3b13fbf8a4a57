// This core's FMA peak in GFLOP/s, one thread: independent chains of fused multiply-adds that stay in registers, under
// the widest instruction set the CPU has. `peak [SECONDS]` prints the best of short slices within that time.
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"

#define ROUNDS 200000
#define CHAINS 12 // two units x four or five cycles of latency, and three registers left of AVX2's sixteen

// One slice under one instruction set. Returns the flops it made. The chains start from `box` and end in it, so that no
// compiler can compute one ahead or leave it out.
#define CHAINS_OF(name, target, vector, set, fma, lanes)                                                               \
    target static double name(volatile float *box) {                                                                   \
        vector a = set(*box), b = set(*box), chain[CHAINS];                                                            \
        for (int i = 0; i < CHAINS; i++) chain[i] = set(*box);                                                         \
        for (int r = 0; r < ROUNDS; r++)                                                                               \
            _Pragma("GCC unroll 12") for (int i = 0; i < CHAINS; i++) chain[i] = fma(chain[i], a, b);                  \
        for (int i = 0; i < CHAINS; i++) *box = *(float *)&chain[i];                                                   \
        *box = 0.5f;                                                                                                   \
        return 2.0 * ROUNDS * CHAINS * (lanes);                                                                        \
    }

#if defined(__x86_64__)
#include <immintrin.h>
CHAINS_OF(chains_avx512, __attribute__((target("avx512f"))), __m512, _mm512_set1_ps, _mm512_fmadd_ps, 16)
CHAINS_OF(chains_avx2, __attribute__((target("avx2,fma"))), __m256, _mm256_set1_ps, _mm256_fmadd_ps, 8)
static double chains(volatile float *box) {
    if (__builtin_cpu_supports("avx512f")) return chains_avx512(box);
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return chains_avx2(box);
    fprintf(stderr, "peak: this CPU has no fused multiply-add\n");
    exit(2);
}
#elif defined(__aarch64__)
#include <arm_neon.h>
#define NEON_FMA(a, b, c) vfmaq_f32(c, a, b)
CHAINS_OF(chains, , float32x4_t, vdupq_n_f32, NEON_FMA, 4)
#else
#define SAME(a) (a)
CHAINS_OF(chains, , float, SAME, __builtin_fmaf, 1)
#endif

int main(int argc, char **argv) {
    double limit = argc > 1 ? atof(argv[1]) : 0.2, best = 0;
    volatile float box = 0.5f;
    for (double begin = clock_seconds(); clock_seconds() - begin < limit;) {
        double start = clock_seconds(), flops = chains(&box), rate = flops / (clock_seconds() - start) * 1e-9;
        if (rate > best) best = rate;
    }
    printf("%.2f\n", best);
    return 0;
}
