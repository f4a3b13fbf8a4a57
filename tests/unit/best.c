// The best weights: which of the losses told is the best, and that the network which is put back is that of then.
#include <stdlib.h>

#include "base/rng.h"
#include "train/best.h"

#include "test.h"

#define SAMPLES 40
#define FEATURES 7

static struct Set {
    uint8_t pixels[SAMPLES * FEATURES];
    int32_t label[SAMPLES], row[SAMPLES];
    float shift[FEATURES], scale[FEATURES];
    Dataset data;
    Split split;
} set;

static void make_set(void) {
    Rng rng = rng_stream(4, "test", 0);
    for (int i = 0; i < SAMPLES * FEATURES; i++) set.pixels[i] = (uint8_t)rng_below(&rng, 256);
    for (int i = 0; i < SAMPLES; i++) set.row[i] = i, set.label[i] = (int32_t)rng_below(&rng, 3);
    for (int f = 0; f < FEATURES; f++) set.scale[f] = 1.0f / 255;
    set.data =
        (Dataset){.samples = SAMPLES, .features = FEATURES, .classes = 3, .pixels = set.pixels, .label = set.label};
    const Part all = {&set.data, set.row, SAMPLES, set.label, NULL};
    set.split = (Split){.train = all, .test = all, .shift = set.shift, .scale = set.scale};
}

static Trainer *open(const Engine *engine, const ModelSpec *model) {
    const TrainSpec spec = {.epochs = 9,
                            .batch_size = 8,
                            .optimizer = {.kind = OPTIMIZER_ADAM, .beta1 = 0.9, .beta2 = 0.99, .eps = 1e-8},
                            .learning_rate = 0.01,
                            .norm_rate = 1,
                            .eval_every = 1};
    Trainer *t;
    Error e;
    if (engine->open(&t, model, &spec, &set.split, 6, &e) != OK) abort();
    return t;
}

static double loss_of(const Engine *engine, Trainer *t) {
    engine->refresh(t);
    return engine->measure(t, &set.split.test).loss;
}

// Trains as many epochs as there are losses, and is told these.
static void test_that_the_lowest_comes_back(const Engine *engine, const ModelSpec *model) {
    static const double told[] = {0.9, 0.5, 0.7, 0.4, NAN, 0.4, INFINITY, 0.6};
    static const bool lowest[] = {true, true, false, true, false, false, false, false};
    Trainer *t = open(engine, model);
    Arena arena = {0};
    Best best;
    double running, loss[sizeof told / sizeof *told];
    CHECK(best_open(&best, engine, t, &arena));
    for (int i = 0; i < (int)(sizeof told / sizeof *told); i++) {
        engine->epoch(t, &running);
        loss[i] = loss_of(engine, t);
        CHECK(best_tell(&best, i + 1, told[i]) == lowest[i], "%s: after epoch %d", engine->name, i + 1);
    }
    CHECK(best.epoch == 4 && best.loss == 0.4, "epoch %d, loss %g", (int)best.epoch, best.loss);
    CHECK(loss_of(engine, t) != loss[3], "%s: the network stands still", engine->name);
    best_restore(&best);
    CHECK(loss_of(engine, t) == loss[3], "%s: %.17g is put back as %.17g", engine->name, loss[3], loss_of(engine, t));
    arena_free(&arena);
    engine->close(t);
}

// Where nothing was told, nothing is put back.
static void test_that_nothing_told_changes_nothing(const Engine *engine, const ModelSpec *model) {
    Trainer *t = open(engine, model);
    Arena arena = {0};
    Best best;
    double running;
    CHECK(best_open(&best, engine, t, &arena));
    engine->epoch(t, &running);
    const double loss = loss_of(engine, t);
    CHECK(!best_tell(&best, 1, NAN) && best.epoch == 0);
    best_restore(&best);
    CHECK(loss_of(engine, t) == loss);
    arena_free(&arena);
    engine->close(t);
}

int main(void) {
    static const ModelSpec models[] = {
        {.hidden_count = 2, .hidden = {33, 9}},
        {.hidden_count = 1,
         .hidden = {20},
         .batch_norm = {.on = true, .stat_decay = 0.9, .eps = 1e-5, .affine = true},
         .dropout_count = 1,
         .dropout = {0.3}},
        {.hidden_count = 1,
         .hidden = {20},
         .batch_norm = {.on = true, .evaluate_with = EVALUATE_POPULATION, .eps = 1e-5, .affine = true},
         .weight_norm = true},
    };
    make_set();
    for (const Engine *const *engine = engine_list(); *engine; engine++)
        for (size_t i = 0; i < sizeof models / sizeof *models; i++) {
            test_that_the_lowest_comes_back(*engine, &models[i]);
            test_that_nothing_told_changes_nothing(*engine, &models[i]);
        }
    return test_end("best");
}
