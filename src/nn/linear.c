// The linear layer: y = x W + b.
//
// Backward: dx = dy W^T, dW = x^T dy, db = the sum of dy over the samples.
#include "base/rng.h"
#include "math/build.h"
#include "math/matmul.h"
#include "math/panel.h"
#include "math/row_sums.h"
#include "math/vector.h"
#include "nn/init.h"
#include "nn/kinds.h"
#include "nn/weight_rule.h"

typedef struct Linear {
    Layer layer;           // its first parameter is W
    const ModelSpec *spec; // how weights start
    uint64_t index;        // selects the stream that they start from
    int bias;              // the index of b among the parameters; 0: there is none
    const WeightRule *rule;
    void *rule_own;
    real *effective, *gradient; // [in x out] with a rule: W as the rule sees it, and dW
} Linear;

// Batch norm takes the mean away, and with it any bias before it; not one that dropout has masked on the way.
static bool bias_is_lost(const Place *place) {
    const ModelSpec *spec = place->spec;
    if (place->hidden == spec->hidden_count || !spec->batch_norm.on) return false;
    if (spec->batch_norm.placement != BEFORE_ACTIVATION) return false;
    return spec->dropout_placement != DROPOUT_BEFORE_NORM ||
           layer_number(spec->dropout, spec->dropout_count, place->hidden) == 0;
}

static bool linear_stands(const Place *place) {
    return place->slot == SLOT_LINEAR;
}

static bool take_rule(Linear *l, const Place *place) {
    l->rule = place->rule;
    if (!l->rule) return true;
    l->effective = arena_take(place->arena, panel_size(place->in, place->out), sizeof(real));
    l->gradient = arena_take(place->arena, panel_size(place->in, place->out), sizeof(real));
    return l->effective && l->gradient && (!l->rule->make || l->rule->make(&l->layer, place, &l->rule_own));
}

static Layer *linear_make(const Place *place) {
    const int in = place->in, out = place->out;
    Linear *l = layer_new(place, &layer_linear, sizeof *l, true);
    if (!l) return NULL;
    l->spec = place->spec;
    l->index = place_stream(place, place->hidden);
    layer_param(&l->layer, "weight", ROLE_WEIGHT, in, out);
    if (!bias_is_lost(place)) {
        l->bias = l->layer.param_count;
        layer_param(&l->layer, "bias", ROLE_BIAS, 1, out);
    }
    const size_t w_t = panel_size(out, in), dy_t_dx_t = panel_size(in + out, place->max_rows);
    l->layer.scratch_count = w_t > dy_t_dx_t ? w_t : dy_t_dx_t;
    return take_rule(l, place) ? &l->layer : NULL;
}

static void linear_init(Layer *layer, uint64_t seed) {
    Linear *l = (Linear *)layer;
    Rng rng = rng_stream(seed, "init", l->index);
    init_weights(l->spec, &rng, layer->in, layer->out, layer->param[0].at);
    if (l->bias) init_biases(l->spec, &rng, layer->in, layer->out, layer->param[l->bias].at);
    if (l->rule && l->rule->init) l->rule->init(l->rule_own, layer, layer->param[0].at);
}

static real *linear_forward(Layer *layer, const Pass *pass, real *x) {
    Linear *l = (Linear *)layer;
    const real *w = layer->param[0].at, *b = l->bias ? layer->param[l->bias].at : NULL;
    if (l->rule) {
        l->rule->view(l->rule_own, layer, pass, w, l->effective);
        w = l->effective;
    }
    matmul(pass->rows, layer->in, layer->out, x, w, b, pass->finish, layer->output);
    return layer->output;
}

// dx = dy W^T. Either W is transposed, or, for batches that are small beside it, the rest: dx^T = W dy^T reads W as it
// lies. Both add the same products in the same order.
static void input_gradient(const Layer *layer, const Pass *pass, const real *w, const real *dy, real *dx) {
    const int in = layer->in, out = layer->out, rows = pass->rows;
    if ((size_t)rows * (size_t)(in + out) > (size_t)in * (size_t)out) {
        real *w_t = pass->scratch;
        transpose(in, out, w, w_t);
        matmul(rows, out, in, dy, w_t, NULL, NULL, dx);
    } else {
        real *dy_t = pass->scratch, *dx_t = dy_t + panel_size(out, rows);
        transpose(rows, out, dy, dy_t);
        matmul(in, out, rows, w, dy_t, NULL, NULL, dx_t);
        transpose(in, rows, dx_t, dx);
    }
}

// Where the sink will read `count` elements of the weights.
static Soon sink_soon(const GradientSink *sink, const Param *weight, size_t from, size_t count) {
    Soon soon = {.count = sink->read_count, .reals = count};
    for (int i = 0; i < soon.count; i++) soon.at[i] = sink->reads[i] + weight->first + from;
    return soon;
}

// dW a block of a panel at a time. With a rule it is needed whole before any of it is a gradient of what is stored.
static void weight_gradient(Linear *l, const Pass *pass, const real *x, const real *dy) {
    const Layer *layer = &l->layer;
    const Param *weight = &layer->param[0];
    const bool far = !l->rule && matmul_far(layer->in, layer->out);
    real block[PANEL * PANEL] __attribute__((aligned(ARENA_ALIGN)));
    for (int p = 0; p < panel_count(layer->out); p++)
        for (int q = 0; q < panel_count(layer->in); q++) {
            const int width = panel_width(layer->out, p), first_row = q * PANEL;
            const int rows = layer->in - first_row < PANEL ? layer->in - first_row : PANEL;
            const size_t from = panel_offset(layer->in, p) + (size_t)first_row * (size_t)width;
            const size_t count = (size_t)(rows * width);
            const Soon soon = far ? sink_soon(pass->sink, weight, from, count) : (Soon){.count = 0};
            matmul_at(pass->rows, layer->in, layer->out, x, dy, q, p, &soon, l->rule ? l->gradient + from : block);
            if (!l->rule) pass->sink->take(pass->sink, weight, from, block, count);
        }
    if (!l->rule) return;
    l->rule->back(l->rule_own, &l->layer, pass, weight->at, l->gradient);
    pass->sink->take(pass->sink, weight, 0, l->gradient, panel_size(layer->in, layer->out));
}

static void bias_gradient(const Layer *layer, const Param *bias, const Pass *pass, const real *dy) {
    for (int p = 0; p < panel_count(layer->out); p++, dy += panel_offset(pass->rows, 1)) {
        const int width = panel_width(layer->out, p);
        real sum[PANEL] __attribute__((aligned(ARENA_ALIGN)));
        FOR_WIDTH(w, width, row_sum(pass->rows, w, dy, sum));
        pass->sink->take(pass->sink, bias, (size_t)p * PANEL, sum, (size_t)width);
    }
}

static real *linear_backward(Layer *layer, const Pass *pass, const real *x, real *dy, real *dx) {
    Linear *l = (Linear *)layer;
    // First the gradient of the inputs: the sink may change the weights.
    if (dx) input_gradient(layer, pass, l->rule ? l->effective : layer->param[0].at, dy, dx);
    if (pass->inputs_only) return dx;
    weight_gradient(l, pass, x, dy);
    if (l->bias) bias_gradient(layer, &layer->param[l->bias], pass, dy);
    return dx;
}

const LayerKind layer_linear = {.name = "linear",
                                .stands = linear_stands,
                                .make = linear_make,
                                .init = linear_init,
                                .forward = linear_forward,
                                .backward = linear_backward,
                                .finishing = true};
