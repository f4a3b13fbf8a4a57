// The mathematics is compiled several times from the same source: once per instruction set (KERNEL_BUILD = avx512,
// avx2, plain), and once in double precision (KERNEL_BUILD = double, REAL = double) for the tests that hold gradients
// against finite differences. Every function with external linkage in such a source is given the build's name by a line
//     #define matmul BUILD(matmul)
// in its header, so that the builds stand beside each other in one program.
//
// Why all builds give the same bits: each output element is computed by the same sequence of IEEE operations, whatever
// the vector width. fma is written out (`fma_real`), the compiler may not contract (-ffp-contract=off) nor reorder.
#ifndef MATH_BUILD_H
#define MATH_BUILD_H

#ifndef KERNEL_BUILD
#define KERNEL_BUILD plain
#endif
#define BUILD_PASTE(name, build) name##_##build
#define BUILD_EXPAND(name, build) BUILD_PASTE(name, build)
#define BUILD(name) BUILD_EXPAND(name, KERNEL_BUILD)

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
