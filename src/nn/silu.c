// The sigmoid-weighted linear unit, also called swish: y = x s with s = 1 / (1 + e^-x);  dx = dy s (1 + x (1 - s)).
// Elfwing, Uchibe & Doya 2018, "Sigmoid-Weighted Linear Units for Neural Network Function Approximation in
// Reinforcement Learning".
//
// y does not tell x (two of them have the same y), so it has a place of its own and x stays for backward.
#include "math/build.h"
#include "math/elementary.h"
#include "math/panel.h"
#include "nn/kinds.h"

static bool silu_stands(const Place *place) {
    return place->slot == SLOT_ACTIVATION && place->spec->activation == ACTIVATION_SILU;
}

static Layer *silu_make(const Place *place) {
    return layer_new(place, &layer_silu, sizeof(Layer), true);
}

static real *silu_forward(Layer *layer, const Pass *pass, real *restrict x) {
    const size_t n = panel_size(pass->rows, layer->out);
    real *restrict y = layer->output;
    for (size_t i = 0; i < n; i++) y[i] = x[i] * sigmoid_real(x[i]);
    return y;
}

static real *silu_backward(Layer *layer, const Pass *pass, const real *restrict x, real *restrict dy, real *other) {
    (void)other;
    const size_t n = panel_size(pass->rows, layer->out);
    for (size_t i = 0; i < n; i++) {
        const real s = sigmoid_real(x[i]);
        dy[i] *= s * fma_real(x[i], 1 - s, 1);
    }
    return dy;
}

const LayerKind layer_silu = {
    .name = "silu", .stands = silu_stands, .make = silu_make, .forward = silu_forward, .backward = silu_backward};
