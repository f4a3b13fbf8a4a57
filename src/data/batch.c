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
    const size_t targets = (size_t)split->train.data->targets;
    batch->target = arena_take(arena, (size_t)max_rows * targets, sizeof(real));
    if (!batch->shift || !batch->scale || !batch->x || !batch->label || !batch->target) return false;
    for (int f = 0; f < features; f++) batch->shift[f] = split->shift[f], batch->scale[f] = split->scale[f];
    return true;
}

// Some features of one sample: x = (raw - shift) * scale. As everywhere below, one of pixels and values is NULL, by a
// constant at the outermost call.
INLINE void scale_features(const uint8_t *restrict pixels, const float *restrict values, const float *restrict shift,
                           const float *restrict scale, int count, real *restrict x) {
    // NOLINTNEXTLINE(clang-analyzer-core.NullDereference): there is one of them
    for (int c = 0; c < count; c++) x[c] = (real)(((pixels ? (float)pixels[c] : values[c]) - shift[c]) * scale[c]);
}

// One sample into row r of x, panel by panel. The last, narrow panel is filled to its whole width, past the row's end:
// what stands there is the next rows of the data, and scale makes 0 of it. Not so near the data's end (`at_end`), where
// there is not enough behind the row: the last row, and of very narrow ones some before it.
INLINE void gather_row(const Batch *batch, const uint8_t *pixels, const float *values, int features, bool at_end,
                       int r) {
    real *x = batch->x;
    int f = 0;
    for (; f + PANEL <= features; f += PANEL, x += panel_offset(batch->rows, 1))
        scale_features(pixels ? pixels + f : NULL, values ? values + f : NULL, batch->shift + f, batch->scale + f,
                       PANEL, x + r * PANEL);
    if (f == features) return;
    const uint8_t *pixel = pixels ? pixels + f : NULL;
    const float *value = values ? values + f : NULL, *shift = batch->shift + f, *scale = batch->scale + f;
    const int width = panel_fit(features - f);
    if (at_end)
        scale_features(pixel, value, shift, scale, features - f, x + r * width);
    else
        FOR_WIDTH(w, width, scale_features(pixel, value, shift, scale, w, x + r * w));
}

// Rows of a shuffled epoch lie far apart: their first bytes are asked for a few samples ahead. (The processor itself
// sees the rest coming.)
INLINE void prefetch_row(const void *row) {
    __builtin_prefetch(row);
    __builtin_prefetch((const char *)row + 64);
}

INLINE void gather_inputs(const Batch *batch, const uint8_t *pixels, const float *values, const Part *part,
                          const int32_t *order, int first) {
    const int features = part->data->features, ahead = 4;
    const size_t end = (size_t)part->data->samples * (size_t)features, padded = (size_t)panel_padded(features);
    for (int i = first; i < first + batch->rows; i++) {
        const int next = i + ahead < part->size ? i + ahead : i;
        const size_t row = (size_t)part->row[order ? order[i] : i];
        const size_t at = row * (size_t)features;
        const size_t next_at = (size_t)part->row[order ? order[next] : next] * (size_t)features;
        prefetch_row(pixels ? (const void *)(pixels + next_at) : (const void *)(values + next_at));
        gather_row(batch, pixels ? pixels + at : NULL, values ? values + at : NULL, features, at + padded > end,
                   i - first);
    }
}

// The targets of one sample.
INLINE void scale_targets(const Split *split, const float *raw, int targets, real *scaled) {
    for (int k = 0; k < targets; k++) scaled[k] = (real)((raw[k] - split->target_shift[k]) * split->target_scale[k]);
}

static void gather_answers(const Batch *batch, const Split *split, const Part *part, const int32_t *order, int first) {
    const int targets = part->data->targets;
    for (int r = 0; r < batch->rows; r++) {
        const int32_t sample = order ? order[first + r] : first + r;
        if (part->label)
            batch->label[r] = part->label[sample];
        else
            scale_targets(split, part->target + (size_t)sample * (size_t)targets, targets,
                          batch->target + (size_t)r * (size_t)targets);
    }
}

void batch_gather(Batch *batch, const Split *split, const Part *part, const int32_t *order, int first, int rows) {
    batch->rows = rows;
    if (part->data->pixels)
        gather_inputs(batch, part->data->pixels, NULL, part, order, first);
    else
        gather_inputs(batch, NULL, part->data->values, part, order, first);
    gather_answers(batch, split, part, order, first);
}
