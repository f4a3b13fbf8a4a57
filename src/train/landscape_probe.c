#include "train/landscape_probe.h"

#include "math/build.h"

// The loss that the batch at hand has been trained on, whose samples lose `sum` together.
static double batch_loss(const Trainer *t, double sum) {
    double loss = 0, weights = 0;
    if (!t->class_weight) return sum / t->batch.rows;
    for (int r = 0; r < t->batch.rows; r++) {
        const double weight = t->class_weight[t->batch.label[r]];
        loss += weight * (double)t->row_loss[r];
        weights += weight;
    }
    return weights > 0 ? loss / weights : 0;
}

double landscape_gradient(Trainer *t, real *gradient) {
    const size_t n = t->net->param_count;
    const int batches = probe_few_batches(t);
    double *mean = t->probes.mean, loss = 0;
    for (size_t i = 0; i < n; i++) mean[i] = 0;
    for (int b = 0; b < batches; b++) {
        const double sum = probe_gradient(t, probe_batch(t, t->probes.sample, b), gradient);
        loss += batch_loss(t, sum) / batches;
        for (size_t i = 0; i < n; i++) mean[i] += (double)gradient[i];
    }
    for (size_t i = 0; i < n; i++) gradient[i] = (real)(mean[i] / batches);
    return loss;
}

void landscape_move(Trainer *t, double step, const real *way) {
    const real *from = t->probes.aside.params;
    for (size_t i = 0; i < t->net->param_count; i++)
        t->net->params[i] = (real)((double)from[i] + step * (double)way[i]);
}
