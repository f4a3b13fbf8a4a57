// Dropout: Srivastava et al. 2014, in its inverted form: what is kept is scaled up by 1 / (1 - rate) in training, and
// evaluation does nothing.
#include "math/build.h"
#include "math/panel.h"
#include "nn/draws.h"
#include "nn/kinds.h"

typedef struct Dropout {
    Layer layer;
    double rate;
    real *mask; // [max_rows x features]: 0 or 1 / (1 - rate), of the last training pass
    Draws draws;
} Dropout;

static double rate_of(const Place *place) {
    static const Slot slots[] = {[DROPOUT_AFTER_ACTIVATION] = SLOT_LAST,
                                 [DROPOUT_BEFORE_ACTIVATION] = SLOT_BEFORE_ACTIVATION,
                                 [DROPOUT_BEFORE_NORM] = SLOT_BEFORE_NORM};
    const ModelSpec *spec = place->spec;
    if (place->slot == SLOT_INPUTS) return spec->input_dropout;
    if (place->slot != slots[spec->dropout_placement]) return 0;
    return layer_number(spec->dropout, spec->dropout_count, place->hidden);
}

static bool dropout_stands(const Place *place) {
    return rate_of(place) > 0;
}

static Layer *dropout_make(const Place *place) {
    Dropout *d = layer_new(place, &layer_dropout, sizeof *d, true);
    if (!d) return NULL;
    d->rate = rate_of(place);
    d->mask = arena_take(place->arena, panel_size(place->max_rows, place->out), sizeof(real));
    return d->mask && draws_take(&d->draws, place, "dropout") ? &d->layer : NULL;
}

static real *dropout_forward(Layer *layer, const Pass *pass, real *restrict x) {
    if (!pass_drops(pass)) return x;
    Dropout *d = (Dropout *)layer;
    real *restrict y = layer->output;
    const real *restrict mask = d->mask;
    const size_t n = panel_size(pass->rows, layer->out);
    draws_mask(&d->draws, pass->seed, draws_of(&d->draws, pass), pass->rows, d->rate, 1 / (1 - d->rate), d->mask);
    for (size_t i = 0; i < n; i++) y[i] = x[i] * mask[i];
    return y;
}

static real *dropout_backward(Layer *layer, const Pass *pass, const real *x, real *restrict dy, real *other) {
    (void)x;
    (void)other;
    const real *restrict mask = ((Dropout *)layer)->mask;
    const size_t n = panel_size(pass->rows, layer->out);
    for (size_t i = 0; i < n; i++) dy[i] *= mask[i];
    return dy;
}

const LayerKind layer_dropout = {.name = "dropout",
                                 .training_only = true,
                                 .stands = dropout_stands,
                                 .make = dropout_make,
                                 .forward = dropout_forward,
                                 .backward = dropout_backward};
