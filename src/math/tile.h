// A strip of the matrix product, as a template: set VEC (a vector type), FMA (its fma), HEIGHTS (the list of how many
// rows a tile may have) and TALLEST (the most), ADD and STRIP (the functions' names), and include. A strip is all rows
// of the result by a few vectors of columns. It is computed tile by tile: a tile keeps its sums in registers while the
// inner index runs; they are independent, which hides the latency of the fma.

// sums[r][c] += sum over k < inner, ascending, of a[r * row_step + k * inner_step] * b[k * width + c].
// height, columns (vectors a row) and the steps are constants wherever speed matters, so that the inner loops unroll.
INLINE void ADD(int height, int columns, int inner, const real *restrict a, int row_step, int inner_step,
                const real *restrict b, int width, VEC sums[TALLEST][TILE_COLUMNS]) {
    const int lanes = (int)(sizeof(VEC) / sizeof(real));
    UNROLL_BY_4
    for (int k = 0; k < inner; k++, a += inner_step, b += width) {
        UNROLL
        for (int r = 0; r < height; r++) {
            UNROLL
            for (int c = 0; c < columns; c++)
                sums[r][c] = FMA(a[r * row_step], CONST_VECTOR_AT(VEC, b + c * lanes), sums[r][c]);
        }
    }
}

// Rows r0 to r0 + height of the strip.
INLINE void STRIP(tile)(const Left *left, int r0, int height, int columns, const real *b, int width, const real *start,
                        real *c) {
    const int lanes = (int)(sizeof(VEC) / sizeof(real));
    VEC sums[TALLEST][TILE_COLUMNS];
    c += r0 * width;
    UNROLL
    for (int r = 0; r < height; r++) {
        const real *from = left->goes_on ? c + r * width : start;
        UNROLL
        for (int j = 0; j < columns; j++) sums[r][j] = from ? CONST_VECTOR_AT(VEC, from + j * lanes) : (VEC){0};
    }
    if (left->transposed) {
        ADD(height, columns, left->inner, left->a + r0, 1, left->width, b, width, sums);
    } else {
        const real *a = left->a + r0 * PANEL;
        int k = 0;
        for (; k + PANEL <= left->inner; k += PANEL, a += left->panel_step, b += PANEL * width)
            ADD(height, columns, PANEL, a, PANEL, 1, b, width, sums);
        if (k < left->inner)
            FOR_WIDTH(w, left->width, ADD(height, columns, left->inner - k, left->tail + r0 * w, w, 1, b, width, sums));
    }
    UNROLL
    for (int r = 0; r < height; r++) {
        UNROLL
        for (int j = 0; j < columns; j++) VECTOR_AT(VEC, c + r * width + j * lanes) = sums[r][j];
    }
}

// In as few tiles as there can be, as even as can be: the fewer sums a tile has, the less they hide of the latency.
INLINE void STRIP(strip)(const Left *left, int rows, int columns, const real *b, int width, const real *start,
                         real *c) {
#define TILE_OF(h)                                                                                                     \
    case h:                                                                                                            \
        STRIP(tile)(left, r, h, columns, b, width, start, c);                                                          \
        break;
    for (int tiles = (rows + TALLEST - 1) / TALLEST, r = 0, height; tiles > 0; tiles--, r += height) {
        height = (rows - r + tiles - 1) / tiles;
        switch (height) { HEIGHTS(TILE_OF) }
    }
#undef TILE_OF
}

#undef VEC
#undef FMA
#undef HEIGHTS
#undef TALLEST
#undef ADD
#undef STRIP
