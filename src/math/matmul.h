// Products of panel matrices (panel.h). Every element of a result is
//
//     start, then one fused multiply-add per term of the inner index, in ascending order
//
// whatever tile computes it: this fixed order is what makes all builds agree to the bit.
#ifndef MATH_MATMUL_H
#define MATH_MATMUL_H

#include <stdbool.h>
#include <stddef.h>

#include "math/build.h"

// What becomes of each element of a product while it is still in a register, in this order; what is NULL or false is
// left out. It is what the layers behind a product would do to it next (LayerKind.follow in nn/layer.h), bit for bit.
typedef struct Finish {
    const real *mean, *scale, *shift; // [padded cols]: (c - mean) scale + shift
    bool relu;                        // 0 where c is below it
} Finish;

// C = A B, or C = 1 bias^T + A B, finished.   A: rows x inner, B: inner x cols, C: rows x cols; bias: padded cols, or
// NULL; finish: or NULL, nothing; rows > 0. Serves the forward pass (A = inputs, B = weights) and, on transposes, the
// gradient of the inputs (A = weights, B = dY^T, C = dX^T).
void matmul(int rows, int inner, int cols, const real *a, const real *b, const real *bias, const Finish *finish,
            real *c);

// What is read right behind a product: pieces of memory that are asked for while it is made (ahead.h).
#define SOON_MOST 3
typedef struct Soon {
    const real *at[SOON_MOST];
    int count;    // of pieces; 0: nothing
    size_t reals; // in each
} Soon;

// Whether a matrix is so large (more than 128 KB) that what is read once a step is not in the nearest caches any more.
static inline bool matmul_far(int rows, int cols) {
    return (size_t)rows * (size_t)cols * sizeof(real) > 128 << 10;
}

// The block of C = A^T B that joins panel `row_panel` of A's columns to panel `col_panel` of B's columns.
// A: inner x rows, B: inner x cols; out: [rows in the row panel][width of the col panel], contiguous. soon: see above.
// This is a weight gradient a block at a time (A = inputs, B = dY, inner = samples).
void matmul_at(int inner, int rows, int cols, const real *a, const real *b, int row_panel, int col_panel,
               const Soon *soon, real *out);

// B = A^T, its padding 0.   A: rows x cols, B: cols x rows.
void transpose(int rows, int cols, const real *a, real *b);

#endif
