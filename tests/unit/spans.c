// What training goes on from: the spans of one trainer, copied into a fresh one, make it continue to the bit, between
// epochs and between the steps of one; and each of them is needed.
#include <math.h>
#include <stdlib.h>

#include "base/rng.h"
#include "train/engine.h"

#include "test.h"

#define SAMPLES 50
#define FEATURES 21

static struct Set {
    uint8_t pixels[SAMPLES * FEATURES];
    int32_t label[SAMPLES], row[SAMPLES];
    float shift[FEATURES], scale[FEATURES];
    Dataset data;
    Split split;
} set;

static ModelSpec model = {.hidden_count = 2,
                          .hidden = {33, 9},
                          .batch_norm = {.on = true, .stat_decay = 0.9, .eps = 1e-5, .affine = true},
                          .dropout_count = 1,
                          .dropout = {0.3},
                          .input_noise = 0.1};
static const TrainSpec sgd = {.epochs = 4,
                              .batch_size = 8,
                              .learning_rate = 0.05,
                              .norm_rate = 1,
                              .momentum = 0.9,
                              .weight_decay = 1e-3,
                              .eval_every = 1};

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

static Trainer *open(const Engine *build, const TrainSpec *spec) {
    Trainer *t;
    Error e;
    if (build->open(&t, &model, spec, &set.split, 6, &e) != OK) abort();
    return t;
}

// What is seen of a trainer that goes on for two epochs.
typedef struct Rest {
    double running[2], rate;
    Measure measure;
    double average[2][AVERAGE_COUNT]; // before and after
    int64_t steps, samples;
} Rest;

static void ask_averages(const Engine *build, const TrainSpec *spec, Trainer *t, double *said) {
    build->refresh(t);
    for (int a = 0; a < AVERAGE_COUNT; a++)
        if (averages_wanted(spec) >> a & 1) said[a] = build->measure_average(t, a, &set.split.test).loss;
}

static Rest go_on(const Engine *build, const TrainSpec *spec, Trainer *t) {
    Rest rest = {.rate = build->rate(t)};
    ask_averages(build, spec, t, rest.average[0]);
    for (int i = 0; i < 2; i++) {
        build->tell(t, 5.5); // better than nothing yet, but not than what was told before
        build->epoch(t, &rest.running[i]);
    }
    ask_averages(build, spec, t, rest.average[1]);
    rest.measure = build->measure(t, &set.split.test);
    rest.measure.best = NULL; // the trainer's own memory
    rest.steps = build->steps(t);
    rest.samples = build->samples(t);
    return rest;
}

// A fresh trainer that takes over all spans but one (-1: all); *missed: that one is another in a fresh trainer.
static Rest resume(const Engine *build, const TrainSpec *spec, const Span *from, int count, int but, bool *missed) {
    int own;
    Trainer *t = open(build, spec);
    const Span *to = build->spans(t, &own);
    CHECK(own == count, "%d spans, %d spans", own, count);
    for (int i = 0; i < count; i++) {
        CHECK_TEXT(to[i].name, from[i].name);
        if (i == but)
            *missed = memcmp(to[i].at, from[i].at, from[i].size) != 0;
        else
            memcpy(to[i].at, from[i].at, from[i].size);
    }
    const Rest rest = go_on(build, spec, t);
    build->close(t);
    return rest;
}

static const volatile sig_atomic_t always = 1;

// Two epochs, and some steps of the third where `within`.
static Trainer *train(const Engine *build, const TrainSpec *spec, bool within) {
    static const double told[] = {5, 6, 6, 6}; // to plateau: one drop, and half the way to the next
    Trainer *t = open(build, spec);
    double running;
    for (int i = 0; i < 2; i++) build->epoch(t, &running);
    for (size_t i = 0; i < sizeof told / sizeof *told; i++) build->tell(t, told[i]);
    build->pause_on(t, &always);
    for (int i = 0; within && i < 3; i++) CHECK(build->epoch(t, &running) == EPOCH_PAUSED, "a pause in the epoch");
    build->pause_on(t, NULL);
    return t;
}

static void test_that_each_is_needed(const Engine *build, const TrainSpec *spec, bool within) {
    int count;
    Trainer *t = train(build, spec, within);
    const Span *spans = build->spans(t, &count);
    static Rest resumed[256];
    static bool missed[256];
    if (count >= (int)(sizeof resumed / sizeof *resumed)) abort();
    for (int but = -1; but < count; but++)
        resumed[but + 1] = resume(build, spec, spans, count, but, &missed[but < 0 ? 0 : but]);
    const Rest through = go_on(build, spec, t);
    CHECK(memcmp(&resumed[0], &through, sizeof through) == 0, "%s, %s: resumed, the run goes another way", build->name,
          optimizer_names[spec->optimizer.kind]);
    for (int i = 0; i < count; i++)
        CHECK(!missed[i] || memcmp(&resumed[i + 1], &through, sizeof through) != 0, "%s, %s: nobody needs %s",
              build->name, optimizer_names[spec->optimizer.kind], spans[i].name);
    build->close(t);
}

// One epoch in one go.
static double train_epoch(const Engine *build, const TrainSpec *spec, Trainer **t) {
    double running;
    (void)spec;
    build->epoch(*t, &running);
    return running;
}

// One epoch, each step by another trainer, which begins with nothing but the spans of the one before.
static double train_steps(const Engine *build, const TrainSpec *spec, Trainer **t) {
    double running;
    build->pause_on(*t, &always);
    for (int steps = 1; build->epoch(*t, &running) == EPOCH_PAUSED; steps++) {
        int count;
        CHECK(steps < SAMPLES, "the epoch comes to no end");
        if (steps == SAMPLES) break;
        Trainer *next = open(build, spec);
        const Span *from = build->spans(*t, &count), *to = build->spans(next, &count);
        CHECK(isnan(running), "half an epoch has no loss");
        for (int i = 0; i < count; i++) memcpy(to[i].at, from[i].at, from[i].size);
        build->close(*t);
        *t = next;
        build->pause_on(*t, &always);
    }
    return running;
}

static void test_pauses(const Engine *build, const TrainSpec *spec) {
    Trainer *through = open(build, spec), *paused = open(build, spec);
    for (int i = 0; i < 3; i++) {
        const double want = train_epoch(build, spec, &through), got = train_steps(build, spec, &paused);
        CHECK(memcmp(&want, &got, sizeof got) == 0, "%s: epoch %d in one go loses %.17g, paused %.17g", build->name, i,
              want, got);
        build->tell(through, 5), build->tell(paused, 5);
    }
    int count;
    const Span *want = build->spans(through, &count), *got = build->spans(paused, &count);
    for (int i = 0; i < count; i++)
        CHECK(memcmp(want[i].at, got[i].at, want[i].size) == 0, "%s: with pauses %s is another", build->name,
              want[i].name);
    build->close(through);
    build->close(paused);
}

static void test_that_spans_are_all_there_is(const Engine *build, const TrainSpec *spec) {
    test_that_each_is_needed(build, spec, false);
    test_that_each_is_needed(build, spec, true);
    test_pauses(build, spec);
}

static void test_optimizers(const Engine *build) {
    for (int kind = 0; optimizer_names[kind]; kind++) {
        TrainSpec spec = sgd;
        spec.optimizer = (OptimizerSpec){kind, .beta1 = 0.9, .beta2 = 0.99, .alpha = 0.9, .eps = 1e-8};
        spec.learning_rate = kind == OPTIMIZER_SGD || kind == OPTIMIZER_NESTEROV ? 0.05 : 0.002;
        test_that_spans_are_all_there_is(build, &spec);
    }
}

static void test_plateau(const Engine *build) {
    TrainSpec spec = sgd;
    spec.schedule = (ScheduleSpec){SCHEDULE_PLATEAU, .drop = 0.5, .patience = 1};
    test_that_spans_are_all_there_is(build, &spec);
}

// What else may hang on where in an epoch a step is.
static void test_steps(const Engine *build) {
    static const struct {
        const char *what;
        size_t at;
    } shares[] = {{"label smoothing", offsetof(TrainSpec, label_smoothing)},
                  {"mixup", offsetof(TrainSpec, mixup)},
                  {"cutmix", offsetof(TrainSpec, cutmix)},
                  {"adversarial", offsetof(TrainSpec, adversarial)},
                  {"lookahead", offsetof(TrainSpec, lookahead)},
                  {"clip_norm", offsetof(TrainSpec, clip_norm)},
                  {"max_norm", offsetof(TrainSpec, max_norm)},
                  {"l1", offsetof(TrainSpec, l1)},
                  {"warmup", offsetof(TrainSpec, warmup)}};
    for (size_t i = 0; i < sizeof shares / sizeof *shares; i++) {
        TrainSpec spec = sgd;
        spec.lookahead_steps = 3;
        *(double *)((char *)&spec + shares[i].at) = 0.4;
        if (shares[i].at == offsetof(TrainSpec, warmup)) spec.warmup = 2.6;
        test_pauses(build, &spec);
    }
    TrainSpec spec = sgd;
    spec.last_batch = LAST_DROP;
    test_pauses(build, &spec);
    spec.batch_size = 64; // an epoch without a step
    test_pauses(build, &spec);
    spec = sgd, spec.batch_size = 7; // 50 samples: the single one left over joins the batch before
    test_pauses(build, &spec);
    spec.momentum_start = 0.1, spec.momentum_ramp = 3;
    test_pauses(build, &spec);
    for (int kind = 0; schedule_names[kind]; kind++) {
        spec = sgd;
        spec.schedule = (ScheduleSpec){kind, .drop = 0.5, .every = 1, .decay = 0.9, .slowing = 1, .stretch = 1};
        test_pauses(build, &spec);
    }
}

static void test_averages(const Engine *build) {
    TrainSpec spec = sgd;
    spec.ema = 0.9, spec.ema_warmup = true;
    test_that_spans_are_all_there_is(build, &spec);
    spec.ema = 0;
    spec.swa = 0.25, spec.swa_every = 1;
    test_that_spans_are_all_there_is(build, &spec);
    spec.swa = 0;
    spec.schedule = (ScheduleSpec){SCHEDULE_COSINE, .restart = 1, .stretch = 1};
    spec.snapshots = 2; // of two epochs before, and then of two behind
    test_that_spans_are_all_there_is(build, &spec);
}

static void test_names_and_shapes(const Engine *build) {
    static const struct {
        const char *name;
        int role, rows, cols;
    } want[] = {
        {"1.weight.mean_square", SPAN_SLAB, FEATURES, 33},
        {"1.weight", ROLE_WEIGHT, FEATURES, 33},
        {"2.gamma.mean", SPAN_SLAB, 1, 33},
        {"2.running_mean", ROLE_STATISTIC, 1, 33},
        {"2.gamma", ROLE_GAMMA, 1, 33},
        {"9.bias", ROLE_BIAS, 1, 3},
        {"position.samples", SPAN_POSITION, 1, 1},
        {"position.plateau_best", SPAN_POSITION, 1, 1},
        {"1.weight.ema", SPAN_SLAB, FEATURES, 33},
        {"2.running_var.ema", SPAN_SLAB, 1, 33},
    };
    const TrainSpec spec = {
        .batch_size = 8, .optimizer = {.kind = OPTIMIZER_ADAM}, .schedule = {.kind = SCHEDULE_PLATEAU}, .ema = 0.9};
    Trainer *t = open(build, &spec);
    int count;
    const Span *spans = build->spans(t, &count);
    for (size_t k = 0; k < sizeof want / sizeof *want; k++) {
        int i = 0;
        while (i < count && strcmp(spans[i].name, want[k].name) != 0) i++;
        CHECK(i < count, "no span %s", want[k].name);
        if (i == count) continue;
        CHECK(spans[i].role == want[k].role && spans[i].rows == want[k].rows && spans[i].cols == want[k].cols,
              "%s: role %d, %d x %d", spans[i].name, spans[i].role, spans[i].rows, spans[i].cols);
    }
    build->close(t);
}

// Blocks keep nothing from step to step, however random they are; both branches have spans.
static void test_residual_blocks(const Engine *build) {
    const ModelSpec before = model;
    model.hidden_count = 3, model.skip = 1;
    for (int i = 0; i < 3; i++) model.hidden[i] = 9;
    model.shake_drop = 0.5;
    test_that_spans_are_all_there_is(build, &sgd);
    model.shake_drop = 0, model.shake_shake = true;
    test_that_spans_are_all_there_is(build, &sgd);
    model = before;
}

int main(void) {
    make_set();
    for (const Engine *const *build = engine_list(); *build; build++) {
        model.batch_norm.stat_decay = 0.9;
        test_optimizers(*build);
        test_plateau(*build);
        test_averages(*build);
        test_steps(*build);
        test_names_and_shapes(*build);
        model.batch_norm.stat_decay = STAT_CUMULATIVE; // how many batches there were counts, too
        test_that_spans_are_all_there_is(*build, &sgd);
        model.weight_norm = true;
        test_that_spans_are_all_there_is(*build, &sgd);
        model.weight_norm = false;
        test_residual_blocks(*build);
    }
    return test_end("spans");
}
