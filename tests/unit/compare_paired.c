// Paired differences, sign flips and Holm's correction against scipy (tests/make_stats_fixtures.py), against cases
// worked by hand, and against what a 95 % interval promises.
#include "base/rng.h"
#include "compare/stats.h"
#include "compare_fixture.h"

static void test_paired(void) {
    Fixture f = fixture_open("tests/fixtures/stats_paired.txt");
    while (fixture_next(&f)) {
        const double *x = f.number, *d = x + 8;
        int n = (int)x[0];
        CHECK(f.count == 8 + n);
        double mean = stats_mean(d, n), sd = stats_sd(d, n), margin = stats_t_margin(sd, n, 0);
        CHECK_NEAR(mean, x[1], 1e-12);
        CHECK_NEAR(sd, x[2], 1e-12);
        CHECK_NEAR(mean - margin, x[3], 1e-9 * (1 + fabs(x[3])));
        CHECK_NEAR(mean + margin, x[4], 1e-9 * (1 + fabs(x[4])));
        CHECK_NEAR(stats_t_test(mean, sd, n, 0), x[5], 1e-11);
        if (!isnan(x[6])) CHECK_NEAR(stats_sign_flip_p(d, n, 0, 1), x[6], 1e-12);
        CHECK_NEAR(stats_hedges(n), x[7], 1e-12);
    }
    CHECK(f.rows == 27, "%d rows", f.rows);
}

// Differences 1, 2, 3, 4, 5: mean 3, SD sqrt(2.5), t = 3 / sqrt(0.5) = 4.2426 with 4 degrees of freedom. Of the 32 sign
// patterns only all plus and all minus reach the sum of 15: p = 2/32. Hedges' factor for 4 degrees of freedom:
// Gamma(2) / (sqrt(2) Gamma(1.5)) = 0.7979.
static void test_by_hand(void) {
    const double d[] = {1, 2, 3, 4, 5};
    CHECK_NEAR(stats_mean(d, 5), 3, 0);
    CHECK_NEAR(stats_sd(d, 5), sqrt(2.5), 1e-15);
    CHECK_NEAR(stats_t_margin(stats_sd(d, 5), 5, 0), 2.776445 * sqrt(0.5), 1e-6);
    CHECK_NEAR(stats_t_test(3, sqrt(2.5), 5, 0), 0.013236, 1e-6);
    CHECK_NEAR(stats_sign_flip_p(d, 5, 0, 1), 2.0 / 32, 0);
    CHECK_NEAR(stats_hedges(5), 1 / (sqrt(2) * sqrt(M_PI) / 2), 1e-15);
    // 3 - 1 + 2: |sum| is 4 at least for +++ (6), ++- and -++ and ... : 6, 4, 2, 0 come twice each; 4 of 8 reach 4.
    CHECK_NEAR(stats_sign_flip_p((const double[]){3, -1, 2}, 3, 0, 1), 0.5, 0);
    CHECK_NEAR(stats_sign_flip_p((const double[]){0, 0, 0}, 3, 0, 1), 1, 0);
    CHECK_NEAR(stats_median((double[]){5, 1, 3}, 3), 3, 0);
    CHECK_NEAR(stats_median((double[]){5, 1, 3, 4}, 4), 3.5, 0);
}

// Five folds, each 1/4 of what the others train on: the differences 1 to 5 have the variance (1/5 + 1/4) 2.5 = 1.125 of
// their mean, t = 3 / sqrt(1.125) = 2.8284 with 4 degrees of freedom, and p = 0.047420. Two repeats of them, ten values
// of the same SD: (1/10 + 1/4) in the place of it.
static void test_overlap(void) {
    CHECK_NEAR(stats_t_margin(sqrt(2.5), 5, 0.25), 2.776445 * sqrt(1.125), 1e-6);
    CHECK_NEAR(stats_t_test(3, sqrt(2.5), 5, 0.25), 0.047420, 1e-6);
    CHECK_NEAR(stats_t_margin(sqrt(2.5), 10, 0.25), 2.262157 * sqrt(0.35 * 2.5), 1e-6);
    CHECK_NEAR(stats_t_margin(1, 2, 1), 12.706205 * sqrt(1.5), 1e-5);
}

static void test_degenerate(void) {
    CHECK(isnan(stats_mean(NULL, 0)));
    CHECK(isnan(stats_sd((const double[]){1}, 1)));
    CHECK(isnan(stats_t_margin(1, 1, 0)));
    CHECK(isnan(stats_t_test(1, NAN, 1, 0)));
    CHECK(isnan(stats_hedges(1)));
    CHECK(isnan(stats_median(NULL, 0)));
    CHECK(stats_t_test(0, 0, 4, 0) == 1, "equal pairs show nothing");
    CHECK(stats_t_test(0.1, 0, 4, 0) == 0);
}

// Beyond FLIPS_EXACT values random patterns are drawn; the exact p of 20 values can still be counted here.
static void test_sampled_flips(void) {
    enum { N = 20 };
    Rng rng = rng_seed(11, 1);
    double d[N], sum = 0;
    for (int i = 0; i < N; i++) sum += d[i] = rng_uniform(&rng) - 0.4;
    int64_t hits = 0;
    for (uint32_t signs = 0; signs < 1u << N; signs++) {
        double flipped = 0;
        for (int i = 0; i < N; i++) flipped += signs >> i & 1 ? -d[i] : d[i];
        hits += fabs(flipped) >= fabs(sum) - 1e-12;
    }
    double exact = (double)hits / (1 << N), p = stats_sign_flip_p(d, N, 0, 1);
    CHECK(exact > 0.01 && exact < 0.99, "p is %g", exact);
    CHECK_NEAR(p, exact, 4 * sqrt(exact * (1 - exact) / FLIPS_SAMPLED));
    CHECK(p == stats_sign_flip_p(d, N, 0, 1), "the same seed draws the same patterns");
    CHECK(p != stats_sign_flip_p(d, N, 0, 2), "another seed draws others");
}

// More values than one draw of the generator has signs for, and no multiple of eight: of n values of one size, the
// number of minus signs is binomial.
static void test_many_flips(void) {
    enum { N = 101, MINUS = 40 };
    double d[N], exact = 0;
    for (int i = 0; i < N; i++) d[i] = i < MINUS ? -0.5 : 0.5;
    for (int k = 0; k <= MINUS; k++) exact += 2 * exp(lgamma(N + 1) - lgamma(k + 1) - lgamma(N - k + 1) - N * log(2));
    CHECK_NEAR(stats_sign_flip_p(d, N, 0, 1), exact, 4 * sqrt(exact * (1 - exact) / FLIPS_SAMPLED));
    for (int i = 0; i < N; i++) d[i] = 1;
    CHECK(stats_sign_flip_p(d, N, 0, 1) == 1.0 / (FLIPS_SAMPLED + 1), "the observed pattern alone");
}

static void test_holm(void) {
    Fixture f = fixture_open("tests/fixtures/stats_holm.txt");
    double adjusted[FIXTURE_MOST];
    while (fixture_next(&f)) {
        int n = (int)f.number[0];
        CHECK(stats_holm(f.number + 1, n, adjusted) == n);
        for (int i = 0; i < n; i++) CHECK_NEAR(adjusted[i], f.number[1 + n + i], 1e-12);
    }
    CHECK(f.rows == 5, "%d rows", f.rows);
    // By hand: 0.01 x 4, 0.02 x 3, then 0.03 x 2 and 0.04 x 1, which may not fall below the one before. One is missing.
    const double p[] = {0.04, 0.01, NAN, 0.03, 0.02}, want[] = {0.06, 0.04, NAN, 0.06, 0.06};
    CHECK(stats_holm(p, 5, adjusted) == 4);
    for (int i = 0; i < 5; i++) CHECK(i == 2 ? isnan(adjusted[i]) : fabs(adjusted[i] - want[i]) < 1e-15);
    CHECK(stats_holm(NULL, 0, adjusted) == 0);
}

// A value near the normal distribution: twelve uniform ones have variance 1.
static double normal(Rng *r) {
    double sum = -6;
    for (int i = 0; i < 12; i++) sum += rng_uniform(r);
    return sum;
}

// The interval of n paired differences holds their true mean in 95 % of experiments, and p < 0.05 where there is no
// difference happens in 5 % of them. 4000 experiments: 3 standard errors are 1 %.
static void test_coverage(int n) {
    enum { EXPERIMENTS = 4000 };
    Rng rng = rng_seed(5, (uint64_t)n);
    double d[32];
    int covered = 0, found = 0, flipped = 0;
    for (int experiment = 0; experiment < EXPERIMENTS; experiment++) {
        for (int i = 0; i < n; i++) d[i] = 0.3 + normal(&rng);
        double margin = stats_t_margin(stats_sd(d, n), n, 0), mean = stats_mean(d, n);
        covered += mean - margin <= 0.3 && 0.3 <= mean + margin;
        for (int i = 0; i < n; i++) d[i] -= 0.3;
        found += stats_t_test(stats_mean(d, n), stats_sd(d, n), n, 0) < 0.05;
        flipped += stats_sign_flip_p(d, n, 0, 1) <= 0.05;
    }
    CHECK_NEAR((double)covered / EXPERIMENTS, 0.95, 0.0104);
    CHECK_NEAR((double)found / EXPERIMENTS, 0.05, 0.0104);
    // Sign flips are exact: never above the level, below it by what 2^n patterns cannot resolve.
    CHECK((double)flipped / EXPERIMENTS < 0.05 + 0.0104, "n %d: %d found", n, flipped);
}

static void test_max_t_scipy(void) {
    Fixture f = fixture_open("tests/fixtures/stats_max_t.txt");
    while (fixture_next(&f)) {
        const int count = (int)f.number[0], seeds = (int)f.number[1];
        int pairs[8];
        double p[8], rounding[8] = {0};
        const double *d = f.number + 2, *want = d + (ptrdiff_t)count * seeds;
        CHECK(f.count == 2 + count * seeds + count);
        for (int i = 0; i < count; i++) pairs[i] = seeds;
        CHECK(stats_max_t(&(FlipFamily){count, seeds, d, pairs, rounding}, 1, p));
        for (int i = 0; i < count; i++) CHECK_NEAR(p[i], want[i], 1e-12);
        if (count == 1) CHECK_NEAR(p[0], stats_sign_flip_p(d, seeds, 0, 1), 1e-12);
    }
    CHECK(f.rows == 6, "%d rows", f.rows);
}

// t^2 under each choice of signs for seeds 2 and 3 (the other four are their mirror images):
//                 +++            ++-             +-+             -++
//   1, 2, 3       12             0               8/38 = 0.21     32/26 = 1.23
//   1, -1, 2      8/14 = 0.57    8/14 = 0.57     32/2 = 16       0
// The second one's own 0.57 is reached by it in 3 of 4: p = 0.75. The first one's 12 is reached in one by itself and in
// another by the second: p = 0.5, where alone it had 0.25.
static void test_max_t_by_hand(void) {
    const double d[] = {1, 2, 3, 1, -1, 2}, none[3] = {0};
    const int pairs[] = {3, 3, 3};
    double p[3];
    CHECK(stats_max_t(&(FlipFamily){2, 3, d, pairs, none}, 1, p));
    CHECK_NEAR(p[0], 0.5, 0);
    CHECK_NEAR(p[1], 0.75, 0);
    CHECK(stats_max_t(&(FlipFamily){1, 3, d, pairs, none}, 1, p));
    CHECK_NEAR(p[0], 0.25, 0);
    // 5, 0, 5 has t^2 = 4 under two choices; 1, 1, 4.2 has 3.75 under one alone: less shown, so no smaller p.
    const double ordered[] = {1, 1, 4.2, 5, 0, 5};
    CHECK(stats_max_t(&(FlipFamily){2, 3, ordered, pairs, none}, 1, p));
    CHECK_NEAR(p[1], 0.5, 0);
    CHECK_NEAR(p[0], 0.5, 0);
    // Equal differences leave nothing to measure their mean by: signs alone, 2 of the 8 ways.
    const double equal[] = {0.1, 0.1, 0.1, 0, 0.3, 0.3};
    const int fewer[] = {3, 2};
    CHECK(stats_max_t(&(FlipFamily){1, 3, equal, pairs, none}, 1, p));
    CHECK_NEAR(p[0], 0.25, 0);
    // Two pairs of three seeds: 4 of the 8 ways leave their signs alike, more than the three of the other do.
    CHECK(stats_max_t(&(FlipFamily){2, 3, equal, fewer, none}, 1, p));
    CHECK_NEAR(p[1], 0.5, 0);
    CHECK_NEAR(p[0], 0.5, 0);
    CHECK(stats_max_t(&(FlipFamily){0, 3, d, pairs, none}, 1, p), "an empty family");
}

// Beyond FLIPS_EXACT seeds flips are drawn, the same as for one comparison alone; copies of a comparison cost nothing,
// whereas Holm's correction multiplies by their number.
static void test_max_t_sampled(void) {
    enum { SEEDS = 40, COUNT = 6 };
    Rng rng = rng_seed(5, 1);
    double d[COUNT * SEEDS], p[COUNT], rounding[COUNT] = {0};
    int pairs[COUNT];
    for (int i = 0; i < SEEDS; i++) d[i] = rng_uniform(&rng) - 0.36;
    for (int i = SEEDS; i < COUNT * SEEDS; i++) d[i] = d[i - SEEDS] * 2;
    for (int i = 0; i < COUNT; i++) pairs[i] = SEEDS;
    const double alone = stats_sign_flip_p(d, SEEDS, 0, 1);
    CHECK(alone > 0.001 && alone < 0.05, "p is %g", alone);
    CHECK(stats_max_t(&(FlipFamily){COUNT, SEEDS, d, pairs, rounding}, 1, p));
    for (int i = 0; i < COUNT; i++) CHECK_NEAR(p[i], alone, 0);
    CHECK(stats_max_t(&(FlipFamily){COUNT, SEEDS, d, pairs, rounding}, 2, p));
    CHECK(p[0] != alone, "another seed draws others");
}

int main(void) {
    test_paired();
    test_by_hand();
    test_overlap();
    test_degenerate();
    test_sampled_flips();
    test_many_flips();
    test_holm();
    test_max_t_scipy();
    test_max_t_by_hand();
    test_max_t_sampled();
    test_coverage(3);
    test_coverage(5);
    test_coverage(8);
    return test_end("compare_paired");
}
