// Rules that a gradient does not tell, each in a case small enough to see: ties, left-over samples, steps that are not
// taken, what decays, how much is dropped, how wide weights start. tests/mutants breaks them one by one. In the double
// build, as the gradient checks.
#include "base/rng.h"
#include "nn/init.h"
#include "nn/kinds.h"
#include "train/trainer.h"

#include "test.h"

#define SAMPLES 6
#define PANELS __attribute__((aligned(ARENA_ALIGN))) // panel matrices on the stack

// One feature, two classes; `size` of the samples are trained on.
static Trainer *open_trainer(int size, const TrainSpec *train) {
    static const uint8_t pixels[SAMPLES] = {10, 200, 30, 180, 90, 250};
    static const int32_t label[SAMPLES] = {0, 1, 0, 1, 0, 1}, row[SAMPLES] = {0, 1, 2, 3, 4, 5};
    static const float shift[] = {0}, scale[] = {1.0f / 255};
    static const Dataset data = {.samples = SAMPLES, .features = 1, .classes = 2, .pixels = pixels, .label = label};
    static const ModelSpec model = {.hidden_count = 1, .hidden = {3}, .dropout_count = 1};
    static Split split;
    split = (Split){.train = {&data, row, size, label, NULL},
                    .test = {&data, row, SAMPLES, label, NULL},
                    .shift = shift,
                    .scale = scale};
    Trainer *t;
    Error e;
    CHECK(engine.open(&t, &model, train, &split, 5, &e) == OK, "%s", e.text);
    return t;
}

static LossPass classify(real *z, const int32_t *label, int classes, real *loss, int32_t *best) {
    static PANELS real scratch[PANEL * PANEL];
    return (LossPass){
        .rows = 1, .outputs = classes, .z = z, .label = label, .loss = loss, .best = best, .scratch = scratch};
}

static void test_that_the_first_of_equal_outputs_is_taken(void) {
    PANELS real z[PANEL] = {1, 3, 3, 2};
    real loss;
    const int32_t label = 1;
    int32_t best;
    const LossPass pass = classify(z, &label, 4, &loss, &best);
#define CHECK_BEST(constant, name, ...)                                                                                \
    best = -1;                                                                                                         \
    loss_##name.apply(&pass);                                                                                          \
    CHECK(best == 1, "%s: class %d", #name, best);
    LOSSES(CHECK_BEST)
}

static void test_that_large_outputs_have_a_loss(void) {
    PANELS real z[PANEL] = {2000, 0};
    real loss;
    const int32_t label = 1;
    int32_t best;
    const LossPass pass = classify(z, &label, 2, &loss, &best);
    loss_cross_entropy.apply(&pass);
    CHECK_NEAR(loss, 2000, 1e-9);
}

// Half of the samples are of the first class, the rest alike of two others, and none of the last; by hand.
static void test_what_a_constant_loses(void) {
    static const double share[] = {0.5, 0.25, 0.25, 0}, even[] = {1.0 / 3, 1.0 / 3, 1.0 / 3, 0}, one[] = {1, 0, 0, 0};
    CHECK_NEAR(loss_cross_entropy.constant(share, share, 4), 1.5 * log(2), 1e-12);
    CHECK_NEAR(loss_cross_entropy.constant(share, even, 4), log(3), 1e-12);
    // Each class by itself: log 2 of the half, and of a quarter twice 1/4 log 4 + 3/4 log 4/3.
    CHECK_NEAR(loss_sigmoid_cross_entropy.constant(share, share, 4), log(2) + 2 * log(4) - 1.5 * log(3), 1e-12);
    CHECK_NEAR(loss_squared_error.constant(share, share, 4), (0.25 + 2 * 3.0 / 16) / 4, 1e-12);
    CHECK_NEAR(loss_squared_error.constant(share, one, 4), (0.5 + 2 * 0.25) / 4, 1e-12);
    CHECK(loss_cross_entropy.constant(one, one, 4) == 0 && loss_sigmoid_cross_entropy.constant(one, one, 4) == 0 &&
              loss_squared_error.constant(one, one, 4) == 0,
          "one class leaves nothing to learn");
}

// Outputs far from 0 neither overflow nor lose the gradient; the label is of class 1.
static void test_sigmoids_of_large_outputs(void) {
    PANELS real z[PANEL] = {2000, -2000}, d_z[PANEL];
    real loss;
    const int32_t label = 1;
    int32_t best;
    LossPass pass = classify(z, &label, 2, &loss, &best);
    pass.d_z = d_z;
    loss_sigmoid_cross_entropy.apply(&pass);
    CHECK_NEAR(loss, 4000, 1e-9);
    CHECK_NEAR(d_z[0], 1, 1e-12);
    CHECK_NEAR(d_z[1], -1, 1e-12);
    z[0] = -3000, z[1] = 3000;
    loss_sigmoid_cross_entropy.apply(&pass);
    CHECK(loss == 0 && best == 1 && d_z[0] == 0 && d_z[1] == 0, "loss %g of outputs that are right", (double)loss);
}

static void test_how_many_steps_an_epoch_has(void) {
    const struct {
        int size, batch, steps;
    } cases[] = {
        {5, 1, 5}, // a batch of one sample is what was asked for: the last two are not joined
        {5, 2, 2}, // 2 3: the single sample left over joins the batch before it
        {5, 3, 2}, // 3 2
        {1, 4, 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const TrainSpec train = {.batch_size = cases[i].batch, .learning_rate = 0.1, .last_batch = LAST_KEEP};
        Trainer *t = open_trainer(cases[i].size, &train);
        double loss;
        engine.epoch(t, &loss);
        CHECK(t->steps == cases[i].steps && t->samples == cases[i].size, "%d samples by %d: %lld steps", cases[i].size,
              cases[i].batch, (long long)t->steps);
        engine.close(t);
    }
}

static void test_that_every_epoch_has_an_order_of_its_own(void) {
    const TrainSpec train = {.batch_size = 2, .learning_rate = 0.1};
    Trainer *t = open_trainer(SAMPLES, &train);
    int32_t order[3][SAMPLES];
    double loss;
    for (int epoch = 0; epoch < 3; epoch++) {
        engine.epoch(t, &loss);
        memcpy(order[epoch], t->order, sizeof order[epoch]);
    }
    CHECK(memcmp(order[0], order[1], sizeof *order) != 0 && memcmp(order[1], order[2], sizeof *order) != 0,
          "two epochs in the same order");
    engine.close(t);
}

static void test_that_a_step_that_diverged_is_not_taken(void) {
    const TrainSpec train = {.batch_size = 6, .learning_rate = 0.1, .momentum = 0.9};
    Trainer *t = open_trainer(SAMPLES, &train);
    real before[256];
    double loss;
    CHECK(t->net->param_count <= sizeof before / sizeof *before, "room for %zu", t->net->param_count);
    engine.epoch(t, &loss);
    t->batch.shift[0] = INFINITY;
    memcpy(before, t->net->params, t->net->param_count * sizeof(real));
    CHECK(!isfinite(trainer_step(t, 0, 6)), "infinite inputs have a loss");
    CHECK(memcmp(before, t->net->params, t->net->param_count * sizeof(real)) == 0, "the parameters moved");
    CHECK(t->steps == 1 && t->samples == SAMPLES, "the step was counted");
    engine.close(t);
}

// Without a gradient only decay moves a parameter: by -learning_rate decay w.
static void test_that_only_weights_decay(void) {
    const TrainSpec spec = {.learning_rate = 0.5, .weight_decay = 0.25};
    const struct {
        Role role;
        double want;
    } cases[] = {{ROLE_WEIGHT, 8 - 0.5 * 0.25 * 8}, {ROLE_BIAS, 8}, {ROLE_GAMMA, 8}, {ROLE_BETA, 8}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Arena arena = {0};
        Optimizer o;
        Network net = {.param_count = 1};
        CHECK(optimizer_take(&o, &spec, &net, &arena), "memory");
        real w = 8;
        real gradient = 0;
        const Param param = {.name = "w", .role = cases[i].role, .rows = 1, .cols = 1, .at = &w};
        optimizer_begin(&o, 1, spec.learning_rate, 0);
        o.sink.take(&o.sink, &param, 0, &gradient, 1);
        CHECK_NEAR(w, cases[i].want, 0);
        arena_free(&arena);
    }
}

// Of ones, a share of `rate` becomes 0 and the others 1 / (1 - rate), so that the mean stays.
static void test_how_much_is_dropped(void) {
    enum { ROWS = 500, FEATURES = 40 };
    const double rates[] = {0.1, 0.5, 0.8};
    for (size_t i = 0; i < sizeof rates / sizeof *rates; i++) {
        Arena arena = {0};
        const ModelSpec model = {.input_dropout = rates[i]};
        const Place place = {.arena = &arena,
                             .spec = &model,
                             .slot = SLOT_INPUTS,
                             .hidden = HIDDEN_INPUTS,
                             .in = FEATURES,
                             .out = FEATURES,
                             .max_rows = ROWS};
        Layer *layer = layer_dropout.make(&place);
        real *x = arena_take(&arena, panel_size(ROWS, FEATURES), sizeof(real));
        for (size_t k = 0; k < panel_size(ROWS, FEATURES); k++) x[k] = 1;
        const Pass pass = {.rows = ROWS, .training = true, .seed = 2};
        const real *y = layer->kind->forward(layer, &pass, x);
        int dropped = 0, wrong = 0;
        for (int r = 0; r < ROWS; r++)
            for (int c = 0; c < FEATURES; c++) {
                const double value = (double)y[panel_index(ROWS, FEATURES, r, c)];
                dropped += value == 0;
                wrong += value != 0 && fabs(value - 1 / (1 - rates[i])) > 1e-12;
            }
        const double n = ROWS * FEATURES, sd = sqrt(n * rates[i] * (1 - rates[i]));
        CHECK_NEAR(dropped, n * rates[i], 4 * sd);
        CHECK(wrong == 0, "%d are not scaled by 1 / (1 - %g)", wrong, rates[i]);
        arena_free(&arena);
    }
}

static void test_how_wide_weights_start(void) {
    enum { IN = 60, OUT = 500 };
    static PANELS real w[PANEL * 16 * IN];
    const struct {
        InitKind init;
        double square; // expected
    } cases[] = {{INIT_HE, 2.0 / IN}, {INIT_GLOROT, 2.0 / (IN + OUT)}, {INIT_NORMAL, 0.09}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const ModelSpec spec = {.init = cases[i].init, .init_sd = 0.3};
        Rng rng = rng_stream(1, "init", 0);
        init_weights(&spec, &rng, IN, OUT, w);
        double square = 0, largest = 0;
        for (int r = 0; r < IN; r++)
            for (int c = 0; c < OUT; c++) {
                const double value = (double)w[panel_index(IN, OUT, r, c)];
                square += value * value / (IN * OUT);
                if (fabs(value) > largest) largest = fabs(value);
            }
        CHECK_NEAR(square / cases[i].square, 1, 0.04); // its SD is 0.8 % for normal draws
        if (cases[i].init == INIT_GLOROT) CHECK_NEAR(largest, sqrt(6.0 / (IN + OUT)), 1e-4);
    }
}

int main(void) {
    test_that_the_first_of_equal_outputs_is_taken();
    test_that_large_outputs_have_a_loss();
    test_what_a_constant_loses();
    test_sigmoids_of_large_outputs();
    test_how_many_steps_an_epoch_has();
    test_that_every_epoch_has_an_order_of_its_own();
    test_that_a_step_that_diverged_is_not_taken();
    test_that_only_weights_decay();
    test_how_much_is_dropped();
    test_how_wide_weights_start();
    return test_end("rules");
}
