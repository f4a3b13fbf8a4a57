// What training promises, seen from above: one step worked out by hand, the same bits from every kernel build, common
// random numbers between settings, short last batches, divergence.
#include <stddef.h>
#include <stdlib.h>

#include "base/rng.h"
#include "train/engine.h"

#include "test.h"

// Every allocation is counted, where the C library lets a program take its place.
#if defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__)
#define COUNTS_ALLOCATIONS 1
static long allocations;
void *__libc_malloc(size_t);
void *__libc_calloc(size_t, size_t);
void *__libc_memalign(size_t, size_t);
void *malloc(size_t size) {
    allocations++;
    return __libc_malloc(size);
}
void *calloc(size_t count, size_t size) {
    allocations++;
    return __libc_calloc(count, size);
}
void *aligned_alloc(size_t alignment, size_t size) {
    allocations++;
    return __libc_memalign(alignment, size);
}
#endif

#define SAMPLES 61
#define FEATURES 37
#define TARGETS 3 // at most

// A classification set of random pixels and its split into 50 training and 11 test samples.
static struct Set {
    uint8_t pixels[SAMPLES * FEATURES];
    int32_t label[SAMPLES], row[SAMPLES];
    float shift[FEATURES], scale[FEATURES], target[SAMPLES * TARGETS], target_shift[TARGETS], target_scale[TARGETS];
    Dataset data;
    Split split;
} set;

// `targets`: of a regression; 0: a classification.
static void make_set(int train_size, int targets) {
    const bool regression = targets > 0;
    Rng rng = rng_stream(4, "test", 0);
    for (int i = 0; i < SAMPLES * FEATURES; i++) set.pixels[i] = (uint8_t)rng_below(&rng, 256);
    for (int i = 0; i < SAMPLES; i++) {
        set.label[i] = (int32_t)rng_below(&rng, 3);
        set.target[i] = rng_uniform(&rng);
        set.row[i] = i;
    }
    for (int i = SAMPLES; i < SAMPLES * TARGETS; i++) set.target[i] = rng_uniform(&rng);
    for (int k = 0; k < TARGETS; k++) set.target_shift[k] = (float)k, set.target_scale[k] = 2 + (float)k;
    for (int f = 0; f < FEATURES; f++) set.shift[f] = 0, set.scale[f] = 1.0f / 255;
    set.data = (Dataset){.samples = SAMPLES,
                         .features = FEATURES,
                         .classes = regression ? 0 : 3,
                         .targets = targets,
                         .pixels = set.pixels,
                         .label = regression ? NULL : set.label,
                         .target = regression ? set.target : NULL};
    set.split = (Split){.train = {&set.data, set.row, train_size, set.data.label, set.data.target},
                        .test = {&set.data, set.row + 50, SAMPLES - 50, regression ? NULL : set.label + 50,
                                 regression ? set.target + (ptrdiff_t)50 * targets : NULL},
                        .shift = set.shift,
                        .scale = set.scale,
                        .target_shift = set.target_shift,
                        .target_scale = set.target_scale};
}

static ModelSpec model_all(void) {
    return (ModelSpec){.hidden_count = 2,
                       .hidden = {41, 18},
                       .activation = ACTIVATION_RELU,
                       .batch_norm = {.on = true, .stat_decay = 0.9, .eps = 1e-5, .affine = true},
                       .dropout_count = 2,
                       .dropout = {0.3, 0},
                       .input_dropout = 0.1,
                       .gaussian_dropout_count = 2,
                       .gaussian_dropout = {0, 0.3},
                       .drop_connect_count = 2,
                       .drop_connect = {0, 0.2},
                       .hidden_noise_count = 1,
                       .hidden_noise = {0.1},
                       .input_noise = 0.1};
}

static TrainSpec train_some(int batch_size) {
    return (TrainSpec){.epochs = 3,
                       .batch_size = batch_size,
                       .learning_rate = 0.05,
                       .norm_rate = 1,
                       .momentum = 0.9,
                       .weight_decay = 1e-3,
                       .eval_every = 1};
}

typedef struct Outcome {
    double running[3];
    Measure train, test;
    // What the measures point to; their own pointers are NULL.
    double rmse[2][TARGETS];
    int32_t best[2][SAMPLES];
    float output[2][SAMPLES * TARGETS];
    int64_t steps, samples;
    bool finite;
} Outcome;

// The measure of one part, train or test.
static Measure measure(const Engine *build, Trainer *t, const Part *part, Outcome *o) {
    Measure m = build->measure(t, part);
    const size_t outputs = (size_t)(set.data.classes > 0 ? set.data.classes : set.data.targets);
    const int at = part == &set.split.test;
    if (m.rmse) memcpy(o->rmse[at], m.rmse, (size_t)set.data.targets * sizeof *m.rmse);
    if (m.best) memcpy(o->best[at], m.best, (size_t)part->size * sizeof *m.best);
    if (m.output) memcpy(o->output[at], m.output, (size_t)part->size * outputs * sizeof *m.output);
    m.rmse = NULL, m.best = NULL, m.output = NULL;
    return m;
}

static Outcome train(const Engine *build, const ModelSpec *model, const TrainSpec *spec, uint64_t seed) {
    Trainer *t;
    Error e;
    Outcome o = {.finite = true};
    if (build->open(&t, model, spec, &set.split, seed, &e) != OK) abort();
    for (int i = 0; i < spec->epochs && o.finite; i++) o.finite = build->epoch(t, &o.running[i]);
    build->refresh(t);
    o.train = measure(build, t, &set.split.train, &o);
    o.test = measure(build, t, &set.split.test, &o);
    o.steps = build->steps(t);
    o.samples = build->samples(t);
    build->close(t);
    return o;
}

// Model m in every build.
static void check_builds(const char *what, const ModelSpec *m) {
    const Engine *const *builds = engine_list();
    const TrainSpec spec = train_some(7);
    const Outcome fastest = train(builds[0], m, &spec, 5);
    CHECK(fastest.finite && isfinite(fastest.test.loss), "%s diverges", what);
    for (int i = 1; builds[i]; i++) {
        const Outcome other = train(builds[i], m, &spec, 5);
        CHECK(memcmp(&fastest, &other, sizeof other) == 0, "%s and %s differ (%s): %.17g, %.17g", builds[0]->name,
              builds[i]->name, what, fastest.test.loss, other.test.loss);
    }
}

static void test_that_all_builds_agree_on_norms(void) {
    const SampleNormSpec norm = {.on = true, .eps = 1e-5, .affine = true};
    ModelSpec none = model_all(), m;
    none.batch_norm.on = false;
    make_set(50, 0);
    m = model_all(), m.batch_norm.stat_decay = STAT_CUMULATIVE, m.batch_norm.virtual_batch = 3;
    check_builds("cumulative batch norm over virtual batches", &m);
    m = model_all(), m.batch_norm.evaluate_with = EVALUATE_POPULATION;
    check_builds("batch norm with the population's statistics", &m);
    m = none, m.layer_norm = norm;
    check_builds("layer norm", &m);
    m = none, m.weight_norm = true;
    check_builds("weight norm", &m);
    m = none, m.group_norm = norm, m.group_norm.groups = 6, m.hidden[0] = 42;
    m.group_norm.placement = AFTER_ACTIVATION;
    check_builds("group norm", &m);
    m = none, m.rms_norm = norm;
    check_builds("rms norm", &m);
}

// Three hidden layers, of which the last two are a block, or one each.
static ModelSpec model_blocks(int skip) {
    ModelSpec m = model_all();
    m.hidden_count = 3, m.skip = skip;
    m.hidden[1] = skip == 1 ? 41 : 18, m.hidden[2] = 41;
    return m;
}

static void test_that_all_builds_agree_on_blocks(void) {
    make_set(50, 0);
    for (int skip = 1; skip <= 2; skip++) {
        ModelSpec m = model_blocks(skip);
        check_builds("residual blocks", &m);
        m.stochastic_depth = 0.5;
        check_builds("stochastic depth", &m);
        m.stochastic_depth = 0, m.shake_drop = 0.5;
        check_builds("ShakeDrop", &m);
        m.shake_drop = 0, m.shake_shake = true, m.batch_norm.placement = AFTER_ACTIVATION;
        check_builds("Shake-Shake", &m);
    }
}

static bool same(const ModelSpec *a, const ModelSpec *b) {
    const TrainSpec spec = train_some(7);
    const Outcome x = train(engine_list()[0], a, &spec, 5), y = train(engine_list()[0], b, &spec, 5);
    return memcmp(&x, &y, sizeof x) == 0;
}

// Off is off, on is something else, and one group is layer norm, to the bit.
static void test_what_norms_change(void) {
    const SampleNormSpec norm = {.on = true, .eps = 1e-5, .affine = true};
    ModelSpec none = model_all(), off, layer, group, rms;
    none.batch_norm.on = false;
    off = layer = group = rms = none;
    off.layer_norm.eps = off.group_norm.eps = off.rms_norm.eps = 0.1;
    layer.layer_norm = group.group_norm = rms.rms_norm = norm;
    make_set(50, 0);
    CHECK(same(&none, &off), "a norm that is off changes something");
    CHECK(!same(&none, &layer) && !same(&none, &rms) && !same(&layer, &rms), "a norm changes nothing");
    group.group_norm.groups = 1;
    CHECK(same(&layer, &group), "one group is not layer norm");
    layer.hidden[0] = group.hidden[0] = 42; // of which 2 and 6 are divisors
    group.group_norm.groups = 2;
    CHECK(!same(&layer, &group), "two groups are layer norm");
}

// Without blocks their rules are idle; a rate of 0 is none; everything else counts.
static void test_what_blocks_change(void) {
    ModelSpec m = model_blocks(0), idle = m, block = model_blocks(2), ruled = block;
    make_set(50, 0);
    idle.stochastic_depth = 0.5, idle.shake_shake = true;
    CHECK(same(&m, &idle), "a rule of blocks that are not there changes something");
    CHECK(!same(&m, &block), "blocks change nothing");
    ruled.stochastic_depth = 0.5;
    CHECK(!same(&block, &ruled), "stochastic depth changes nothing");
    ruled.stochastic_depth = 0, ruled.shake_drop = 0.5;
    CHECK(!same(&block, &ruled), "ShakeDrop changes nothing");
    ruled.shake_drop = 0, ruled.shake_shake = true;
    CHECK(!same(&block, &ruled), "Shake-Shake changes nothing");
}

static void compare_builds(const ModelSpec *model, const TrainSpec *spec) {
    const Engine *const *builds = engine_list();
    const Outcome fastest = train(builds[0], model, spec, 5);
    CHECK(fastest.finite, "optimizer %d: not finite", spec->optimizer.kind);
    for (int i = 1; builds[i]; i++) {
        const Outcome other = train(builds[i], model, spec, 5);
        CHECK(memcmp(&fastest, &other, sizeof other) == 0,
              "%s and %s differ (activation %d, optimizer %d): %.17g, %.17g", builds[0]->name, builds[i]->name,
              model->activation, spec->optimizer.kind, fastest.test.loss, other.test.loss);
    }
}

// Weight norm starts with the very weights that there would be without it, and then goes another way.
static void test_where_weight_norm_starts(void) {
    ModelSpec plain = model_all(), m;
    TrainSpec none = train_some(7);
    none.epochs = 0;
    make_set(50, 0);
    m = plain, m.weight_norm = true;
    const Outcome a = train(engine_list()[0], &plain, &none, 3), b = train(engine_list()[0], &m, &none, 3);
    CHECK(memcmp(&a, &b, sizeof a) == 0, "untrained: %.17g, %.17g", a.test.loss, b.test.loss);
    CHECK(!same(&plain, &m), "weight norm changes nothing");
}

static void test_what_batch_norm_can(void) {
    const ModelSpec plain = model_all();
    ModelSpec m = plain;
    make_set(50, 0);
    m.batch_norm.virtual_batch = 8; // the largest batch: 7 samples and the one left over
    CHECK(same(&plain, &m), "a part as large as the batch is another batch");
    m.batch_norm.virtual_batch = 9;
    CHECK(same(&plain, &m), "a part larger than the batch is another batch");
    m.batch_norm.virtual_batch = 3; // 3 and 4
    CHECK(!same(&plain, &m), "virtual batches change nothing");
    m = plain, m.batch_norm.stat_decay = STAT_CUMULATIVE;
    CHECK(!same(&plain, &m), "cumulative averaging changes nothing");
    m = plain, m.batch_norm.evaluate_with = EVALUATE_POPULATION;
    CHECK(!same(&plain, &m), "the population's statistics change nothing");
}

// They come from the parameters alone: whatever the running statistics were, and however often it is done. Where
// running statistics are what evaluation goes by, nothing touches them.
static void test_that_the_population_is_found_anew(void) {
    const Engine *build = engine_list()[0];
    ModelSpec model = model_all();
    const TrainSpec spec = train_some(7);
    Trainer *t;
    Error e;
    double running;
    int count;
    make_set(50, 0);
    for (int with = EVALUATE_RUNNING; with <= EVALUATE_POPULATION; with++) {
        model.batch_norm.evaluate_with = with;
        if (build->open(&t, &model, &spec, &set.split, 2, &e) != OK) abort();
        build->epoch(t, &running);
        build->refresh(t);
        const Measure before = build->measure(t, &set.split.test);
        const Span *spans = build->spans(t, &count);
        for (int i = 0; i < count; i++)
            for (size_t k = 0; spans[i].role == ROLE_STATISTIC && k < spans[i].size / sizeof(float); k++)
                ((float *)spans[i].at)[k] = 3;
        build->refresh(t);
        const Measure after = build->measure(t, &set.split.test);
        CHECK((before.loss == after.loss) == (with == EVALUATE_POPULATION), "%d: %.17g and then %.17g", with,
              before.loss, after.loss);
        build->close(t);
    }
}

// Where one batch is all of the training part, population and batch have the same mean, and the same variance but for
// the factor n / (n - 1); so, without steps and dropout, evaluation is nearly training.
static void test_that_the_population_is_the_training_part(void) {
    ModelSpec model = model_all();
    TrainSpec still = train_some(50);
    still.learning_rate = 0;
    model.dropout[0] = model.input_dropout = model.gaussian_dropout[1] = 0;
    model.drop_connect[1] = model.hidden_noise[0] = model.input_noise = 0;
    model.batch_norm.evaluate_with = EVALUATE_POPULATION;
    make_set(50, 0);
    const Outcome o = train(engine_list()[0], &model, &still, 3);
    CHECK_NEAR(o.train.loss, o.running[0], 0.03);
    CHECK(o.train.loss != o.running[0], "the variance is the unbiased one");
    ModelSpec dropped = model;
    dropped.dropout[0] = 0.3, dropped.input_dropout = 0.1;
    CHECK(train(engine_list()[0], &dropped, &still, 3).train.loss == o.train.loss, "the population is found dropped");
    model.batch_norm.evaluate_with = EVALUATE_RUNNING;
    CHECK(fabs(train(engine_list()[0], &model, &still, 3).train.loss - o.running[0]) > 0.06, "running statistics lag");
}

static void test_that_all_builds_agree_to_the_bit(void) {
    const Engine *const *builds = engine_list();
    static const int targets[] = {0, 1, TARGETS};
    static const double given[] = {0.3, 1, 2.7};
    for (int k = 0; k < 3; k++)
        for (int a = 0; activation_names[a]; a++) {
            make_set(50, targets[k]);
            ModelSpec model = model_all();
            model.activation = a;
            model.batch_norm.placement = a % 2 ? AFTER_ACTIVATION : BEFORE_ACTIVATION;
            model.init = a % 2 ? INIT_HE : INIT_TORCH;
            TrainSpec spec = train_some(7);
            spec.mixup = 0.3, spec.cutmix = 1, spec.cutout = 0.2, spec.adversarial = 0.05;
            if (targets[k] == 0) spec.label_smoothing = 0.1, spec.loss = a % 3; // auto, and two others
            if (a == 2) spec.class_weights.choice = CLASS_WEIGHTS_BALANCED;
            if (a == 3) spec.class_weights = (ChoiceOrNumbers){CHOICE_NUMBERS, 3, given};
            spec.metrics = 1;
            const Outcome fastest = train(builds[0], &model, &spec, 5);
            for (int i = 1; builds[i]; i++) {
                const Outcome other = train(builds[i], &model, &spec, 5);
                CHECK(memcmp(&fastest, &other, sizeof other) == 0, "%s and %s differ (%s): %.17g, %.17g",
                      builds[0]->name, builds[i]->name, activation_names[a], fastest.test.loss, other.test.loss);
            }
            compare_builds(&model, &spec);
        }
    for (int kind = 0; optimizer_names[kind]; kind++) {
        const ModelSpec model = model_all();
        TrainSpec spec = train_some(7);
        spec.optimizer = (OptimizerSpec){kind, .beta1 = 0.9, .beta2 = 0.999, .alpha = 0.99, .eps = 1e-8};
        spec.norm_rate = 0.3;
        compare_builds(&model, &spec);
    }
    if (!builds[1]) SKIP("only one kernel build runs on this CPU");
}

// Every activation, and every start of weights, trains to losses of its own.
static void test_that_every_choice_counts(void) {
    enum { MOST = 64 };
    const TrainSpec spec = train_some(7);
    double loss[MOST];
    int n = 0;
    make_set(50, 0);
    for (int k = 0; k < 2; k++)
        for (int c = 0; (k ? init_names : activation_names)[c]; c++) {
            ModelSpec model = {.hidden_count = 1, .hidden = {20}, .dropout_count = 1, .init_sd = 0.1};
            *(k ? &model.init : &model.activation) = c;
            if (k && c == INIT_HE) continue; // with relu, as it was with the first activation
            loss[n] = train(engine_list()[0], &model, &spec, 5).test.loss;
            for (int i = 0; i < n; i++) CHECK(loss[i] != loss[n], "choices %d and %d are alike: %g", i, n, loss[n]);
            if (++n == MOST) abort();
        }
}

// One linear layer, one sample of one feature x = 1 (pixel 255), two classes, momentum 0. The weights start as w, the
// bias as 0. Softmax p = e^z / sum; the step moves z_k by -lr (p_k - [k = label]) (x^2 + 1).
static void test_a_step_by_hand(void) {
    static const uint8_t pixel[] = {255};
    static const int32_t label[] = {1}, row[] = {0};
    static const float shift[] = {0}, scale[] = {1.0f / 255};
    const Dataset data = {.samples = 1, .features = 1, .classes = 2, .pixels = pixel, .label = label};
    const Part one = {.data = &data, .row = row, .size = 1, .label = label};
    const Split split = {.train = one, .test = one, .shift = shift, .scale = scale};
    const ModelSpec model = {.init = INIT_NORMAL, .init_sd = 0, .dropout_count = 1};
    const TrainSpec spec = {.epochs = 1, .batch_size = 1, .learning_rate = 0.5, .momentum = 0.9, .metrics = 1};
    const Engine *build = engine_list()[0];
    Trainer *t;
    Error e;
    double running;
    CHECK(build->open(&t, &model, &spec, &split, 1, &e) == OK, "%s", e.text);
    CHECK(build->parameters(t) == 4, "two weights and two biases");
    CHECK_NEAR(build->measure(t, &split.test).loss, log(2), 1e-7);
    CHECK(build->epoch(t, &running), "one epoch");
    CHECK_NEAR(running, log(2), 1e-7);
    // p = 1/2 each, so z = (-1/2, 1/2) after the step, and the loss is log(1 + e^-1).
    CHECK_NEAR(build->measure(t, &split.test).loss, log(1 + exp(-1)), 1e-6);
    const Measure m = build->measure(t, &split.test);
    CHECK_NEAR(m.metric, 1, 0);
    CHECK(m.best[0] == 1 && !m.rmse, "the class it is taken for");
    CHECK_NEAR(m.output[0], 1 / (1 + exp(1)), 1e-6);
    CHECK_NEAR(m.output[1], 1 / (1 + exp(-1)), 1e-6);
    // The second step: g = p - [k = label] with p = 1 / (1 + e), v = 0.9 v + g, and z moves by 2 lr v.
    const double p = 1 / (1 + exp(1)), v = 0.9 * 0.5 + p, z = 0.5 + v;
    build->epoch(t, &running);
    CHECK_NEAR(build->measure(t, &split.test).loss, log(1 + exp(-2 * z)), 1e-6);
    build->close(t);
}

static void test_common_random_numbers(void) {
    make_set(50, 0);
    const Engine *build = engine_list()[0];
    ModelSpec plain = {.hidden_count = 1, .hidden = {20}, .dropout_count = 1}, dropped = plain, normed = plain;
    dropped.dropout[0] = 0.5, dropped.input_dropout = 0.2;
    normed.batch_norm = (BatchNormSpec){.on = true, .stat_decay = 0.9, .eps = 1e-5, .affine = true};
    TrainSpec none = train_some(16);
    none.epochs = 0;
    const Outcome a = train(build, &plain, &none, 3), b = train(build, &dropped, &none, 3);
    CHECK(a.test.loss == b.test.loss, "dropout moved the initial weights");
    // Untrained batch norm divides by sqrt(1 + eps).
    CHECK_NEAR(train(build, &normed, &none, 3).test.loss, a.test.loss, 1e-4);
    CHECK(train(build, &plain, &none, 4).test.loss != a.test.loss, "another seed, the same weights");
    // Without a learning rate the weights stay: the epoch's mean loss is the same for every batch size and order.
    TrainSpec still = train_some(16);
    still.learning_rate = 0, still.epochs = 2;
    const Outcome small = train(build, &plain, &still, 3);
    CHECK_NEAR(small.running[0], small.train.loss, 1e-6);
    CHECK_NEAR(small.running[0], small.running[1], 1e-6);
    // The same masks for every batch size: sample n of the epoch, unit f takes draw n * features + f.
    still.batch_size = 5;
    const Outcome few = train(build, &dropped, &still, 3);
    still.batch_size = 50;
    const Outcome all = train(build, &dropped, &still, 3);
    CHECK_NEAR(few.running[0], all.running[0], 1e-6);
    CHECK(fabs(all.running[0] - all.train.loss) > 1e-3, "dropout is on in training, off in evaluation");
}

static void test_last_batches(void) {
    const Engine *build = engine_list()[0];
    const ModelSpec model = model_all();
    const struct {
        int size, batch, last;
        int64_t steps; // of three epochs
    } cases[] = {
        {50, 16, LAST_KEEP, 3 * 4}, // 16 16 16 2
        {49, 16, LAST_KEEP, 3 * 3}, // 16 16 17: a single sample joins the batch before it
        {48, 16, LAST_KEEP, 3 * 3}, {50, 16, LAST_DROP, 3 * 3}, {49, 16, LAST_DROP, 3 * 3},
        {50, 64, LAST_KEEP, 3 * 1}, {50, 2, LAST_KEEP, 3 * 25}, {49, 2, LAST_KEEP, 3 * 24},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        make_set(cases[i].size, 0);
        TrainSpec spec = train_some(cases[i].batch);
        spec.last_batch = cases[i].last;
        const Outcome o = train(build, &model, &spec, 1);
        CHECK(o.steps == cases[i].steps, "%d samples by %d: %lld steps", cases[i].size, cases[i].batch,
              (long long)o.steps);
        const int left = cases[i].last == LAST_DROP ? cases[i].size % cases[i].batch : 0;
        CHECK(o.samples == 3 * (cases[i].size - left), "%d samples by %d: trained on %lld", cases[i].size,
              cases[i].batch, (long long)o.samples);
        CHECK(o.finite && isfinite(o.test.loss), "%d samples by %d: not finite", cases[i].size, cases[i].batch);
    }
}

#define MANY 150 // more than are evaluated at a time

// What is said of each sample of a part is that of its own row, and asking for it moves nothing.
static void test_outputs(void) {
    static int32_t row[MANY], label[MANY];
    static float target[MANY * 2];
    const Engine *build = engine_list()[0];
    const ModelSpec model = model_all();
    TrainSpec spec = train_some(7);
    for (int targets = 0; targets < 3; targets += 2) {
        Trainer *t;
        Error e;
        make_set(50, targets);
        spec.metrics = 0;
        const Outcome plain = train(build, &model, &spec, 5);
        spec.metrics = 1;
        const Outcome asked = train(build, &model, &spec, 5);
        CHECK(memcmp(&plain, &asked, offsetof(Outcome, output)) == 0 && plain.output[1][0] == 0, "nothing moves");
        for (int i = 0; i < MANY; i++) {
            row[i] = i % SAMPLES, label[i] = set.label[row[i]];
            for (int k = 0; k < 2; k++) target[2 * i + k] = set.target[2 * row[i] + k];
        }
        set.split.test = (Part){&set.data, row, MANY, targets ? NULL : label, targets ? target : NULL};
        if (build->open(&t, &model, &spec, &set.split, 5, &e) != OK) abort();
        const Measure m = build->measure(t, &set.split.test);
        double correct = 0, squares = 0;
        for (int i = 0; i < MANY; i++)
            if (targets == 0) {
                const float *p = m.output + 3 * (ptrdiff_t)i;
                correct += m.best[i] == label[i];
                CHECK_NEAR(p[0] + p[1] + p[2], 1, 1e-6);
                for (int k = 0; k < 3; k++) CHECK(p[k] <= p[m.best[i]], "sample %d", i);
            } else {
                const float scaled = (target[2 * i + 1] - set.target_shift[1]) * set.target_scale[1];
                squares += pow((double)m.output[2 * i + 1] - (double)scaled, 2);
            }
        if (targets == 0) CHECK_NEAR(correct / MANY, m.metric, 1e-12);
        if (targets == 2) CHECK_NEAR(sqrt(squares / MANY) / 3, m.rmse[1], 1e-6);
        build->close(t);
    }
}

static void test_that_a_step_allocates_nothing(void) {
#ifdef COUNTS_ALLOCATIONS
    make_set(50, 0);
    const Engine *build = engine_list()[0];
    ModelSpec model = model_blocks(2);
    model.shake_shake = true;
    model.batch_norm.evaluate_with = EVALUATE_POPULATION;
    TrainSpec spec = train_some(7);
    spec.mixup = 0.3, spec.cutmix = 1, spec.cutout = 0.2, spec.adversarial = 0.05, spec.label_smoothing = 0.1;
    Trainer *t;
    Error e;
    double running;
    const long before = allocations;
    CHECK(build->open(&t, &model, &spec, &set.split, 1, &e) == OK, "%s", e.text);
    const long opened = allocations;
    CHECK(opened > before, "the count does not count");
    build->epoch(t, &running);
    build->refresh(t);
    build->measure(t, &set.split.test);
    CHECK(allocations == opened, "%ld allocations in an epoch and its evaluation", allocations - opened);
    build->close(t);
#else
    SKIP("allocations cannot be counted in this build");
#endif
}

static void test_divergence_and_names(void) {
    make_set(50, 1);
    const Engine *build = engine_list()[0];
    ModelSpec model = {.hidden_count = 1, .hidden = {30}, .dropout_count = 1};
    TrainSpec spec = train_some(10);
    spec.learning_rate = 1e6;
    const Outcome o = train(build, &model, &spec, 1);
    CHECK(!o.finite, "a learning rate of a million diverges");
    CHECK(o.steps < 15, "training stops at the step that diverged");

    Error e = {0};
    CHECK(engine_choose("avx1024", &e) == NULL && e.status == ERR_USAGE, "no such build");
    CHECK(strstr(e.text, "avx1024") != NULL, "the message names it: %s", e.text);
    CHECK(engine_choose("plain", &e) != NULL && engine_choose("", &e) == engine_list()[0], "names");
}

// The same network and sample with two targets, 1 and 10, scaled to 1 and (10 - 2) / 2 = 4. The outputs begin at 0: the
// loss is (1^2 + 4^2) / 2, and the step moves z_k by -lr 2 (z_k - t_k) / 2 (x^2 + 1) = 0.1 t_k, so that 0.9 t_k are
// left.
static void test_two_targets_by_hand(void) {
    static const uint8_t pixel[] = {255};
    static const int32_t row[] = {0};
    static const float shift[] = {0}, scale[] = {1.0f / 255};
    static const float target[] = {1, 10}, target_shift[] = {0, 2}, target_scale[] = {1, 0.5f};
    const Dataset data = {.samples = 1, .features = 1, .targets = 2, .pixels = pixel, .target = target};
    const Part part = {&data, row, 1, NULL, target};
    const Split split = {.train = part,
                         .test = part,
                         .shift = shift,
                         .scale = scale,
                         .target_shift = target_shift,
                         .target_scale = target_scale};
    const ModelSpec model = {.init = INIT_NORMAL, .init_sd = 0, .dropout_count = 1};
    const TrainSpec spec = {.epochs = 1, .batch_size = 1, .learning_rate = 0.05};
    const Engine *build = engine_list()[0];
    Trainer *t;
    Error e;
    double running;
    CHECK(build->open(&t, &model, &spec, &split, 1, &e) == OK, "%s", e.text);
    CHECK(build->parameters(t) == 4, "two weights and two biases");
    CHECK(build->epoch(t, &running), "one epoch");
    CHECK_NEAR(running, 8.5, 1e-6);
    const Measure m = build->measure(t, &split.test);
    CHECK_NEAR(m.loss, 0.81 * 8.5, 1e-5);
    CHECK(isnan(m.metric) && m.rmse, "one score for each target, and none for all");
    CHECK(!m.best && !m.output, "no class, and no outputs where nobody measures them");
    CHECK_NEAR(m.rmse[0], 0.9, 1e-6);
    CHECK_NEAR(m.rmse[1], 0.9 * 8, 1e-5);
    CHECK_NEAR(build->measure(t, &split.test).rmse[1], 0.9 * 8, 1e-5); // sums begin anew
    build->close(t);
}

int main(void) {
    test_that_every_choice_counts();
    test_a_step_by_hand();
    test_two_targets_by_hand();
    test_that_all_builds_agree_to_the_bit();
    test_that_all_builds_agree_on_norms();
    test_that_all_builds_agree_on_blocks();
    test_what_norms_change();
    test_what_blocks_change();
    test_where_weight_norm_starts();
    test_what_batch_norm_can();
    test_that_the_population_is_found_anew();
    test_that_the_population_is_the_training_part();
    test_common_random_numbers();
    test_last_batches();
    test_outputs();
    test_that_a_step_allocates_nothing();
    test_divergence_and_names();
    return test_end("training");
}
