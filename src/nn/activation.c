// Activations: element by element and in place, over the padding too. Backward needs only y.
#include "math/build.h"
#include "math/elementary.h"
#include "math/panel.h"
#include "nn/kinds.h"

static void nothing_to_init(Layer *layer, uint64_t seed) {
    (void)layer;
    (void)seed;
}

// y = max(x, 0);  dx = dy where y > 0, else 0. (nan stays nan, so that a diverged run is seen.)
static real *relu_forward(Layer *layer, const Pass *pass, real *x) {
    const size_t n = panel_size(pass->rows, layer->out);
    for (size_t i = 0; i < n; i++) x[i] = x[i] < 0 ? 0 : x[i];
    return x;
}

static real *relu_backward(Layer *layer, const Pass *pass, const real *restrict y, real *restrict dy, real *other) {
    (void)other;
    const size_t n = panel_size(pass->rows, layer->out);
    for (size_t i = 0; i < n; i++) dy[i] = y[i] > 0 ? dy[i] : 0;
    return dy;
}

// y = tanh x;  dx = dy (1 - y^2).
static real *tanh_forward(Layer *layer, const Pass *pass, real *x) {
    const size_t n = panel_size(pass->rows, layer->out);
    for (size_t i = 0; i < n; i++) x[i] = tanh_real(x[i]);
    return x;
}

static real *tanh_backward(Layer *layer, const Pass *pass, const real *restrict y, real *restrict dy, real *other) {
    (void)other;
    const size_t n = panel_size(pass->rows, layer->out);
    for (size_t i = 0; i < n; i++) dy[i] *= fma_real(-y[i], y[i], 1);
    return dy;
}

// y = 1 / (1 + e^-x);  dx = dy y (1 - y).
static real *sigmoid_forward(Layer *layer, const Pass *pass, real *x) {
    const size_t n = panel_size(pass->rows, layer->out);
    for (size_t i = 0; i < n; i++) x[i] = sigmoid_real(x[i]);
    return x;
}

static real *sigmoid_backward(Layer *layer, const Pass *pass, const real *restrict y, real *restrict dy, real *other) {
    (void)other;
    const size_t n = panel_size(pass->rows, layer->out);
    for (size_t i = 0; i < n; i++) dy[i] *= y[i] * (1 - y[i]);
    return dy;
}

static const LayerKind kinds[] = {
    [ACTIVATION_RELU] = {"relu", nothing_to_init, relu_forward, relu_backward},
    [ACTIVATION_TANH] = {"tanh", nothing_to_init, tanh_forward, tanh_backward},
    [ACTIVATION_SIGMOID] = {"sigmoid", nothing_to_init, sigmoid_forward, sigmoid_backward},
};

Layer *activation_new(Arena *arena, ActivationKind kind, int features) {
    Layer *layer = arena_take(arena, 1, sizeof *layer);
    return layer && layer_setup(layer, &kinds[kind], arena, features, features, 0) ? layer : NULL;
}
