#include "nn/draws.h"

#include "base/rng_fill.h"
#include "math/build.h"
#include "math/elementary.h"
#include "math/panel.h"
#include "math/vector.h"

#define DRAWS 4096 // at a time: enough to fill the vectors, small enough for the nearest cache

bool draws_take(Draws *d, const Place *place, const char *stream) {
    const int features = place->out;
    *d = (Draws){.stream = stream, .index = place_stream(place, place->hidden + 1), .features = features};
    d->draw_rows = features < DRAWS ? DRAWS / features : 1;
    d->draw = arena_take(place->arena, (size_t)d->draw_rows * (size_t)features, sizeof(uint32_t));
    return d->draw != NULL;
}

static void seek(Draws *d, uint64_t seed, uint64_t at) {
    if (d->sought && d->seed == seed && d->at == at) return;
    d->rng = rng_stream(seed, d->stream, d->index);
    rng_advance(&d->rng, at);
    d->seed = seed;
    d->at = at;
    d->sought = true;
}

// What becomes of draws, with two numbers that say how.
typedef struct Turn {
    uint32_t threshold;
    real a, b;
} Turn;

INLINE void turn_mask(const Turn *turn, const uint32_t *restrict draw, int count, real *restrict out) {
    const uint32_t threshold = turn->threshold;
    const real kept = turn->a;
    for (int c = 0; c < count; c++) out[c] = draw[c] < threshold ? 0 : kept;
}

INLINE void turn_normal(const Turn *turn, const uint32_t *restrict draw, int count, real *restrict out) {
    const real mean = turn->a, sd = turn->b;
    for (int c = 0; c < count; c++) out[c] = fma_real(sd, (real)normal_float(draw[c]), mean);
}

// As rng_uniform.
INLINE void turn_uniform(const Turn *turn, const uint32_t *restrict draw, int count, real *restrict out) {
    (void)turn;
    for (int c = 0; c < count; c++) out[c] = (real)(draw[c] >> 8) * (real)0x1p-24;
}

// The draws of a full panel's row, whose number is a constant, become whole vectors.
INLINE void fill(Draws *d, int rows, const Turn *turn,
                 void (*put)(const Turn *, const uint32_t *restrict, int, real *restrict), real *out) {
    const int features = d->features;
    for (int first = 0; first < rows; first += d->draw_rows) {
        const int end = first + d->draw_rows < rows ? first + d->draw_rows : rows;
        const size_t count = (size_t)(end - first) * (size_t)features;
        rng_fill(&d->rng, d->draw, count);
        d->at += count;
        const uint32_t *draw = d->draw;
        for (int r = first; r < end; r++)
            for (int p = 0; p < panel_count(features); p++) {
                const int width = panel_width(features, p), left = features - p * PANEL;
                real *to = out + panel_offset(rows, p) + (size_t)r * (size_t)width;
                if (left >= PANEL)
                    put(turn, draw, PANEL, to);
                else
                    put(turn, draw, left, to);
                for (int c = left; c < width; c++) to[c] = 0;
                draw += left < PANEL ? left : PANEL;
            }
    }
}

void draws_mask(Draws *d, uint64_t seed, uint64_t at, int rows, double rate, double kept, real *out) {
    const Turn turn = {.threshold = (uint32_t)(rate * 4294967296.0), .a = (real)kept};
    seek(d, seed, at);
    fill(d, rows, &turn, turn_mask, out);
}

void draws_normal(Draws *d, uint64_t seed, uint64_t at, int rows, double mean, double sd, real *out) {
    const Turn turn = {.a = (real)mean, .b = (real)sd};
    seek(d, seed, at);
    fill(d, rows, &turn, turn_normal, out);
}

void draws_uniform(Draws *d, uint64_t seed, uint64_t at, int rows, real *out) {
    seek(d, seed, at);
    fill(d, rows, NULL, turn_uniform, out);
}
