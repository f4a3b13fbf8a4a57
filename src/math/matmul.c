#include "math/matmul.h"

#include <stdbool.h>

#include "math/build.h"
#include "math/panel.h"
#include "math/vector.h"

// The tile's size follows the registers: AVX-512 has 32 of them, 16 hold the sums of 8 x 32; AVX2's 16 hold those of
// 4 x 16. (The other builds run for exactness, not for speed.)
#define TILE_COLUMNS 2
#if defined(__AVX512F__)
#define TILE_HEIGHT 8
#else
#define TILE_HEIGHT 4
#endif

// The left factor as the tiles walk it: the panels of A, or one panel of A for rows of A^T.
typedef struct Left {
    const real *a;
    const real *tail;  // A's last panel if it is not a full one
    size_t panel_step; // from panel to panel
    int width;         // transposed: of the panel; else of the tail
    int inner;
    bool transposed;
} Left;

#define VEC vec
#define FMA fma_vec
#define ADD tile_add_vec
#define STRIP(name) name##_vec
#include "math/tile.h"

#define VEC half
#define FMA fma_half
#define ADD tile_add_half
#define STRIP(name) name##_half
#include "math/tile.h"

// One panel of the result: `b`, `start` and `c` stand at its first column.
static void product_panel(const Left *left, int rows, const real *b, int width, const real *start, real *c) {
    if (width == HALF_LANES) {
        strip_half(left, rows, 1, b, HALF_LANES, start, c);
    } else if (width == LANES) {
        strip_vec(left, rows, 1, b, LANES, start, c);
    } else {
        const int step = TILE_COLUMNS * LANES;
        for (int j = 0; j < width; j += step)
            strip_vec(left, rows, TILE_COLUMNS, b + j, width, start ? start + j : 0, c + j);
    }
}

void matmul(int rows, int inner, int cols, const real *a, const real *b, const real *bias, real *c) {
    const int full = inner / PANEL;
    const Left left = {.a = a,
                       .tail = a + panel_offset(rows, full),
                       .panel_step = panel_offset(rows, 1),
                       .width = panel_width(inner, panel_count(inner) - 1),
                       .inner = inner};
    for (int p = 0; p < panel_count(cols); p++)
        product_panel(&left, rows, b + panel_offset(inner, p), panel_width(cols, p), bias ? bias + p * PANEL : 0,
                      c + panel_offset(rows, p));
}

void matmul_at(int inner, int rows, int cols, const real *a, const real *b, int row_panel, int col_panel, real *out) {
    const int left_over = rows - row_panel * PANEL;
    const Left left = {
        .a = a + panel_offset(inner, row_panel), .width = panel_fit(left_over), .inner = inner, .transposed = true};
    product_panel(&left, left_over < PANEL ? left_over : PANEL, b + panel_offset(inner, col_panel),
                  panel_width(cols, col_panel), 0, out);
}

// A block of 8 x 8, in three rounds of exchanges between rows 1, 2 and 4 apart.
INLINE void transpose_8x8(const real *a, int a_width, real *b, int b_width) {
    half x[8], y[8];
    UNROLL
    for (int r = 0; r < 8; r++) x[r] = *(const half *)(a + r * a_width);
    UNROLL
    for (int r = 0; r < 8; r += 2) {
        y[r] = SHUFFLE(x[r], x[r + 1], 0, 8, 2, 10, 4, 12, 6, 14);
        y[r + 1] = SHUFFLE(x[r], x[r + 1], 1, 9, 3, 11, 5, 13, 7, 15);
    }
    UNROLL
    for (int r = 0; r < 8; r++)
        if (!(r & 2)) {
            x[r] = SHUFFLE(y[r], y[r + 2], 0, 1, 8, 9, 4, 5, 12, 13);
            x[r + 2] = SHUFFLE(y[r], y[r + 2], 2, 3, 10, 11, 6, 7, 14, 15);
        }
    UNROLL
    for (int r = 0; r < 4; r++) {
        *(half *)(b + r * b_width) = SHUFFLE(x[r], x[r + 4], 0, 1, 2, 3, 8, 9, 10, 11);
        *(half *)(b + (r + 4) * b_width) = SHUFFLE(x[r], x[r + 4], 4, 5, 6, 7, 12, 13, 14, 15);
    }
}

// Blocks of 8 x 8 where both sides have them, the edges one by one.
void transpose(int rows, int cols, const real *a, real *b) {
    for (int p = 0; p < panel_count(cols); p++) {
        const int a_width = panel_width(cols, p), c_end = cols - p * PANEL < PANEL ? cols - p * PANEL : PANEL;
        const real *from = a + panel_offset(rows, p);
        for (int q = 0; q < panel_count(rows); q++) {
            const int b_width = panel_width(rows, q), r_end = rows - q * PANEL < PANEL ? rows - q * PANEL : PANEL;
            real *to = b + panel_offset(cols, q) + (size_t)p * PANEL * (size_t)b_width;
            const real *block = from + (size_t)q * PANEL * (size_t)a_width;
            for (int r = 0; r < r_end; r += 8)
                for (int c = 0; c < c_end; c += 8) {
                    if (r + 8 <= r_end && c + 8 <= c_end) {
                        transpose_8x8(block + r * a_width + c, a_width, to + c * b_width + r, b_width);
                        continue;
                    }
                    for (int i = r; i < r_end && i < r + 8; i++)
                        for (int j = c; j < c_end && j < c + 8; j++) to[j * b_width + i] = block[i * a_width + j];
                }
        }
    }
}
