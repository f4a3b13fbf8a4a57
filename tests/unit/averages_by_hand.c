// What each average is, against the same worked out once more from the weights that training went through; and that
// what it says of a part is what such a network says. In the double build.
#include <stdlib.h>

#include "base/rng.h"
#include "train/trainer.h"

#include "test.h"

enum { SAMPLES = 12, EPOCHS = 6 };

static struct Set {
    uint8_t pixels[SAMPLES * 2];
    int32_t label[SAMPLES], row[SAMPLES];
    float shift[2], scale[2], target[SAMPLES * 2], target_shift[2], target_scale[2];
    Dataset data;
    Split split;
} set;

// `targets` 0: three classes. Eight samples to train on, four to test.
static void make_set(int targets) {
    Rng rng = rng_stream(3, "test", 0);
    for (int i = 0; i < SAMPLES * 2; i++) set.pixels[i] = (uint8_t)rng_below(&rng, 256);
    for (int i = 0; i < SAMPLES * 2; i++) set.target[i] = rng_uniform(&rng);
    for (int i = 0; i < SAMPLES; i++) set.row[i] = i, set.label[i] = (int32_t)rng_below(&rng, 3);
    for (int f = 0; f < 2; f++) set.scale[f] = 1.0f / 255, set.target_scale[f] = 2, set.target_shift[f] = 0.5f;
    set.data = (Dataset){.samples = SAMPLES,
                         .features = 2,
                         .classes = targets ? 0 : 3,
                         .targets = targets,
                         .pixels = set.pixels,
                         .label = targets ? NULL : set.label,
                         .target = targets ? set.target : NULL};
    const Part all = {&set.data, set.row, 8, set.data.label, set.data.target};
    set.split = (Split){.train = all,
                        .test = all,
                        .shift = set.shift,
                        .scale = set.scale,
                        .target_shift = set.target_shift,
                        .target_scale = set.target_scale};
    set.split.test.row += 8, set.split.test.size = 4;
    if (targets)
        set.split.test.target += (ptrdiff_t)8 * targets;
    else
        set.split.test.label += 8;
}

static const ModelSpec plain = {.hidden_count = 1, .hidden = {5}, .dropout_count = 1};
static const ModelSpec normed = {
    .hidden_count = 1,
    .hidden = {5},
    .dropout_count = 1,
    .batch_norm = {.on = true, .stat_decay = 0.9, .eps = 1e-5, .affine = true},
};

// An epoch is two steps.
static const TrainSpec steps = {.epochs = EPOCHS, .batch_size = 4, .learning_rate = 0.1, .norm_rate = 1};

static Trainer *open_trainer(const ModelSpec *model, const TrainSpec *spec) {
    Trainer *t;
    Error e;
    if (engine.open(&t, model, spec, &set.split, 5, &e) != OK) abort();
    return t;
}

// A network's numbers, parameters and then statistics; how many they are.
enum { NUMBERS = 2048 };
static size_t numbers(const Trainer *t, const NetworkCopy *kept, double *to) {
    const Network *net = t->net;
    const size_t params = net->param_count, all = params + net->statistic_count;
    if (all > NUMBERS) abort();
    for (size_t i = 0; i < params; i++) to[i] = kept ? kept->params[i] : net->params[i];
    for (size_t i = params; i < all; i++) to[i] = kept ? kept->statistics[i - params] : net->statistics[i - params];
    return all;
}

static void check_numbers(const double *got, const double *want, size_t n, double tolerance, const char *what) {
    double most = 0;
    for (size_t i = 0; i < n; i++) most = fmax(most, fabs(got[i] - want[i]));
    CHECK(most <= tolerance, "%s: off by %g", what, most);
}

// The moving average once more; the weights of the past as a sum, not as the recursion.
static void test_ema(const ModelSpec *model, double decay, bool warmup) {
    TrainSpec spec = steps;
    spec.ema = decay, spec.ema_warmup = warmup;
    Trainer *t = open_trainer(model, &spec);
    static double past[2 * EPOCHS + 1][NUMBERS], mean[NUMBERS], want[NUMBERS];
    const int32_t order[] = {0, 1, 2, 3, 4, 5, 6, 7};
    for (int i = 0; i < 8; i++) t->order[i] = order[i];
    size_t n = numbers(t, NULL, past[0]);
    numbers(t, &t->averages.kept[AVERAGE_EMA][0], mean);
    check_numbers(mean, past[0], n, 0, "it starts at the initial weights");
    for (int step = 1; step <= 2 * EPOCHS; step++) {
        trainer_step(t, step % 2 ? 0 : 4, 4);
        numbers(t, NULL, past[step]);
    }
    double weight = 1;
    for (size_t i = 0; i < n; i++) want[i] = 0;
    for (int step = 2 * EPOCHS; step >= 0; step--) {
        const double first = (1.0 + step) / (10.0 + step), d = warmup && first < decay ? first : decay;
        const double share = step > 0 ? weight * (1 - d) : weight;
        for (size_t i = 0; i < n; i++) want[i] += share * past[step][i];
        weight *= d;
    }
    numbers(t, &t->averages.kept[AVERAGE_EMA][0], mean);
    check_numbers(mean, want, n, 1e-12, "the moving average");
    engine.close(t);
}

// What the average says is what a network of its numbers says, and the trained one has not moved.
static void test_what_ema_says(const ModelSpec *model) {
    TrainSpec spec = steps;
    double running, before[NUMBERS], after[NUMBERS];
    spec.ema = 0.7;
    Trainer *t = open_trainer(model, &spec);
    const Measure first = engine.measure(t, &set.split.test);
    CHECK(engine.measure_average(t, AVERAGE_EMA, &set.split.test).loss == first.loss, "before training they are one");
    for (int i = 0; i < 2; i++) engine.epoch(t, &running);
    const size_t n = numbers(t, NULL, before);
    const Measure trained = engine.measure(t, &set.split.test);
    const Measure said = engine.measure_average(t, AVERAGE_EMA, &set.split.test);
    numbers(t, NULL, after);
    check_numbers(before, after, n, 0, "the trained network");
    CHECK(engine.measure(t, &set.split.test).loss == trained.loss && said.loss != trained.loss, "two networks");
    network_copy_into(&t->averages.kept[AVERAGE_EMA][0], t->net);
    CHECK(engine.measure(t, &set.split.test).loss == said.loss, "its own network");
    engine.close(t);
}

int main(void) {
    make_set(0);
    test_ema(&plain, 0.9, false);
    test_ema(&normed, 0.9, false);
    test_ema(&normed, 0.5, true);
    test_what_ema_says(&plain);
    test_what_ema_says(&normed);
    return test_end("averages_by_hand");
}
