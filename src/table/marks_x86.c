#include "table/marks_x86.h"

#ifdef __x86_64__
#include <immintrin.h>

__attribute__((target("avx512f,avx512bw"))) static void find_avx512(uint64_t *mark, const char *text, size_t blocks,
                                                                    char a, char b) {
    const __m512i feed = _mm512_set1_epi8('\n'), back = _mm512_set1_epi8('\r');
    const __m512i one = _mm512_set1_epi8(a), other = _mm512_set1_epi8(b);
    for (size_t k = 0; k < blocks; k++) {
        const __m512i x = _mm512_loadu_si512(text + MARKS_BLOCK * k);
        mark[k] = _mm512_cmpeq_epi8_mask(x, feed) | _mm512_cmpeq_epi8_mask(x, back) | _mm512_cmpeq_epi8_mask(x, one) |
                  _mm512_cmpeq_epi8_mask(x, other);
    }
}

__attribute__((target("avx2"))) static void find_avx2(uint64_t *mark, const char *text, size_t blocks, char a, char b) {
    const __m256i feed = _mm256_set1_epi8('\n'), back = _mm256_set1_epi8('\r');
    const __m256i one = _mm256_set1_epi8(a), other = _mm256_set1_epi8(b);
    for (size_t k = 0; k < 2 * blocks; k++) {
        const __m256i x = _mm256_loadu_si256((const __m256i *)(const void *)(text + MARKS_BLOCK / 2 * k));
        const __m256i ends = _mm256_or_si256(_mm256_cmpeq_epi8(x, feed), _mm256_cmpeq_epi8(x, back));
        const __m256i marks = _mm256_or_si256(_mm256_cmpeq_epi8(x, one), _mm256_cmpeq_epi8(x, other));
        const uint64_t bits = (uint32_t)_mm256_movemask_epi8(_mm256_or_si256(ends, marks));
        mark[k / 2] = k % 2 ? mark[k / 2] | bits << 32 : bits;
    }
}

// Every CPU with AVX2 has the instruction, which code for any x86-64 must do without.
__attribute__((target("popcnt"))) static size_t count_popcnt(const uint64_t *mark, size_t blocks) {
    size_t count = 0;
    for (size_t k = 0; k < blocks; k++) count += (size_t)__builtin_popcountll(mark[k]);
    return count;
}

const Marks marks_x86[MARKS_X86_WAYS] = {{.name = "avx512", .find = find_avx512, .count = count_popcnt},
                                         {.name = "avx2", .find = find_avx2, .count = count_popcnt}};

bool marks_x86_runs(int way) {
    return way == 0 ? __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw")
                    : !!__builtin_cpu_supports("avx2");
}
#endif
