// Cross-entropy of the softmax. With z_max the largest output of a sample,
//     loss = log sum_k e^(z_k - z_max) - (z_label - z_max),    d loss / d z_k = softmax_k - [k = label],
// and of a sample that is q_k of class k
//     loss = log sum_k e^(z_k - z_max) - sum_k q_k (z_k - z_max),    d loss / d z_k = softmax_k - q_k.
// The prediction is the softmax, which adds in the order of the classes:
//     p_k = e^(z_k - z_max) / sum_j e^(z_j - z_max),    loss = -log p_label.
#include <float.h>
#include <math.h>
#include <stdbool.h>

#include "math/build.h"
#include "math/elementary.h"
#include "math/matmul.h"
#include "math/panel.h"
#include "math/vector.h"
#include "nn/loss.h"

// What a sample's outputs, z[k * width] less the largest, add up to by the shares of the classes.
static real weigh(const LossPass *pass, const real *share, int width, const real *z, real largest) {
    real sum = 0;
    for (int k = 0; k < pass->outputs; k++) sum = fma_real(share[k], z[k * width] - largest, sum);
    return sum;
}

// Up to PANEL samples from `first` on, that stand side by side: z[k * width + i] is output k of sample i. Where the
// gradient is wanted it replaces z.
INLINE void cross_entropy_panel(const LossPass *pass, int width, int first, int samples, real *restrict z) {
    const int32_t *label = pass->label + first;
    const real *share = pass->share ? pass->share + (size_t)first * (size_t)pass->outputs : NULL;
    const bool gradient = pass->d_z != NULL;
    real largest[PANEL], sum[PANEL], at_label[PANEL], loss[PANEL];
    int32_t best[PANEL];
    for (int i = 0; i < width; i++) largest[i] = z[i], sum[i] = 0, best[i] = 0;
    for (int k = 1; k < pass->outputs; k++)
        for (int i = 0; i < width; i++) {
            const real value = z[k * width + i];
            best[i] = value > largest[i] ? k : best[i];
            largest[i] = value > largest[i] ? value : largest[i];
        }
    for (int i = 0; i < samples; i++)
        at_label[i] = share ? weigh(pass, share + i * pass->outputs, width, z + i, largest[i])
                            : z[label[i] * width + i] - largest[i];
    for (int i = samples; i < width; i++) at_label[i] = 0;
    for (int k = 0; k < pass->outputs; k++)
        for (int i = 0; i < width; i++) {
            const real e = exp_real(z[k * width + i] - largest[i]);
            sum[i] += e;
            if (gradient) z[k * width + i] = e;
        }
    for (int i = 0; i < width; i++) loss[i] = log_real(sum[i]) - at_label[i];
    for (int i = 0; i < samples; i++) pass->loss[first + i] = loss[i], pass->best[first + i] = best[i];
    if (!gradient) return;
    for (int i = 0; i < width; i++) sum[i] = 1 / (sum[i] * (real)pass->rows);
    for (int k = 0; k < pass->outputs; k++)
        for (int i = 0; i < width; i++) z[k * width + i] *= sum[i];
    for (int i = 0; !share && i < samples; i++) z[label[i] * width + i] -= 1 / (real)pass->rows;
    for (int i = 0; share && i < samples; i++)
        for (int k = 0; k < pass->outputs; k++) z[k * width + i] -= share[i * pass->outputs + k] / (real)pass->rows;
}

static void cross_entropy_apply(const LossPass *pass) {
    const int rows = pass->rows, classes = pass->outputs;
    transpose(rows, classes, pass->z, pass->scratch); // samples side by side
    for (int p = 0; p < panel_count(rows); p++) {
        const int width = panel_width(rows, p), first = p * PANEL;
        const int samples = rows - first < PANEL ? rows - first : PANEL;
        FOR_WIDTH(w, width, cross_entropy_panel(pass, w, first, samples, pass->scratch + panel_offset(classes, p)));
    }
    if (pass->d_z) transpose(classes, rows, pass->scratch, pass->d_z);
}

// Of the shares themselves it is their entropy.
static double cross_entropy_constant(const double *share, const double *guess, int32_t classes) {
    double loss = 0;
    for (int32_t k = 0; k < classes; k++)
        if (share[k] > 0) loss -= share[k] * log(guess[k]);
    return loss;
}

static void cross_entropy_predict(const real *z, int rows, int outputs, int r, double *p) {
    real largest = z[panel_index(rows, outputs, r, 0)], sum = 0;
    for (int k = 1; k < outputs; k++) {
        const real value = z[panel_index(rows, outputs, r, k)];
        largest = value > largest ? value : largest;
    }
    for (int k = 0; k < outputs; k++) sum += exp_real(z[panel_index(rows, outputs, r, k)] - largest);
    for (int k = 0; k < outputs; k++) p[k] = (double)(exp_real(z[panel_index(rows, outputs, r, k)] - largest) / sum);
}

static double cross_entropy_of(const double *p, int outputs, int32_t label, const real *target) {
    (void)outputs, (void)target;
    return loss_surprise(p[label], FLT_MIN); // what exp_real can be but 0
}

const LossKind loss_cross_entropy = {.name = "cross_entropy",
                                     .apply = cross_entropy_apply,
                                     .constant = cross_entropy_constant,
                                     .predict = cross_entropy_predict,
                                     .of = cross_entropy_of};
