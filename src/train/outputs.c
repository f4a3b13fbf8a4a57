// What a network says of each sample, for those who ask more of it than loss and accuracy. The softmax
//     p_k = e^(z_k - z_max) / sum_j e^(z_j - z_max)
// adds in the order of the classes.
#include "math/build.h"
#include "math/elementary.h"
#include "math/panel.h"
#include "train/trainer.h"

static void softmax_row(const real *z, int rows, int classes, int r, float *p) {
    real largest = z[panel_index(rows, classes, r, 0)], sum = 0;
    for (int k = 1; k < classes; k++) {
        const real value = z[panel_index(rows, classes, r, k)];
        largest = value > largest ? value : largest;
    }
    for (int k = 0; k < classes; k++) sum += exp_real(z[panel_index(rows, classes, r, k)] - largest);
    for (int k = 0; k < classes; k++) p[k] = (float)(exp_real(z[panel_index(rows, classes, r, k)] - largest) / sum);
}

void outputs_keep(const Trainer *t, const real *outputs, float *to) {
    const int rows = t->batch.rows, count = t->net->outputs;
    const bool classes = t->split->train.data->classes > 0;
    for (int r = 0; r < rows; r++, to += count) {
        if (classes)
            softmax_row(outputs, rows, count, r, to);
        else
            for (int k = 0; k < count; k++) to[k] = (float)outputs[panel_index(rows, count, r, k)];
    }
}
