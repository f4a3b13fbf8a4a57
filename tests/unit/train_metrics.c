// The metrics of a part: against scikit-learn (tests/make_metric_fixtures.py), and where it has no answer.
#include "train/metric.h"

#include "unit/compare_fixture.h"

enum { SAMPLES = 64, OUTPUTS = 8 };

// One part and what a network says of it.
static struct Case {
    Dataset data;
    Part part;
    Split split;
    int32_t label[SAMPLES], best[SAMPLES];
    float output[SAMPLES * OUTPUTS], target[SAMPLES * OUTPUTS], shift[OUTPUTS], scale[OUTPUTS];
    uint64_t scratch[SAMPLES];
} of;

static void begin(int samples, int classes, int targets) {
    memset(&of, 0, sizeof of);
    memset(of.scratch, 0xa5, sizeof of.scratch);
    of.data = (Dataset){.samples = samples, .classes = classes, .targets = targets};
    of.part = (Part){.data = &of.data, .size = samples};
    of.part.label = classes ? of.label : NULL;
    of.part.target = classes ? NULL : of.target;
    of.split = (Split){.test = of.part, .target_shift = of.shift, .target_scale = of.scale};
    CHECK(metric_scratch(samples, classes) <= SAMPLES, "%d samples, %d classes", samples, classes);
}

// The metric of target `target`.
static double measured(MetricChoice metric, int target) {
    double value[OUTPUTS];
    const MetricPass pass = {
        .split = &of.split, .part = &of.part, .output = of.output, .best = of.best, .scratch = of.scratch};
    metric_kinds[metric]->of(&pass, value);
    return value[target];
}

// One sample of a classification: its label and the probabilities.
static void sample(int i, int label, const double *p) {
    const int classes = of.data.classes;
    of.label[i] = label;
    of.best[i] = 0;
    for (int k = 0; k < classes; k++) {
        of.output[i * classes + k] = (float)p[k];
        if (p[k] > p[of.best[i]]) of.best[i] = k;
    }
}

static void test_classes(Fixture *f) {
    static const MetricChoice order[] = {METRIC_BALANCED_ACC, METRIC_MACRO_F1, METRIC_AUC, METRIC_BRIER, METRIC_ECE};
    const int row = f->rows, samples = (int)f->number[1];
    double want[5];
    memcpy(want, f->number + 2, sizeof want);
    begin(samples, (int)f->number[0], 0);
    for (int i = 0; i < samples && fixture_next(f); i++) sample(i, (int)f->number[0], f->number + 1);
    for (int m = 0; m < 5; m++) {
        const double got = measured(order[m], 0);
        CHECK(fabs(got - want[m]) < 1e-12, "row %d: %s is %.17g, not %.17g", row, metric_kinds[order[m]]->name, got,
              want[m]);
    }
}

static void test_numbers(Fixture *f) {
    const int row = f->rows, samples = (int)f->number[1], targets = (int)f->number[2];
    double said[4 * OUTPUTS];
    memcpy(said, f->number + 3, sizeof said);
    begin(samples, 0, targets);
    for (int k = 0; k < targets; k++) of.shift[k] = (float)said[k], of.scale[k] = (float)said[targets + k];
    for (int i = 0; i < samples && fixture_next(f); i++)
        for (int k = 0; k < targets; k++) {
            of.target[i * targets + k] = (float)f->number[k];
            of.output[i * targets + k] = (float)f->number[targets + k];
        }
    for (int k = 0; k < targets; k++) {
        const double mae = measured(METRIC_MAE, k), r2 = measured(METRIC_R2, k);
        const double want_mae = said[2 * targets + k], want_r2 = said[3 * targets + k];
        CHECK(fabs(mae - want_mae) < 1e-6 * want_mae, "row %d: mae %d is %.17g, not %.17g", row, k, mae, want_mae);
        CHECK(fabs(r2 - want_r2) < 1e-6, "row %d: r2 %d is %.17g, not %.17g", row, k, r2, want_r2);
    }
}

static void test_fixtures(void) {
    Fixture f = fixture_open("tests/fixtures/metrics.txt");
    int cases = 0;
    for (; fixture_next(&f); cases++) f.number[0] > 0 ? test_classes(&f) : test_numbers(&f);
    CHECK(cases == 9, "%d cases", cases);
}

// What scikit-learn refuses or calls something else.
static void test_undefined(void) {
    begin(2, 2, 0);
    sample(0, 1, (const double[]){0.25, 0.75});
    sample(1, 1, (const double[]){0.75, 0.25});
    CHECK(isnan(measured(METRIC_AUC, 0)), "an AUC of one class");
    CHECK_NEAR(measured(METRIC_BALANCED_ACC, 0), 0.5, 0);
    CHECK_NEAR(measured(METRIC_ECE, 0), 0.25, 1e-12);
    begin(2, 0, 1);
    of.scale[0] = 2;
    of.target[0] = of.target[1] = 3;
    of.output[0] = 6, of.output[1] = 8;
    CHECK(isnan(measured(METRIC_R2, 0)), "R2 of a constant target");
    CHECK_NEAR(measured(METRIC_MAE, 0), 0.5, 0);
}

// The highest bin is (14 / 15, 1]: what is in it is taken together, what is below is not.
static void test_bins(void) {
    begin(2, 2, 0);
    sample(0, 0, (const double[]){1, 0});
    sample(1, 0, (const double[]){0.95, 0.05}); // the bin of 1
    CHECK_NEAR(measured(METRIC_ECE, 0), 0.025, 1e-8);
    sample(1, 1, (const double[]){0.95, 0.05});
    CHECK_NEAR(measured(METRIC_ECE, 0), 0.475, 1e-8); // |1 - 1.95| / 2
    sample(1, 1, (const double[]){0.93, 0.07});       // the bin below: 14 / 15 is 0.9333
    CHECK_NEAR(measured(METRIC_ECE, 0), 0.465, 1e-8);
}

static void test_table(void) {
    for (int m = 0; m < METRIC_COUNT; m++) {
        const MetricKind *kind = metric_kinds[m];
        CHECK(kind->name && *kind->name && kind->title && kind->of, "row %d", m);
        for (int other = 0; other < m; other++)
            CHECK(strcmp(kind->name, metric_kinds[other]->name) != 0, "%s", kind->name);
    }
    CHECK_TEXT(metric_kinds[METRIC_AUC]->name, "auc");
}

int main(void) {
    test_table();
    test_fixtures();
    test_undefined();
    test_bins();
    return test_end("train_metrics");
}
