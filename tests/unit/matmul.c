// Products and transposes of panel matrices against three plain loops, for every shape up to a few panels: equal to the
// bit, since the order of each sum is part of the contract.
#include "math/matmul.h"
#include "base/arena.h"
#include "base/rng.h"
#include "math/build.h"
#include "math/panel.h"

#include "test.h"

static real *matrix(Arena *arena, Rng *rng, int rows, int cols) {
    real *m = arena_take(arena, panel_size(rows, cols), sizeof(real));
    for (size_t i = 0; i < panel_size(rows, cols); i++) m[i] = (real)rng_uniform(rng) - (real)0.5;
    return m;
}

// A product whose elements are finished, in that order, beside the plain one, c: "(c - mean) scale + shift", then relu.
static int count_unfinished(Rng *rng, Arena *arena, int rows, int inner, int cols, const real *a, const real *b,
                            const real *c) {
    const real *mean = matrix(arena, rng, 1, cols), *scale = matrix(arena, rng, 1, cols);
    const real *shift = matrix(arena, rng, 1, cols);
    real *finished = matrix(arena, rng, rows, cols);
    int wrong = 0;
    for (int relu = 0; relu < 2; relu++)
        for (int moved = 0; moved < 2; moved++) {
            Finish finish = {.relu = relu};
            if (moved) finish.mean = mean, finish.scale = scale, finish.shift = shift;
            matmul(rows, inner, cols, a, b, NULL, &finish, finished);
            for (int r = 0; r < rows; r++)
                for (int j = 0; j < cols; j++) {
                    real want = c[panel_index(rows, cols, r, j)];
                    if (moved) want = fma_real(want - mean[j], scale[j], shift[j]);
                    if (relu && want < 0) want = 0;
                    wrong += want != finished[panel_index(rows, cols, r, j)];
                }
        }
    return wrong;
}

static void check_shape(Rng *rng, int rows, int inner, int cols) {
    Arena arena = {0};
    real *a = matrix(&arena, rng, rows, inner), *b = matrix(&arena, rng, inner, cols);
    real *bias = matrix(&arena, rng, 1, cols), *c = matrix(&arena, rng, rows, cols);
    real *a_t = matrix(&arena, rng, inner, rows);
    int wrong = 0, wrong_t = 0, wrong_at = 0;

    matmul(rows, inner, cols, a, b, bias, NULL, c);
    transpose(rows, inner, a, a_t);
    for (int r = 0; r < rows; r++)
        for (int j = 0; j < cols; j++) {
            real sum = bias[j];
            for (int k = 0; k < inner; k++)
                sum = fma_real(a[panel_index(rows, inner, r, k)], b[panel_index(inner, cols, k, j)], sum);
            wrong += sum != c[panel_index(rows, cols, r, j)];
        }
    for (int k = 0; k < inner; k++)
        for (int r = 0; r < panel_padded(rows); r++) {
            const real want = r < rows ? a[panel_index(rows, inner, r, k)] : 0;
            const int p = r / PANEL;
            const size_t at = panel_offset(inner, p) + (size_t)(k * panel_width(rows, p) + r % PANEL);
            wrong_t += a_t[at] != want;
        }
    matmul(rows, inner, cols, a, b, NULL, NULL, c);
    for (int p = 0; p < panel_count(rows); p++)
        for (int q = 0; q < panel_count(cols); q++) {
            real block[PANEL * PANEL] __attribute__((aligned(64)));
            const Soon soon = {{a, c}, 2, (size_t)inner}; // whatever it is
            matmul_at(inner, rows, cols, a_t, b, p, q, &soon, block);
            for (int r = 0; r < PANEL && p * PANEL + r < rows; r++)
                for (int j = 0; j < PANEL && q * PANEL + j < cols; j++)
                    wrong_at +=
                        block[r * panel_width(cols, q) + j] != c[panel_index(rows, cols, p * PANEL + r, q * PANEL + j)];
        }
    const int unfinished = count_unfinished(rng, &arena, rows, inner, cols, a, b, c);
    CHECK(unfinished == 0, "%d x %d x %d: %d elements are not finished as they should", rows, inner, cols, unfinished);
    CHECK(wrong == 0, "%d x %d x %d: %d elements of A B differ", rows, inner, cols, wrong);
    CHECK(wrong_t == 0, "%d x %d: %d elements of A^T differ", rows, inner, wrong_t);
    CHECK(wrong_at == 0, "%d x %d x %d: %d elements of (A^T)^T B differ", rows, inner, cols, wrong_at);
    arena_free(&arena);
}

int main(void) {
    static const int sizes[] = {1, 2, 3, 5, 8, 9, 15, 16, 17, 31, 32, 33, 40, 48, 65, 71};
    const size_t n = sizeof sizes / sizeof *sizes;
    Rng rng = rng_stream(1, "test", 0);
    for (size_t r = 0; r < n; r++)
        for (size_t k = 0; k < n; k++)
            for (size_t c = 0; c < n; c++)
                if ((r + 2 * k + 3 * c) % 5 == 0) check_shape(&rng, sizes[r], sizes[k], sizes[c]);
    // Sums so long that they are made in parts.
    static const int inner[] = {127, 129, 191, 192, 193, 320, 393};
    for (size_t k = 0; k < sizeof inner / sizeof *inner; k++)
        for (size_t c = 3; c < n; c += 2) check_shape(&rng, sizes[n - c], inner[k], sizes[c]);
    // Factors so large that they are asked for ahead.
    CHECK(matmul_far(700, 30) && !matmul_far(64, 64), "which matrices are far");
    check_shape(&rng, 7, 30, 700);
    check_shape(&rng, 700, 30, 7);
    check_shape(&rng, 9, 203, 110);
    check_shape(&rng, 110, 203, 9);

    CHECK(panel_padded(10) == 16 && panel_padded(2) == 8 && panel_padded(784) == 784 && panel_padded(33) == 40,
          "narrow last panels");
    CHECK(panel_index(3, 40, 2, 33) == 32 * 3 + 2 * 8 + 1, "the layout is as documented");
    return test_end("matmul");
}
