// Sums over the rows of a panel, column by column, the rows in their order. The sums stay in registers, which neither
// compiler does to a plain loop over 32 columns. `width` is the panel's, a constant (FOR_WIDTH); `sum` and what else
// there is of each column stand where a vector may be read (panel.h).
#ifndef MATH_ROW_SUMS_H
#define MATH_ROW_SUMS_H

#include "math/vector.h"

typedef half RowSums[PANEL / HALF_LANES];

// What follows is done for each half vector of columns, from column `c` on.
#define EACH_HALF(c, width)                                                                                            \
    UNROLL                                                                                                             \
    for (int c = 0; c < (width); c += HALF_LANES)
#define HALF_AT(p) CONST_VECTOR_AT(half, p)

INLINE void row_sums_store(const RowSums sums, int width, real *to) {
    EACH_HALF(c, width) VECTOR_AT(half, to + c) = sums[c / HALF_LANES];
}

// sum = the sum of x.
INLINE void row_sum(int rows, int width, const real *x, real *sum) {
    RowSums sums = {{0}};
    for (int r = 0; r < rows; r++, x += width) {
        EACH_HALF(c, width) sums[c / HALF_LANES] += HALF_AT(x + c);
    }
    row_sums_store(sums, width, sum);
}

// sum = the sum of (x - mean)^2.
INLINE void row_squares(int rows, int width, const real *x, const real *mean, real *sum) {
    RowSums sums = {{0}};
    for (int r = 0; r < rows; r++, x += width) {
        EACH_HALF(c, width) {
            const half d = HALF_AT(x + c) - HALF_AT(mean + c);
            sums[c / HALF_LANES] = fma_halves(d, d, sums[c / HALF_LANES]);
        }
    }
    row_sums_store(sums, width, sum);
}

// sum = the sum of dy,  product = the sum of dy (x - mean) inv_sd.
INLINE void row_products(int rows, int width, const real *dy, const real *x, const real *mean, const real *inv_sd,
                         real *sum, real *product) {
    RowSums sums = {{0}}, products = {{0}};
    for (int r = 0; r < rows; r++, x += width, dy += width) {
        EACH_HALF(c, width) {
            const half x_hat = (HALF_AT(x + c) - HALF_AT(mean + c)) * HALF_AT(inv_sd + c);
            sums[c / HALF_LANES] += HALF_AT(dy + c);
            products[c / HALF_LANES] = fma_halves(HALF_AT(dy + c), x_hat, products[c / HALF_LANES]);
        }
    }
    row_sums_store(sums, width, sum);
    row_sums_store(products, width, product);
}

#endif
