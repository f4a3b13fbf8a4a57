// The linear layer: y = x W + b.
//
// Backward: dx = dy W^T, dW = x^T dy, db = the sum of dy over the samples.
#include "base/rng.h"
#include "math/build.h"
#include "math/matmul.h"
#include "math/panel.h"
#include "math/vector.h"
#include "nn/init.h"
#include "nn/kinds.h"

typedef struct Linear {
    Layer layer;
    const ModelSpec *spec; // how weights start
    bool bias;
    int index;
} Linear;

static real *bias_of(const Linear *l) {
    return l->bias ? l->layer.params + panel_size(l->layer.in, l->layer.out) : NULL;
}

static void linear_init(Layer *layer, uint64_t seed) {
    Linear *l = (Linear *)layer;
    Rng rng = rng_stream(seed, "init", (uint64_t)l->index);
    init_weights(l->spec, &rng, layer->in, layer->out, layer->params);
    for (int c = 0; l->bias && c < panel_padded(layer->out); c++) bias_of(l)[c] = 0;
}

static real *linear_forward(Layer *layer, const Pass *pass, real *x) {
    matmul(pass->rows, layer->in, layer->out, x, layer->params, bias_of((Linear *)layer), layer->output);
    return layer->output;
}

// dx = dy W^T. Either W is transposed, or, for batches that are small beside it, the rest: dx^T = W dy^T reads W as it
// lies. Both add the same products in the same order.
static void input_gradient(const Layer *layer, const Pass *pass, const real *dy, real *dx) {
    const int in = layer->in, out = layer->out, rows = pass->rows;
    if ((size_t)rows * (size_t)(in + out) > (size_t)in * (size_t)out) {
        real *w_t = pass->scratch;
        transpose(in, out, layer->params, w_t);
        matmul(rows, out, in, dy, w_t, NULL, dx);
    } else {
        real *dy_t = pass->scratch, *dx_t = dy_t + panel_size(out, rows);
        transpose(rows, out, dy, dy_t);
        matmul(in, out, rows, layer->params, dy_t, NULL, dx_t);
        transpose(in, rows, dx_t, dx);
    }
}

INLINE void sum_rows(int rows, int width, const real *restrict dy, real *restrict sum) {
    for (int r = 0; r < rows; r++)
        for (int c = 0; c < width; c++) sum[c] += dy[r * width + c];
}

static void bias_gradient(const Linear *l, const Pass *pass, const real *dy) {
    const Layer *layer = &l->layer;
    const size_t first = layer->first_param + panel_size(layer->in, layer->out);
    for (int p = 0; p < panel_count(layer->out); p++, dy += panel_offset(pass->rows, 1)) {
        const int width = panel_width(layer->out, p);
        real sum[PANEL] = {0};
        FOR_WIDTH(w, width, sum_rows(pass->rows, w, dy, sum));
        pass->sink->take(pass->sink, first + (size_t)p * PANEL, sum, (size_t)width, false);
    }
}

static real *linear_backward(Layer *layer, const Pass *pass, const real *x, real *dy, real *dx) {
    // First the gradient of the inputs: the sink may change the weights.
    if (dx) input_gradient(layer, pass, dy, dx);

    real block[PANEL * PANEL] __attribute__((aligned(ARENA_ALIGN)));
    for (int p = 0; p < panel_count(layer->out); p++)
        for (int q = 0; q < panel_count(layer->in); q++) {
            const int width = panel_width(layer->out, p), from = q * PANEL;
            const int rows = layer->in - from < PANEL ? layer->in - from : PANEL;
            matmul_at(pass->rows, layer->in, layer->out, x, dy, q, p, block);
            const size_t first = layer->first_param + panel_offset(layer->in, p) + (size_t)from * (size_t)width;
            pass->sink->take(pass->sink, first, block, (size_t)(rows * width), true);
        }
    if (((Linear *)layer)->bias) bias_gradient((Linear *)layer, pass, dy);
    return dx;
}

static const LayerKind linear_kind = {"linear", linear_init, linear_forward, linear_backward};

Layer *linear_new(Arena *arena, const ModelSpec *spec, int in, int out, bool bias, int index, int max_rows) {
    Linear *l = arena_take(arena, 1, sizeof *l);
    if (!l || !layer_setup(&l->layer, &linear_kind, arena, in, out, max_rows)) return NULL;
    l->spec = spec;
    l->bias = bias;
    l->index = index;
    l->layer.param_count = panel_size(in, out) + (bias ? (size_t)panel_padded(out) : 0);
    l->layer.trained = (int64_t)in * out + (bias ? out : 0);
    const size_t w_t = panel_size(out, in), dy_t_dx_t = panel_size(in + out, max_rows);
    l->layer.scratch_count = w_t > dy_t_dx_t ? w_t : dy_t_dx_t;
    return &l->layer;
}
