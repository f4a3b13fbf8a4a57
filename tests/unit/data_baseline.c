// The loss of the best constant prediction, worked by hand, from what the training part owns.
#include "data/baseline.h"
#include "data/scale.h"
#include "unit/data_test.h"

enum { ROWS = 4 };

static const int32_t rows[ROWS] = {0, 1, 2, 3};

static double entropy(const double *share, const double *guess, int32_t classes) {
    double sum = 0;
    for (int32_t k = 0; k < classes; k++) sum -= share[k] > 0 ? share[k] * log(guess[k]) : 0;
    return sum;
}

static double weighted(const Split *split, const double *weight) {
    Error e = {0};
    double loss = -1;
    CHECK(baseline_loss(split, entropy, weight, &loss, &e) == OK, "%s", e.text);
    return loss;
}

static double baseline(const Split *split) {
    return weighted(split, NULL);
}

// The dataset has other labels than the part, as after noise; the class 3 has no sample.
static void check_classes(void) {
    static const int32_t other[ROWS] = {0, 0, 0, 0}, label[ROWS] = {0, 1, 1, 2}, same[ROWS] = {2, 2, 2, 2};
    const Dataset d = {.samples = ROWS, .classes = 4, .label = other};
    Split split = {.train = {.data = &d, .row = rows, .size = ROWS, .label = label}};
    CHECK_NEAR(baseline(&split), 0.5 * log(2) + 2 * 0.25 * log(4), 1e-12);
    // Balanced, each of the three classes is guessed as often.
    CHECK_NEAR(weighted(&split, (const double[]){1, 0.5, 1, 0}), log(3), 1e-12);
    CHECK_NEAR(weighted(&split, (const double[]){2, 0.5, 1, 0}), 0.25 * log(2) + 0.75 * log(4), 1e-12);
    CHECK(weighted(&split, (const double[]){0, 1, 1, 0}) == 0, "a class that is there is never guessed");
    split.train.label = same;
    CHECK(baseline(&split) == 0, "one class leaves nothing to learn");
}

// The mean of the targets is 3, their variance 3.5.
static void check_target(void) {
    static const float other[ROWS] = {0}, value[ROWS] = {0, 1, 2, 3}, target[ROWS] = {1, 2, 3, 6};
    static const double variance[] = {[SCALING_NONE] = 3.5, [SCALING_MINMAX] = 3.5 / 25, [SCALING_ZSCORE] = 1};
    const Dataset d = {.samples = ROWS, .features = 1, .values = value, .targets = 1, .target = other};
    for (int scaling = SCALING_NONE; scaling <= SCALING_ZSCORE; scaling++) {
        Split split = {.train = {.data = &d, .row = rows, .size = ROWS, .target = target}};
        const DataSpec spec = {.scaling = SCALING_NONE, .target_scaling = scaling};
        Error e = {0};
        CHECK(scale_fit(&split, &spec, &data_arena, &e) == OK, "%s", e.text);
        CHECK_NEAR(baseline(&split), variance[scaling], 1e-6);
    }
}

// Of two targets each has its own mean and scale; the second's mean is 4, its variance 9. Of two that are standardized
// one may be constant: half of what there is to learn is left.
static void check_targets(void) {
    static const float value[ROWS] = {0, 1, 2, 3}, target[2 * ROWS] = {1, 1, 2, 7, 3, 1, 6, 7},
                       half[2 * ROWS] = {1, 5, 2, 5, 3, 5, 6, 5};
    static const double mean[] = {
        [SCALING_NONE] = (3.5 + 9) / 2, [SCALING_MINMAX] = (3.5 / 25 + 9.0 / 36) / 2, [SCALING_ZSCORE] = 1};
    for (int scaling = SCALING_NONE; scaling <= SCALING_ZSCORE; scaling++) {
        const Dataset d = {.samples = ROWS, .features = 1, .values = value, .targets = 2, .target = target};
        Split split = {.train = {.data = &d, .row = rows, .size = ROWS, .target = target}};
        const DataSpec spec = {.scaling = SCALING_NONE, .target_scaling = scaling};
        Error e = {0};
        CHECK(scale_fit(&split, &spec, &data_arena, &e) == OK, "%s", e.text);
        CHECK_NEAR(baseline(&split), mean[scaling], 1e-6);
        split.train.target = half;
        CHECK(scale_fit(&split, &spec, &data_arena, &e) == OK, "%s", e.text);
        if (scaling == SCALING_ZSCORE) CHECK_NEAR(baseline(&split), 0.5, 1e-6);
    }
}

// What the training part has most of, or on average, is held against the test part.
static void check_guesses(void) {
    static const int32_t label[] = {0, 2, 2, 1, 1}, test[] = {1, 2, 1, 0};
    static const float target[] = {1, 5, 3, 5, 2, 5}, truth[] = {2, 5, 5, 9};
    static const int32_t row[5] = {0};
    const Dataset classes = {.classes = 4}, numbers = {.targets = 2};
    Split split = {.train = {.data = &classes, .row = row, .size = 5, .label = label},
                   .test = {.data = &classes, .row = row, .size = 4, .label = test}};
    Error e;
    int32_t class;
    double accuracy;
    CHECK(baseline_accuracy(&split, &class, &accuracy, &e) == OK && class == 1, "the first in a tie");
    CHECK_NEAR(accuracy, 0.5, 0);
    split.train = (Part){.data = &numbers, .row = row, .size = 3, .target = target};
    split.test = (Part){.data = &numbers, .row = row, .size = 2, .target = truth};
    CHECK_NEAR(baseline_rmse(&split, 0), sqrt((0 + 9) / 2.0), 1e-12); // the mean is 2
    CHECK_NEAR(baseline_rmse(&split, 1), sqrt((0 + 16) / 2.0), 1e-12);
}

int main(void) {
    data_test_begin();
    check_guesses();
    check_classes();
    check_target();
    check_targets();
    return data_test_end("data_baseline");
}
