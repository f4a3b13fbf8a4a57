// Averages from above: training and the network's own measures are the same to the bit with and without them, and what
// they say is the same in every kernel build.
#include <stdlib.h>

#include "base/rng.h"
#include "train/engine.h"

#include "test.h"

enum { SAMPLES = 150, TRAINED = 60, FEATURES = 21, EPOCHS = 6, TARGETS = 3 };

static struct Set {
    uint8_t pixels[SAMPLES * FEATURES];
    int32_t label[SAMPLES], row[SAMPLES];
    float shift[FEATURES], scale[FEATURES], target[SAMPLES * TARGETS], target_shift[TARGETS], target_scale[TARGETS];
    Dataset data;
    Split split;
} set;

// `targets` 0: three classes.
static void make_set(int targets) {
    Rng rng = rng_stream(4, "test", 0);
    for (int i = 0; i < SAMPLES * FEATURES; i++) set.pixels[i] = (uint8_t)rng_below(&rng, 256);
    for (int i = 0; i < SAMPLES; i++) set.row[i] = i, set.label[i] = (int32_t)rng_below(&rng, 3);
    for (int i = 0; i < SAMPLES * TARGETS; i++) set.target[i] = rng_uniform(&rng);
    for (int f = 0; f < FEATURES; f++) set.scale[f] = 1.0f / 255;
    for (int k = 0; k < TARGETS; k++) set.target_scale[k] = 2 + (float)k;
    set.data = (Dataset){.samples = SAMPLES,
                         .features = FEATURES,
                         .classes = targets ? 0 : 3,
                         .targets = targets,
                         .pixels = set.pixels,
                         .label = targets ? NULL : set.label,
                         .target = targets ? set.target : NULL};
    set.split = (Split){.train = {&set.data, set.row, TRAINED, set.data.label, set.data.target},
                        .test = {&set.data, set.row + TRAINED, SAMPLES - TRAINED, targets ? NULL : set.label + TRAINED,
                                 targets ? set.target + (ptrdiff_t)TRAINED * targets : NULL},
                        .shift = set.shift,
                        .scale = set.scale,
                        .target_shift = set.target_shift,
                        .target_scale = set.target_scale};
}

static const ModelSpec model = {.hidden_count = 2,
                                .hidden = {33, 9},
                                .batch_norm = {.on = true, .stat_decay = 0.9, .eps = 1e-5, .affine = true},
                                .dropout_count = 1,
                                .dropout = {0.3},
                                .input_dropout = 0.1,
                                .drop_connect_count = 2,
                                .drop_connect = {0, 0.2},
                                .input_noise = 0.1};

static TrainSpec train_some(void) {
    return (TrainSpec){.epochs = EPOCHS,
                       .batch_size = 16,
                       .learning_rate = 0.05,
                       .norm_rate = 1,
                       .momentum = 0.9,
                       .schedule = {SCHEDULE_COSINE, .restart = 2, .stretch = 1},
                       .eval_every = 1};
}

static TrainSpec train_averaged(void) {
    TrainSpec spec = train_some();
    spec.ema = 0.9, spec.ema_warmup = true;
    spec.swa = 0.5, spec.swa_every = 1;
    spec.snapshots = 2;
    spec.mc_dropout = 5;
    return spec;
}

// A number of a measure by itself, and of its list.
typedef struct Said {
    double loss, metric, rmse[TARGETS];
} Said;

static Said said_of(const Measure *m) {
    Said said = {.loss = m->loss, .metric = m->metric};
    if (m->rmse) memcpy(said.rmse, m->rmse, sizeof said.rmse);
    return said;
}

typedef struct Course {
    double running[EPOCHS];
    Said test[EPOCHS], average[EPOCHS][AVERAGE_COUNT];
} Course;

static Course train(const Engine *build, const ModelSpec *m, const TrainSpec *spec) {
    static Course none;
    Course course = none;
    Trainer *t;
    Error e;
    if (build->open(&t, m, spec, &set.split, 5, &e) != OK) abort();
    for (int i = 0; i < EPOCHS; i++) {
        build->epoch(t, &course.running[i]);
        build->refresh(t);
        for (int a = 0; a < AVERAGE_COUNT; a++) {
            const Measure said = build->measure_average(t, a, &set.split.test);
            course.average[i][a] = said_of(&said);
        }
        const Measure own = build->measure(t, &set.split.test);
        course.test[i] = said_of(&own);
    }
    build->close(t);
    return course;
}

static void test_that_training_does_not_see_them(const ModelSpec *m) {
    const TrainSpec with = train_averaged(), without = train_some();
    const Course a = train(engine_list()[0], m, &with), b = train(engine_list()[0], m, &without);
    CHECK(memcmp(a.running, b.running, sizeof a.running) == 0, "training");
    CHECK(memcmp(a.test, b.test, sizeof a.test) == 0, "the network's own measures");
    for (int i = 0; i < AVERAGE_COUNT; i++) {
        const double last = a.average[EPOCHS - 1][i].loss;
        CHECK(isfinite(last) && last != a.test[EPOCHS - 1].loss, "%s says %g", average_names[i], last);
        CHECK(isnan(b.average[EPOCHS - 1][i].loss), "%s speaks unasked", average_names[i]);
    }
}

static void test_that_all_builds_agree(const ModelSpec *m, const char *what) {
    const Engine *const *builds = engine_list();
    const TrainSpec spec = train_averaged();
    const Course fastest = train(builds[0], m, &spec);
    for (int i = 1; builds[i]; i++) {
        const Course other = train(builds[i], m, &spec);
        for (int a = 0; a < AVERAGE_COUNT; a++)
            for (int epoch = 0; epoch < EPOCHS; epoch++)
                CHECK(memcmp(&fastest.average[epoch][a], &other.average[epoch][a], sizeof(Said)) == 0,
                      "%s, %s: %s and %s differ after epoch %d: %.17g, %.17g", what, average_names[a], builds[0]->name,
                      builds[i]->name, epoch + 1, fastest.average[epoch][a].loss, other.average[epoch][a].loss);
    }
}

int main(void) {
    ModelSpec population = model;
    population.batch_norm.evaluate_with = EVALUATE_POPULATION;
    for (int targets = 0; targets <= TARGETS; targets += TARGETS) {
        make_set(targets);
        test_that_training_does_not_see_them(&model);
        test_that_training_does_not_see_them(&population);
        test_that_all_builds_agree(&model, "running statistics");
        test_that_all_builds_agree(&population, "the population's statistics");
    }
    return test_end("averages_engine");
}
