// Layers that leave what they do to the product before them (LayerKind.follow): a network that goes forward all at once
// puts out, and keeps of every layer, what it does layer by layer, to the bit.
#include <string.h>

#include "base/rng.h"
#include "math/build.h"
#include "math/panel.h"
#include "nn/network.h"

#include "test.h"

enum { ROWS = 9, FEATURES = 5, OUTPUTS = 3 };

// Parameters and statistics that matter, the same each time.
static Network *network(Arena *arena, const ModelSpec *spec) {
    Network *net = network_new(arena, spec, FEATURES, OUTPUTS, ROWS);
    Rng rng = rng_stream(1, "test", 0);
    network_init(net, 1);
    for (size_t i = 0; i < net->param_count; i++) net->params[i] += (real)rng_uniform(&rng) - (real)0.5;
    for (size_t i = 0; i < net->statistic_count; i++) net->statistics[i] += (real)0.5 * (real)rng_uniform(&rng);
    return net;
}

static bool same(int cols, const real *a, const real *b) {
    return memcmp(a, b, panel_size(ROWS, cols) * sizeof *a) == 0;
}

static void check(const char *what, const ModelSpec *spec, Pass pass) {
    Arena arena = {0};
    Network *together = network(&arena, spec), *apart = network(&arena, spec);
    real *inputs = arena_take(&arena, panel_size(ROWS, FEATURES), sizeof *inputs);
    Rng rng = rng_stream(1, "inputs", 0);
    for (size_t i = 0; i < panel_size(ROWS, FEATURES); i++) inputs[i] = (real)rng_uniform(&rng) - (real)0.5;

    pass.rows = ROWS;
    const real *y = network_forward(together, pass, inputs);
    real *x = network_forward_to(apart, pass, inputs, 0);
    for (int l = 0; l < apart->layer_count; l++) x = network_forward_on(apart, x, l, l + 1);

    CHECK(same(OUTPUTS, x, y), "%s: the outputs differ", what);
    for (int l = 0; l < together->layer_count; l++)
        CHECK(same(together->layer[l]->in, together->input[l], apart->input[l]),
              "%s: layer %d, %s, was given something else", what, l, together->layer[l]->kind->name);
    arena_free(&arena);
}

static void check_passes(const char *what, const ModelSpec *spec) {
    const Pass passes[] = {
        {0}, {.training = true}, {.refresh = true}, {.masks = true}, {.training = true, .frozen = true}};
    for (size_t i = 0; i < sizeof passes / sizeof *passes; i++) check(what, spec, passes[i]);
}

int main(void) {
    ModelSpec m = {.hidden_count = 2,
                   .hidden = {40, 7},
                   .activation = ACTIVATION_RELU,
                   .dropout_count = 1,
                   .batch_norm = {.stat_decay = 0.9, .eps = 1e-5, .affine = true}};
    check_passes("relu", &m);
    m.batch_norm.on = true;
    check_passes("batch norm, relu", &m);
    m.dropout[0] = 0.3, m.dropout_placement = DROPOUT_BEFORE_NORM;
    check_passes("dropout, batch norm, relu", &m);
    m.dropout_placement = DROPOUT_BEFORE_ACTIVATION;
    check_passes("batch norm, dropout, relu", &m);
    m.batch_norm.placement = AFTER_ACTIVATION, m.dropout_placement = DROPOUT_AFTER_ACTIVATION;
    check_passes("relu, batch norm, dropout", &m);
    m.dropout[0] = 0, m.activation = ACTIVATION_TANH;
    check_passes("tanh, batch norm", &m);
    m.batch_norm.placement = BEFORE_ACTIVATION;
    check_passes("batch norm, tanh", &m);
    return test_end("follow");
}
