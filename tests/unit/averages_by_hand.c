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

// Where the mean of weights begins, and what it is made of.
static void test_swa(double start, int every, int first) {
    static double past[EPOCHS + 1][NUMBERS], mean[NUMBERS], want[NUMBERS];
    TrainSpec spec = steps;
    spec.swa = start, spec.swa_every = every;
    Trainer *t = open_trainer(&plain, &spec);
    size_t n = numbers(t, NULL, past[0]);
    int taken = 0;
    for (size_t i = 0; i < n; i++) want[i] = 0;
    for (int epoch = 1; epoch <= EPOCHS; epoch++) {
        double running;
        const Measure before = engine.measure_average(t, AVERAGE_SWA, &set.split.test);
        CHECK(isnan(before.loss) == (taken == 0), "from %g, after %d epochs: %g", start, epoch - 1, before.loss);
        engine.epoch(t, &running);
        numbers(t, NULL, past[epoch]);
        if (epoch < first || (epoch - first) % every > 0) continue;
        taken++;
        for (size_t i = 0; i < n; i++) want[i] += past[epoch][i];
    }
    for (size_t i = 0; i < n; i++) want[i] /= taken;
    numbers(t, &t->averages.kept[AVERAGE_SWA][0], mean);
    check_numbers(mean, want, n, 1e-14, "the mean of the weights");
    engine.close(t);
}

// It answers by the statistics of the training part under its own weights; the network's own stay.
static void test_the_statistics_of_swa(void) {
    double running, before[NUMBERS], after[NUMBERS];
    TrainSpec spec = steps;
    spec.swa = 0.3, spec.swa_every = 1;
    Trainer *t = open_trainer(&normed, &spec);
    for (int i = 0; i < EPOCHS; i++) engine.epoch(t, &running);
    const size_t n = numbers(t, NULL, before);
    engine.refresh(t);
    const Measure said = engine.measure_average(t, AVERAGE_SWA, &set.split.test);
    numbers(t, NULL, after);
    check_numbers(before, after, n, 0, "the trained network");
    const NetworkCopy *kept = &t->averages.kept[AVERAGE_SWA][0];
    for (size_t i = 0; i < t->net->param_count; i++) t->net->params[i] = kept->params[i];
    CHECK(engine.measure(t, &set.split.test).loss != said.loss, "its statistics are not the trained network's");
    population_refresh(t);
    CHECK(engine.measure(t, &set.split.test).loss == said.loss, "they are the training part's");
    engine.close(t);
}

// What several networks say together: the loss of their mean prediction, from the predictions of each.
typedef struct Together {
    int members;
    double sum[4 * 3];
} Together;

static void add_member(Together *all, const Measure *m, int outputs) {
    for (int i = 0; i < 4 * outputs; i++) all->sum[i] += (double)m->output[i];
    all->members++;
}

static void check_mean(const Together *all, const Measure *said, const char *what) {
    const int outputs = set.data.classes ? 3 : set.data.targets;
    double loss = 0, squares[2] = {0}, right = 0;
    for (int i = 0; i < 4; i++)
        for (int k = 0, best = 0; k < outputs; k++) {
            const double *p = all->sum + (ptrdiff_t)i * outputs, mean = p[k] / all->members;
            CHECK_NEAR(said->output[i * outputs + k], mean, 1e-6);
            if (p[k] > p[best]) best = k;
            if (set.data.classes) {
                if (k == set.split.test.label[i]) loss -= log(mean) / 4;
                if (k == outputs - 1) right += best == set.split.test.label[i];
                continue;
            }
            const double target = ((double)set.split.test.target[i * outputs + k] - 0.5) * 2;
            squares[k] += pow(mean - target, 2) / 4;
            loss += pow(mean - target, 2) / 4 / outputs;
        }
    CHECK_NEAR(said->loss, loss, 1e-6);
    if (set.data.classes) CHECK_NEAR(said->metric, right / 4, 1e-12);
    for (int k = 0; !set.data.classes && k < outputs; k++)
        CHECK_NEAR(outputs > 1 ? said->rmse[k] : said->metric, sqrt(squares[k]) / 2, 1e-6);
    CHECK(said->loss > 0, "%s", what);
}

// Cycles of two epochs: the networks after 2, 4 and 6, of which the last `count` are kept.
static void test_snapshots(const ModelSpec *model, int count) {
    TrainSpec spec = steps;
    Together all[4] = {{0}};
    const int outputs = set.data.classes ? 3 : set.data.targets;
    spec.snapshots = count, spec.metrics = 1;
    spec.schedule = (ScheduleSpec){SCHEDULE_COSINE, .restart = 2, .stretch = 1};
    Trainer *t = open_trainer(model, &spec);
    for (int epoch = 1; epoch <= EPOCHS; epoch++) {
        double running;
        engine.epoch(t, &running);
        engine.refresh(t);
        const double own = engine.measure(t, &set.split.test).loss;
        const Measure m = engine.measure(t, &set.split.test);
        for (int first = 0; epoch % 2 == 0 && first < epoch / 2; first++) add_member(&all[first], &m, outputs);
        const int cycles = epoch / 2, oldest = cycles > count ? cycles - count : 0;
        const Measure said = engine.measure_average(t, AVERAGE_SNAPSHOTS, &set.split.test);
        CHECK(isnan(said.loss) == (cycles == 0), "after %d epochs", epoch);
        if (cycles > 0) check_mean(&all[oldest], &said, "snapshots");
        if (cycles > 0 && cycles - oldest == 1 && epoch % 2 == 0) CHECK(said.loss == own, "one is itself");
    }
    engine.close(t);
}

static Measure single_mask(Trainer *t, int m) {
    return trainer_measure(t, &set.split.test, average_mc_dropout.member(t, NULL, m));
}

static void test_mc_dropout(const ModelSpec *model) {
    TrainSpec spec = steps;
    Together all = {0};
    const int outputs = set.data.classes ? 3 : set.data.targets;
    spec.mc_dropout = 3, spec.metrics = 1;
    Trainer *t = open_trainer(model, &spec);
    double running, loss[3];
    for (int i = 0; i < 2; i++) engine.epoch(t, &running);
    const double own = engine.measure(t, &set.split.test).loss;
    for (int i = 0; i < 3; i++) {
        const Measure m = single_mask(t, i);
        loss[i] = m.loss;
        CHECK(m.loss != own && (i == 0 || m.loss != loss[i - 1]), "mask %d drops nothing of its own", i);
        add_member(&all, &m, outputs);
    }
    const Measure said = engine.measure_average(t, AVERAGE_MC_DROPOUT, &set.split.test);
    check_mean(&all, &said, "masks");
    CHECK(engine.measure(t, &set.split.test).loss == own, "the network itself drops nothing");
    t->spec.mc_dropout = 1;
    CHECK(engine.measure_average(t, AVERAGE_MC_DROPOUT, &set.split.test).loss == loss[0], "one mask is a network");
    // Another seed has other masks, and a sample's does not hang on those beside it.
    const float first = single_mask(t, 1).output[0];
    set.split.test.size = 1;
    CHECK(single_mask(t, 1).output[0] == first, "a part of one sample");
    set.split.test.size = 4;
    t->seed++;
    CHECK(single_mask(t, 1).loss != loss[1], "another seed");
    engine.close(t);
}

// Of a linear model the mean over many masks of the inputs is what evaluation says.
static void test_the_mean_of_many_masks(void) {
    const ModelSpec linear = {.dropout_count = 1, .input_dropout = 0.3};
    TrainSpec spec = steps;
    spec.mc_dropout = 20000, spec.metrics = 1;
    Trainer *t = open_trainer(&linear, &spec);
    float own[4];
    for (int i = 0; i < 4; i++) own[i] = engine.measure(t, &set.split.test).output[i];
    const Measure said = engine.measure_average(t, AVERAGE_MC_DROPOUT, &set.split.test);
    for (int i = 0; i < 4; i++) CHECK_NEAR(said.output[i], own[i], 0.02);
    engine.close(t);
}

// A mask of DropConnect is one for all samples, however many are evaluated at once.
static void test_that_weights_are_dropped_for_all(void) {
    enum { MANY = 70 };
    static int32_t row[MANY], label[MANY];
    ModelSpec model = plain;
    TrainSpec spec = steps;
    const Part test = set.split.test;
    model.drop_connect_count = 1, model.drop_connect[0] = 0.5;
    spec.mc_dropout = 1, spec.metrics = 1;
    set.split.test = (Part){&set.data, row, MANY, label, NULL}; // of the first sample
    Trainer *t = open_trainer(&model, &spec);
    const Measure m = single_mask(t, 0);
    for (int i = 1; i < MANY; i++) CHECK(m.output[(ptrdiff_t)3 * i] == m.output[0], "sample %d", i);
    engine.close(t);
    set.split.test = test;
}

static void test_all_that_drops(void) {
    ModelSpec m = normed;
    m.dropout[0] = 0.3;
    test_mc_dropout(&m);
    m = plain, m.input_dropout = 0.4;
    test_mc_dropout(&m);
    m = plain, m.gaussian_dropout_count = 1, m.gaussian_dropout[0] = 0.3;
    test_mc_dropout(&m);
    m = plain, m.alpha_dropout_count = 1, m.alpha_dropout[0] = 0.3;
    test_mc_dropout(&m);
    m = plain, m.drop_connect_count = 1, m.drop_connect[0] = 0.3;
    test_mc_dropout(&m);
}

static void test_answers(void) {
    ModelSpec population = normed;
    population.batch_norm.evaluate_with = EVALUATE_POPULATION;
    test_what_ema_says(&plain);
    test_what_ema_says(&normed);
    test_the_statistics_of_swa();
    for (int count = 1; count <= 4; count++) test_snapshots(&normed, count);
    test_snapshots(&population, 2);
    test_all_that_drops();
}

int main(void) {
    make_set(0);
    test_ema(&plain, 0.9, false);
    test_ema(&normed, 0.9, false);
    test_ema(&normed, 0.5, true);
    test_swa(0.5, 1, 3);
    test_swa(0.51, 1, 4);
    test_swa(1.0 / 3, 2, 2);
    test_swa(0.01, 2, 1);
    test_swa(1, 1, 6);
    test_that_weights_are_dropped_for_all();
    test_answers();
    make_set(2);
    test_answers();
    make_set(1);
    test_answers();
    test_the_mean_of_many_masks();
    return test_end("averages_by_hand");
}
