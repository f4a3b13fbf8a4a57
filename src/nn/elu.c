// The exponential linear unit: y = x where x > 0, else e^x - 1;  dx = dy where y > 0, else dy (y + 1), for y + 1 = e^x.
// Clevert, Unterthiner & Hochreiter 2016, "Fast and Accurate Deep Network Learning by Exponential Linear Units",
// section "Exponential Linear Units (ELUs)", with alpha = 1.
#include "math/build.h"
#include "math/elementary.h"
#include "math/panel.h"
#include "nn/kinds.h"

static bool elu_stands(const Place *place) {
    return place->slot == SLOT_ACTIVATION && place->spec->activation == ACTIVATION_ELU;
}

static Layer *elu_make(const Place *place) {
    return layer_new(place, &layer_elu, sizeof(Layer), false);
}

static real *elu_forward(Layer *layer, const Pass *pass, real *x) {
    const size_t n = panel_size(pass->rows, layer->out);
    for (size_t i = 0; i < n; i++) x[i] = x[i] > 0 ? x[i] : expm1_real(x[i]);
    return x;
}

static real *elu_backward(Layer *layer, const Pass *pass, const real *restrict y, real *restrict dy, real *other) {
    (void)other;
    const size_t n = panel_size(pass->rows, layer->out);
    for (size_t i = 0; i < n; i++) dy[i] *= y[i] > 0 ? 1 : y[i] + 1;
    return dy;
}

const LayerKind layer_elu = {
    .name = "elu", .stands = elu_stands, .make = elu_make, .forward = elu_forward, .backward = elu_backward};
