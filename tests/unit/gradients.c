// Every kind of layer, both losses and whole networks against central finite differences (gradient_check.h).
#include "gradient_check.h"
#include "math/build.h"
#include "nn/kinds.h"
#include "nn/weight_rule.h"

// A layer between a random input and the scalar sum of weight * y.
typedef struct Bench {
    Arena arena;
    Layer *layer;
    int rows;
    size_t params;                                 // reals in `param`
    real *param, *x, *given, *weight, *dy, *other; // `given`: the copy of x that forward may overwrite
    Keeper keeper;
    Pass pass;
} Bench;

static double bench_value(Bench *b) {
    Layer *layer = b->layer;
    memcpy(b->given, b->x, panel_size(b->rows, layer->in) * sizeof(real));
    const real *y = layer->kind->forward(layer, &b->pass, b->given);
    double sum = 0;
    for (int r = 0; r < b->rows; r++)
        for (int c = 0; c < layer->out; c++) {
            const size_t i = panel_index(b->rows, layer->out, r, c);
            sum += (double)(b->weight[i] * y[i]);
        }
    return sum;
}

static real *take(Bench *b, size_t count) {
    return arena_take(&b->arena, count, sizeof(real));
}

// As the network does it: first the places of the parameters, then bind.
static void bench_bind(Bench *b) {
    Layer *layer = b->layer;
    for (int i = 0; i < layer->param_count; i++) {
        Param *p = &layer->param[i];
        const size_t size = panel_size(p->rows, p->cols);
        if (p->role == ROLE_STATISTIC) {
            p->at = take(b, size);
        } else {
            p->first = b->params;
            b->params += size;
        }
    }
    b->param = take(b, b->params);
    for (int i = 0; i < layer->param_count; i++)
        if (layer->param[i].role != ROLE_STATISTIC) layer->param[i].at = b->param + layer->param[i].first;
    if (layer->kind->bind) layer->kind->bind(layer);
    if (layer->kind->init) layer->kind->init(layer, 3);
}

static void bench_open(Bench *b, const LayerKind *kind, Place place, int in, int out, int rows) {
    Rng rng = rng_stream(7, "test", (uint64_t)(in * 1000 + out * 10 + rows));
    *b = (Bench){.rows = rows};
    place.arena = &b->arena;
    place.in = in, place.out = kind == &layer_linear ? out : in, place.max_rows = rows;
    CHECK(kind->stands(&place), "%s does not stand where it should", kind->name);
    b->layer = kind->make(&place);
    bench_bind(b);
    b->x = take(b, panel_size(rows, b->layer->in));
    b->given = take(b, panel_size(rows, b->layer->in));
    b->other = take(b, panel_size(rows, b->layer->in));
    b->weight = take(b, panel_size(rows, b->layer->out));
    b->dy = take(b, panel_size(rows, b->layer->out));
    b->keeper = (Keeper){{.take = keep}, take(b, b->params)};
    b->pass = (Pass){.rows = rows,
                     .training = true,
                     .seed = 3,
                     .first_sample = 50,
                     .scratch = take(b, b->layer->scratch_count),
                     .sink = &b->keeper.sink};
    for (size_t i = 0; i < b->params; i++) b->param[i] += (real)(rng_uniform(&rng) - 0.5f);
    fill(&rng, b->x, rows, b->layer->in);
    fill(&rng, b->weight, rows, b->layer->out);
}

static double central_difference(Bench *b, real *at) {
    const real here = *at;
    *at = here + STEP;
    const double above = bench_value(b);
    *at = here - STEP;
    const double below = bench_value(b);
    *at = here;
    return (above - below) / (2 * STEP);
}

// The largest relative error over all gradients of the inputs and the parameters.
static double bench_worst(Bench *b) {
    Layer *layer = b->layer;
    bench_value(b);
    memcpy(b->dy, b->weight, panel_size(b->rows, layer->out) * sizeof(real));
    const real *dx = layer->kind->backward(layer, &b->pass, b->given, b->dy, b->other);
    double worst = 0;
    for (int r = 0; r < b->rows; r++)
        for (int c = 0; c < layer->in; c++) {
            const size_t i = panel_index(b->rows, layer->in, r, c);
            const double error = relative_error((double)dx[i], central_difference(b, &b->x[i]));
            if (!(error <= worst)) worst = error;
        }
    for (size_t i = 0; i < b->params; i++) {
        const double error = relative_error((double)b->keeper.gradient[i], central_difference(b, &b->param[i]));
        if (!(error <= worst)) worst = error;
    }
    return worst;
}

#define BATCH_NORM(...) .batch_norm = {.on = true, .stat_decay = 0.9, .eps = 1e-5, __VA_ARGS__}
static const ModelSpec plain = {.init = INIT_GLOROT, .hidden_count = 1, .dropout_count = 1, .dropout = {0.4}};
#define ACTIVE(constant, name) [ACTIVATION_##constant] = {.hidden_count = 1, .activation = ACTIVATION_##constant},
static const ModelSpec active[] = {ACTIVATIONS(ACTIVE)};
static const ModelSpec noisy = {
    .hidden_count = 1, .gaussian_dropout = {0.4}, .alpha_dropout = {0.3}, .drop_connect = {0.4}, .hidden_noise = {0.7}};
static const ModelSpec normed = {.init = INIT_GLOROT, .hidden_count = 1, BATCH_NORM(.affine = true)};
static const ModelSpec counting = {
    .hidden_count = 1, .batch_norm = {.on = true, .stat_decay = STAT_CUMULATIVE, .eps = 1e-5, .affine = true}};
static const ModelSpec not_affine = {.hidden_count = 1, BATCH_NORM(.affine = false)};
static const ModelSpec parts_normed = {.hidden_count = 1, BATCH_NORM(.affine = true, .virtual_batch = 3)};
#define SAMPLE_NORM(...)                                                                                               \
    { .eps = 1e-5, __VA_ARGS__ }
static const ModelSpec layer_normed = {.hidden_count = 1, .layer_norm = SAMPLE_NORM(.on = true, .affine = true)};
static const ModelSpec layer_fixed = {.hidden_count = 1, .layer_norm = SAMPLE_NORM(.on = true)};
static const ModelSpec group_normed = {.hidden_count = 1, .group_norm = SAMPLE_NORM(.groups = 3, .affine = true)};
static const ModelSpec rms_normed = {.hidden_count = 1, .rms_norm = SAMPLE_NORM(.on = true, .affine = true)};
static const ModelSpec rms_fixed = {.hidden_count = 1, .rms_norm = SAMPLE_NORM(.on = true)};

// A rule that scales each unit's weights by a parameter of its own: effective = stored * gain.
static bool gain_make(Layer *layer, const Place *place, void **own) {
    (void)own;
    layer_param(layer, "gain", ROLE_GAMMA, 1, place->out);
    return true;
}

static real *gain_of(Layer *layer) {
    return layer->param[layer->param_count - 1].at;
}

static void gain_init(void *own, Layer *layer, const real *stored) {
    (void)own, (void)stored;
    for (int c = 0; c < layer->out; c++) gain_of(layer)[c] = 2;
}

static void gain_view(void *own, Layer *layer, const Pass *pass, const real *stored, real *effective) {
    (void)own, (void)pass;
    for (int r = 0; r < layer->in; r++)
        for (int c = 0; c < layer->out; c++) {
            const size_t i = panel_index(layer->in, layer->out, r, c);
            effective[i] = stored[i] * gain_of(layer)[c];
        }
}

static void gain_back(void *own, Layer *layer, const Pass *pass, const real *stored, real *gradient) {
    (void)own;
    for (int c = 0; c < layer->out; c++) {
        real sum = 0;
        for (int r = 0; r < layer->in; r++) {
            const size_t i = panel_index(layer->in, layer->out, r, c);
            sum += gradient[i] * stored[i];
            gradient[i] *= gain_of(layer)[c];
        }
        pass->sink->take(pass->sink, &layer->param[layer->param_count - 1], (size_t)c, &sum, 1);
    }
}

static const WeightRule gain = {
    .name = "gain", .make = gain_make, .init = gain_init, .view = gain_view, .back = gain_back};

#define ACTIVATION_ROW(constant, name)                                                                                 \
    {#name, &layer_##name, {.spec = &active[ACTIVATION_##constant], .slot = SLOT_ACTIVATION}, 1, TOLERANCE},
static const ModelSpec weight_normed = {.init = INIT_GLOROT, .hidden_count = 1, .weight_norm = true};

static const struct {
    const char *name;
    const LayerKind *kind;
    Place place;
    int least_rows;
    double tolerance;
} layers[] = {
    {"linear with bias", &layer_linear, {.spec = &plain, .slot = SLOT_LINEAR}, 1, TOLERANCE},
    {"linear without bias", &layer_linear, {.spec = &normed, .slot = SLOT_LINEAR}, 1, TOLERANCE},
    {"linear under a rule", &layer_linear, {.spec = &plain, .slot = SLOT_LINEAR, .rule = &gain}, 1, TOLERANCE},
    {"linear under DropConnect",
     &layer_linear,
     {.spec = &noisy, .slot = SLOT_LINEAR, .rule = &weight_rule_drop_connect},
     1,
     TOLERANCE},
    {"linear under weight norm",
     &layer_linear,
     {.spec = &weight_normed, .slot = SLOT_LINEAR, .rule = &weight_rule_weight_norm},
     1,
     1e-6},
    // Two samples that lie close together make batch norm's third derivative, and so the differences' error, large.
    {"batch norm, affine", &layer_batch_norm, {.spec = &normed, .slot = SLOT_BEFORE_ACTIVATION}, 2, 1e-6},
    {"batch norm, not affine", &layer_batch_norm, {.spec = &not_affine, .slot = SLOT_BEFORE_ACTIVATION}, 2, 1e-6},
    {"batch norm, virtual batches",
     &layer_batch_norm,
     {.spec = &parts_normed, .slot = SLOT_BEFORE_ACTIVATION},
     2,
     1e-6},
    {"layer norm, affine", &layer_layer_norm, {.spec = &layer_normed, .slot = SLOT_BEFORE_ACTIVATION}, 1, 1e-6},
    {"layer norm, not affine", &layer_layer_norm, {.spec = &layer_fixed, .slot = SLOT_BEFORE_ACTIVATION}, 1, 1e-6},
    {"group norm", &layer_group_norm, {.spec = &group_normed, .slot = SLOT_BEFORE_ACTIVATION}, 1, 1e-6},
    {"rms norm, affine", &layer_rms_norm, {.spec = &rms_normed, .slot = SLOT_BEFORE_ACTIVATION}, 1, 1e-6},
    {"rms norm, not affine", &layer_rms_norm, {.spec = &rms_fixed, .slot = SLOT_BEFORE_ACTIVATION}, 1, 1e-6},
    ACTIVATIONS(ACTIVATION_ROW) // their corners lie at 0
    {"noise", &layer_noise, {.spec = &noisy, .slot = SLOT_LAST}, 1, TOLERANCE},
    {"Gaussian dropout", &layer_gaussian_dropout, {.spec = &noisy, .slot = SLOT_LAST}, 1, TOLERANCE},
    {"alpha dropout", &layer_alpha_dropout, {.spec = &noisy, .slot = SLOT_LAST}, 1, TOLERANCE},
    {"dropout", &layer_dropout, {.spec = &plain, .slot = SLOT_LAST}, 1, TOLERANCE},
};

static void test_layers(void) {
    static const int shapes[][3] = {{1, 1, 1}, {3, 2, 1}, {5, 7, 2}, {9, 8, 3}, {17, 33, 7}, {33, 10, 35}, {40, 41, 4}};
    for (size_t l = 0; l < sizeof layers / sizeof *layers; l++)
        for (size_t s = 0; s < sizeof shapes / sizeof *shapes; s++) {
            const int groups = layers[l].place.spec->group_norm.groups;
            const int in = shapes[s][0] * (groups > 0 ? groups : 1), out = shapes[s][1], rows = shapes[s][2];
            if (rows < layers[l].least_rows) continue;
            Bench b;
            bench_open(&b, layers[l].kind, layers[l].place, in, out, rows);
            const double worst = bench_worst(&b);
            CHECK(worst < layers[l].tolerance, "%s, %d to %d features, %d samples: error %.2g", layers[l].name, in, out,
                  rows, worst);
            arena_free(&b.arena);
        }
}

// Batch norm under running statistics that are constants: the gradients of such a pass against differences, and what it
// puts out against evaluation. The statistics stay.
static void test_frozen(void) {
    static const ModelSpec *const specs[] = {&normed, &not_affine, &parts_normed, &counting};
    for (size_t s = 0; s < sizeof specs / sizeof *specs; s++) {
        Bench b;
        bench_open(&b, &layer_batch_norm, (Place){.spec = specs[s], .slot = SLOT_BEFORE_ACTIVATION}, 41, 41, 8);
        real *mean = b.layer->param[0].at, *var = b.layer->param[1].at;
        for (int f = 0; f < 41; f++) mean[f] = (real)(0.1 * f), var[f] = (real)(0.5 + 0.2 * f);
        b.pass.frozen = true;
        const double worst = bench_worst(&b), frozen = bench_value(&b);
        CHECK(worst < TOLERANCE, "frozen batch norm %zu: error %.2g", s, worst);
        for (int f = 0; f < 41; f++)
            CHECK(mean[f] == (real)(0.1 * f) && var[f] == (real)(0.5 + 0.2 * f), "the statistics of %d moved", f);
        const real *batches = b.layer->param[b.layer->param_count - 1].at;
        CHECK(specs[s] != &counting || *batches == 0, "%g batches counted", (double)*batches);
        b.pass = (Pass){.rows = 8};
        const real *y =
            b.layer->kind->forward(b.layer, &b.pass, memcpy(b.given, b.x, panel_size(8, 41) * sizeof(real)));
        double evaluated = 0;
        for (int r = 0; r < 8; r++)
            for (int c = 0; c < 41; c++) {
                const size_t i = panel_index(8, 41, r, c);
                evaluated += (double)(b.weight[i] * y[i]);
            }
        CHECK(fabs(frozen - evaluated) < 1e-9, "frozen %g, in evaluation %g", frozen, evaluated);
        arena_free(&b.arena);
    }
}

// Virtual batches in a pass that takes all samples together are the batch.
static void test_undivided(void) {
    Bench whole, parts;
    bench_open(&whole, &layer_batch_norm, (Place){.spec = &normed, .slot = SLOT_BEFORE_ACTIVATION}, 9, 9, 8);
    bench_open(&parts, &layer_batch_norm, (Place){.spec = &parts_normed, .slot = SLOT_BEFORE_ACTIVATION}, 9, 9, 8);
    CHECK(bench_value(&whole) != bench_value(&parts), "parts make no difference");
    parts.pass.undivided = true;
    CHECK(bench_value(&whole) == bench_value(&parts), "undivided is not the batch");
    CHECK(bench_worst(&parts) < 1e-6, "undivided: error %.2g", bench_worst(&parts));
    arena_free(&whole.arena);
    arena_free(&parts.arena);
}

// Kinds that mean something together only: whole networks that have them are in residual.c.
static bool is_of_a_block(const LayerKind *kind) {
    return kind == &layer_fork || kind == &layer_turn || kind == &layer_join;
}

// A kind that has no row above is held against nothing.
static void test_that_every_kind_has_a_row(void) {
#define HAS_ROW(constant, kind_name)                                                                                   \
    {                                                                                                                  \
        size_t l = 0;                                                                                                  \
        while (l < sizeof layers / sizeof *layers && layers[l].kind != &layer_##kind_name) l++;                        \
        CHECK(l < sizeof layers / sizeof *layers || is_of_a_block(&layer_##kind_name), "no row for %s", #kind_name);   \
    }
    LAYER_KINDS(HAS_ROW)
}

// A layer with a wrong gradient, off by one part in ten thousand, must be caught.
static real *wrong_backward(Layer *layer, const Pass *pass, const real *y, real *dy, real *other) {
    (void)other;
    for (size_t i = 0; i < panel_size(pass->rows, layer->out); i++) dy[i] *= 1.0001 * (1 - y[i] * y[i]);
    return dy;
}

static void test_that_a_wrong_gradient_is_caught(void) {
    Bench b;
    bench_open(&b, &layer_tanh, (Place){.spec = &active[ACTIVATION_TANH], .slot = SLOT_ACTIVATION}, 9, 9, 3);
    LayerKind wrong = *b.layer->kind;
    wrong.backward = wrong_backward;
    b.layer->kind = &wrong;
    CHECK(bench_worst(&b) > 10 * TOLERANCE, "a wrong gradient passed");
    arena_free(&b.arena);
}

typedef enum Answers { LABELS, SHARES, NUMBERS } Answers; // shares: samples that are of several classes

// The mean loss of a batch as a function of its outputs.
static void check_loss(const LossKind *loss, int rows, int outputs, Answers answers) {
    Rng rng = rng_stream(9, "test", (uint64_t)(rows * 100 + outputs));
    real z[2048] PANELS, dz[2048] PANELS, scratch[4096] PANELS, target[1536], row_loss[64], at_padding = 0;
    int32_t label[64], best[64];
    fill(&rng, z, rows, outputs);
    for (size_t i = 0; i < panel_size(rows, outputs); i++) dz[i] = 7;
    for (int r = 0; r < rows; r++) {
        label[r] = (int32_t)rng_below(&rng, (uint32_t)outputs);
        real sum = 0;
        for (int k = 0; k < outputs; k++) sum += target[r * outputs + k] = (real)rng_uniform(&rng);
        for (int k = 0; answers == SHARES && k < outputs; k++) target[r * outputs + k] /= sum;
    }
    LossPass pass = {.rows = rows,
                     .outputs = outputs,
                     .z = z,
                     .label = answers == NUMBERS ? NULL : label,
                     .share = answers == SHARES ? target : NULL,
                     .target = answers == NUMBERS ? target : NULL,
                     .loss = row_loss,
                     .best = best,
                     .d_z = dz,
                     .scratch = scratch};
    mean_loss(loss, &pass);
    pass.d_z = NULL;
    double worst = 0;
    for (int r = 0; r < rows; r++) {
        for (int c = 0; c < outputs; c++) {
            const size_t i = panel_index(rows, outputs, r, c);
            const real here = z[i];
            z[i] = here + STEP;
            const double above = mean_loss(loss, &pass);
            z[i] = here - STEP;
            const double below = mean_loss(loss, &pass);
            z[i] = here;
            const double error = relative_error((double)dz[i], (above - below) / (2 * STEP));
            if (!(error <= worst)) worst = error;
        }
        for (int c = outputs; c < panel_padded(outputs); c++) at_padding += dz[panel_index(rows, outputs, r, c)];
    }
    CHECK(worst < TOLERANCE, "%s of %d samples, %d outputs: error %.2g", loss->name, rows, outputs, worst);
    CHECK(at_padding == 0, "%s of %d samples, %d outputs: a gradient of the padding", loss->name, rows, outputs);
    mean_loss(loss, &pass);
    for (int r = 0; answers != NUMBERS && r < rows; r++)
        for (int c = 0; c < outputs; c++)
            CHECK(z[panel_index(rows, outputs, r, best[r])] >= z[panel_index(rows, outputs, r, c)],
                  "%s: %d is not the largest output", loss->name, best[r]);
}

static void test_losses(void) {
    static const int shapes[][2] = {{1, 2}, {2, 3}, {7, 10}, {33, 4}, {40, 35}, {9, 35}, {5, 1}};
#define CHECK_LOSS(constant, name, wants_classes)                                                                      \
    for (size_t s = 0; s < sizeof shapes / sizeof *shapes; s++) {                                                      \
        check_loss(&loss_##name, shapes[s][0], shapes[s][1], SHARES);                                                  \
        check_loss(&loss_##name, shapes[s][0], shapes[s][1], LABELS);                                                  \
        if (!(wants_classes)) check_loss(&loss_##name, shapes[s][0], shapes[s][1], NUMBERS);                           \
    }
    LOSSES(CHECK_LOSS)
}

static void check_network(const char *name, const ModelSpec *spec, int rows) {
    check_prepared(name, spec, rows, NULL);
}

static void test_networks(void) {
    const ModelSpec base = {.hidden_count = 2, .hidden = {9, 5}, .activation = ACTIVATION_TANH, .dropout_count = 1};
    ModelSpec m = base;
    check_network("plain", &m, 1);
    check_network("plain", &m, 7);
    m.batch_norm = normed.batch_norm;
    check_network("batch norm before", &m, 7);
    m.batch_norm.virtual_batch = 3;
    check_network("batch norm before, virtual batches of 3 and 4", &m, 7);
    m.batch_norm.virtual_batch = 0;
    m.batch_norm.placement = AFTER_ACTIVATION;
    check_network("batch norm after", &m, 4);
    m.dropout[0] = 0.3, m.input_dropout = 0.2;
    check_network("batch norm after, dropout, input dropout", &m, 7);
    m = base, m.layer_norm = layer_normed.layer_norm;
    check_network("layer norm before", &m, 1);
    m.layer_norm.placement = AFTER_ACTIVATION, m.dropout[0] = 0.3;
    check_network("layer norm after, dropout", &m, 7);
    m = base, m.rms_norm = rms_normed.rms_norm;
    check_network("rms norm before", &m, 7);
    m = base, m.group_norm = group_normed.group_norm, m.hidden[1] = 6;
    check_network("group norm before", &m, 7);
    m = base, m.weight_norm = true;
    check_network("weight norm", &m, 7);
    m.batch_norm = normed.batch_norm;
    check_network("weight norm under batch norm", &m, 7);
    m.dropout_placement = DROPOUT_BEFORE_NORM;
    check_network("dropout before a norm that is not there", &m, 7);
    m.batch_norm.placement = BEFORE_ACTIVATION;
    check_network("dropout before the norm", &m, 7);
    m.dropout_placement = DROPOUT_BEFORE_ACTIVATION;
    check_network("dropout before the activation", &m, 7);
    m = base, m.input_noise = 0.5, m.hidden_noise[1] = 0.2, m.gaussian_dropout[0] = 0.3, m.drop_connect[1] = 0.4;
    check_network("noise, Gaussian dropout, DropConnect", &m, 7);
    m = base, m.hidden_count = 0;
    check_network("no hidden layer", &m, 3);
    m = base, m.dropout_count = 2, m.dropout[1] = 0.5, m.activation = ACTIVATION_SIGMOID;
    check_network("sigmoid, dropout in the second layer", &m, 3);
    m = base, m.batch_norm = normed.batch_norm, m.batch_norm.placement = AFTER_ACTIVATION, m.dropout[0] = 0.3;
    for (int a = 0; activation_names[a]; a++) {
        m.activation = a;
        check_network(activation_names[a], &m, 7);
    }
}

// Who watches sees the gradient of each layer's output: its column sums are what the biases get.
typedef struct Watch {
    GradientWatch watch;
    Network *net;
    double sum[3][9]; // of the linear layers
    int seen, linear;
} Watch;

static void see(GradientWatch *watch, int layer, const real *dy) {
    Watch *w = (Watch *)watch;
    const int out = w->net->layer[layer]->out;
    w->seen++;
    if (w->net->layer[layer]->kind != &layer_linear) return;
    for (int r = 0; r < 7; r++)
        for (int c = 0; c < out; c++) w->sum[w->linear][c] += (double)dy[panel_index(7, out, r, c)];
    w->linear++;
}

static void test_watch(void) {
    const ModelSpec spec = {.hidden_count = 2, .hidden = {9, 5}, .dropout_count = 1, .dropout = {0.3}};
    Arena arena = {0};
    Network *net = network_new(&arena, &spec, 6, 3, 7);
    Keeper keeper = {{.take = keep}, arena_take(&arena, net->param_count, sizeof(real))};
    Watch watch = {.watch = {see}, .net = net};
    Rng rng = rng_stream(11, "test", 0);
    real x[512] PANELS;
    network_init(net, 2);
    fill(&rng, x, 7, 6);
    network_loss(net, 7, x, (int32_t[]){0, 1, 2, 0, 1, 2, 0}, true, false);
    net->pass.watch = &watch.watch;
    network_backward(net, &keeper.sink);
    CHECK(watch.seen == net->layer_count && watch.linear == 3, "%d layers seen", watch.seen);
    for (int l = 0, n = 2; l < net->layer_count; l++) {
        if (net->layer[l]->kind != &layer_linear) continue;
        const real *bias = keeper.gradient + net->layer[l]->param[1].first;
        for (int c = 0; c < net->layer[l]->out; c++)
            CHECK(fabs(watch.sum[n][c] - (double)bias[c]) < 1e-12, "layer %d, unit %d", l, c);
        n--;
    }
    arena_free(&arena);
}

int main(void) {
    test_layers();
    test_frozen();
    test_undivided();
    test_watch();
    test_that_every_kind_has_a_row();
    test_that_a_wrong_gradient_is_caught();
    test_losses();
    test_networks();
    return test_end("gradients");
}
