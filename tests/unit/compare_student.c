// Student's t and the incomplete beta function against scipy (tests/make_stats_fixtures.py) and against tables.
#include "compare/stats.h"
#include "compare_fixture.h"

static double relative(double got, double want) {
    return want == 0 ? fabs(got) : fabs(got - want) / fabs(want);
}

static void test_beta(void) {
    Fixture f = fixture_open("tests/fixtures/stats_beta.txt");
    while (fixture_next(&f)) {
        const double *x = f.number;
        double got = stats_beta(x[0], x[1], x[2]);
        // Where the value is tiny the relative error grows with the cancellation of lgamma; it stays below 1e-11.
        CHECK(relative(got, x[3]) < 1e-11, "I_%g(%g, %g) is %.17g, not %.17g", x[2], x[0], x[1], got, x[3]);
    }
    CHECK(f.rows == 140, "%d rows", f.rows);
}

static void test_distribution(void) {
    Fixture f = fixture_open("tests/fixtures/stats_t.txt");
    while (fixture_next(&f)) {
        const double *x = f.number;
        double cdf = stats_t_cdf(x[1], x[0]), p = stats_t_p(x[1], x[0]);
        CHECK(relative(cdf, x[2]) < 1e-11, "cdf(%g, df %g) is %.17g, not %.17g", x[1], x[0], cdf, x[2]);
        CHECK(relative(p, x[3]) < 1e-11, "p(%g, df %g) is %.17g, not %.17g", x[1], x[0], p, x[3]);
    }
    CHECK(f.rows == 121, "%d rows", f.rows);
}

static void test_quantile(void) {
    Fixture f = fixture_open("tests/fixtures/stats_quantile.txt");
    while (fixture_next(&f)) {
        const double *x = f.number;
        double got = stats_t_quantile(x[1], x[0]);
        CHECK(fabs(got - x[2]) <= 1e-9 * fmax(1, fabs(x[2])), "t(%g, df %g) is %.17g, not %.17g", x[1], x[0], got,
              x[2]);
    }
    CHECK(f.rows == 209, "%d rows", f.rows);
}

// The columns of 0.975 that stand in every book, and what has a closed form: with 1 degree of freedom t is Cauchy's,
// with 2 the distribution function is 1/2 + t / (2 sqrt(2 + t^2)).
static void test_by_hand(void) {
    CHECK_NEAR(stats_t_quantile(0.975, 4), 2.776, 0.0005);
    CHECK_NEAR(stats_t_quantile(0.975, 9), 2.262, 0.0005);
    CHECK_NEAR(stats_t_quantile(0.975, 29), 2.045, 0.0005);
    CHECK_NEAR(stats_t_quantile(0.5, 7), 0, 0);
    for (double t = -6; t <= 6; t += 0.75) {
        CHECK_NEAR(stats_t_cdf(t, 1), 0.5 + atan(t) / M_PI, 1e-14);
        CHECK_NEAR(stats_t_cdf(t, 2), 0.5 + t / (2 * sqrt(2 + t * t)), 1e-14);
    }
    CHECK(stats_t_p(INFINITY, 4) == 0);
    CHECK(isnan(stats_t_p(NAN, 4)));
    CHECK(stats_t_p(0, 4) == 1);
}

int main(void) {
    test_beta();
    test_distribution();
    test_quantile();
    test_by_hand();
    return test_end("compare_student");
}
