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
    cross_entropy(&pass);
    CHECK(best == 1, "class %d", best);
}

static void test_that_large_outputs_have_a_loss(void) {
    PANELS real z[PANEL] = {2000, 0};
    real loss;
    const int32_t label = 1;
    int32_t best;
    const LossPass pass = classify(z, &label, 2, &loss, &best);
    cross_entropy(&pass);
    CHECK_NEAR(loss, 2000, 1e-9);
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
        CHECK(optimizer_take(&o, &spec, 1, &arena), "memory");
        real w = 8;
        const real gradient = 0;
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
    CHECK(rule_drop_connect.stands(&place) && rule_drop_connect.make(&layer, &place, &own), "stands");
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
        rule_drop_connect.view(own, &layer, &passes[i], stored, effective[i]);
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
    CHECK(!rule_drop_connect.stands(&place), "the output layer keeps its weights");
    arena_free(&arena);
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
    test_how_many_steps_an_epoch_has();
    test_that_every_epoch_has_an_order_of_its_own();
    test_that_a_step_that_diverged_is_not_taken();
    test_that_only_weights_decay();
    test_how_much_is_dropped();
    test_how_large_noise_is();
    test_that_alpha_dropout_keeps_mean_and_variance();
    test_how_many_weights_are_dropped();
    test_how_wide_weights_start();
    return test_end("rules");
}
