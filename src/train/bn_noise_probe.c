// The noise of batch normalization: how far the statistics of batches of m samples are from those of all, and what that
// does to a sample. (mu_B - mu) / sigma has an SD of about m^-1/2 over batches, log sigma_B of about (2 m)^-1/2 where
// values are normal (Luo et al. 2019, "Towards understanding regularization in batch normalization"). Each
// value is the root of the mean square over units.
#include <math.h>

#include "math/build.h"
#include "math/panel.h"
#include "train/bn_probe.h"

#define BATCHES_MOST 64   // that a sample is put into
#define OUTLIER_BATCHES 4 // in which one is made an outlier
#define OTHERS_MOST 8     // of a batch that are looked at
#define OUTLIER 10        // times as large

// Variance over B values, from their sum and that of their squares.
static double variance_of(double sum, double square, int n) {
    const double mean = sum / n, variance = square / n - mean * mean;
    return n > 1 && variance > 0 ? variance * n / (n - 1) : 0;
}

static void say_statistics(Trainer *t, ProbeSink *sink, int layer) {
    const BnSums s = bn_probe_sums(t, layer, t->probes.sample);
    const bool whole = bn_probe_rows(t) == t->split->train.size;
    double mean_noise = 0, sd_noise = 0;
    int units = 0;
    if (s.batches < 2 && !whole) return;
    for (int u = 0; u < s.units; u++) {
        const double variance = bn_probe_variance(&s, u);
        if (!(variance > 0) || !isfinite(s.log_sd[u])) continue; // a unit without life, at least in a batch
        units++;
        mean_noise += variance_of(s.mean[u], s.mean_square[u], s.batches) / variance;
        sd_noise += variance_of(s.log_sd[u], s.log_sd_square[u], s.batches);
    }
    if (units == 0) return;
    probe_say(sink, PROBE_BN_MEAN_NOISE, layer, __builtin_sqrt(mean_noise / units));
    probe_say(sink, PROBE_BN_SD_NOISE, layer, __builtin_sqrt(sd_noise / units));
}

// A value normalized as batch norm does it before gamma and beta.
static double normalized(const Trainer *t, real x, Moments m) {
    return ((double)x - m.mean) / __builtin_sqrt(m.variance + t->net->spec.batch_norm.eps);
}

// The first sample stands first in each batch, beside that batch's others.
static void say_sample(Trainer *t, ProbeSink *sink, int layer) {
    Probes *p = &t->probes;
    double *sum = p->sum[0], *square = p->sum[1], noise = 0;
    const int units = t->net->layer[layer]->in, all = probe_batches(t), rows = bn_probe_rows(t);
    const int batches = all < BATCHES_MOST ? all : BATCHES_MOST, size = probe_batch_rows(t);
    if (batches < 2) return;
    for (int i = 0; i < batches * size; i++) p->order[i] = p->sample[i % size == 0 ? 0 : i];
    for (int u = 0; u < units; u++) sum[u] = square[u] = 0;
    for (int b = 0; b < batches; b++) {
        const Pass pass = probe_batch(t, p->order, b);
        const real *x = network_forward_to(t->net, pass, t->batch.x, layer);
        for (int u = 0; u < units; u++) {
            const Moments m = bn_probe_moments(x, pass.rows, units, u, 0, rows);
            const double value = normalized(t, x[panel_index(pass.rows, units, 0, u)], m);
            sum[u] += value;
            square[u] += value * value;
        }
    }
    for (int u = 0; u < units; u++) noise += variance_of(sum[u], square[u], batches);
    probe_say(sink, PROBE_BN_SAMPLE_NOISE, layer, __builtin_sqrt(noise / units));
}

// The others of a batch, with its first sample as it is and ten times as large: the sum of the squares of how far their
// normalized values move.
static double outlier_shift(Trainer *t, int layer, int batch, int others) {
    real *before = t->probes.values; // [others x units], rows of the batch
    double *mean = t->probes.sum[0], *variance = t->probes.sum[1], shift = 0;
    const int units = t->net->layer[layer]->in, features = t->net->features, rows = bn_probe_rows(t);
    const Pass pass = probe_batch(t, t->probes.sample, batch);
    const real *x = network_forward_to(t->net, pass, t->batch.x, layer);
    for (int u = 0; u < units; u++) {
        const Moments m = bn_probe_moments(x, pass.rows, units, u, 0, rows);
        mean[u] = m.mean, variance[u] = m.variance;
        for (int r = 0; r < others; r++) before[r * units + u] = x[panel_index(pass.rows, units, 1 + r, u)];
    }
    for (int f = 0; f < features; f++) t->batch.x[panel_index(pass.rows, features, 0, f)] *= OUTLIER;
    x = network_forward_to(t->net, pass, t->batch.x, layer);
    for (int u = 0; u < units; u++) {
        const Moments m = bn_probe_moments(x, pass.rows, units, u, 0, rows);
        for (int r = 0; r < others; r++) {
            const double now = normalized(t, x[panel_index(pass.rows, units, 1 + r, u)], m);
            const double moved = now - normalized(t, before[r * units + u], (Moments){mean[u], variance[u]});
            shift += moved * moved;
        }
    }
    return shift;
}

static void say_outlier(Trainer *t, ProbeSink *sink, int layer) {
    const int all = probe_batches(t), batches = all < OUTLIER_BATCHES ? all : OUTLIER_BATCHES;
    const int left = bn_probe_rows(t) - 1, others = left < OTHERS_MOST ? left : OTHERS_MOST;
    const double values = (double)batches * others * t->net->layer[layer]->in;
    double shift = 0;
    for (int b = 0; b < batches; b++) shift += outlier_shift(t, layer, b, others);
    if (others > 0) probe_say(sink, PROBE_BN_OUTLIER_SHIFT, layer, __builtin_sqrt(shift / values));
}

static void bn_noise_look(Trainer *t, ProbeSink *sink) {
    for (int l = 0; l < t->net->layer_count; l++) {
        if (!probe_is(t->net->layer[l], "batch_norm")) continue;
        say_statistics(t, sink, l);
        say_sample(t, sink, l);
        say_outlier(t, sink, l);
    }
}

const ProbeKind probe_bn_noise = {.look = bn_noise_look};
