// Gaussian noise on the scaled inputs (input_noise) and on what hidden layers pass on (hidden_noise): in training
// y = x + sd z, z standard normal;  dx = dy.  Evaluation does nothing. On the inputs of a linear model with squared
// error it is weight decay: Bishop 1995, "Training with Noise is Equivalent to Tikhonov Regularization".
#include "math/build.h"
#include "math/panel.h"
#include "nn/draws.h"
#include "nn/kinds.h"

typedef struct Noise {
    Layer layer;
    double sd;
    Draws draws;
} Noise;

static double sd_of(const Place *place) {
    const ModelSpec *spec = place->spec;
    if (place->slot == SLOT_INPUTS) return spec->input_noise;
    return place->slot == SLOT_LAST ? layer_number(spec->hidden_noise, spec->hidden_noise_count, place->hidden) : 0;
}

static bool noise_stands(const Place *place) {
    return sd_of(place) > 0;
}

static Layer *noise_make(const Place *place) {
    Noise *n = layer_new(place, &layer_noise, sizeof *n, true);
    if (!n) return NULL;
    n->sd = sd_of(place);
    return draws_take(&n->draws, place, "noise") ? &n->layer : NULL;
}

static real *noise_forward(Layer *layer, const Pass *pass, real *restrict x) {
    if (!pass->training) return x;
    Noise *n = (Noise *)layer;
    real *restrict y = layer->output;
    draws_normal(&n->draws, pass->seed, draws_of(&n->draws, pass), pass->rows, 0, n->sd, layer->output);
    for (size_t i = 0; i < panel_size(pass->rows, layer->out); i++) y[i] += x[i];
    return y;
}

static real *noise_backward(Layer *layer, const Pass *pass, const real *x, real *dy, real *other) {
    (void)layer, (void)pass, (void)x, (void)other;
    return dy;
}

const LayerKind layer_noise = {.name = "noise",
                               .training_only = true,
                               .stands = noise_stands,
                               .make = noise_make,
                               .forward = noise_forward,
                               .backward = noise_backward};
