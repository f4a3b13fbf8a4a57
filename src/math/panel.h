// The one layout of every matrix in training: column panels. Columns are cut into panels of 32, a panel holds its rows
// one after another, and the panels follow each other:
//
//     element (r, c) of a rows x cols matrix stands at  (c / 32) * 32 * rows  +  r * width  +  c % 32
//
// where `width` is that of the panel: 32, but 8 or 16 in the last one if the columns left over fit, so that a layer of
// 2 or 10 outputs does not pay for 32. Columns that only fill up a panel ("padding") hold finite numbers of no meaning.
// A matrix begins where 8 reals may be read as one vector (a multiple of their size), as all memory of an arena does.
//
// Why: weights (rows = inputs, cols = outputs), activations (rows = samples, cols = features) and their transposes all
// have this shape, a product reads and writes 32 neighbours at a time whatever the sizes, and nothing is ever packed.
#ifndef MATH_PANEL_H
#define MATH_PANEL_H

#include <stddef.h>

#define PANEL 32

static inline int panel_count(int cols) {
    return (cols + PANEL - 1) / PANEL;
}

// The width of a panel that has `cols` columns left for it (1 or more).
static inline int panel_fit(int cols) {
    return cols <= 8 ? 8 : cols <= 16 ? 16 : PANEL;
}

static inline int panel_width(int cols, int p) {
    return panel_fit(cols - p * PANEL);
}

// The number of columns including the padding of the last panel.
static inline int panel_padded(int cols) {
    int full = (panel_count(cols) - 1) * PANEL;
    return full + panel_fit(cols - full);
}

static inline size_t panel_size(int rows, int cols) {
    return (size_t)rows * (size_t)panel_padded(cols);
}

static inline size_t panel_offset(int rows, int p) {
    return (size_t)p * PANEL * (size_t)rows;
}

static inline size_t panel_index(int rows, int cols, int r, int c) {
    int p = c / PANEL;
    return panel_offset(rows, p) + (size_t)r * (size_t)panel_width(cols, p) + (size_t)(c % PANEL);
}

#endif
