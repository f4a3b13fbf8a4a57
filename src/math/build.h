// The mathematics is compiled several times from the same source: once per instruction set (a "kernel": avx512, avx2,
// plain), and once in double precision (REAL = double) for the tests that hold gradients against finite differences.
// The sources that include this file are those. The objects of a kernel are joined into one, of which the linker keeps
// a single name to the outside, its Engine (the Makefile's kernel rules): so the kernels stand beside each other in one
// program, and no author has to remember anything.
//
// Why all kernels give the same bits: each output element is computed by the same sequence of IEEE operations, whatever
// the vector width. fma is written out (`fma_real`), the compiler may not contract (-ffp-contract=off) nor reorder.
#ifndef MATH_BUILD_H
#define MATH_BUILD_H

#ifndef REAL
#define REAL float
#endif
typedef REAL real;

#define IS_DOUBLE (sizeof(real) == sizeof(double))

// a * b + c, rounded once.
static inline real fma_real(real a, real b, real c) {
    return IS_DOUBLE ? (real)__builtin_fma(a, b, c) : (real)__builtin_fmaf((float)a, (float)b, (float)c);
}

static inline real sqrt_real(real a) {
    return IS_DOUBLE ? (real)__builtin_sqrt(a) : (real)__builtin_sqrtf((float)a);
}

#endif
