// The polynomials of math/elementary.h against the C library in double precision, over the whole float range.
#include "math/elementary.h"

#include "test.h"

static double ulps(float got, double want) {
    const float near = (float)want;
    const double step = fabs((double)nextafterf(near, INFINITY) - (double)near);
    return fabs((double)got - want) / step;
}

static void check_range(const char *name, float (*f)(float), double (*reference)(double), float from, float to,
                        double bound) {
    double worst = 0;
    float at = 0;
    for (int i = 0; i <= 400000; i++) {
        const float x = from + (to - from) * ((float)i / 400000.0f);
        const double error = ulps(f(x), reference((double)x));
        if (error > worst) worst = error, at = x;
    }
    CHECK(worst <= bound, "%s on [%g, %g]: %.2f ulp at %.9g, bound %.2f", name, (double)from, (double)to, worst,
          (double)at, bound);
}

static double logistic(double x) {
    return 1 / (1 + exp(-x));
}

static float sigmoid_float(float x) {
    return 1.0f / (1.0f + exp_float(-x));
}

// In long double the argument pi x is known to more digits than the result has.
static void check_cos_pi(void) {
    long double worst = 0;
    double at = 0;
    for (int i = 0; i <= 400000; i++) {
        const double x = -3.7 + 7.3 * (i / 400000.0);
        const long double off =
            fabsl((long double)cos_pi(x) - cosl(3.14159265358979323846264338327950288L * (long double)x));
        if (off > worst) worst = off, at = x;
    }
    CHECK(worst <= 2.3e-16L, "cos pi x: off by %.3Lg at %.17g", worst, at);
    CHECK(cos_pi(0) == 1 && cos_pi(1) == -1 && cos_pi(-2) == 1 && cos_pi(1e15 + 1) == -1, "whole numbers");
    CHECK(cos_pi(0.5) == 0 && cos_pi(-1.5) == 0 && cos_pi(1e9 + 0.5) == 0, "half numbers");
    CHECK_NEAR(cos_pi(1.0 / 3), 0.5, 2e-16);
}

static void check_power_whole(void) {
    CHECK(power_whole(3, 20) == 3486784401.0 && power_whole(0.999, 0) == 1 && power_whole(-2, 3) == -8, "small powers");
    CHECK(power_whole(0.5, 1074) > 0 && power_whole(0.5, 1075) == 0, "down to nothing");
    for (uint64_t n = 1; n < 100000; n = n * 3 + 1)
        CHECK_NEAR(power_whole(0.999, n) / pow(0.999, (double)n), 1, 1e-15 * (double)n);
}

// Against erfc of the C library: how far off the distribution function is, divided by the density. In the tails, where
// a float's own step is 4.8e-7, every draw; elsewhere every STEP-th, which stands for so many in the moments.
static void check_normal(void) {
    enum { STEP = 4099, TAIL = 100000 };
    const double all = 4294967296.0, root_two_pi = 2.5066282746310005;
    double worst = 0, mean = 0, square = 0, fourth = 0, last = -INFINITY;
    uint32_t at = 0;
    int falling = 0, uneven = 0;
    for (uint64_t i = 0, step; i < 1ULL << 32; i += step) {
        const uint32_t draw = (uint32_t)i, tail = draw >> 31 ? ~draw : draw;
        const double z = (double)normal_float(draw);
        const double wrong = erfc(fabs(z) / sqrt(2)) / 2 - ((double)tail + 0.5) / all;
        const double off = fabs(wrong) * root_two_pi * exp(z * z / 2);
        if (off > worst) worst = off, at = draw;
        falling += z < last - 1e-6;
        uneven += normal_float(draw) != -normal_float(~draw);
        last = z;
        step = tail < TAIL ? 1 : STEP;
        mean += z * (double)step, square += z * z * (double)step, fourth += z * z * z * z * (double)step;
    }
    CHECK(worst < 1.3e-6, "normal: off by %.3g at %u", worst, at);
    CHECK(falling == 0 && uneven == 0, "normal: falls %d times, is not odd %d times", falling, uneven);
    CHECK_NEAR(mean / all, 0, 1e-5);
    CHECK_NEAR(square / all, 1, 1e-5);
    CHECK_NEAR(fourth / all, 3, 1e-4);
    CHECK_NEAR(normal_float(0), -6.33795776, 1.3e-6);
    CHECK_NEAR(normal_float(0x80000000u), 0, 1e-6);
}

int main(void) {
    check_normal();
    check_cos_pi();
    check_power_whole();
    check_range("exp", exp_float, exp, -87.3f, 88.7f, 1.1);
    check_range("exp", exp_float, exp, -1.0f, 1.0f, 1.1);
    check_range("expm1", expm1_float, expm1, -1.0f, 1.0f, 1.6);
    check_range("expm1", expm1_float, expm1, -1e-4f, 1e-4f, 1.0);
    check_range("expm1", expm1_float, expm1, -100.0f, 88.0f, 1.6);
    check_range("log", log_float, log, 1.2e-38f, 1e-30f, 1.0);
    check_range("log", log_float, log, 0.3f, 3.0f, 1.0);
    check_range("log", log_float, log, 1.0f, 1e5f, 1.0);
    check_range("log", log_float, log, 1.0f, 3e38f, 1.0);
    check_range("tanh", tanh_float, tanh, -0.7f, 0.7f, 2.0);
    check_range("tanh", tanh_float, tanh, -12.0f, 12.0f, 2.0);
    check_range("erf", erf_float, erf, -1.0f, 1.0f, 1.2);
    check_range("erf", erf_float, erf, -1e-30f, 1e-30f, 1.2);
    check_range("erf", erf_float, erf, -10.0f, 10.0f, 1.2);
    check_range("sigmoid", sigmoid_float, logistic, -80.0f, 80.0f, 3.0);

    CHECK(exp_float(0.0f) == 1.0f, "exp 0");
    CHECK(exp_float(-88.0f) == 0.0f, "a subnormal result is 0");
    CHECK(exp_float(-INFINITY) == 0.0f, "exp -inf");
    CHECK(exp_float(89.0f) == INFINITY && exp_float(INFINITY) == INFINITY, "exp overflows to inf");
    CHECK(exp_float(88.7f) < INFINITY, "the largest powers are there");
    CHECK(isnan(exp_float(NAN)) && isnan(log_float(NAN)) && isnan(tanh_float(NAN)), "nan stays nan");
    CHECK(isnan(expm1_float(NAN)) && isnan(expm1_float(-NAN)) && isnan(erf_float(NAN)), "nan stays nan");
    CHECK(expm1_float(0.0f) == 0.0f && expm1_float(-INFINITY) == -1.0f, "expm1 at 0 and below all floats");
    CHECK(expm1_float(-1e-9f) == -1e-9f, "expm1 keeps what is small");
    CHECK(erf_float(INFINITY) == 1.0f && erf_float(-5.0f) == -1.0f && erf_float(0.0f) == 0.0f, "erf saturates");
    CHECK(log_float(1.0f) == 0.0f, "log 1");
    CHECK(log_float(0.0f) == -INFINITY && log_float(INFINITY) == INFINITY && isnan(log_float(-1.0f)), "log's ends");
    CHECK(tanh_float(100.0f) == 1.0f && tanh_float(-100.0f) == -1.0f, "tanh saturates");
    return test_end("elementary");
}
