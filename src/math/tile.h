// A strip of the matrix product, as a template: set VEC (a vector type), FMA, FMA_VECTORS, RELU (what is done
// with it), HEIGHTS (the list of how many rows a tile may have) and TALLEST (the most), ADD and STRIP
// (the functions' names), and include. A strip is all rows of the result by a few vectors of columns. It is computed
// tile by tile: a tile keeps its sums in registers while the inner index runs; they are independent, which hides the
// latency of the fma.

// sums[r][c] += sum over k < inner, ascending, of a[r * row_step + k * inner_step] * b[k * width + c].
// height, columns (vectors a row) and the steps are constants wherever speed matters, so that the inner loops unroll.
INLINE void ADD(int height, int columns, int inner, const real *restrict a, int row_step, int inner_step,
                const real *restrict b, int width, VEC sums[TALLEST][TILE_COLUMNS]) {
    const int lanes = (int)(sizeof(VEC) / sizeof(real));
    UNROLL_BY_2
    for (int k = 0; k < inner; k++, a += inner_step, b += width) {
        UNROLL
        for (int r = 0; r < height; r++) {
            UNROLL
            for (int c = 0; c < columns; c++)
                sums[r][c] = FMA(a[r * row_step], CONST_VECTOR_AT(VEC, b + c * lanes), sums[r][c]);
        }
    }
}

// A tile's sums become what they are stored as. `column`: of its first column in the result.
INLINE void STRIP(finish)(const Finish *finish, int column, int height, int columns, VEC sums[TALLEST][TILE_COLUMNS]) {
    const int lanes = (int)(sizeof(VEC) / sizeof(real));
    if (finish->scale) {
        const real *mean = finish->mean + column, *scale = finish->scale + column, *shift = finish->shift + column;
        EACH_SUM(height, columns,
                 sums[r][j] =
                     FMA_VECTORS(sums[r][j] - CONST_VECTOR_AT(VEC, mean + j * lanes),
                                 CONST_VECTOR_AT(VEC, scale + j * lanes), CONST_VECTOR_AT(VEC, shift + j * lanes)));
    }
    if (finish->relu) EACH_SUM(height, columns, sums[r][j] = RELU(sums[r][j]));
}

// Rows r0 to r0 + height of the strip that begins at column `first` of the panel.
INLINE void STRIP(tile)(const Left *left, const Right *right, Ahead *ahead, int first, int r0, int height, int columns,
                        int width) {
    const int lanes = (int)(sizeof(VEC) / sizeof(real));
    const real *b = right->b + first, *start = right->start;
    real *c = right->c + first + r0 * width;
    VEC sums[TALLEST][TILE_COLUMNS];
    if (right->goes_on)
        EACH_SUM(height, columns, sums[r][j] = CONST_VECTOR_AT(VEC, c + r * width + j * lanes));
    else
        EACH_SUM(height, columns, sums[r][j] = start ? CONST_VECTOR_AT(VEC, start + first + j * lanes) : (VEC){0});
    if (left->transposed) {
        ahead_ask(ahead);
        ADD(height, columns, left->inner, left->a + r0, 1, left->width, b, width, sums);
    } else {
        const real *a = left->a + r0 * PANEL;
        int k = 0;
        for (; k + PANEL <= left->inner; k += PANEL, a += left->panel_step, b += PANEL * width) {
            if (left->far) // its next rows stand behind these
                prefetch((uintptr_t)a + (size_t)(height * PANEL) * sizeof(real),
                         height * PANEL * (int)sizeof(real) / CACHE_LINE);
            else
                ahead_ask(ahead);
            ADD(height, columns, PANEL, a, PANEL, 1, b, width, sums);
        }
        if (k < left->inner) {
            ahead_ask(ahead);
            FOR_WIDTH(w, left->width, ADD(height, columns, left->inner - k, left->tail + r0 * w, w, 1, b, width, sums));
        }
    }
    if (right->finish) STRIP(finish)(right->finish, right->column + first, height, columns, sums);
    EACH_SUM(height, columns, VECTOR_AT(VEC, c + r * width + j * lanes) = sums[r][j]);
}

// In as few tiles as there can be, as even as can be: the fewer sums a tile has, the less they hide of the latency.
INLINE void STRIP(strip)(const Left *left, const Right *right, Ahead *ahead, int first, int rows, int columns,
                         int width) {
    const int tiles = (rows + TALLEST - 1) / TALLEST, least = rows / tiles, taller = rows % tiles;
    const int strips = width / (columns * (int)(sizeof(VEC) / sizeof(real)));
    ahead_share(ahead, strips * tiles * (left->transposed ? 1 : panel_count(left->inner)));
#define TILE_OF(h)                                                                                                     \
    case h:                                                                                                            \
        STRIP(tile)(left, right, ahead, first, r, h, columns, width);                                                  \
        break;
    for (int i = 0, r = 0; i < tiles; i++) {
        const int height = least + (i < taller);
        switch (height) { HEIGHTS(TILE_OF) }
        r += height;
    }
#undef TILE_OF
}

#undef VEC
#undef FMA
#undef FMA_VECTORS
#undef RELU
#undef HEIGHTS
#undef TALLEST
#undef ADD
#undef STRIP
