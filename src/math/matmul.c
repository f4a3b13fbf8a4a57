#include "math/matmul.h"

#include <stdbool.h>

#include "math/ahead.h"
#include "math/build.h"
#include "math/panel.h"
#include "math/vector.h"

// The tile's size follows the registers: AVX-512 has 32 of them, 16 hold the sums of 8 x 32; of AVX2's 16, 12 hold
// those of 6 x 16, or of 12 x 8 in a narrow panel. (The other builds run for exactness, not for speed: each height is
// code, which the compiler takes its time for.)
#define TILE_COLUMNS 2
#define HEIGHTS_4(H) H(1) H(2) H(3) H(4)
#define HEIGHTS_6(H) HEIGHTS_4(H) H(5) H(6)
#define HEIGHTS_8(H) HEIGHTS_6(H) H(7) H(8)
#define HEIGHTS_12(H) HEIGHTS_8(H) H(9) H(10) H(11) H(12)

// The left factor as the tiles walk it: the panels of A, or one panel of A for rows of A^T.
typedef struct Left {
    const real *a;
    const real *tail;  // A's last panel if it is not a full one
    size_t panel_step; // from panel to panel
    int width;         // transposed: of the panel; else of the tail
    int inner;
    bool transposed;
    bool far; // it is the larger factor, and so the one that comes from afar
} Left;

// The right factor and where the result goes, at a panel of columns.
typedef struct Right {
    const real *b, *start; // start: what a sum begins with; NULL: 0
    bool goes_on;          // it begins with what stands in the result
    const Finish *finish;  // of the whole result; NULL: there is none
    int column;            // of the panel's first column in it
    real *c;
} Right;

// What follows is done with each vector of a tile's sums, sums[r][j].
#define EACH_SUM(height, columns, ...)                                                                                 \
    do {                                                                                                               \
        UNROLL                                                                                                         \
        for (int r = 0; r < (height); r++) {                                                                           \
            UNROLL                                                                                                     \
            for (int j = 0; j < (columns); j++) __VA_ARGS__;                                                           \
        }                                                                                                              \
    } while (0)

#define VEC vec
#define FMA fma_vec
#define FMA_VECTORS fma_vecs
#define RELU relu_vec
#if defined(__AVX512F__)
#define HEIGHTS HEIGHTS_8
#define TALLEST 8
#elif defined(__AVX2__)
#define HEIGHTS HEIGHTS_6
#define TALLEST 6
#else
#define HEIGHTS HEIGHTS_4
#define TALLEST 4
#endif
#define ADD tile_add_vec
#define STRIP(name) name##_vec
#include "math/tile.h"

#define VEC half
#define FMA fma_half
#define FMA_VECTORS fma_halves
#define RELU relu_half
#if defined(__AVX2__)
#define HEIGHTS HEIGHTS_12
#define TALLEST 12
#else
#define HEIGHTS HEIGHTS_4
#define TALLEST 4
#endif
#define ADD tile_add_half
#define STRIP(name) name##_half
#include "math/tile.h"

// One panel of the result. Its width is a constant everywhere, which is worth 3 % and the code's size.
static void product_panel(const Left *left, const Right *right, Ahead *ahead, int rows, int width) {
    if (width == HALF_LANES)
        strip_half(left, right, ahead, 0, rows, 1, HALF_LANES);
    else if (width == LANES)
        strip_vec(left, right, ahead, 0, rows, 1, LANES);
    else if (width == TILE_COLUMNS * LANES)
        strip_vec(left, right, ahead, 0, rows, TILE_COLUMNS, TILE_COLUMNS * LANES);
    else
        for (int j = 0; j < PANEL; j += TILE_COLUMNS * LANES)
            strip_vec(left, right, ahead, j, rows, TILE_COLUMNS, PANEL);
}

// The inner index is taken so far at a time: what all tiles of a panel read of B then stays in the nearest cache, and
// of A as much as one tile reads twice. The sums wait in C meanwhile, so that each adds the same terms in the same
// order. What would be left over as less than half joins the part before it.
#define DEPTH 128

void matmul(int rows, int inner, int cols, const real *a, const real *b, const real *bias, const Finish *finish,
            real *c) {
    const bool far = matmul_far(rows > cols ? rows : cols, inner);
    Left left = {.tail = a + panel_offset(rows, inner / PANEL),
                 .panel_step = panel_offset(rows, 1),
                 .width = panel_width(inner, panel_count(inner) - 1),
                 .far = far && rows > cols};
    for (int p = 0; p < panel_count(cols); p++) {
        const int width = panel_width(cols, p);
        Right right = {.start = bias ? bias + p * PANEL : NULL, .column = p * PANEL, .c = c + panel_offset(rows, p)};
        for (int k = 0; k < inner; k += left.inner) {
            const bool last = inner - k < DEPTH + DEPTH / 2;
            left.a = a + panel_offset(rows, k / PANEL);
            left.inner = last ? inner - k : DEPTH;
            right.b = b + panel_offset(inner, p) + k * width;
            right.goes_on = k > 0;
            right.finish = last ? finish : NULL;
            // Behind a part of B stands the next one; behind the last mostly what the next product reads.
            Ahead ahead = {.pieces = 1};
            if (far) ahead.bytes = (size_t)(left.inner * width) * sizeof(real);
            ahead.at[0] = (uintptr_t)right.b + ahead.bytes;
            product_panel(&left, &right, &ahead, rows, width);
        }
    }
}

void matmul_at(int inner, int rows, int cols, const real *a, const real *b, int row_panel, int col_panel,
               const Soon *soon, real *out) {
    const int left_over = rows - row_panel * PANEL;
    const Left left = {
        .a = a + panel_offset(inner, row_panel), .width = panel_fit(left_over), .inner = inner, .transposed = true};
    const Right right = {.b = b + panel_offset(inner, col_panel), .c = out};
    Ahead ahead = {.pieces = soon->count, .bytes = soon->reals * sizeof(real)};
    for (int i = 0; i < soon->count; i++) ahead.at[i] = (uintptr_t)soon->at[i];
    product_panel(&left, &right, &ahead, left_over < PANEL ? left_over : PANEL, panel_width(cols, col_panel));
}

// A block of up to 8 x 8 of which `rows` by `cols` are there (the panels' padding makes every row 8 long): rows 4 apart
// are joined as they are read, then two rounds of exchanges between neighbours. Rows that are not there count as 0.
INLINE void transpose_8x8(int rows, int cols, const real *restrict a, int a_width, real *restrict b, int b_width) {
    static const real zeros[8] __attribute__((aligned(8 * sizeof(real)))) = {0};
    half x[8], y[8], z[8];
    UNROLL
    for (int r = 0; r < 4; r++) {
        const real *low = r < rows ? a + r * a_width : zeros, *high = r + 4 < rows ? a + (r + 4) * a_width : zeros;
        x[r] = join(CONST_VECTOR_AT(quarter, low), CONST_VECTOR_AT(quarter, high));
        x[r + 4] = join(CONST_VECTOR_AT(quarter, low + 4), CONST_VECTOR_AT(quarter, high + 4));
    }
    UNROLL
    for (int r = 0; r < 8; r += 2) {
        y[r] = SHUFFLE(x[r], x[r + 1], 0, 8, 1, 9, 4, 12, 5, 13);
        y[r + 1] = SHUFFLE(x[r], x[r + 1], 2, 10, 3, 11, 6, 14, 7, 15);
    }
    UNROLL
    for (int r = 0; r < 8; r += 4) {
        UNROLL
        for (int i = 0; i < 2; i++) {
            z[r + 2 * i] = SHUFFLE(y[r + i], y[r + 2 + i], 0, 1, 8, 9, 4, 5, 12, 13);
            z[r + 2 * i + 1] = SHUFFLE(y[r + i], y[r + 2 + i], 2, 3, 10, 11, 6, 7, 14, 15);
        }
    }
    UNROLL
    for (int c = 0; c < 8; c++)
        if (c < cols) VECTOR_AT(half, b + c * b_width) = z[c];
}

// The part of b's panel that comes from up to PANEL rows of one of a's.
INLINE void transpose_block(int rows, int cols, const real *a, int a_width, real *b, int b_width) {
    for (int r = 0; r < b_width; r += 8)
        for (int c = 0; c < cols; c += 8) {
            const real *from = a + r * a_width + c;
            real *to = b + c * b_width + r;
            const int rows_left = rows - r < 8 ? rows - r : 8, cols_left = cols - c < 8 ? cols - c : 8;
            if (rows_left == 8 && cols_left == 8)
                transpose_8x8(8, 8, from, a_width, to, b_width);
            else
                transpose_8x8(rows_left, cols_left, from, a_width, to, b_width);
        }
}

void transpose(int rows, int cols, const real *a, real *b) {
    for (int p = 0; p < panel_count(cols); p++)
        for (int q = 0; q < panel_count(rows); q++) {
            const int a_width = panel_width(cols, p), b_width = panel_width(rows, q);
            const int rows_left = rows - q * PANEL, cols_left = cols - p * PANEL;
            const real *from = a + panel_offset(rows, p) + (size_t)(q * PANEL) * (size_t)a_width;
            real *to = b + panel_offset(cols, q) + (size_t)(p * PANEL) * (size_t)b_width;
            FOR_WIDTH(w, a_width,
                      FOR_WIDTH(v, b_width,
                                transpose_block(rows_left < PANEL ? rows_left : PANEL,
                                                cols_left < PANEL ? cols_left : PANEL, from, w, to, v)));
        }
}
