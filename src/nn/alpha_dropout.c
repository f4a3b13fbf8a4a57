// Alpha dropout: Klambauer et al. 2017, "Self-Normalizing Neural Networks", section "New Dropout Technique" and
// appendix: what is dropped takes the value low = -lambda alpha = -1.7581, to which selu falls for x -> -inf, and an
// affine map brings the mean back to 0 and the variance to 1, where they were so. In training, with m = 0 with
// probability rate, else 1:
//     y = a (x m + low (1 - m)) + b,   a = 1 / sqrt((1 - rate) (1 + rate low^2)),   b = -a rate low;   dx = a m dy
// Evaluation does nothing. The masks are dropout's at the same rate.
#include "math/build.h"
#include "math/panel.h"
#include "nn/draws.h"
#include "nn/kinds.h"

#define LOW (-1.0507009873554805 * 1.6732632423543772) // -lambda alpha

typedef struct AlphaDropout {
    Layer layer;
    double rate, a, b;
    real *mask; // [max_rows x features]: 0 or a, of the last training pass
    Draws draws;
} AlphaDropout;

static double rate_of(const Place *place) {
    const ModelSpec *spec = place->spec;
    return place->slot == SLOT_LAST ? layer_number(spec->alpha_dropout, spec->alpha_dropout_count, place->hidden) : 0;
}

static bool alpha_dropout_stands(const Place *place) {
    return rate_of(place) > 0;
}

static Layer *alpha_dropout_make(const Place *place) {
    AlphaDropout *d = layer_new(place, &layer_alpha_dropout, sizeof *d, true);
    if (!d) return NULL;
    d->rate = rate_of(place);
    d->a = 1 / __builtin_sqrt((1 - d->rate) * (1 + d->rate * LOW * LOW));
    d->b = -d->a * d->rate * LOW;
    d->mask = arena_take(place->arena, panel_size(place->max_rows, place->out), sizeof(real));
    return d->mask && draws_take(&d->draws, place, "dropout") ? &d->layer : NULL;
}

static real *alpha_dropout_forward(Layer *layer, const Pass *pass, real *restrict x) {
    if (!pass_drops(pass)) return x;
    AlphaDropout *d = (AlphaDropout *)layer;
    real *restrict y = layer->output;
    const real *restrict mask = d->mask;
    const real kept = (real)d->b, dropped = (real)(d->a * LOW + d->b);
    const size_t n = panel_size(pass->rows, layer->out);
    draws_mask(&d->draws, pass->seed, draws_of(&d->draws, pass), pass->rows, d->rate, d->a, d->mask);
    for (size_t i = 0; i < n; i++) y[i] = fma_real(x[i], mask[i], mask[i] > 0 ? kept : dropped);
    return y;
}

static real *alpha_dropout_backward(Layer *layer, const Pass *pass, const real *x, real *restrict dy, real *other) {
    (void)x;
    (void)other;
    const real *restrict mask = ((AlphaDropout *)layer)->mask;
    const size_t n = panel_size(pass->rows, layer->out);
    for (size_t i = 0; i < n; i++) dy[i] *= mask[i];
    return dy;
}

const LayerKind layer_alpha_dropout = {.name = "alpha_dropout",
                                       .training_only = true,
                                       .stands = alpha_dropout_stands,
                                       .make = alpha_dropout_make,
                                       .forward = alpha_dropout_forward,
                                       .backward = alpha_dropout_backward};
