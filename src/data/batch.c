#include "data/batch.h"

#include "math/build.h"
#include "math/panel.h"
#include "math/vector.h"

bool batch_take(Batch *batch, Arena *arena, const Split *split, int max_rows) {
    const int features = split->train.data->features;
    const size_t padded = (size_t)panel_padded(features);
    batch->shift = arena_take(arena, padded, sizeof(float));
    batch->scale = arena_take(arena, padded, sizeof(float));
    batch->x = arena_take(arena, panel_size(max_rows, features), sizeof(real));
    batch->label = arena_take(arena, (size_t)max_rows, sizeof *batch->label);
    batch->target = arena_take(arena, (size_t)max_rows, sizeof(real));
    if (!batch->shift || !batch->scale || !batch->x || !batch->label || !batch->target) return false;
    for (int f = 0; f < features; f++) batch->shift[f] = split->shift[f], batch->scale[f] = split->scale[f];
    return true;
}

// Part of one sample: x = (raw - shift) * scale.
INLINE void scale_pixels(const uint8_t *restrict raw, const float *restrict shift, const float *restrict scale,
                         int count, real *restrict x) {
    for (int c = 0; c < count; c++) x[c] = (real)(((float)raw[c] - shift[c]) * scale[c]);
}

INLINE void scale_values(const float *restrict raw, const float *restrict shift, const float *restrict scale, int count,
                         real *restrict x) {
    for (int c = 0; c < count; c++) x[c] = (real)((raw[c] - shift[c]) * scale[c]);
}

// Row `row` of the data into row r of x, panel by panel. A panel is filled to its whole width, past the row's end: what
// stands there is the next row of the data, and scale makes 0 of it. Only the data's last row has nothing behind it.
static void gather_row(const Batch *batch, const Dataset *data, size_t row, int r) {
    const int features = data->features;
    const bool last = row + 1 == (size_t)data->samples;
    for (int p = 0; p < panel_count(features); p++) {
        const int width = panel_width(features, p), first = p * PANEL, left = features - first;
        const size_t at = row * (size_t)features + (size_t)first;
        const float *shift = batch->shift + first, *scale = batch->scale + first;
        real *x = batch->x + panel_offset(batch->rows, p) + (size_t)r * (size_t)width;
#define PIXELS(W) scale_pixels(data->pixels + at, shift, scale, W, x)
#define VALUES(W) scale_values(data->values + at, shift, scale, W, x)
        const bool whole = left >= width || !last;
        if (data->pixels && whole)
            FOR_WIDTH(width, PIXELS);
        else if (data->pixels)
            PIXELS(left);
        else if (whole)
            FOR_WIDTH(width, VALUES);
        else
            VALUES(left);
    }
}

// Rows of a shuffled epoch lie far apart: their first bytes are asked for a few samples ahead. (The processor itself
// sees the rest coming.)
static void prefetch_row(const Dataset *data, size_t row) {
    const size_t at = row * (size_t)data->features;
    const char *bytes = data->pixels ? (const char *)(data->pixels + at) : (const char *)(data->values + at);
    __builtin_prefetch(bytes);
    __builtin_prefetch(bytes + 64);
}

void batch_gather(Batch *batch, const Split *split, const Part *part, const int32_t *order, int first, int rows) {
    const Dataset *data = part->data;
    const int ahead = 4;
    batch->rows = rows;
    for (int r = 0; r < rows; r++) {
        const int i = first + r, next = i + ahead < part->size ? i + ahead : i;
        const size_t row = (size_t)part->row[order ? order[i] : i];
        prefetch_row(data, (size_t)part->row[order ? order[next] : next]);
        gather_row(batch, data, row, r);
        if (data->label)
            batch->label[r] = data->label[row];
        else
            batch->target[r] = (real)((data->target[row] - split->target_shift) * split->target_scale);
    }
}
