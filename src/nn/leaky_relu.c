// The leaky rectifier: y = x where x > 0, else 0.01 x;  dx = dy where y > 0, else 0.01 dy.
// Maas, Hannun & Ng 2013, "Rectifier Nonlinearities Improve Neural Network Acoustic Models".
#include "math/build.h"
#include "math/panel.h"
#include "nn/kinds.h"

#define SLOPE ((real)0.01)

static bool leaky_relu_stands(const Place *place) {
    return place->slot == SLOT_ACTIVATION && place->spec->activation == ACTIVATION_LEAKY_RELU;
}

static Layer *leaky_relu_make(const Place *place) {
    return layer_new(place, &layer_leaky_relu, sizeof(Layer), false);
}

static real *leaky_relu_forward(Layer *layer, const Pass *pass, real *x) {
    const size_t n = panel_size(pass->rows, layer->out);
    for (size_t i = 0; i < n; i++) x[i] = x[i] > 0 ? x[i] : SLOPE * x[i];
    return x;
}

static real *leaky_relu_backward(Layer *layer, const Pass *pass, const real *restrict y, real *restrict dy,
                                 real *other) {
    (void)other;
    const size_t n = panel_size(pass->rows, layer->out);
    for (size_t i = 0; i < n; i++) dy[i] = y[i] > 0 ? dy[i] : SLOPE * dy[i];
    return dy;
}

const LayerKind layer_leaky_relu = {.name = "leaky_relu",
                                    .stands = leaky_relu_stands,
                                    .make = leaky_relu_make,
                                    .forward = leaky_relu_forward,
                                    .backward = leaky_relu_backward};
