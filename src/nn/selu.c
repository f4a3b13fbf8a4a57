// The scaled exponential linear unit: y = lambda x where x > 0, else lambda alpha (e^x - 1);  dx = dy lambda where
// y > 0, else dy (y + lambda alpha), for that is lambda alpha e^x. With these two numbers, and weights of mean 0 and
// variance 1 / in (init lecun), mean 0 and variance 1 are a fixed point from layer to layer.
// Klambauer et al. 2017, "Self-Normalizing Neural Networks"; the numbers: eq. 14.
#include "math/build.h"
#include "math/elementary.h"
#include "math/panel.h"
#include "nn/kinds.h"

#define LAMBDA ((real)1.0507009873554804934)
#define LAMBDA_ALPHA ((real)1.7580993408473768599) // alpha: 1.6732632423543772848

static bool selu_stands(const Place *place) {
    return place->slot == SLOT_ACTIVATION && place->spec->activation == ACTIVATION_SELU;
}

static Layer *selu_make(const Place *place) {
    return layer_new(place, &layer_selu, sizeof(Layer), false);
}

static real *selu_forward(Layer *layer, const Pass *pass, real *x) {
    const size_t n = panel_size(pass->rows, layer->out);
    for (size_t i = 0; i < n; i++) x[i] = x[i] > 0 ? LAMBDA * x[i] : LAMBDA_ALPHA * expm1_real(x[i]);
    return x;
}

static real *selu_backward(Layer *layer, const Pass *pass, const real *restrict y, real *restrict dy, real *other) {
    (void)other;
    const size_t n = panel_size(pass->rows, layer->out);
    for (size_t i = 0; i < n; i++) dy[i] *= y[i] > 0 ? LAMBDA : y[i] + LAMBDA_ALPHA;
    return dy;
}

const LayerKind layer_selu = {
    .name = "selu", .stands = selu_stands, .make = selu_make, .forward = selu_forward, .backward = selu_backward};
