// Instruments: what they say in cases whose answer is known, that training goes on as if nobody had looked, and that
// all kernels say the same bits.
#include <math.h>
#include <stdlib.h>

#include "base/rng.h"
#include "train/engine.h"
#include "train/probe_value.h"

#include "test.h"

#define SAMPLES 2048
#define FEATURES 40

static struct Set {
    float values[SAMPLES * FEATURES];
    int32_t label[SAMPLES], row[SAMPLES];
    float shift[FEATURES], scale[FEATURES];
    Dataset data;
    Split split;
} set;

// Sum of 12 uniform numbers less 6: normal enough, and of variance 1.
static float normal(Rng *rng) {
    double sum = -6;
    for (int i = 0; i < 12; i++) sum += rng_below(rng, 1u << 30) / (double)(1u << 30);
    return (float)sum;
}

static void make_set(int size) {
    Rng rng = rng_stream(4, "test", 0);
    for (int i = 0; set.data.samples == 0 && i < SAMPLES * FEATURES; i++) set.values[i] = normal(&rng); // once
    for (int i = 0; i < SAMPLES; i++) set.row[i] = i, set.label[i] = set.values[i * FEATURES] > 0;
    for (int f = 0; f < FEATURES; f++) set.scale[f] = 1;
    set.data =
        (Dataset){.samples = SAMPLES, .features = FEATURES, .classes = 2, .values = set.values, .label = set.label};
    const Part all = {&set.data, set.row, size, set.label, NULL};
    set.split = (Split){.train = all, .test = all, .shift = set.shift, .scale = set.scale};
}

static const BatchNormSpec norm = {.on = true, .stat_decay = 0.9, .eps = 1e-5, .affine = true};
static const TrainSpec sgd = {.epochs = 4,
                              .batch_size = 16,
                              .learning_rate = 0.05,
                              .norm_rate = 1,
                              .momentum = 0.9,
                              .eval_every = 1,
                              .probes = (1u << PROBE_COUNT) - 1,
                              .probe_every = 1};

// What was said: the last number of each value and layer, and all as one text.
enum { LAYERS = 40 };
typedef struct Said {
    ProbeSink sink;
    double of[PROBE_VALUE_COUNT][LAYERS + 1]; // [layer + 1]
    int count;
    uint64_t sum; // of all bits
} Said;

static void take(ProbeSink *sink, int value, int layer, double number) {
    Said *said = (Said *)sink;
    const float rounded = (float)number;
    uint32_t bits;
    memcpy(&bits, &rounded, sizeof bits);
    said->of[value][layer + 1] = number;
    said->count++;
    said->sum = said->sum * 31 + bits + (uint64_t)value * 7 + (uint64_t)layer;
}

static Said look(const Engine *build, Trainer *t, unsigned probes) {
    Said said = {.sink = {take}};
    for (int v = 0; v < PROBE_VALUE_COUNT; v++)
        for (int l = 0; l <= LAYERS; l++) said.of[v][l] = NAN;
    for (int p = 0; p < PROBE_COUNT; p++)
        if (probes >> p & 1) build->probe(t, p, &said.sink);
    return said;
}

static Trainer *open(const Engine *build, const ModelSpec *model, const TrainSpec *spec) {
    Trainer *t;
    Error e;
    if (build->open(&t, model, spec, &set.split, 6, &e) != OK) abort();
    return t;
}

static void train(const Engine *build, Trainer *t, int epochs) {
    double running;
    for (int i = 0; i < epochs; i++) build->epoch(t, &running);
}

// The place of the n-th layer of that kind.
static int place_of(const Engine *build, const Trainer *t, const char *kind, int n) {
    LayerPlace layer;
    for (int l = 0; build->layer(t, l, &layer); l++)
        if (strcmp(layer.kind, kind) == 0 && n-- == 0) return l;
    abort();
}

static double value(const Said *said, ProbeValue v, int layer) {
    return said->of[v][layer + 1];
}

#define NEAR(got, want, most)                                                                                          \
    CHECK(fabs((got) - (want)) <= (most), #got " is %g, not %g", (double)(got), (double)(want))

// --- Weights and gradients

// Batch norm behind it: the scale of the weights changes nothing.
static void orthogonal_under_batch_norm(const Engine *build) {
    const ModelSpec plain = {.hidden_count = 1, .hidden = {24}},
                    bn = {.hidden_count = 1, .hidden = {24}, .batch_norm = norm};
    make_set(SAMPLES);
    Trainer *a = open(build, &plain, &sgd), *b = open(build, &bn, &sgd);
    CHECK(value(&(Said[]){look(build, a, 1u << PROBE_WEIGHTS)}[0], PROBE_WEIGHT_GROWTH, 0) == 1, "at the start");
    train(build, a, 2);
    train(build, b, 2);
    const Said of_a = look(build, a, ~0u), of_b = look(build, b, ~0u);
    const int l = place_of(build, b, "linear", 0);
    CHECK(fabs(value(&of_b, PROBE_WEIGHT_COSINE, l)) < 1e-3, "under batch norm %g",
          value(&of_b, PROBE_WEIGHT_COSINE, l));
    CHECK(fabs(value(&of_a, PROBE_WEIGHT_COSINE, l)) > 1e-2, "without %g", value(&of_a, PROBE_WEIGHT_COSINE, l));
    CHECK(value(&of_b, PROBE_BIAS_GRADIENT, l) < 1e-4 * value(&of_a, PROBE_BIAS_GRADIENT, l), "under batch norm %g",
          value(&of_b, PROBE_BIAS_GRADIENT, l));
    CHECK(value(&of_a, PROBE_BIAS_GRADIENT, l) > 0.01 * value(&of_a, PROBE_GRADIENT_NORM, l), "bias: %g",
          value(&of_a, PROBE_BIAS_GRADIENT, l));
    const double length = value(&of_b, PROBE_WEIGHT_NORM, l);
    NEAR(value(&of_b, PROBE_EFFECTIVE_RATE, l), 0.05 / (length * length), 1e-12);
    CHECK(value(&of_b, PROBE_WEIGHT_GROWTH, l) > 1, "weights grow: %g", value(&of_b, PROBE_WEIGHT_GROWTH, l));
    build->close(a);
    build->close(b);
}

// Four times as large batches have a quarter of the noise; the whole training part has none.
static void noise_falls_with_the_batch(const Engine *build) {
    const ModelSpec model = {.hidden_count = 1, .hidden = {24}};
    double noise[2];
    make_set(1024);
    for (int i = 0; i < 2; i++) {
        TrainSpec spec = sgd;
        spec.batch_size = i ? 64 : 16;
        Trainer *t = open(build, &model, &spec);
        const Said said = look(build, t, 1u << PROBE_GRADIENTS);
        noise[i] = value(&said, PROBE_GRADIENT_NOISE, 0);
        build->close(t);
    }
    CHECK(noise[0] / noise[1] > 3 && noise[0] / noise[1] < 5, "%g and %g", noise[0], noise[1]);
    TrainSpec whole = sgd;
    whole.batch_size = 1024;
    Trainer *t = open(build, &model, &whole);
    const Said said = look(build, t, 1u << PROBE_GRADIENTS);
    CHECK(value(&said, PROBE_GRADIENT_NOISE, 0) == 0, "of all: %g", value(&said, PROBE_GRADIENT_NOISE, 0));
    build->close(t);
}

// --- Activations

// A linear layer of normal numbers gives normal numbers, which relu cuts in half.
static void moments_and_percentiles(const Engine *build) {
    ModelSpec model = {.hidden_count = 1, .hidden = {200}, .batch_norm = norm};
    TrainSpec still = sgd;
    still.learning_rate = 1e-30;
    make_set(SAMPLES);
    Trainer *t = open(build, &model, &still);
    train(build, t, 1);
    Said said = look(build, t, 1u << PROBE_ACTIVATIONS);
    const int bn = place_of(build, t, "batch_norm", 0), relu = place_of(build, t, "relu", 0);
    NEAR(value(&said, PROBE_BN_SKEWNESS, bn), 0, 0.1);
    NEAR(value(&said, PROBE_BN_KURTOSIS, bn), 3, 0.15);
    NEAR(value(&said, PROBE_ACTIVATION_MEAN, bn), 0, 0.1);
    NEAR(value(&said, PROBE_ACTIVATION_SD, bn), 1, 0.1);
    NEAR(value(&said, PROBE_INPUT_P15, relu), -1.036, 0.12);
    NEAR(value(&said, PROBE_INPUT_P50, relu), 0, 0.1);
    NEAR(value(&said, PROBE_INPUT_P85, relu), 1.036, 0.12);
    NEAR(value(&said, PROBE_MEAN_SLOPE, relu), 0.5, 0.05);
    NEAR(value(&said, PROBE_DEAD_UNITS, relu), 0, 0);
    build->close(t);
    model.activation = ACTIVATION_SIGMOID;
    t = open(build, &model, &still);
    train(build, t, 1);
    said = look(build, t, 1u << PROBE_ACTIVATIONS);
    const int sigmoid = place_of(build, t, "sigmoid", 0);
    NEAR(value(&said, PROBE_MEAN_SLOPE, sigmoid), 0.2066, 0.01); // of a normal input
    NEAR(value(&said, PROBE_SATURATION, sigmoid), 0.0032, 0.01); // beyond log 19 = 2.94
    build->close(t);
}

// --- Batch norm

static void batch_norm_noise(const Engine *build) {
    ModelSpec model = {.hidden_count = 1, .hidden = {64}, .batch_norm = norm};
    make_set(SAMPLES);
    for (int size = 16; size <= 64; size *= 4) {
        TrainSpec spec = sgd;
        spec.batch_size = size;
        Trainer *t = open(build, &model, &spec);
        const Said said = look(build, t, 1u << PROBE_BN_NOISE | 1u << PROBE_BN_STATISTICS);
        const int l = place_of(build, t, "batch_norm", 0);
        NEAR(value(&said, PROBE_BN_MEAN_NOISE, l) * sqrt(size), 1, 0.15);
        NEAR(value(&said, PROBE_BN_SD_NOISE, l) * sqrt(2.0 * size), 1, 0.2);
        CHECK(value(&said, PROBE_BN_SAMPLE_NOISE, l) > 0.5 / sqrt(size), "%g", value(&said, PROBE_BN_SAMPLE_NOISE, l));
        CHECK(value(&said, PROBE_BN_OUTLIER_SHIFT, l) > 0.2, "%g", value(&said, PROBE_BN_OUTLIER_SHIFT, l));
        NEAR(value(&said, PROBE_BN_SHUFFLED_VARIANCE, l), 1 - 1.0 / size, 0.01);
        CHECK(value(&said, PROBE_BN_SORTED_VARIANCE, l) < value(&said, PROBE_BN_SHUFFLED_VARIANCE, l), "sorted %g",
              value(&said, PROBE_BN_SORTED_VARIANCE, l));
        build->close(t);
    }
    TrainSpec whole = sgd;
    whole.batch_size = SAMPLES;
    Trainer *t = open(build, &model, &whole);
    const Said said = look(build, t, 1u << PROBE_BN_NOISE);
    CHECK(value(&said, PROBE_BN_MEAN_NOISE, place_of(build, t, "batch_norm", 0)) == 0, "of all samples: none");
    build->close(t);
}

// The running statistics of weights that stand still are those of the sample, but for the noise of the last batches.
static void running_statistics(const Engine *build) {
    const ModelSpec model = {.hidden_count = 1, .hidden = {64}, .batch_norm = norm};
    TrainSpec still = sgd;
    still.learning_rate = 1e-30;
    make_set(SAMPLES);
    Trainer *t = open(build, &model, &still);
    const int l = place_of(build, t, "batch_norm", 0);
    Said said = look(build, t, 1u << PROBE_BN_STATISTICS);
    const double at_start = value(&said, PROBE_BN_VARIANCE_ERROR, l);
    train(build, t, 1);
    said = look(build, t, 1u << PROBE_BN_STATISTICS);
    // The mean of batches weighted by 0.1 0.9^k has the variance 0.1 / 1.9 of one batch's, whose SD is 1/4.
    NEAR(value(&said, PROBE_BN_MEAN_ERROR, l), 0.25 * sqrt(0.1 / 1.9), 0.02);
    CHECK(value(&said, PROBE_BN_VARIANCE_ERROR, l) < 0.2 && at_start > 0.2, "%g, at the start %g",
          value(&said, PROBE_BN_VARIANCE_ERROR, l), at_start);
    CHECK(fabs(value(&said, PROBE_BN_MODE_GAP, PROBE_WHOLE)) < 0.1, "%g", value(&said, PROBE_BN_MODE_GAP, PROBE_WHOLE));
    build->close(t);
}

// Li et al. 2019, section 3: 0.405 where half is kept, 0.732 where four fifths are, 1 where nothing is dropped. The
// linear layer makes each unit a sum of many, so that the means of relu's values shift nothing.
static void variance_shift(const Engine *build) {
    static const struct { double rate, ratio; } cases[] = {{0, 1}, {0.2, 0.732}, {0.5, 0.405}};
    make_set(SAMPLES);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        BatchNormSpec slow = norm;
        slow.stat_decay = 0.95;
        const ModelSpec model = {.hidden_count = 2,
                                 .hidden = {400, 100},
                                 .batch_norm = slow,
                                 .dropout_count = 1,
                                 .dropout = {cases[i].rate}};
        TrainSpec still = sgd;
        still.learning_rate = 1e-30;
        still.batch_size = 64;
        Trainer *t = open(build, &model, &still);
        train(build, t, 5);
        const Said said = look(build, t, 1u << PROBE_VARIANCE_SHIFT);
        NEAR(value(&said, PROBE_VARIANCE_RATIO, place_of(build, t, "batch_norm", 1)), cases[i].ratio, 0.02);
        NEAR(value(&said, PROBE_VARIANCE_RATIO, place_of(build, t, "batch_norm", 0)), 1, 0.05);
        build->close(t);
    }
}

// --- Of all

static const ModelSpec everything = {
    .hidden_count = 2,
    .hidden = {33, 9},
    .batch_norm = {.on = true, .stat_decay = STAT_CUMULATIVE, .eps = 1e-5, .affine = true},
    .dropout_count = 1,
    .dropout = {0.3},
    .input_noise = 0.1};

// Each instrument alone, before, between and behind epochs: the spans of training are those of one that nobody looks
// at.
static void nothing_changes(const Engine *build) {
    make_set(100);
    for (int p = 0; p < PROBE_COUNT; p++) {
        TrainSpec alone = sgd;
        alone.probes = 1u << p;
        Trainer *a = open(build, &everything, &sgd), *b = open(build, &everything, &alone);
        int count, same = 0;
        for (int epoch = 0; epoch < 3; epoch++) {
            look(build, b, 1u << p);
            train(build, a, 1);
            train(build, b, 1);
        }
        look(build, b, 1u << p);
        const Span *of_a = build->spans(a, &count), *of_b = build->spans(b, &count);
        for (int i = 0; i < count; i++) same += memcmp(of_a[i].at, of_b[i].at, of_a[i].size) == 0;
        CHECK(same == count, "%s changes %d of %d spans", probe_names[p], count - same, count);
        build->close(a);
        build->close(b);
    }
}

static void same_in_all_kernels(void) {
    const Engine *const *list = engine_list();
    uint64_t first = 0;
    make_set(300);
    for (int i = 0; list[i]; i++) {
        Trainer *t = open(list[i], &everything, &sgd);
        train(list[i], t, 2);
        const Said once = look(list[i], t, ~0u), twice = look(list[i], t, ~0u);
        CHECK(once.sum == twice.sum, "%s: a second look says something else", list[i]->name);
        CHECK(i == 0 || once.sum == first, "%s says other bits", list[i]->name);
        first = once.sum;
        list[i]->close(t);
    }
}

// Once it has learned something batch norm is no part of the function but a scale and a shift of the weights before it,
// with a bias there or without, with gamma or without. Weight norm has its own scale, and where there is no batch norm
// nothing is folded.
static void folding(const Engine *build) {
    BatchNormSpec bare = norm;
    bare.affine = false;
    bare.eps = 0.1;
    const ModelSpec models[] = {
        {.hidden_count = 2, .hidden = {12, 7}, .batch_norm = norm},
        {.hidden_count = 2, .hidden = {12, 7}, .batch_norm = bare},
        {.hidden_count = 1,
         .hidden = {12},
         .batch_norm = norm,
         .dropout = {0.3},
         .dropout_count = 1,
         .dropout_placement = DROPOUT_BEFORE_NORM},
        {.hidden_count = 1, .hidden = {12}, .batch_norm = norm, .weight_norm = true},
        {.hidden_count = 1, .hidden = {12}},
    };
    make_set(64);
    for (int i = 0; i < 5; i++) {
        Trainer *t = open(build, &models[i], &sgd);
        train(build, t, 5);
        const Said said = look(build, t, 1u << PROBE_FOLDING);
        const double error = value(&said, PROBE_FOLD_ERROR, PROBE_WHOLE);
        if (i < 3)
            CHECK(error > 0 && error < 2e-6, "model %d: %g", i, error);
        else
            CHECK(isnan(error), "model %d: %g", i, error);
        build->close(t);
    }
}

// Numbers of a regression, samples fewer than a batch, one sample left over: nothing goes wrong.
static void small_and_odd(const Engine *build) {
    for (int size = 2; size < 20; size++) {
        make_set(size);
        Trainer *t = open(build, &everything, &sgd);
        const Said said = look(build, t, ~0u);
        CHECK(said.count > 20, "%d samples: %d values", size, said.count);
        build->close(t);
    }
}

int main(void) {
    Error e;
    const Engine *build = engine_choose(NULL, &e);
    orthogonal_under_batch_norm(build);
    noise_falls_with_the_batch(build);
    moments_and_percentiles(build);
    batch_norm_noise(build);
    running_statistics(build);
    variance_shift(build);
    folding(build);
    nothing_changes(build);
    same_in_all_kernels();
    small_and_odd(build);
    return test_end("probes");
}
