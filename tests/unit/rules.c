// Rules that a gradient does not tell, each in a case small enough to see: ties, left-over samples, steps that are not
// taken, what decays, how much is dropped, how wide weights start. tests/mutants breaks them one by one. In the double
// build, as the gradient checks.
#include "base/rng.h"
#include "nn/init.h"
#include "nn/kinds.h"
#include "nn/weight_rule.h"
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

// Where a parameter that was 8 is after so many steps by the same gradient.
static double parameter_after(int steps, const TrainSpec *spec, Role role, double gradient) {
    Arena arena = {0};
    Optimizer o;
    Network net = {.param_count = 1};
    CHECK(optimizer_take(&o, spec, &net, &arena), "memory");
    real w = 8;
    const Param param = {.name = "w", .role = role, .rows = 1, .cols = 1, .at = &w};
    for (int n = 1; n <= steps; n++) {
        real g = (real)gradient;
        optimizer_begin(&o, n, spec->learning_rate, spec->momentum);
        o.sink.take(&o.sink, &param, 0, &g, 1);
    }
    arena_free(&arena);
    return (double)w;
}

// Without a gradient only decay moves a parameter: by -learning_rate decay w along its gradient 0.25 x 8 = 2.
static void test_that_only_weights_decay(void) {
    static const double want[] = {
        [OPTIMIZER_SGD] = 8 - 0.5 * 2,
        [OPTIMIZER_NESTEROV] = 8 - 0.5 * (2 + 0.5 * 2),
        [OPTIMIZER_RMSPROP] = 8 - 0.5 * 2 / (1 + 1), // s = (1 - 0.75) 2^2
        [OPTIMIZER_ADAM] = 8 - 0.5 / 0.5 * 1 / 3,    // m = 0.5 x 2, sqrt(s) / sqrt(1 - 0.75) = 2
        [OPTIMIZER_ADAMW] = 8 - 0.5 * 2,             // past the means, which stay 0
    };
    for (int kind = 0; optimizer_names[kind]; kind++) {
        const TrainSpec spec = {.learning_rate = 0.5,
                                .norm_rate = 1,
                                .momentum = 0.5,
                                .weight_decay = 0.25,
                                .optimizer = {kind, .beta1 = 0.5, .beta2 = 0.75, .alpha = 0.75, .eps = 1}};
        CHECK_NEAR(parameter_after(1, &spec, ROLE_WEIGHT, 0), want[kind], 1e-15);
        for (Role role = ROLE_BIAS; role < ROLES_TRAINED; role++) CHECK_NEAR(parameter_after(1, &spec, role, 0), 8, 0);
    }
}

// By a gradient that stays, Adam takes steps of the learning rate from the first on: the means are freed of their
// start. RMSprop's first steps are longer, by 1 / sqrt(1 - alpha^t).
static void test_first_steps(void) {
    TrainSpec spec = {.learning_rate = 0.5, .norm_rate = 1, .optimizer = {OPTIMIZER_ADAM, 0.9, 0.999, 0.75, 1e-12}};
    for (int steps = 1; steps < 5; steps++)
        CHECK_NEAR(parameter_after(steps, &spec, ROLE_WEIGHT, -3), 8 + 0.5 * steps, 1e-11);
    spec.optimizer.kind = OPTIMIZER_RMSPROP;
    CHECK_NEAR(parameter_after(2, &spec, ROLE_WEIGHT, -3), 8 + 0.5 * (2 + 1 / sqrt(1 - 0.75 * 0.75)), 1e-11);
}

static void test_the_rate_of_norms(void) {
    for (int kind = 0; optimizer_names[kind]; kind++) {
        TrainSpec spec = {.learning_rate = 0.5, .norm_rate = 1, .optimizer = {kind, 0.9, 0.999, 0.99, 1e-8}};
        const double step = parameter_after(1, &spec, ROLE_WEIGHT, 1) - 8;
        spec.norm_rate = 0.25;
        for (Role role = ROLE_WEIGHT; role < ROLES_TRAINED; role++) {
            const bool norm = role == ROLE_GAMMA || role == ROLE_BETA;
            CHECK_NEAR(parameter_after(1, &spec, role, 1), norm ? 8 + step / 4 : 8 + step, 1e-15);
        }
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

enum { NOISE_ROWS = 600, NOISE_FEATURES = 40, NOISE_COUNT = NOISE_ROWS * NOISE_FEATURES };

// What a layer of noise over so many rows of one value makes of them, in the order of the samples, `rows` at a time.
static void noise_values(const LayerKind *kind, const ModelSpec *model, Slot slot, double x, int rows, double *values) {
    Arena arena = {0};
    const Place place = {.arena = &arena,
                         .spec = model,
                         .slot = slot,
                         .hidden = slot == SLOT_INPUTS ? HIDDEN_INPUTS : 0,
                         .in = NOISE_FEATURES,
                         .out = NOISE_FEATURES,
                         .max_rows = rows};
    CHECK(kind->stands(&place), "%s does not stand there", kind->name);
    Layer *layer = kind->make(&place);
    real *given = arena_take(&arena, panel_size(rows, NOISE_FEATURES), sizeof(real));
    for (int first = 0; first < NOISE_ROWS; first += rows) {
        for (size_t k = 0; k < panel_size(rows, NOISE_FEATURES); k++) given[k] = x;
        const Pass pass = {.rows = rows, .training = true, .seed = 2, .first_sample = (uint64_t)(1000 + first)};
        const real *y = kind->forward(layer, &pass, given);
        for (int r = 0; r < rows; r++)
            for (int c = 0; c < NOISE_FEATURES; c++) *values++ = (double)y[panel_index(rows, NOISE_FEATURES, r, c)];
    }
    const Pass evaluation = {.rows = rows};
    CHECK(kind->forward(layer, &evaluation, given) == given && given[0] == x, "%s in evaluation", kind->name);
    arena_free(&arena);
}

// Mean, standard deviation and fourth moment (3 for a normal distribution); the same draws for any batch size.
static void test_how_large_noise_is(void) {
    static const ModelSpec model = {
        .input_noise = 0.2, .hidden_noise = {0.7}, .gaussian_dropout = {0.2}, .alpha_dropout = {0.3}};
    static const struct {
        const LayerKind *kind;
        Slot slot;
        double mean, sd, fourth;
    } cases[] = {{&layer_noise, SLOT_INPUTS, 2, 0.2, 3},
                 {&layer_noise, SLOT_LAST, 2, 0.7, 3},
                 {&layer_gaussian_dropout, SLOT_LAST, 2, 2 * 0.5, 3}}; // sqrt(0.2 / 0.8) = 0.5
    static double values[NOISE_COUNT], others[NOISE_COUNT];
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        noise_values(cases[i].kind, &model, cases[i].slot, 2, NOISE_ROWS, values);
        noise_values(cases[i].kind, &model, cases[i].slot, 2, 25, others);
        CHECK(memcmp(values, others, sizeof values) == 0, "case %zu: other draws for another batch size", i);
        double mean = 0, square = 0, fourth = 0;
        for (int k = 0; k < NOISE_COUNT; k++) mean += values[k] / NOISE_COUNT;
        for (int k = 0; k < NOISE_COUNT; k++) {
            const double off = values[k] - cases[i].mean;
            square += off * off / NOISE_COUNT;
            fourth += off * off * off * off / NOISE_COUNT;
        }
        const double sd = sqrt(square), error = 1 / sqrt(NOISE_COUNT); // of the mean of so many standard draws
        CHECK_NEAR((mean - cases[i].mean) / cases[i].sd, 0, 4 * error);
        CHECK_NEAR(sd / cases[i].sd, 1, 4 * error);
        CHECK_NEAR(fourth / (square * square), cases[i].fourth, 4 * sqrt(24) * error);
    }
}

// Of values 1 and -1, equally often: mean 0 and variance 1 stay, as those of no other dropout do.
static void test_that_alpha_dropout_keeps_mean_and_variance(void) {
    static const ModelSpec model = {.alpha_dropout = {0.3}};
    static double values[2][NOISE_COUNT], others[NOISE_COUNT];
    noise_values(&layer_alpha_dropout, &model, SLOT_LAST, 1, NOISE_ROWS, values[0]);
    noise_values(&layer_alpha_dropout, &model, SLOT_LAST, -1, NOISE_ROWS, values[1]);
    noise_values(&layer_alpha_dropout, &model, SLOT_LAST, 1, 25, others);
    CHECK(memcmp(values[0], others, sizeof others) == 0, "other draws for another batch size");
    double mean = 0, square = 0;
    int dropped = 0;
    for (int k = 0; k < NOISE_COUNT; k++) {
        mean += (values[0][k] + values[1][k]) / (2 * NOISE_COUNT);
        square += (values[0][k] * values[0][k] + values[1][k] * values[1][k]) / (2 * NOISE_COUNT);
        dropped += values[0][k] == values[1][k];
    }
    const double error = 1 / sqrt(NOISE_COUNT);
    CHECK_NEAR(mean, 0, 4 * error);
    CHECK_NEAR(square, 1, 4 * error);
    CHECK_NEAR((double)dropped / NOISE_COUNT, 0.3, 4 * sqrt(0.3 * 0.7) * error);
}

// Of weights of 1 a share of `rate` is 0 in a step and the others are 1 / (1 - rate); another step has another mask,
// the same step the same, and evaluation none.
static void test_how_many_weights_are_dropped(void) {
    enum { IN = 70, OUT = 90, COUNT = IN * OUT };
    static const ModelSpec model = {.hidden_count = 1, .drop_connect_count = 1, .drop_connect = {0.3}};
    Arena arena = {0};
    Place place = {.arena = &arena, .spec = &model, .slot = SLOT_LINEAR, .in = IN, .out = OUT, .max_rows = 1};
    Layer layer = {.in = IN, .out = OUT};
    void *own = NULL;
    CHECK(weight_rule_drop_connect.applies(&place) && weight_rule_drop_connect.make(&layer, &place, &own), "stands");
    const size_t size = panel_size(IN, OUT);
    real *stored = arena_take(&arena, size, sizeof(real)), *effective[4];
    for (size_t k = 0; k < size; k++) stored[k] = 1;
    const Pass passes[] = {{.rows = 8, .training = true, .seed = 2},
                           {.rows = 8, .training = true, .seed = 2, .first_sample = 8},
                           {.rows = 1, .training = true, .seed = 2},
                           {.rows = 8, .seed = 2}};
    int dropped[4] = {0}, wrong = 0, both = 0;
    for (int i = 0; i < 4; i++) {
        effective[i] = arena_take(&arena, size, sizeof(real));
        weight_rule_drop_connect.view(own, &layer, &passes[i], stored, effective[i]);
        for (int r = 0; r < IN; r++)
            for (int c = 0; c < OUT; c++) {
                const double w = (double)effective[i][panel_index(IN, OUT, r, c)];
                dropped[i] += w == 0;
                wrong += w != 0 && fabs(w - (i == 3 ? 1 : 1 / 0.7)) > 1e-12;
                both += i == 1 && w == 0 && effective[0][panel_index(IN, OUT, r, c)] == 0;
            }
    }
    CHECK_NEAR(dropped[0], COUNT * 0.3, 4 * sqrt(COUNT * 0.3 * 0.7));
    CHECK_NEAR(both, COUNT * 0.09, 4 * sqrt(COUNT * 0.09 * 0.91)); // two steps are independent
    CHECK(memcmp(effective[0], effective[2], size * sizeof(real)) == 0, "the first sample decides");
    CHECK(dropped[3] == 0 && wrong == 0, "%d in evaluation, %d not scaled", dropped[3], wrong);
    place.hidden = 1;
    CHECK(!weight_rule_drop_connect.applies(&place), "the output layer keeps its weights");
    arena_free(&arena);
}

// Uniform draws reach sqrt 3 standard deviations and no farther, normal ones of this number beyond 3.5.
static void test_how_wide_weights_start(void) {
    enum { IN = 60, OUT = 500 };
    static PANELS real w[PANEL * 16 * IN];
    static const struct {
        InitKind init;
        bool uniform;
        double square; // expected
    } cases[] = {
        {INIT_HE, false, 2.0 / IN},
        {INIT_HE_UNIFORM, true, 2.0 / IN},
        {INIT_GLOROT, true, 2.0 / (IN + OUT)},
        {INIT_GLOROT_NORMAL, false, 2.0 / (IN + OUT)},
        {INIT_LECUN, false, 1.0 / IN},
        {INIT_LECUN_UNIFORM, true, 1.0 / IN},
        {INIT_TORCH, true, 1.0 / (3 * IN)},
        {INIT_NORMAL, false, 0.09},
    };
    for (int i = 0; init_names[i]; i++) {
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
        const double sd = sqrt(cases[i].square), reach = sqrt(3) * sd;
        CHECK(cases[i].init == (InitKind)i, "no row for %s", init_names[i]);
        CHECK_NEAR(square / cases[i].square, 1, 0.04); // its SD is 0.8 % for normal draws
        CHECK(cases[i].uniform ? largest <= reach && largest > 0.999 * reach : largest > 3.5 * sd, "%s reaches %g SD",
              init_names[i], largest / sd);
    }
}

// A linear layer's biases are 0, but with torch they are drawn as its weights are, after them.
static void test_how_biases_start(void) {
    enum { IN = 3, OUT = 500 };
    static PANELS real w[PANEL * 16 * IN], b[PANEL * 16], want_w[PANEL * 16 * IN], want_b[PANEL * 16];
    for (int i = 0; init_names[i]; i++) {
        Arena arena = {0};
        const ModelSpec spec = {.init = i, .init_sd = 0.3};
        const Place place = {.arena = &arena, .spec = &spec, .slot = SLOT_LINEAR, .in = IN, .out = OUT, .max_rows = 1};
        Layer *layer = layer_linear.make(&place);
        layer->param[0].at = w, layer->param[1].at = b;
        for (int c = 0; c < panel_padded(OUT); c++) b[c] = 7;
        layer->kind->init(layer, 4);
        Rng rng = rng_stream(4, "init", 0);
        init_weights(&spec, &rng, IN, OUT, want_w);
        init_biases(&spec, &rng, IN, OUT, want_b);
        CHECK(memcmp(w, want_w, panel_size(IN, OUT) * sizeof(real)) == 0, "%s: weights", init_names[i]);
        CHECK(memcmp(b, want_b, panel_size(1, OUT) * sizeof(real)) == 0, "%s: biases", init_names[i]);
        double square = 0, largest = 0;
        for (int c = 0; c < OUT; c++)
            square += (double)(b[c] * b[c]) / OUT, largest = fmax(largest, fabs((double)b[c]));
        for (int c = OUT; c < panel_padded(OUT); c++) CHECK(b[c] == 0, "%s: padding", init_names[i]);
        if (i == INIT_TORCH) {
            CHECK_NEAR(square * 3 * IN, 1, 0.16); // its SD is 4 %
            CHECK(largest <= sqrt(1.0 / IN) && largest > 0.99 * sqrt(1.0 / IN), "biases reach %g", largest);
            CHECK(b[0] != w[0] && b[1] != w[1], "biases repeat the weights' draws");
        } else {
            CHECK(square == 0, "%s: biases of size %g", init_names[i], sqrt(square));
        }
        arena_free(&arena);
    }
}

// Activations at -2 and 2, from a separate program with 25 digits; nan, which must not get lost.
static void test_what_activations_do(void) {
    static const struct {
        const LayerKind *kind;
        ActivationKind activation;
        double below, above; // at -2 and 2
    } cases[] = {
        {&layer_relu, ACTIVATION_RELU, 0, 2},
        {&layer_tanh, ACTIVATION_TANH, -0.9640275800758169, 0.9640275800758169},
        {&layer_sigmoid, ACTIVATION_SIGMOID, 0.11920292202211755, 0.8807970779778825},
        {&layer_gelu, ACTIVATION_GELU, -0.0455002638963584, 1.9544997361036416},
        {&layer_elu, ACTIVATION_ELU, -0.8646647167633873, 2},
        {&layer_selu, ACTIVATION_SELU, -1.5201664685956948, 2.1014019747109610},
        {&layer_leaky_relu, ACTIVATION_LEAKY_RELU, -0.02, 2},
        {&layer_silu, ACTIVATION_SILU, -0.2384058440442351, 1.7615941559557649},
    };
    for (int a = 0; activation_names[a]; a++) {
        Arena arena = {0};
        const ModelSpec spec = {.activation = a, .hidden_count = 1};
        const Place place = {.arena = &arena, .spec = &spec, .slot = SLOT_ACTIVATION, .in = 4, .out = 4, .max_rows = 1};
        CHECK(cases[a].activation == (ActivationKind)a && cases[a].kind->stands(&place), "no row for %s",
              activation_names[a]);
        Layer *layer = cases[a].kind->make(&place);
        PANELS real x[PANEL] = {-2, 2, NAN, -NAN};
        const Pass pass = {.rows = 1};
        const real *y = layer->kind->forward(layer, &pass, x);
        CHECK_NEAR(y[0], cases[a].below, 1e-14);
        CHECK_NEAR(y[1], cases[a].above, 1e-14);
        CHECK(isnan(y[2]) && isnan(y[3]), "%s: nan gets lost", activation_names[a]);
        arena_free(&arena);
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
    test_first_steps();
    test_the_rate_of_norms();
    test_how_much_is_dropped();
    test_how_large_noise_is();
    test_that_alpha_dropout_keeps_mean_and_variance();
    test_how_many_weights_are_dropped();
    test_how_wide_weights_start();
    test_how_biases_start();
    test_what_activations_do();
    return test_end("rules");
}
