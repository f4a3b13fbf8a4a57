// Vectors of reals, as gcc and clang offer them: + - * / and comparisons work on all lanes. Only where a loop over
// plain arrays would not be compiled well (the tiles of the product, the transpose); everything else is written as a
// loop.
#ifndef MATH_VECTOR_H
#define MATH_VECTOR_H

#include "math/build.h"
#include "math/panel.h"

#define INLINE static inline __attribute__((always_inline))

// Unrolls the loop that follows, whose count is a small constant.
#ifdef __clang__
#define UNROLL _Pragma("clang loop unroll(full)")
#define UNROLL_BY_2 _Pragma("clang loop unroll_count(2)")
#else
#define UNROLL _Pragma("GCC unroll 16")
#define UNROLL_BY_2 _Pragma("GCC unroll 2")
#endif

// The statement with `name` bound to a panel's width (PANEL, 16 or 8) as a constant, so that loops over the columns of
// a row become whole vectors.
#define FOR_WIDTH(name, width, ...)                                                                                    \
    do {                                                                                                               \
        if ((width) == PANEL) {                                                                                        \
            enum { name = PANEL };                                                                                     \
            __VA_ARGS__;                                                                                               \
        } else if ((width) == 16) {                                                                                    \
            enum { name = 16 };                                                                                        \
            __VA_ARGS__;                                                                                               \
        } else {                                                                                                       \
            enum { name = 8 };                                                                                         \
            __VA_ARGS__;                                                                                               \
        }                                                                                                              \
    } while (0)

// Half vectors serve the last, narrow panel (panel.h).
#define HALF_LANES 8
#if defined(__AVX512F__)
#define LANES 16
#else
#define LANES 8
#endif

typedef real vec __attribute__((vector_size(LANES * sizeof(real)), aligned(8 * sizeof(real)), may_alias));
typedef real quarter __attribute__((vector_size(4 * sizeof(real)), aligned(4 * sizeof(real)), may_alias));
typedef real half __attribute__((vector_size(HALF_LANES * sizeof(real)), aligned(8 * sizeof(real)), may_alias));

// The vector that begins at `p`, which must stand where one may be read (panel.h).
#define VECTOR_AT(type, p) (*(type *)(void *)(p))
#define CONST_VECTOR_AT(type, p) (*(const type *)(const void *)(p))

// a * b + c in every lane, rounded once. (Written so because it is the form that both compilers turn into one
// instruction.)
INLINE vec fma_vec(real a, vec b, vec c) {
    vec sum;
    for (int i = 0; i < LANES; i++) sum[i] = fma_real(a, b[i], c[i]);
    return sum;
}

INLINE half fma_half(real a, half b, half c) {
    half sum;
    for (int i = 0; i < HALF_LANES; i++) sum[i] = fma_real(a, b[i], c[i]);
    return sum;
}

// The same of three vectors.
INLINE vec fma_vecs(vec a, vec b, vec c) {
    vec sum;
    for (int i = 0; i < LANES; i++) sum[i] = fma_real(a[i], b[i], c[i]);
    return sum;
}

INLINE half fma_halves(half a, half b, half c) {
    half sum;
    for (int i = 0; i < HALF_LANES; i++) sum[i] = fma_real(a[i], b[i], c[i]);
    return sum;
}

// x, but 0 where it is below 0; nan stays nan. (A comparison gives all bits or none.)
INLINE vec relu_vec(vec x) {
    const __typeof__(x < (vec){0}) below = x < (vec){0};
    return (vec)((__typeof__(below))x & ~below);
}

INLINE half relu_half(half x) {
    const __typeof__(x < (half){0}) below = x < (half){0};
    return (half)((__typeof__(below))x & ~below);
}

// SHUFFLE: the lanes of two halves (0 to 7 and 8 to 15) that the constant indices name. join: two quarters side by
// side.
#if defined(__clang__) || __GNUC__ >= 12
#define SHUFFLE __builtin_shufflevector
INLINE half join(quarter low, quarter high) {
    return SHUFFLE(low, high, 0, 1, 2, 3, 4, 5, 6, 7);
}
#else
typedef __typeof__(__builtin_choose_expr(sizeof(real) == 8, 0LL, 0)) lane_index;
typedef lane_index half_index __attribute__((vector_size(HALF_LANES * sizeof(real))));
#define SHUFFLE(a, b, ...) __builtin_shuffle(a, b, (half_index){__VA_ARGS__})
INLINE half join(quarter low, quarter high) {
    return (half){low[0], low[1], low[2], low[3], high[0], high[1], high[2], high[3]};
}
#endif

#endif
