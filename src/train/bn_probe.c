#include "train/bn_probe.h"

#include "math/build.h"
#include "math/elementary.h"
#include "math/panel.h"

int bn_probe_rows(const Trainer *t) {
    const int size = t->net->spec.batch_norm.virtual_batch, rows = probe_batch_rows(t);
    return size > 0 && size < rows ? size : rows;
}

Moments bn_probe_moments(const real *x, int batch_rows, int units, int u, int first, int rows) {
    double mean = 0, square = 0;
    for (int r = first; r < first + rows; r++) mean += (double)x[panel_index(batch_rows, units, r, u)];
    mean /= rows;
    for (int r = first; r < first + rows; r++) {
        const double d = (double)x[panel_index(batch_rows, units, r, u)] - mean;
        square += d * d;
    }
    return (Moments){mean, square / rows};
}

// Of `rows` samples of the batch at hand from `first` on.
static void add_batch(BnSums *s, const real *x, int batch_rows, int first, int rows) {
    for (int u = 0; u < s->units; u++) {
        const Moments m = bn_probe_moments(x, batch_rows, s->units, u, first, rows);
        const double log_sd = 0.5 * (double)log_real((real)m.variance);
        s->mean[u] += m.mean;
        s->mean_square[u] += m.mean * m.mean;
        s->variance[u] += m.variance;
        s->log_sd[u] += log_sd;
        s->log_sd_square[u] += log_sd * log_sd;
    }
    s->batches++;
}

BnSums bn_probe_sums(Trainer *t, int layer, const int32_t *order) {
    double *const *sum = t->probes.sum;
    BnSums s = {.units = t->net->layer[layer]->in,
                .mean = sum[0],
                .mean_square = sum[1],
                .variance = sum[2],
                .log_sd = sum[3],
                .log_sd_square = sum[4]};
    const int rows = bn_probe_rows(t);
    for (int u = 0; u < s.units; u++)
        s.mean[u] = s.mean_square[u] = s.variance[u] = s.log_sd[u] = s.log_sd_square[u] = 0;
    for (int b = 0; b < probe_batches(t); b++) {
        const Pass pass = probe_batch(t, order, b);
        const real *x = network_forward_to(t->net, pass, t->batch.x, layer);
        for (int first = 0; first + rows <= pass.rows; first += rows) add_batch(&s, x, pass.rows, first, rows);
    }
    return s;
}

double bn_probe_mean_noise(const BnSums *s, int u) {
    const double mean = s->mean[u] / s->batches, variance = s->mean_square[u] / s->batches - mean * mean;
    return s->batches > 1 && variance > 0 ? variance * s->batches / (s->batches - 1) : 0;
}

double bn_probe_running_noise(const Updates *updates) {
    if (updates->so_far == 0) return 0;
    const double n = (double)updates->in_epoch, epochs = (double)updates->so_far / n, a = updates->decay;
    const double more = (double)updates->rows / updates->last_rows - 1; // noise of the last batch
    const double all = (double)updates->rows / updates->size;           // of a batch that is the whole training part
    if (a == STAT_CUMULATIVE) return ((n + more) / (n * n) - all) / epochs;
    const double epoch = power_whole(a, (uint64_t)updates->in_epoch); // weight of all before the last epoch
    const double start = power_whole(a, 2 * (uint64_t)updates->so_far);
    return (1 - start) *
           ((1 - a) / (1 + a) + (1 - a) * (1 - a) * more / (1 - epoch * epoch) - all * (1 - epoch) / (1 + epoch));
}

double bn_probe_mean(const BnSums *s, int u) {
    return s->mean[u] / s->batches;
}

double bn_probe_variance(const BnSums *s, int u) {
    const double mean = s->mean[u] / s->batches;
    return s->variance[u] / s->batches + (s->mean_square[u] / s->batches - mean * mean);
}
