// The Gaussian error linear unit: y = x P(x) with P(x) = (1 + erf(x / sqrt 2)) / 2, the normal distribution;
// dx = dy (P(x) + x p(x)) with its density p(x) = e^(-x^2 / 2) / sqrt(2 pi).
// Hendrycks & Gimpel 2016, "Gaussian Error Linear Units (GELUs)", section 2: the exact form, not the one by tanh.
//
// y does not tell x (two of them have the same y), so it has a place of its own and x stays for backward.
#include "math/build.h"
#include "math/elementary.h"
#include "math/panel.h"
#include "nn/kinds.h"

#define SQRT_HALF ((real)0.70710678118654752440)
#define HALF ((real)0.5)
#define DENSITY_AT_0 ((real)0.39894228040143267794) // 1 / sqrt(2 pi)

static bool gelu_stands(const Place *place) {
    return place->slot == SLOT_ACTIVATION && place->spec->activation == ACTIVATION_GELU;
}

static Layer *gelu_make(const Place *place) {
    return layer_new(place, &layer_gelu, sizeof(Layer), true);
}

static inline real distribution(real x) {
    return fma_real(HALF, erf_real(SQRT_HALF * x), HALF);
}

static real *gelu_forward(Layer *layer, const Pass *pass, real *restrict x) {
    const size_t n = panel_size(pass->rows, layer->out);
    real *restrict y = layer->output;
    for (size_t i = 0; i < n; i++) y[i] = x[i] * distribution(x[i]);
    return y;
}

static real *gelu_backward(Layer *layer, const Pass *pass, const real *restrict x, real *restrict dy, real *other) {
    (void)other;
    const size_t n = panel_size(pass->rows, layer->out);
    for (size_t i = 0; i < n; i++) {
        const real density = DENSITY_AT_0 * exp_real(-HALF * x[i] * x[i]);
        dy[i] *= fma_real(x[i], density, distribution(x[i]));
    }
    return dy;
}

const LayerKind layer_gelu = {
    .name = "gelu", .stands = gelu_stands, .make = gelu_make, .forward = gelu_forward, .backward = gelu_backward};
