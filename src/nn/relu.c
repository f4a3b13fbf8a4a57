// The rectifier: y = max(x, 0);  dx = dy where y > 0, else 0. (nan stays nan, so that a diverged run is seen.)
#include "math/build.h"
#include "math/panel.h"
#include "nn/kinds.h"

static bool relu_stands(const Place *place) {
    return place->slot == SLOT_ACTIVATION && place->spec->activation == ACTIVATION_RELU;
}

static Layer *relu_make(const Place *place) {
    return layer_new(place, &layer_relu, sizeof(Layer), false);
}

static real *relu_forward(Layer *layer, const Pass *pass, real *x) {
    const size_t n = panel_size(pass->rows, layer->out);
    for (size_t i = 0; i < n; i++) x[i] = x[i] < 0 ? 0 : x[i];
    return x;
}

static bool relu_follow(const Layer *layer, const Pass *pass, Finish *finish) {
    (void)layer, (void)pass;
    finish->relu = true;
    return true;
}

static real *relu_backward(Layer *layer, const Pass *pass, const real *restrict y, real *restrict dy, real *other) {
    (void)other;
    const size_t n = panel_size(pass->rows, layer->out);
    for (size_t i = 0; i < n; i++) dy[i] = y[i] > 0 ? dy[i] : 0;
    return dy;
}

const LayerKind layer_relu = {.name = "relu",
                              .stands = relu_stands,
                              .make = relu_make,
                              .forward = relu_forward,
                              .backward = relu_backward,
                              .follow = relu_follow};
