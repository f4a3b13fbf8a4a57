// The logistic function: y = 1 / (1 + e^-x);  dx = dy y (1 - y).
#include "math/build.h"
#include "math/elementary.h"
#include "math/panel.h"
#include "nn/kinds.h"

static bool sigmoid_stands(const Place *place) {
    return place->slot == SLOT_ACTIVATION && place->spec->activation == ACTIVATION_SIGMOID;
}

static Layer *sigmoid_make(const Place *place) {
    return layer_new(place, &layer_sigmoid, sizeof(Layer), false);
}

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

const LayerKind layer_sigmoid = {.name = "sigmoid",
                                 .stands = sigmoid_stands,
                                 .make = sigmoid_make,
                                 .forward = sigmoid_forward,
                                 .backward = sigmoid_backward};
