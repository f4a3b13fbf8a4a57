// What a network says of each sample, for those who ask more of it than loss and accuracy: its prediction, as the loss
// understands the outputs. What is read as a probability is held between 0 and 1, where the outputs of a squared error
// need not be.
#include "math/build.h"
#include "train/trainer.h"

void outputs_keep_one(const Trainer *t, const double *p, float *to) {
    const bool classes = t->split->train.data->classes > 0;
    for (int k = 0; k < t->net->outputs; k++) {
        const double held = p[k] > 0 ? p[k] < 1 ? p[k] : 1 : 0;
        to[k] = (float)(classes ? held : p[k]);
    }
}

void outputs_keep(const Trainer *t, const real *outputs, float *to) {
    const int rows = t->batch.rows, count = t->net->outputs;
    for (int r = 0; r < rows; r++, to += count) {
        t->loss->predict(outputs, rows, count, r, t->prediction);
        outputs_keep_one(t, t->prediction, to);
    }
}
