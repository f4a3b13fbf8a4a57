// Instruments of units, masks, redrawn labels and running means, in cases worked out by hand. In the double build.
#include <stdlib.h>

#include "base/rng.h"
#include "math/panel.h"
#include "train/bn_probe.h"

#include "test.h"

enum { SAMPLES = 1500, FEATURES = 24 };

static struct Set {
    float values[SAMPLES * FEATURES];
    int32_t label[SAMPLES], given[SAMPLES], row[SAMPLES];
    float shift[FEATURES], scale[FEATURES];
    Dataset data;
    Split split;
} set;

// All samples are (0, 0) and of class 0 at first, and the training part and the test part have all of them.
static void make_set(int size) {
    for (int i = 0; i < SAMPLES; i++) {
        for (int f = 0; f < FEATURES; f++) set.values[i * FEATURES + f] = 0;
        set.label[i] = set.given[i] = 0;
        set.row[i] = i;
    }
    for (int f = 0; f < FEATURES; f++) set.scale[f] = 1;
    set.data = (Dataset){.samples = size, .features = FEATURES, .classes = 2, .values = set.values, .label = set.label};
    const Part all = {&set.data, set.row, size, set.given, NULL};
    set.split = (Split){.train = all, .test = all, .shift = set.shift, .scale = set.scale};
}

static void sample(int i, float x, float y, int32_t class) {
    set.values[i * FEATURES] = x;
    set.values[i * FEATURES + 1] = y;
    set.label[i] = set.given[i] = class;
}

static const TrainSpec all_look = {.epochs = 1,
                                   .batch_size = 8,
                                   .learning_rate = 0.1,
                                   .norm_rate = 1,
                                   .probes = (1u << PROBE_COUNT) - 1,
                                   .probe_every = 1};

static Trainer *open_trainer(const ModelSpec *model, const TrainSpec *spec) {
    Trainer *t;
    Error e;
    if (engine.open(&t, model, spec, &set.split, 5, &e) != OK) abort();
    return t;
}

// What is said of the whole, and of a layer; NAN where nothing is.
enum { LAYERS = 20 };
typedef struct Said {
    ProbeSink sink;
    double of[PROBE_VALUE_COUNT][LAYERS + 1]; // [layer + 1]
    int count;
} Said;

static void take(ProbeSink *sink, int value, int layer, double number) {
    Said *said = (Said *)sink;
    said->of[value][layer + 1] = number;
    said->count++;
}

static Said look(Trainer *t, int probe) {
    Said said = {.sink = {take}};
    for (int v = 0; v < PROBE_VALUE_COUNT; v++)
        for (int l = 0; l <= LAYERS; l++) said.of[v][l] = NAN;
    engine.probe(t, probe, &said.sink);
    return said;
}

static double whole(const Said *said, ProbeValue value) {
    return said->of[value][0];
}

// A number of the n-th linear layer: of its weights from a row to a column, or (row BIAS) of its biases.
enum { BIAS = -1 };
static void put(Trainer *t, int n, int row, int col, double number) {
    int l = 0;
    while (!probe_is(t->net->layer[l], "linear") || n-- > 0) l++;
    const Param *param = &t->net->layer[l]->param[row == BIAS];
    param->at[panel_index(param->rows, param->cols, row == BIAS ? 0 : row, col)] = number;
}

static void clear(Trainer *t) {
    for (size_t i = 0; i < t->net->param_count; i++) t->net->params[i] = 0;
}

// -log of the logistic function.
static double surprise(double z) {
    return log(1 + exp(-z));
}

// --- Units

// Four units that all say x: the logit of class 0 is the sum of those that are left, that of class 1 is 2.5. Where x is
// 1 the answer is right until two of four are gone; which ones makes no difference.
static void ablation(void) {
    const ModelSpec model = {.hidden_count = 1, .hidden = {4}};
    static const struct {
        ProbeValue acc, loss;
        int left;
    } want[] = {{PROBE_ABLATED_ACC_0, PROBE_ABLATED_LOSS_0, 4},
                {PROBE_ABLATED_ACC_10, PROBE_ABLATED_LOSS_10, 4}, // 0.4 of a unit is none
                {PROBE_ABLATED_ACC_25, PROBE_ABLATED_LOSS_25, 3},
                {PROBE_ABLATED_ACC_50, PROBE_ABLATED_LOSS_50, 2},
                {PROBE_ABLATED_ACC_75, PROBE_ABLATED_LOSS_75, 1}};
    make_set(150);
    for (int i = 0; i < 150; i++) sample(i, i % 2 ? 0 : 1, 0, i % 2);
    Trainer *t = open_trainer(&model, &all_look);
    clear(t);
    for (int u = 0; u < 4; u++) put(t, 0, 0, u, 1), put(t, 1, u, 0, 1);
    put(t, 1, BIAS, 1, 2.5);
    const Said said = look(t, PROBE_CO_ADAPTATION);
    for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
        CHECK_NEAR(whole(&said, want[i].acc), want[i].left > 2.5 ? 1 : 0.5, 0);
        CHECK_NEAR(whole(&said, want[i].loss), (surprise(want[i].left - 2.5) + surprise(2.5)) / 2, 1e-9);
    }
    engine.close(t);
}

// Units 0 to 15 speak for class 0, 16 to 31 for class 1: an order of its own for each 64 samples leaves 8 of each in
// the mean; one order for all would leave one number of them.
static void orders(void) {
    const ModelSpec model = {.hidden_count = 1, .hidden = {32}};
    make_set(1024);
    for (int i = 0; i < 1024; i++) sample(i, 1, 0, 0);
    Trainer *t = open_trainer(&model, &all_look);
    clear(t);
    for (int u = 0; u < 32; u++) put(t, 0, 0, u, 1), put(t, 1, u, u / 16, 1);
    const Said said = look(t, PROBE_CO_ADAPTATION), again = look(t, PROBE_CO_ADAPTATION);
    const double right = whole(&said, PROBE_ABLATED_ACC_50);
    CHECK(right > 0 && right < 1, "half of the units: %g", right);
    CHECK(right * 16 == floor(right * 16), "64 samples share an order: %g", right);
    CHECK_NEAR(whole(&again, PROBE_ABLATED_ACC_50), right, 0);
    engine.close(t);
}

// x and y go through all four corners of a square: units x, y, 1 - x and one that is always 0. The pairs have the
// correlations 0, -1 and 0.
static void correlation(void) {
    const ModelSpec model = {.hidden_count = 1, .hidden = {4}};
    make_set(64);
    for (int i = 0; i < 64; i++) sample(i, i % 2, i / 2 % 2, 0);
    Trainer *t = open_trainer(&model, &all_look);
    clear(t);
    put(t, 0, 0, 0, 1), put(t, 0, 1, 1, 1), put(t, 0, 0, 2, -1), put(t, 0, BIAS, 2, 1), put(t, 0, 0, 3, -1);
    const Said said = look(t, PROBE_CO_ADAPTATION);
    CHECK_NEAR(said.of[PROBE_UNIT_CORRELATION][1 + 1], 1.0 / 3, 1e-12);
    engine.close(t);
    const ModelSpec flat = {.hidden_count = 0};
    t = open_trainer(&flat, &all_look);
    CHECK(look(t, PROBE_CO_ADAPTATION).count == 0, "no hidden units");
    engine.close(t);
}

// --- Masks

// The input 1 is kept as 2 or dropped: the logit of class 0 is 2 or 0, and 1 without a mask; that of class 1 is 0.1.
static void masks(void) {
    const ModelSpec model = {.hidden_count = 0, .input_dropout = 0.5};
    make_set(1024);
    for (int i = 0; i < 1024; i++) sample(i, 1, 0, 0);
    Trainer *t = open_trainer(&model, &all_look);
    clear(t);
    put(t, 0, 0, 0, 1), put(t, 0, BIAS, 1, 0.1);
    const Said said = look(t, PROBE_ENSEMBLE);
    const double kept = exp(-surprise(1.9)), dropped = exp(-surprise(-0.1)), mean = (kept + dropped) / 2;
    const double variance = (kept - dropped) * (kept - dropped) / 4 / 50; // of the mean of fifty
    CHECK_NEAR(whole(&said, PROBE_ONE_MASK_LOSS), (surprise(1.9) + surprise(-0.1)) / 2, 0.006);
    CHECK_NEAR(whole(&said, PROBE_ONE_MASK_ACC), 0.5, 0.01);
    CHECK_NEAR(whole(&said, PROBE_FIFTY_MASKS_LOSS), -log(mean) + variance / (2 * mean * mean), 0.005);
    CHECK(whole(&said, PROBE_FIFTY_MASKS_ACC) > 0.99, "%g", whole(&said, PROBE_FIFTY_MASKS_ACC));
    CHECK_NEAR(whole(&said, PROBE_SCALED_LOSS), surprise(0.9), 1e-9);
    CHECK_NEAR(whole(&said, PROBE_SCALED_ACC), 1, 0);
    engine.close(t);
}

// Random samples of which nobody sees the class.
static void make_random(int size) {
    Rng rng = rng_stream(4, "test", 0);
    make_set(size);
    for (int i = 0; i < size; i++) {
        const float x = rng_uniform(&rng) - 0.5f, y = rng_uniform(&rng) - 0.5f;
        sample(i, x, y, (int32_t)rng_below(&rng, 2));
        for (int f = 2; f < FEATURES; f++) set.values[i * FEATURES + f] = rng_uniform(&rng) - 0.5f;
    }
}

// Fifty masks say what MC dropout says that averages fifty: wherever the first layer stands that drops.
static void as_mc_dropout(void) {
    static const ModelSpec models[] = {
        {.hidden_count = 2, .hidden = {9, 7}, .dropout_count = 1, .dropout = {0.4}},
        {.hidden_count = 2, .hidden = {9, 7}, .dropout_count = 2, .dropout = {0, 0.4}, .hidden_noise_count = 1},
        {.hidden_count = 1, .hidden = {9}, .drop_connect_count = 1, .drop_connect = {0.3}},
        {.hidden_count = 1, .hidden = {9}, .alpha_dropout_count = 1, .alpha_dropout = {0.3}},
        {.hidden_count = 1, .hidden = {9}, .gaussian_dropout_count = 1, .gaussian_dropout = {0.3}},
        {.hidden_count = 3, .hidden = {6, 6, 6}, .dropout_count = 3, .dropout = {0, 0.4, 0}, .skip = 2},
        {.hidden_count = 5,
         .hidden = {6, 6, 6, 6, 6},
         .dropout_count = 1,
         .dropout = {0.2},
         .skip = 2,
         .shake_shake = true},
    };
    TrainSpec spec = all_look;
    spec.mc_dropout = 50;
    make_random(200);
    set.split.train.size = 120;
    set.split.test.size = 80, set.split.test.row += 120, set.split.test.label += 120;
    for (size_t i = 0; i < sizeof models / sizeof *models; i++) {
        double running;
        Trainer *t = open_trainer(&models[i], &spec);
        engine.epoch(t, &running);
        const Said said = look(t, PROBE_ENSEMBLE);
        const Measure average = engine.measure_average(t, AVERAGE_MC_DROPOUT, &set.split.test);
        const Measure plain = engine.measure(t, &set.split.test);
        CHECK_NEAR(whole(&said, PROBE_FIFTY_MASKS_LOSS), average.loss, 1e-12);
        CHECK_NEAR(whole(&said, PROBE_FIFTY_MASKS_ACC), average.metric, 0);
        CHECK_NEAR(whole(&said, PROBE_SCALED_LOSS), plain.loss, 1e-12);
        CHECK_NEAR(whole(&said, PROBE_SCALED_ACC), plain.metric, 0);
        CHECK(whole(&said, PROBE_ONE_MASK_LOSS) > whole(&said, PROBE_FIFTY_MASKS_LOSS), "model %d", (int)i);
        engine.close(t);
    }
}

// Where nothing drops, nothing is said; of a large test part some samples are drawn.
static void which_masks(void) {
    const ModelSpec noise = {.hidden_count = 1, .hidden = {4}, .input_noise = 0.1},
                    drops = {.hidden_count = 0, .input_dropout = 0.5};
    static bool seen[SAMPLES];
    int early = 0;
    make_random(SAMPLES);
    Trainer *t = open_trainer(&noise, &all_look);
    CHECK(look(t, PROBE_ENSEMBLE).count == 0, "noise drops nothing");
    CHECK(t->probes.tested == 1024, "%d samples", t->probes.tested);
    for (int i = 0; i < t->probes.tested; i++) {
        CHECK(!seen[t->probes.test[i]], "sample %d twice", t->probes.test[i]);
        seen[t->probes.test[i]] = true;
        early += t->probes.test[i] < 1024;
    }
    CHECK(early < 800, "%d of them are among the first", early);
    engine.close(t);
    set.split.test.size = 0;
    t = open_trainer(&drops, &all_look);
    CHECK(look(t, PROBE_ENSEMBLE).count == 0, "no test part");
    engine.close(t);
}

// Of numbers: losses, and nothing that only classes have. Without weights the prediction is 0, whatever is dropped.
static void regression(void) {
    static float target[20 * 2], shift[2] = {0, 0}, scale[2] = {1, 1};
    const ModelSpec model = {.hidden_count = 1, .hidden = {4}, .dropout_count = 1, .dropout = {0.5}};
    make_random(20);
    for (int i = 0; i < 40; i++) target[i] = i % 2 ? 3 : 1;
    set.data.classes = 0, set.data.targets = 2, set.data.label = NULL, set.data.target = target;
    const Part all = {&set.data, set.row, 20, NULL, target};
    set.split = (Split){.train = all,
                        .test = all,
                        .shift = set.shift,
                        .scale = set.scale,
                        .target_shift = shift,
                        .target_scale = scale};
    Trainer *t = open_trainer(&model, &all_look);
    clear(t);
    const Said masked = look(t, PROBE_ENSEMBLE), ablated = look(t, PROBE_CO_ADAPTATION);
    CHECK_NEAR(whole(&masked, PROBE_ONE_MASK_LOSS), 5, 1e-12); // the mean of 1 and 9
    CHECK_NEAR(whole(&masked, PROBE_FIFTY_MASKS_LOSS), 5, 1e-12);
    CHECK_NEAR(whole(&ablated, PROBE_ABLATED_LOSS_50), 5, 1e-12);
    CHECK(isnan(whole(&masked, PROBE_ONE_MASK_ACC)) && isnan(whole(&ablated, PROBE_ABLATED_ACC_50)), "an accuracy");
    CHECK(look(t, PROBE_MEMORIZATION).count == 0, "redrawn numbers");
    engine.close(t);
}

// --- Redrawn labels

// Class 0 is given 3 times the odds of class 1, whatever the sample. In an order that is not the data's: three samples
// of class 1 are called 0, one of class 0 is called 1; of the others four are of class 0 and two of class 1.
static void redrawn(void) {
    static const struct {
        int32_t truth, given;
    } of[] = {{1, 0}, {0, 0}, {1, 1}, {1, 0}, {0, 1}, {0, 0}, {0, 0}, {1, 1}, {1, 0}, {0, 0}};
    const ModelSpec model = {.hidden_count = 0};
    const double likely = -log(0.75), unlikely = -log(0.25);
    make_set(10);
    for (int i = 0; i < 10; i++) {
        set.row[i] = (i + 3) % 10;
        set.label[(i + 3) % 10] = of[i].truth;
        set.given[i] = of[i].given;
    }
    Trainer *t = open_trainer(&model, &all_look);
    clear(t);
    put(t, 0, BIAS, 0, log(3));
    const Said said = look(t, PROBE_MEMORIZATION);
    CHECK_NEAR(whole(&said, PROBE_NOISY_GIVEN_LOSS), (3 * likely + unlikely) / 4, 1e-7);
    CHECK_NEAR(whole(&said, PROBE_NOISY_TRUE_LOSS), (3 * unlikely + likely) / 4, 1e-7);
    CHECK_NEAR(whole(&said, PROBE_NOISY_AS_GIVEN), 0.75, 0);
    CHECK_NEAR(whole(&said, PROBE_NOISY_AS_TRUE), 0.25, 0);
    CHECK_NEAR(whole(&said, PROBE_CLEAN_LOSS), (4 * likely + 2 * unlikely) / 6, 1e-7);
    engine.close(t);
    make_random(100);
    t = open_trainer(&model, &all_look);
    CHECK(look(t, PROBE_MEMORIZATION).count == 0, "all labels are true");
    engine.close(t);
}

// --- Running means

// The same by trying: numbers with the mean 0 are cut into batches of 4 anew in every epoch, the last of the rest; the
// mean square of the running mean over s^2 / 4.
static double tried(const Updates *u) {
    enum { MOST = 64, TIMES = 20000 };
    Rng rng = rng_stream(9, "test", 0);
    int32_t order[MOST];
    double running_square = 0, square = 0;
    for (int i = 0; i < u->size; i++) order[i] = i;
    for (int i = 0; i < u->size; i++) square += pow(i - (u->size - 1) / 2.0, 2) / (u->size - 1);
    for (int k = 0; k < TIMES; k++) {
        double running = 0;
        for (int64_t n = 0; n < u->so_far; n++) {
            const int first = (int)(n % u->in_epoch) * u->rows,
                      rows = u->size - first < u->rows ? u->size - first : u->rows;
            const double old = u->decay == STAT_CUMULATIVE ? (double)n / (double)(n + 1) : u->decay;
            double mean = 0;
            if (first == 0) rng_shuffle(&rng, order, u->size);
            for (int i = 0; i < rows; i++) mean += (order[first + i] - (u->size - 1) / 2.0) / rows;
            running = old * running + (1 - old) * mean;
        }
        running_square += running * running / TIMES;
    }
    return running_square / (square / u->rows);
}

static void running_noise(void) {
    static const Updates cases[] = {
        {0.5, 4, 4, 4, 4, 16},  {0.5, 8, 24, 4, 4, 32},  {0.9, 4, 4, 4, 4, 16},
        {0.9, 8, 16, 4, 4, 32}, {0.9, 4, 80, 4, 4, 16},  {0.5, 4, 12, 4, 2, 14},
        {0.9, 4, 24, 4, 1, 13}, {0.99, 5, 40, 4, 3, 19}, {STAT_CUMULATIVE, 4, 12, 4, 1, 13},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        CHECK_NEAR(bn_probe_running_noise(&cases[i]) / tried(&cases[i]), 1, 0.05);
    const Updates endless = {0.9, 1000000, 1000000, 8, 8, 8000000}, whole = {0.9, 1, 50, 64, 64, 64},
                  untrained = {0.9, 10, 0, 4, 4, 40}, all_alike = {STAT_CUMULATIVE, 10, 30, 4, 4, 40};
    CHECK_NEAR(bn_probe_running_noise(&endless), 0.1 / 1.9, 2e-6); // as if each batch were drawn of all
    CHECK_NEAR(bn_probe_running_noise(&whole), 0, 1e-15);          // all samples in one batch
    CHECK_NEAR(bn_probe_running_noise(&untrained), 0, 0);
    CHECK_NEAR(bn_probe_running_noise(&all_alike), 0, 1e-15); // whole epochs of all samples
}

// What is said of a network after four epochs; *place: where its last batch norm stands in `of`.
static Said running_mean(double decay, double rate, int hidden, int *place) {
    const ModelSpec model = {
        .hidden_count = hidden,
        .hidden = {24, 24},
        .batch_norm = {.on = true, .stat_decay = decay, .eps = 1e-5, .affine = true},
    };
    TrainSpec spec = all_look;
    double running;
    spec.learning_rate = rate;
    Trainer *t = open_trainer(&model, &spec);
    for (int i = 0; i < 4; i++) engine.epoch(t, &running);
    const Said said = look(t, PROBE_BN_STATISTICS);
    *place = t->net->layer_count;
    while (!probe_is(t->net->layer[*place - 1], "batch_norm")) --*place;
    engine.close(t);
    return said;
}

// Weights that stand still: all of the error is noise. Weights that move: the higher stat_decay, the less noise and the
// more bias; the squares add up to the error's.
static void bias_and_noise(void) {
    static const double decays[] = {0.5, 0.9, 0.99, 0.999};
    double noise = INFINITY, bias = 0;
    int at;
    make_random(512);
    const Said still = running_mean(0.9, 1e-30, 1, &at);
    CHECK_NEAR(still.of[PROBE_BN_MEAN_ERROR][at] / still.of[PROBE_BN_ERROR_NOISE][at], 1, 0.25);
    CHECK_NEAR(still.of[PROBE_BN_ERROR_NOISE][at], sqrt((0.1 / 1.9 - 1.0 / 64) / 8), 0.004); // 64 batches of 8
    for (size_t i = 0; i < sizeof decays / sizeof *decays; i++) {
        const Said said = running_mean(decays[i], 0.3, 2, &at);
        const double own_noise = said.of[PROBE_BN_ERROR_NOISE][at], own_bias = said.of[PROBE_BN_ERROR_BIAS][at];
        const double error = said.of[PROBE_BN_MEAN_ERROR][at];
        CHECK(own_noise < noise, "%g: noise %g, of a lower one %g", decays[i], own_noise, noise);
        CHECK(own_bias >= bias, "%g: bias %g, of a lower one %g", decays[i], own_bias, bias);
        if (own_bias > 0) CHECK_NEAR(own_noise * own_noise + own_bias * own_bias, error * error, 1e-9);
        noise = own_noise, bias = own_bias;
    }
    CHECK(bias > 0.1 && noise < 0.05, "of 0.999: bias %g, noise %g", bias, noise);
    const Said all = running_mean(STAT_CUMULATIVE, 0.3, 2, &at);
    CHECK_NEAR(all.of[PROBE_BN_ERROR_NOISE][at], 0, 1e-7); // whole epochs of all samples
}

int main(void) {
    ablation();
    orders();
    correlation();
    masks();
    as_mc_dropout();
    which_masks();
    regression();
    redrawn();
    running_noise();
    bias_and_noise();
    return test_end("probes_units");
}
