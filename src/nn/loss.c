#include "nn/loss.h"

#include <stdbool.h>

#include "math/build.h"
#include "math/elementary.h"
#include "math/matmul.h"
#include "math/panel.h"
#include "math/vector.h"

// The loss of up to PANEL samples that stand side by side: z[k * width + i] is output k of sample i. With z_max the
// largest output of a sample,
//     loss = log sum_k e^(z_k - z_max) - (z_label - z_max),    d loss / d z_k = softmax_k - [k = label].
// Where the gradient is wanted it replaces z.
INLINE void softmax_panel(int width, int classes, int batch, const int32_t *label, int samples, real *restrict z,
                          bool gradient, Score *score) {
    real largest[PANEL], sum[PANEL] = {0}, at_label[PANEL];
    int32_t best[PANEL] = {0};
    for (int i = 0; i < width; i++) largest[i] = z[i];
    for (int k = 1; k < classes; k++)
        for (int i = 0; i < width; i++) {
            const real value = z[k * width + i];
            best[i] = value > largest[i] ? k : best[i];
            largest[i] = value > largest[i] ? value : largest[i];
        }
    for (int i = 0; i < samples; i++) at_label[i] = z[label[i] * width + i] - largest[i];
    for (int i = samples; i < width; i++) at_label[i] = 0;
    for (int k = 0; k < classes; k++)
        for (int i = 0; i < width; i++) {
            const real e = exp_real(z[k * width + i] - largest[i]);
            sum[i] += e;
            if (gradient) z[k * width + i] = e;
        }
    real loss[PANEL];
    for (int i = 0; i < width; i++) loss[i] = log_real(sum[i]) - at_label[i];
    for (int i = 0; i < samples; i++) {
        score->loss += (double)loss[i];
        score->correct += best[i] == label[i];
    }
    if (!gradient) return;
    for (int i = 0; i < width; i++) sum[i] = 1 / (sum[i] * (real)batch);
    for (int k = 0; k < classes; k++)
        for (int i = 0; i < width; i++) z[k * width + i] *= sum[i];
    for (int i = 0; i < samples; i++) z[label[i] * width + i] -= 1 / (real)batch;
}

Score softmax_cross_entropy(int rows, int classes, const real *outputs, const int32_t *label, real *d_outputs,
                            real *scratch) {
    Score score = {0};
    transpose(rows, classes, outputs, scratch); // samples side by side
    for (int p = 0; p < panel_count(rows); p++) {
        const int width = panel_width(rows, p), first = p * PANEL;
        const int samples = rows - first < PANEL ? rows - first : PANEL;
        real *z = scratch + panel_offset(classes, p);
        FOR_WIDTH(w, width, softmax_panel(w, classes, rows, label + first, samples, z, d_outputs != NULL, &score));
    }
    if (d_outputs) transpose(classes, rows, scratch, d_outputs);
    return score;
}

Score squared_error(int rows, const real *outputs, const real *target, real *d_outputs) {
    Score score = {0};
    const int width = panel_width(1, 0);
    for (int r = 0; r < rows; r++) {
        const real difference = outputs[r * width] - target[r];
        score.loss += (double)(difference * difference);
        for (int c = 0; d_outputs && c < width; c++)
            d_outputs[r * width + c] = c == 0 ? 2 * difference / (real)rows : 0;
    }
    return score;
}
