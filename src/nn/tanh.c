// The hyperbolic tangent: y = tanh x;  dx = dy (1 - y^2).
#include "math/build.h"
#include "math/elementary.h"
#include "math/panel.h"
#include "nn/kinds.h"

static bool tanh_stands(const Place *place) {
    return place->slot == SLOT_ACTIVATION && place->spec->activation == ACTIVATION_TANH;
}

static Layer *tanh_make(const Place *place) {
    return layer_new(place, &layer_tanh, sizeof(Layer), false);
}

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

const LayerKind layer_tanh = {
    .name = "tanh", .stands = tanh_stands, .make = tanh_make, .forward = tanh_forward, .backward = tanh_backward};
