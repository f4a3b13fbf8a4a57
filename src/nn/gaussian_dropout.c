// Gaussian dropout: Srivastava et al. 2014, section 10: in training y = x m, m normal of mean 1 and variance
// rate / (1 - rate), those of dropout's mask at that rate;  dx = dy m.  Evaluation does nothing.
#include "math/build.h"
#include "math/panel.h"
#include "nn/draws.h"
#include "nn/kinds.h"

typedef struct GaussianDropout {
    Layer layer;
    double sd;
    real *factor; // [max_rows x features], of the last training pass
    Draws draws;
} GaussianDropout;

static double rate_of(const Place *place) {
    const ModelSpec *spec = place->spec;
    if (place->slot != SLOT_LAST) return 0;
    return layer_number(spec->gaussian_dropout, spec->gaussian_dropout_count, place->hidden);
}

static bool gaussian_dropout_stands(const Place *place) {
    return rate_of(place) > 0;
}

static Layer *gaussian_dropout_make(const Place *place) {
    const double rate = rate_of(place);
    GaussianDropout *d = layer_new(place, &layer_gaussian_dropout, sizeof *d, true);
    if (!d) return NULL;
    d->sd = __builtin_sqrt(rate / (1 - rate));
    d->factor = arena_take(place->arena, panel_size(place->max_rows, place->out), sizeof(real));
    return d->factor && draws_take(&d->draws, place, "gaussian dropout") ? &d->layer : NULL;
}

static real *gaussian_dropout_forward(Layer *layer, const Pass *pass, real *restrict x) {
    if (!pass_drops(pass)) return x;
    GaussianDropout *d = (GaussianDropout *)layer;
    real *restrict y = layer->output;
    const real *restrict factor = d->factor;
    const size_t n = panel_size(pass->rows, layer->out);
    draws_normal(&d->draws, pass->seed, draws_of(&d->draws, pass), pass->rows, 1, d->sd, d->factor);
    for (size_t i = 0; i < n; i++) y[i] = x[i] * factor[i];
    return y;
}

static real *gaussian_dropout_backward(Layer *layer, const Pass *pass, const real *x, real *restrict dy, real *other) {
    (void)x;
    (void)other;
    const real *restrict factor = ((GaussianDropout *)layer)->factor;
    const size_t n = panel_size(pass->rows, layer->out);
    for (size_t i = 0; i < n; i++) dy[i] *= factor[i];
    return dy;
}

const LayerKind layer_gaussian_dropout = {.name = "gaussian_dropout",
                                          .training_only = true,
                                          .stands = gaussian_dropout_stands,
                                          .make = gaussian_dropout_make,
                                          .forward = gaussian_dropout_forward,
                                          .backward = gaussian_dropout_backward};
