// What one curve says, worked by hand; and how often flat noise passes for overfitting.
#include "compare/curve.h"

#include "base/rng.h"
#include "report/report.h"
#include "test.h"

#define ROWS_MOST 200

static EpochRow rows[ROWS_MOST];
static double scratch[ROWS_MOST];

// A run with these test losses at epochs 0, 1, 2, ...; its train loss is 0.
static RunLog run_of(const double *test_loss, int n) {
    for (int i = 0; i < n; i++) rows[i] = (EpochRow){.epoch = i, .step = 10 * i, .test_loss = test_loss[i]};
    return (RunLog){.row_count = n, .rows = rows};
}

static RunLog small_run(void) {
    static const EpochRow small[] = {
        {.epoch = 0, .step = 0, .train_loss = 2, .test_loss = 2.25, .gap = 0.25},
        {.epoch = 1, .step = 10, .train_loss = 1, .test_loss = 1.5, .gap = 0.5},
        {.epoch = 3, .step = 30, .train_loss = 0.5, .test_loss = 1.5, .gap = 1},
        {.epoch = 4, .step = 40, .train_loss = 0.75, .test_loss = 1.75, .gap = 1},
    };
    for (int i = 0; i < 4; i++) rows[i] = small[i];
    return (RunLog){.row_count = 4, .rows = rows};
}

static void test_small_run(void) {
    RunLog run = small_run();
    CHECK(curve_best(&run) == &rows[1], "the first of two equal minima");
    CHECK(curve_lowest_train(&run) == 0.5);
    CHECK(curve_reach(&run, 2) == 0 && curve_reach(&run, 1.5) == 1 && curve_reach(&run, 0.5) == 3);
    CHECK(isinf(curve_reach(&run, 0.4)));
    CHECK_NEAR(curve_gap_area(&run), 0.375 + 2 * 0.75 + 1, 1e-15);
    CHECK(curve_gap_at_loss(&run, 3) == 0.25 && curve_gap_at_loss(&run, 0.5) == 1);
    CHECK_NEAR(curve_gap_at_loss(&run, 0.75), 0.75, 1e-15); // on the way down, not where it comes back
    CHECK_NEAR(curve_gap_at_loss(&run, 1.75), 0.3125, 1e-15);
    CHECK(curve_gap_at_step(&run, -5) == 0.25 && curve_gap_at_step(&run, 99) == 1);
    CHECK_NEAR(curve_gap_at_step(&run, 20), 0.75, 1e-15);
    CHECK(curve_gap_at_step(&run, 10) == 0.5);
    CHECK(isnan(curve_noise(&run, scratch)) && isnan(curve_onset(&run, scratch)), "four rows say nothing");
}

static void test_onset(void) {
    // A straight way down and up: no noise at all but at the turn.
    double loss[21];
    for (int i = 0; i < 21; i++) loss[i] = 1 + fabs(i - 8.0) / 10.0;
    RunLog run = run_of(loss, 21);
    CHECK_NEAR(curve_noise(&run, scratch), 0, 1e-15);
    CHECK(curve_onset(&run, scratch) == 9, "%g", curve_onset(&run, scratch));
    // Down all the way: it never comes.
    for (int i = 0; i < 21; i++) loss[i] = 3 - i / 10.0;
    run = run_of(loss, 21);
    CHECK(isinf(curve_onset(&run, scratch)));
    // A hump that goes away again is no onset; one that stays until the end is.
    for (int i = 0; i < 21; i++) loss[i] = 1 + (i > 4 && i < 10 ? 0.5 : 0);
    run = run_of(loss, 21);
    CHECK(isinf(curve_onset(&run, scratch)));
    for (int i = 0; i < 21; i++) loss[i] = 1 + (i > 12 ? 0.5 : 0);
    run = run_of(loss, 21);
    CHECK(curve_onset(&run, scratch) == 13);
}

// The last row alone rises, to just below and just above the limit: 2 + sqrt(2 ln rows) times the noise over the
// lowest. The others go up and down by 0.1, so that all second differences but the last are 0.2.
static void test_onset_limit(void) {
    for (int n = 10; n <= 160; n *= 2) {
        double loss[160], noise = 1.4826 * 0.2 / sqrt(6), limit = 1 + (2 + sqrt(2 * log(n))) * noise;
        for (int i = 0; i < n; i++) loss[i] = 1 + 0.1 * (i % 2);
        loss[n - 1] = limit - 1e-9;
        RunLog run = run_of(loss, n);
        CHECK_NEAR(curve_noise(&run, scratch), noise, 1e-12);
        CHECK(isinf(curve_onset(&run, scratch)), "%d rows", n);
        loss[n - 1] = limit + 1e-9;
        run = run_of(loss, n);
        CHECK(curve_onset(&run, scratch) == n - 1, "%d rows", n);
    }
}

// Five rows are the fewest that say something about noise.
static void test_fewest_rows(void) {
    const double loss[] = {2, 1, 0, 1, 2};
    RunLog five = run_of(loss, 5);
    CHECK(curve_noise(&five, scratch) == 0 && curve_onset(&five, scratch) == 3);
    RunLog four = run_of(loss, 4);
    CHECK(isnan(curve_noise(&four, scratch)));
}

// A level that lasts is no rise above the minimum, however little noise there is.
static void test_flat(void) {
    const double loss[] = {2, 1, 1, 1, 1, 1, 1};
    RunLog run = run_of(loss, 7);
    CHECK(isinf(curve_onset(&run, scratch)) && curve_best(&run)->epoch == 1);
}

static double normal(Rng *r) {
    double sum = -6;
    for (int i = 0; i < 12; i++) sum += rng_uniform(r);
    return sum;
}

// The noise of a smooth curve is found back; a flat noisy curve overfits in less than 5 % of runs; one that rises by
// ten SDs of the noise does in all, near where the rise leaves the noise.
static void test_noise(void) {
    enum { RUNS = 2000, ROWS = 60 };
    Rng rng = rng_seed(3, 9);
    double loss[ROWS], noise = 0, onset = 0;
    int false_alarms = 0, found = 0;
    for (int k = 0; k < RUNS; k++) {
        for (int i = 0; i < ROWS; i++) loss[i] = 0.5 + 0.01 * normal(&rng);
        RunLog flat = run_of(loss, ROWS);
        false_alarms += isfinite(curve_onset(&flat, scratch));
        for (int i = 0; i < ROWS; i++) loss[i] = 0.5 + 2 * exp(-i / 3.0) + 0.01 * normal(&rng);
        RunLog falling = run_of(loss, ROWS);
        noise += curve_noise(&falling, scratch) / RUNS;
        for (int i = 0; i < ROWS; i++) loss[i] += i > 20 ? 0.1 * (i - 20) / 40.0 : 0;
        RunLog rising = run_of(loss, ROWS);
        double at = curve_onset(&rising, scratch);
        if (isfinite(at)) found++, onset += at;
    }
    CHECK_NEAR(noise, 0.01, 0.0015);
    CHECK(false_alarms < RUNS / 20, "%d of %d", false_alarms, RUNS);
    CHECK(found > RUNS * 99 / 100, "%d of %d", found, RUNS);
    CHECK(onset / found > 30 && onset / found < 50, "%g", onset / found);
}

int main(void) {
    test_small_run();
    test_onset();
    test_onset_limit();
    test_fewest_rows();
    test_flat();
    test_noise();
    return test_end("compare_curve");
}
