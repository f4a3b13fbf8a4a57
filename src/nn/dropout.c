// Dropout: Srivastava et al. 2014, in its inverted form: what is kept is scaled up by 1 / (1 - rate) in training, and
// evaluation does nothing.
//
// Unit f of the n-th sample since the run began takes draw n * features + f of the layer's stream and is dropped where
// the draw is below rate * 2^32. So the masks of two rates are nested, and do not depend on the batch size.
#include "base/rng.h"
#include "base/rng_fill.h"
#include "math/build.h"
#include "math/panel.h"
#include "math/vector.h"
#include "nn/kinds.h"

#define DRAWS 4096 // at a time: enough to fill the vectors, small enough for the nearest cache

typedef struct Dropout {
    Layer layer;
    int index;
    uint32_t threshold; // draws below drop
    real scale;
    Rng rng;
    real *mask;      // [max_rows x features]: 0 or scale, of the last training pass
    uint32_t *draws; // of some rows
    int draw_rows;   // how many rows that is
} Dropout;

static void dropout_init(Layer *layer, uint64_t seed) {
    Dropout *d = (Dropout *)layer;
    d->rng = rng_stream(seed, "dropout", (uint64_t)d->index);
}

INLINE void mask_row(const Dropout *d, const uint32_t *restrict draw, int count, real *restrict mask) {
    const uint32_t threshold = d->threshold;
    const real scale = d->scale;
    for (int c = 0; c < count; c++) mask[c] = draw[c] < threshold ? 0 : scale;
}

static void draw_mask(Dropout *d, int rows) {
    const int features = d->layer.out;
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
    draw_mask(d, pass->rows);
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

static const LayerKind dropout_kind = {"dropout", dropout_init, dropout_forward, dropout_backward};

Layer *dropout_new(Arena *arena, double rate, int features, int index, int max_rows) {
    Dropout *d = arena_take(arena, 1, sizeof *d);
    if (!d || !layer_setup(&d->layer, &dropout_kind, arena, features, features, max_rows)) return NULL;
    d->index = index;
    d->threshold = (uint32_t)(rate * 4294967296.0);
    d->scale = (real)(1 / (1 - rate));
    d->draw_rows = features < DRAWS ? DRAWS / features : 1;
    d->mask = arena_take(arena, panel_size(max_rows, features), sizeof(real));
    d->draws = arena_take(arena, (size_t)d->draw_rows * (size_t)features, sizeof(uint32_t));
    return d->mask && d->draws ? &d->layer : NULL;
}
