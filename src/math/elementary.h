// exp, expm1, log, tanh, erf, the logistic function, normal numbers, cos and whole powers from + - * / and fma alone,
// so that they give the same bits on every system (a libm's last bit may differ). Inline and without branches: a loop
// over them vectorizes.
//
// The polynomials are minimax fits made for this file (weighted least squares on Chebyshev nodes, reweighted by
// Lawson's method); tests/unit/elementary.c holds the stated bounds against the C library. In the double build
// (gradient checks only) the C library itself is called.
#ifndef MATH_ELEMENTARY_H
#define MATH_ELEMENTARY_H

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "math/build.h"

static inline float float_of_bits(uint32_t bits) {
    float f;
    memcpy(&f, &bits, sizeof f);
    return f;
}

static inline uint32_t bits_of_float(float f) {
    uint32_t bits;
    memcpy(&bits, &f, sizeof bits);
    return bits;
}

#define LOG2_E 1.44269504f
#define LN2_HIGH 0.693359375f // 9 bits, so that n * LN2_HIGH is exact
#define LN2_LOW -2.12194440e-4f

// e^x = 2^n (1 + small), where x = n ln 2 + r and small = r + r^2 q(r). For |x| < 90, or nan.
typedef struct ExpParts {
    float small;
    int32_t n;
} ExpParts;

static inline ExpParts exp_parts(float x) {
    const float shifted = __builtin_fmaf(x, LOG2_E, 12582912.0f); // 1.5 * 2^23: rounds to a whole number
    const float n = shifted - 12582912.0f;
    const float r = __builtin_fmaf(n, -LN2_LOW, __builtin_fmaf(n, -LN2_HIGH, x));
    float q = 1.39506022e-3f;
    q = __builtin_fmaf(q, r, 8.36895313e-3f);
    q = __builtin_fmaf(q, r, 4.16662060e-2f);
    q = __builtin_fmaf(q, r, 1.66665182e-1f);
    q = __builtin_fmaf(q, r, 0.5f);
    return (ExpParts){__builtin_fmaf(r * r, q, r), (int32_t)(bits_of_float(shifted) - bits_of_float(12582912.0f))};
}

// 2^n for -127 < n < 128.
static inline float two_to(int32_t n) {
    return float_of_bits((uint32_t)(n + 127) << 23);
}

// e^x. Relative error below 1.3e-7 (1.1 ulp). 0 where the result would be subnormal (x < -87.3365), inf beyond the
// float range, nan for nan.
static inline float exp_float(float x) {
    const ExpParts e = exp_parts(x < -87.5f ? -87.5f : x > 89.0f ? 89.0f : x);
    // 2^n in two factors, for n = 128 is no float.
    const int32_t half_of_it = e.n >> 1;
    const float power = (e.small + 1.0f) * two_to(half_of_it) * two_to(e.n - half_of_it);
    return x != x ? x : x < -87.3365f ? 0.0f : power;
}

// e^x - 1 for x <= 88 (above it any number), as exact near 0 as elsewhere. Relative error below 1.3e-7 (1.6 ulp). nan
// for nan.
static inline float expm1_float(float x) {
    const ExpParts e = exp_parts(x < -87.0f ? -87.0f : x);
    const float scale = two_to(e.n);
    return __builtin_fmaf(e.small, scale, scale - 1.0f);
}

// The natural logarithm: x = m 2^n with m in [sqrt(1/2), sqrt 2), f = m - 1, log m = f - f^2/2 + f^3 q(f). Relative
// error below 1.2e-7. -inf for 0 (and subnormals), nan below 0, inf for inf.
static inline float log_float(float x) {
    const uint32_t offset = bits_of_float(x) - 0x3f3504f3u; // 0x3f3504f3: sqrt(1/2)
    const float n = (float)((int32_t)offset >> 23);
    const float f = float_of_bits((offset & 0x007fffffu) + 0x3f3504f3u) - 1.0f;
    float q = -7.63449296e-2f;
    q = __builtin_fmaf(q, f, 1.27615750e-1f);
    q = __builtin_fmaf(q, f, -1.31601825e-1f);
    q = __builtin_fmaf(q, f, 1.42017588e-1f);
    q = __builtin_fmaf(q, f, -1.66233569e-1f);
    q = __builtin_fmaf(q, f, 2.00012267e-1f);
    q = __builtin_fmaf(q, f, -2.50008196e-1f);
    q = __builtin_fmaf(q, f, 3.33333313e-1f);
    const float square = f * f;
    float y = square * f * q;
    y = __builtin_fmaf(n, LN2_LOW, y);
    y = __builtin_fmaf(-0.5f, square, y);
    y = __builtin_fmaf(n, LN2_HIGH, f + y);
    y = x < 1.17549435e-38f ? -INFINITY : y;
    y = x < 0.0f ? NAN : y;
    return x == INFINITY || x != x ? x : y;
}

// tanh: x + x^3 q(x^2) near 0, 1 - 2 / (e^2|x| + 1) with x's sign elsewhere. Relative error below 2.5e-7.
static inline float tanh_float(float x) {
    const float square = x * x, size = __builtin_fabsf(x);
    float q = -5.70498640e-3f;
    q = __builtin_fmaf(q, square, 2.06390861e-2f);
    q = __builtin_fmaf(q, square, -5.37397154e-2f);
    q = __builtin_fmaf(q, square, 1.33314416e-1f);
    q = __builtin_fmaf(q, square, -3.33332807e-1f);
    const float near = __builtin_fmaf(square * x, q, x);
    const float far = __builtin_copysignf(1.0f - 2.0f / (exp_float(2.0f * size) + 1.0f), x);
    return size < 0.625f ? near : far;
}

// The error function 2 / sqrt(pi) * the integral of e^(-t^2) from 0 to x: x + x q(x^2) near 0, 1 - e^p(|x|) with x's
// sign elsewhere, where p fits the logarithm of erfc. Relative error below 8.2e-8 (1.2 ulp).
static inline float erf_float(float x) {
    const float square = x * x, size = __builtin_fabsf(x);
    float q = -6.04785921e-4f;
    q = __builtin_fmaf(q, square, 5.00352355e-3f);
    q = __builtin_fmaf(q, square, -2.67730691e-2f);
    q = __builtin_fmaf(q, square, 1.12819761e-1f);
    q = __builtin_fmaf(q, square, -3.76125067e-1f);
    q = __builtin_fmaf(q, square, 1.28379151e-1f);
    const float near = __builtin_fmaf(x, q, x);
    const float bounded = size > 4.0f ? 4.0f : size; // beyond it 1 is the nearest float
    float p = 1.98229493e-4f;
    p = __builtin_fmaf(p, bounded, -3.06556839e-3f);
    p = __builtin_fmaf(p, bounded, 2.23154984e-2f);
    p = __builtin_fmaf(p, bounded, -1.04114279e-1f);
    p = __builtin_fmaf(p, bounded, -6.36975348e-1f);
    p = __builtin_fmaf(p, bounded, -1.12779772f);
    p = __builtin_fmaf(p, bounded, -1.66319354e-4f);
    const float far = __builtin_copysignf(1.0f - exp_float(p), x);
    return size < 0.9f ? near : far;
}

static inline real exp_real(real x) {
    return IS_DOUBLE ? (real)exp((double)x) : (real)exp_float((float)x);
}

static inline real expm1_real(real x) {
    return IS_DOUBLE ? (real)expm1((double)x) : (real)expm1_float((float)x);
}

static inline real log_real(real x) {
    return IS_DOUBLE ? (real)log((double)x) : (real)log_float((float)x);
}

static inline real tanh_real(real x) {
    return IS_DOUBLE ? (real)tanh((double)x) : (real)tanh_float((float)x);
}

static inline real erf_real(real x) {
    return IS_DOUBLE ? (real)erf((double)x) : (real)erf_float((float)x);
}

// The logistic function 1 / (1 + e^-x).
static inline real sigmoid_real(real x) {
    return (real)1 / ((real)1 + exp_real(-x));
}

// The standard normal number that 32 random bits stand for: the inverse of the distribution function at
// (draw + 1/2) / 2^32. So one draw gives one number, between -6.34 and 6.34, that of ~draw being its negative. Off by
// less than 1.3e-6. With p the probability of the tail and t = sqrt(-2 log p), it is (t - sqrt(2 log 2)) q(1 / (t +
// 5/4)).
static inline float normal_float(uint32_t draw) {
    const uint32_t tail = draw >> 31 ? ~draw : draw;
    const float p = ((float)(int32_t)tail + 0.5f) * 0x1p-32f;
    const float t = __builtin_sqrtf(-2.0f * log_float(p)), v = 1.0f / (t + 1.25f);
    float q = 3.27745639f;
    q = __builtin_fmaf(q, v, -3.28664671f);
    q = __builtin_fmaf(q, v, 2.36922594f);
    q = __builtin_fmaf(q, v, -0.528103045f);
    q = __builtin_fmaf(q, v, 1.10229076f);
    q = __builtin_fmaf(q, v, 1.00132151f);
    const float size = (t - 1.17741002f) * q;
    return draw >> 31 ? size : -size;
}

// The two below are for what is computed once a step or once an epoch (schedules, bias corrections): in double, in
// every build.

// cos(pi x), as schedules want it: exact at whole and half numbers, within 2.3e-16 elsewhere. |x| < 2^53. By the series
// of cos and sin on [0, pi / 4], whose next terms are below 3e-18.
static inline double cos_pi(double x) {
    const double size = __builtin_fabs(x);
    const int64_t whole = (int64_t)size;
    const double part = size - (double)whole, near = part > 0.5 ? 1 - part : part; // both exact
    const double t = near > 0.25 ? 0.5 - near : near, square = t * t;
    double c = 4.303069587032947e-06;
    c = __builtin_fma(c, square, -0.0001046381049248457);
    c = __builtin_fma(c, square, 0.0019295743094039231);
    c = __builtin_fma(c, square, -0.02580689139001406);
    c = __builtin_fma(c, square, 0.2353306303588932);
    c = __builtin_fma(c, square, -1.3352627688545895);
    c = __builtin_fma(c, square, 4.0587121264167685);
    c = __builtin_fma(c, square, -4.934802200544679);
    c = __builtin_fma(c, square, 1.0);
    double s = -2.1915353447830217e-05;
    s = __builtin_fma(s, square, 0.00046630280576761255);
    s = __builtin_fma(s, square, -0.0073704309457143504);
    s = __builtin_fma(s, square, 0.08214588661112823);
    s = __builtin_fma(s, square, -0.5992645293207921);
    s = __builtin_fma(s, square, 2.5501640398773455);
    s = __builtin_fma(s, square, -5.16771278004997);
    s = __builtin_fma(s, square, 3.141592653589793);
    const double value = near > 0.25 ? s * t : c;
    return (whole & 1) != (part > 0.5) ? -value : value;
}

// x^n by repeated squaring, lowest bit of n first.
static inline double power_whole(double x, uint64_t n) {
    double power = 1;
    for (; n > 0; n >>= 1, x *= x)
        if (n & 1) power *= x;
    return power;
}

#endif
