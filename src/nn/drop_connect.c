// DropConnect: Wan et al. 2013, "Regularization of Neural Networks using DropConnect", section 3, with one mask for all
// samples of a batch, and scaled as dropout is here: in training a hidden layer multiplies with
//     W' = W * M,   M = 0 with probability rate, else 1 / (1 - rate);   dW = dW' * M
// and evaluation with W itself, the mean of W' (the paper draws from a normal distribution there). Biases are not
// masked.
//
// Weight (r, c) of a step takes draw n * in * out + r * out + c of the layer's stream, n the number of the step's first
// sample. In an evaluation under masks there is one of them for all samples, from draw 0 on.
#include "math/build.h"
#include "math/panel.h"
#include "nn/draws.h"
#include "nn/weight_rule.h"

typedef struct DropConnect {
    double rate;
    real *mask; // [in x out], of the last training pass
    Draws draws;
} DropConnect;

static double rate_of(const Place *place) {
    const ModelSpec *spec = place->spec;
    if (place->hidden == spec->hidden_count) return 0;
    return layer_number(spec->drop_connect, spec->drop_connect_count, place->hidden);
}

static bool drop_connect_applies(const Place *place) {
    return rate_of(place) > 0;
}

static bool drop_connect_make(Layer *layer, const Place *place, void **own) {
    DropConnect *d = arena_take(place->arena, 1, sizeof *d);
    if (!d) return false;
    *own = d;
    d->rate = rate_of(place);
    d->mask = arena_take(place->arena, panel_size(layer->in, layer->out), sizeof(real));
    return d->mask && draws_take(&d->draws, place, "drop connect");
}

static void drop_connect_view(void *own, Layer *layer, const Pass *pass, const real *restrict stored,
                              real *restrict effective) {
    DropConnect *d = own;
    const size_t n = panel_size(layer->in, layer->out);
    const uint64_t at = pass->masks ? 0 : draws_of(&d->draws, pass) * (uint64_t)layer->in;
    const real *restrict mask = d->mask;
    if (pass_drops(pass)) {
        draws_mask(&d->draws, pass->seed, at, layer->in, d->rate, 1 / (1 - d->rate), d->mask);
        for (size_t i = 0; i < n; i++) effective[i] = stored[i] * mask[i];
    } else {
        for (size_t i = 0; i < n; i++) effective[i] = stored[i];
    }
}

static void drop_connect_back(void *own, Layer *layer, const Pass *pass, const real *stored, real *restrict gradient) {
    (void)pass, (void)stored;
    const real *restrict mask = ((DropConnect *)own)->mask;
    const size_t n = panel_size(layer->in, layer->out);
    for (size_t i = 0; i < n; i++) gradient[i] *= mask[i];
}

const WeightRule weight_rule_drop_connect = {.name = "drop_connect",
                                             .applies = drop_connect_applies,
                                             .make = drop_connect_make,
                                             .view = drop_connect_view,
                                             .back = drop_connect_back};
