#include "data/batch.h"

#include "math/build.h"
#include "math/panel.h"
#include "math/vector.h"

// One sample into row r: x = (raw - shift) * scale. T is the type of a raw value.
#define DEFINE_SCALE_ROW(NAME, T)                                                                                      \
    INLINE void NAME(const T *restrict raw, const Split *split, int features, int rows, int r, real *restrict x) {     \
        for (int p = 0; p < panel_count(features); p++) {                                                              \
            const int width = panel_width(features, p), first = p * PANEL;                                             \
            const int n = features - first < PANEL ? features - first : PANEL;                                         \
            const float *restrict shift = split->shift + first, *restrict scale = split->scale + first;                \
            real *restrict to = x + panel_offset(rows, p) + (size_t)r * (size_t)width;                                 \
            if (n == PANEL)                                                                                            \
                for (int c = 0; c < PANEL; c++) to[c] = (real)(((float)raw[first + c] - shift[c]) * scale[c]);         \
            else                                                                                                       \
                for (int c = 0; c < n; c++) to[c] = (real)(((float)raw[first + c] - shift[c]) * scale[c]);             \
        }                                                                                                              \
    }

DEFINE_SCALE_ROW(scale_pixels, uint8_t)
DEFINE_SCALE_ROW(scale_values, float)

void batch_gather(Batch *batch, const Split *split, const Part *part, const int32_t *order, int first, int rows) {
    const Dataset *data = part->data;
    const int features = data->features;
    batch->rows = rows;
    for (int r = 0; r < rows; r++) {
        const size_t row = (size_t)part->row[order ? order[first + r] : first + r];
        if (data->pixels)
            scale_pixels(data->pixels + row * (size_t)features, split, features, rows, r, batch->x);
        else
            scale_values(data->values + row * (size_t)features, split, features, rows, r, batch->x);
        if (data->label)
            batch->label[r] = data->label[row];
        else
            batch->target[r] = (real)((data->target[row] - split->target_shift) * split->target_scale);
    }
}
