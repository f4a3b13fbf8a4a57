// What is done to a training batch on the way in, rule by rule, in cases small enough to work out by hand. In the
// double build, as the gradient checks.
#include "train/sample_rule.h"

#include "base/rng.h"
#include "math/beta.h"
#include "math/panel.h"
#include "train/class_weights.h"

#include "test.h"

#define ROWS_MOST 64
#define FEATURES_MOST 64

// A batch, and the rules that act on it.
typedef struct Bench {
    Arena arena;
    Dataset data;
    TrainSpec spec;
    Batch batch;
    SampleRules rules;
    real x[ROWS_MOST * FEATURES_MOST] __attribute__((aligned(ARENA_ALIGN)));
    real target[ROWS_MOST];
    int32_t label[ROWS_MOST];
} Bench;

// Sample r holds 100 r + f as its feature f, has label r mod classes, or the target r. `rows` of them.
static void bench_open(Bench *b, Dataset data, TrainSpec spec, int rows) {
    *b = (Bench){.data = data, .spec = spec};
    b->batch = (Batch){.rows = rows, .x = b->x, .label = b->label, .target = b->target};
    for (int r = 0; r < rows; r++) {
        b->label[r] = data.classes > 0 ? r % data.classes : 0;
        b->target[r] = (real)r;
        for (int f = 0; f < data.features; f++) b->x[panel_index(rows, data.features, r, f)] = (real)(100 * r + f);
    }
    CHECK(sample_rules_take(&b->rules, &b->spec, &b->data, rows, &b->arena), "memory");
}

static void bench_apply(Bench *b, uint64_t seed, int64_t step) {
    const uint64_t first = (uint64_t)((step - 1) * b->batch.rows);
    const SamplePass pass = {
        .spec = &b->spec, .data = &b->data, .batch = &b->batch, .seed = seed, .step = step, .first_sample = first};
    sample_rules_apply(&b->rules, pass);
}

static real x_at(const Bench *b, int r, int f) {
    return b->x[panel_index(b->batch.rows, b->data.features, r, f)];
}

static real share_at(const Bench *b, int r, int k) {
    return b->rules.share[r * b->data.classes + k];
}

// 0.2 of a label in four equal parts: 0.8 + 0.05 for the class itself.
static void test_label_smoothing(void) {
    Bench b;
    bench_open(&b, (Dataset){.features = 2, .classes = 4}, (TrainSpec){.label_smoothing = 0.2}, 5);
    bench_apply(&b, 1, 1);
    for (int r = 0; r < 5; r++)
        for (int k = 0; k < 4; k++) CHECK_NEAR(share_at(&b, r, k), k == r % 4 ? 0.85 : 0.05, 1e-15);
    bench_apply(&b, 1, 2); // begins from the labels again
    CHECK_NEAR(share_at(&b, 1, 1), 0.85, 1e-15);
    arena_free(&b.arena);
}

// Of four samples three are of class 0: its weight is 4 / (2 3) = 2/3, that of the other class 2. A sample that is a
// quarter of class 1 weighs 3/4 2/3 + 1/4 2 = 1, and the batch 2/3 + 2 + 1 = 11/3 for its three samples.
static void test_class_weights(void) {
    static const int32_t label[] = {0, 0, 1, 0}, of_batch[] = {0, 1, 0};
    static const real share[] = {1, 0, 0, 1, 0.75, 0.25};
    const Dataset data = {.classes = 2};
    const Part part = {.data = &data, .size = 4, .label = label};
    const TrainSpec spec = {.class_weights.choice = CLASS_WEIGHTS_BALANCED},
                    none = {.class_weights.choice = CLASS_WEIGHTS_NONE};
    real d_z[PANEL * 3];
    Arena arena = {0};
    double *weight;
    CHECK(class_weights_take(&weight, &spec, &part, &arena) && weight, "memory");
    CHECK_NEAR(weight[0], 2.0 / 3, 1e-15);
    CHECK_NEAR(weight[1], 2, 1e-15);
    for (int i = 0; i < PANEL * 3; i++) d_z[i] = 1;
    const LossPass pass = {.rows = 3, .outputs = 2, .label = of_batch, .share = share, .d_z = d_z};
    class_weights_apply(weight, &pass);
    for (int k = 0; k < 2; k++) {
        CHECK_NEAR(d_z[panel_index(3, 2, 0, k)], 2.0 / 3 * 9 / 11, 1e-15);
        CHECK_NEAR(d_z[panel_index(3, 2, 1, k)], 2.0 * 9 / 11, 1e-15);
        CHECK_NEAR(d_z[panel_index(3, 2, 2, k)], 9.0 / 11, 1e-15);
    }
    CHECK(class_weights_take(&weight, &none, &part, &arena) && !weight, "weights without any");
    const double own[] = {0, 3};
    const TrainSpec given = {.class_weights = {.choice = CHOICE_NUMBERS, .count = 2, .number = own}};
    CHECK(class_weights_take(&weight, &given, &part, &arena) && weight[0] == 0 && weight[1] == 3, "those given");
    class_weights_apply(weight, &(LossPass){.rows = 1, .outputs = 2, .label = label, .d_z = d_z});
    CHECK(d_z[panel_index(1, 2, 0, 0)] == 0 && d_z[panel_index(1, 2, 0, 1)] == 0, "a batch that weighs nothing");
    arena_free(&arena);
}

// What is off has no memory and no part in a step.
static void test_that_what_is_off_costs_nothing(void) {
    Bench b;
    bench_open(&b, (Dataset){.features = 2, .classes = 4}, (TrainSpec){.label_smoothing = 0}, 5);
    CHECK(b.rules.count == 0 && !b.rules.share, "%d rules without any", b.rules.count);
    arena_free(&b.arena);
}

// Mean 1/2, variance 1 / (4 (2 alpha + 1)), and one place of the distribution function (scipy.stats.beta.cdf).
static void test_beta_draws(void) {
    enum { DRAWS = 40000 };
    const struct { double alpha, at, below; } cases[] = {{0.2, 0.1, 0.336690}, {1, 0.25, 0.25}, {4, 0.25, 0.070557}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const double variance = 1 / (4 * (2 * cases[i].alpha + 1));
        Rng rng = rng_stream(1, "test", i);
        double sum = 0, square = 0, below = 0;
        for (int k = 0; k < DRAWS; k++) {
            const double x = beta_draw(&rng, cases[i].alpha);
            CHECK(x >= 0 && x <= 1, "%g from Beta(%g)", x, cases[i].alpha);
            sum += x, square += (x - 0.5) * (x - 0.5), below += x < cases[i].at;
        }
        CHECK_NEAR(sum / DRAWS, 0.5, 4 * sqrt(variance / DRAWS));
        CHECK_NEAR(square / DRAWS / variance, 1, 4 * sqrt(2.0 / DRAWS)); // no Beta has longer tails than a normal
        CHECK_NEAR(below / DRAWS, cases[i].below, 4 * sqrt(0.25 / DRAWS));
    }
    Rng rng = rng_stream(1, "test", 9);
    for (int k = 0; k < 1000; k++) {
        const double tiny = beta_draw(&rng, 1e-4), large = beta_draw(&rng, 1000);
        CHECK(tiny >= 0 && tiny <= 1 && fabs(large - 0.5) < 0.1, "%g from Beta(1e-4), %g from Beta(1000)", tiny, large);
    }
}

// Each sample's features tell of which mix of samples they are, and its target says the same: the target r is mixed as
// 100 r is. The mix is lambda of its own, and every sample is somebody's partner.
static void test_mixup(void) {
    enum { ROWS = 9, FEATURES = 35 };
    for (int64_t step = 1; step <= 20; step++) {
        Bench b;
        bench_open(&b, (Dataset){.features = FEATURES, .targets = 1}, (TrainSpec){.mixup = 0.5}, ROWS);
        bench_apply(&b, 3, step);
        Rng rng = rng_stream(3, "mixup", (uint64_t)step);
        const double lambda = beta_draw(&rng, 0.5);
        double sum = 0, squares = 0;
        for (int r = 0; r < ROWS; r++) {
            const double mix = (double)b.target[r], partner = (mix - lambda * r) / (1 - lambda);
            for (int f = 0; f < FEATURES; f++) CHECK_NEAR(x_at(&b, r, f), 100 * mix + f, 1e-9);
            if (lambda > 0.999) continue;
            CHECK_NEAR(partner, round(partner), 1e-6);
            sum += partner, squares += partner * partner;
        }
        arena_free(&b.arena);
        if (lambda > 0.999) continue;
        CHECK_NEAR(sum, 36, 1e-4);
        CHECK_NEAR(squares, 204, 1e-3);
    }
}

// Labels are mixed by the same share; smoothing comes after.
static void test_mixed_labels(void) {
    Bench b;
    bench_open(&b, (Dataset){.features = 1, .classes = 5}, (TrainSpec){.mixup = 4, .label_smoothing = 0.5}, 5);
    bench_apply(&b, 3, 1);
    for (int r = 0; r < 5; r++) {
        double mix = 0, sum = 0;
        for (int k = 0; k < 5; k++) mix += k * (double)share_at(&b, r, k), sum += (double)share_at(&b, r, k);
        CHECK_NEAR(sum, 1, 1e-12);
        CHECK_NEAR(mix, 0.5 * (double)x_at(&b, r, 0) / 100 + 0.5 * 2, 1e-9); // the mean of the classes is 2
    }
    arena_free(&b.arena);
}

// The sample that feature f of row r comes from.
static int owner(const Bench *b, int r, int f) {
    return (int)round(((double)x_at(b, r, f) - f) / 100);
}

// Whether the features that `in` marks are a whole box of an image of that width; how many they are.
static int box_size(const bool *in, int features, int width) {
    int left = width, right = -1, top = features, bottom = -1, count = 0;
    for (int f = 0; f < features; f++) {
        if (!in[f]) continue;
        const int x = f % width, y = f / width;
        if (x < left) left = x;
        if (x > right) right = x;
        if (y < top) top = y;
        if (y > bottom) bottom = y;
        count++;
    }
    CHECK(count == 0 || count == (right - left + 1) * (bottom - top + 1), "%d pixels are no box", count);
    return count;
}

// One piece for the whole batch, from each sample's partner; the target is mixed by its true size.
static void check_cutmix(const Dataset data, double *mean) {
    enum { ROWS = 6, STEPS = 400 };
    *mean = 0;
    for (int64_t step = 1; step <= STEPS; step++) {
        Bench b;
        bool in[FEATURES_MOST] = {false};
        int count = 0, columns = data.groups ? data.groups : data.features;
        bench_open(&b, data, (TrainSpec){.cutmix = 1}, ROWS);
        bench_apply(&b, 4, step);
        for (int r = 0; r < ROWS; r++)
            for (int f = 0; f < data.features; f++) in[f] |= owner(&b, r, f) != r;
        if (data.width) count = box_size(in, data.features, data.width);
        for (int f = 0; !data.width && !data.groups && f < data.features; f++) count += in[f];
        for (int g = 0; g < data.groups; g++) {
            const FeatureGroup *group = &data.group[g];
            for (int f = group->first; f < group->first + group->count; f++)
                CHECK(in[f] == in[group->first], "a column of words was cut in two");
            count += in[group->first];
        }
        const double rest = (double)count / columns;
        *mean += rest / STEPS;
        for (int r = 0; r < ROWS; r++) {
            int partner = r;
            for (int f = 0; f < data.features; f++) {
                if (in[f]) partner = owner(&b, r, f);
                CHECK(in[f] || owner(&b, r, f) == r, "feature %d is outside of the piece", f);
            }
            if (count > 0) CHECK_NEAR(b.target[r], (1 - rest) * r + rest * partner, 1e-9);
        }
        arena_free(&b.arena);
    }
}

static void test_cutmix(void) {
    static const FeatureGroup group[] = {{.first = 0, .count = 1},
                                         {.kind = GROUP_ONE_HOT, .first = 1, .count = 4},
                                         {.first = 5, .count = 1},
                                         {.kind = GROUP_ONE_HOT, .first = 6, .count = 2}};
    double mean;
    check_cutmix((Dataset){.features = 7, .targets = 1}, &mean);
    CHECK_NEAR(mean, 0.5, 0.06); // alpha 1: all shares alike
    check_cutmix((Dataset){.features = 8, .targets = 1, .groups = 4, .group = group}, &mean);
    CHECK_NEAR(mean, 0.5, 0.06);
    check_cutmix((Dataset){.features = 54, .targets = 1, .width = 9, .height = 6}, &mean);
    CHECK(mean > 0.25 && mean < 0.5, "boxes of %.2f: some are cut at the edge", mean);
}

// A box of 4 x 4 of 8 x 8 round any of its pixels; each sample has its own, whatever batch it comes in.
static void test_cutout_of_images(void) {
    enum { ROWS = 40, SIDE = 8 };
    const Dataset data = {.features = SIDE * SIDE, .classes = 2, .width = SIDE, .height = SIDE};
    static Bench all, half;
    int largest = 0, smallest = SIDE * SIDE, differ = 0;
    bench_open(&all, data, (TrainSpec){.cutout = 0.25}, ROWS);
    for (int i = 0; i < ROWS * SIDE * SIDE; i++) all.x[i] = 1;
    bench_apply(&all, 5, 1);
    CHECK(!all.rules.share, "no label is changed");
    for (int r = 0; r < ROWS; r++) {
        bool in[FEATURES_MOST];
        for (int f = 0; f < data.features; f++) in[f] = x_at(&all, r, f) == 0;
        for (int f = 0; r > 0 && f < data.features; f++) differ += x_at(&all, r, f) != x_at(&all, r - 1, f);
        const int size = box_size(in, data.features, SIDE);
        if (size > largest) largest = size;
        if (size < smallest) smallest = size;
    }
    CHECK(largest == 16 && smallest < 16 && smallest >= 4, "boxes of %d to %d pixels", smallest, largest);
    CHECK(differ > 100, "the same piece of every sample");
    bench_open(&half, data, (TrainSpec){.cutout = 0.25}, ROWS / 2);
    for (int i = 0; i < ROWS * SIDE * SIDE; i++) half.x[i] = 1;
    bench_apply(&half, 5, 2); // the samples from ROWS / 2 on
    for (int r = 0; r < ROWS / 2; r++)
        for (int f = 0; f < data.features; f++)
            CHECK(x_at(&half, r, f) == x_at(&all, r + ROWS / 2, f), "sample %d depends on its batch", r);
    arena_free(&all.arena), arena_free(&half.arena);
}

// 0.3 of 5 columns: one or two, 1.5 on average, each as often as the others.
static void test_cutout_of_columns(void) {
    enum { ROWS = 50, STEPS = 40, COLUMNS = 5 };
    int zeros[COLUMNS] = {0}, all = 0;
    for (int64_t step = 1; step <= STEPS; step++) {
        Bench b;
        bench_open(&b, (Dataset){.features = COLUMNS, .targets = 1}, (TrainSpec){.cutout = 0.3}, ROWS);
        for (size_t i = 0; i < panel_size(ROWS, COLUMNS); i++) b.x[i] = 1;
        bench_apply(&b, 6, step);
        for (int r = 0; r < ROWS; r++) {
            int of_row = 0;
            for (int f = 0; f < COLUMNS; f++) of_row += x_at(&b, r, f) == 0, zeros[f] += x_at(&b, r, f) == 0;
            CHECK(of_row == 1 || of_row == 2, "%d columns of %d", of_row, COLUMNS);
            CHECK_NEAR(b.target[r], r, 0);
            all += of_row;
        }
        arena_free(&b.arena);
    }
    CHECK_NEAR(all / (double)(ROWS * STEPS), 1.5, 0.05);
    for (int f = 0; f < COLUMNS; f++) CHECK_NEAR(zeros[f] / (double)(ROWS * STEPS), 0.3, 0.05);
}

int main(void) {
    test_label_smoothing();
    test_class_weights();
    test_that_what_is_off_costs_nothing();
    test_beta_draws();
    test_mixup();
    test_mixed_labels();
    test_cutmix();
    test_cutout_of_images();
    test_cutout_of_columns();
    return test_end("samples");
}
