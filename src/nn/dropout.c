// Dropout: Srivastava et al. 2014, in its inverted form: what is kept is scaled up by 1 / (1 - rate) in training, and
// evaluation does nothing.
//
// Unit f of the n-th sample since the run began takes draw n * features + f of the layer's stream and is dropped where
// the draw is below rate * 2^32. So the masks of two rates are nested, do not depend on the batch size, and are found
// again by anyone who knows the sample's number.
#include "base/rng.h"
#include "base/rng_fill.h"
#include "math/build.h"
#include "math/panel.h"
#include "math/vector.h"
#include "nn/kinds.h"

#define DRAWS 4096 // at a time: enough to fill the vectors, small enough for the nearest cache

typedef struct Dropout {
    Layer layer;
    int index;          // selects the stream: 0 for the inputs, 1 for the first hidden layer
    uint32_t threshold; // draws below drop
    real scale;
    real *mask;      // [max_rows x features]: 0 or scale, of the last training pass
    uint32_t *draws; // of some rows
    int draw_rows;   // how many rows that is
    // Where the last pass left the stream, so that the next batch need not look for its place.
    Rng rng;
    uint64_t seed, sample;
    bool sought;
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
    const int features = place->out;
    const double rate = rate_of(place);
    Dropout *d = layer_new(place, &layer_dropout, sizeof *d, true);
    if (!d) return NULL;
    d->index = place->hidden + 1;
    d->threshold = (uint32_t)(rate * 4294967296.0);
    d->scale = (real)(1 / (1 - rate));
    d->draw_rows = features < DRAWS ? DRAWS / features : 1;
    d->mask = arena_take(place->arena, panel_size(place->max_rows, features), sizeof(real));
    d->draws = arena_take(place->arena, (size_t)d->draw_rows * (size_t)features, sizeof(uint32_t));
    return d->mask && d->draws ? &d->layer : NULL;
}

INLINE void mask_row(const Dropout *d, const uint32_t *restrict draw, int count, real *restrict mask) {
    const uint32_t threshold = d->threshold;
    const real scale = d->scale;
    for (int c = 0; c < count; c++) mask[c] = draw[c] < threshold ? 0 : scale;
}

// To the draws of the pass's first sample.
static void seek(Dropout *d, const Pass *pass) {
    if (!d->sought || d->seed != pass->seed || d->sample != pass->first_sample) {
        d->rng = rng_stream(pass->seed, "dropout", (uint64_t)d->index);
        rng_advance(&d->rng, pass->first_sample * (uint64_t)d->layer.out);
    }
    d->seed = pass->seed;
    d->sample = pass->first_sample + (uint64_t)pass->rows;
    d->sought = true;
}

static void draw_mask(Dropout *d, const Pass *pass) {
    const int features = d->layer.out, rows = pass->rows;
    seek(d, pass);
    for (int first = 0; first < rows; first += d->draw_rows) {
        const int end = first + d->draw_rows < rows ? first + d->draw_rows : rows;
        rng_fill(&d->rng, d->draws, (size_t)(end - first) * (size_t)features);
        const uint32_t *draw = d->draws;
        for (int r = first; r < end; r++)
            for (int p = 0; p < panel_count(features); p++) {
                const int width = panel_width(features, p), left = features - p * PANEL;
                real *mask = d->mask + panel_offset(rows, p) + (size_t)r * (size_t)width;
                if (left >= PANEL)
                    mask_row(d, draw, PANEL, mask);
                else
                    mask_row(d, draw, left, mask);
                draw += left < PANEL ? left : PANEL;
            }
    }
}

static real *dropout_forward(Layer *layer, const Pass *pass, real *restrict x) {
    if (!pass->training) return x;
    Dropout *d = (Dropout *)layer;
    draw_mask(d, pass);
    real *restrict y = layer->output;
    const real *restrict mask = d->mask;
    const size_t n = panel_size(pass->rows, layer->out);
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
                                 .stands = dropout_stands,
                                 .make = dropout_make,
                                 .forward = dropout_forward,
                                 .backward = dropout_backward};
