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
#define OTHERS_MOST 9     // of a batch that are looked at
#define OUTLIER 10        // times as large

// Variance over B values, from their sum and that of their squares.
static double variance_of(double sum, double square, int n) {
    const double mean = sum / n, variance = square / n - mean * mean;
    return n > 1 && variance > 0 ? variance * n / (n - 1) : 0;
}

static void say_statistics(Trainer *t, ProbeSink *sink, int layer) {
    const BnSums s = bn_probe_sums(t, layer, t->probes.sample);
    const bool whole = bn_probe_rows(t, layer) == t->split->train.size;
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

// What batch norm makes of row r of the batch at hand before gamma and beta, for each unit, by the statistics of the
// first `rows` of it: out[unit].
static void normalize(const Trainer *t, int layer, const real *x, int batch_rows, int rows, int r, double *out) {
    const int units = t->net->layer[layer]->in;
    const double eps = t->net->spec.batch_norm.eps;
    for (int u = 0; u < units; u++) {
        double mean = 0, square = 0;
        for (int i = 0; i < rows; i++) mean += (double)x[panel_index(batch_rows, units, i, u)] / rows;
        for (int i = 0; i < rows; i++) {
            const double d = (double)x[panel_index(batch_rows, units, i, u)] - mean;
            square += d * d / rows;
        }
        out[u] = ((double)x[panel_index(batch_rows, units, r, u)] - mean) / __builtin_sqrt(square + eps);
    }
}

// What layer `layer` is given of the batch at hand.
static const real *send(Trainer *t, Pass pass, int layer) {
    real *x = t->batch.x;
    network_begin(t->net, pass);
    for (int l = 0; l < layer; l++) x = network_through(t->net, l, x);
    return x;
}

// The first sample stands first in each batch, beside that batch's others.
static void say_sample(Trainer *t, ProbeSink *sink, int layer) {
    Probes *p = &t->probes;
    double *sum = p->sum[0], *square = p->sum[1], *out = p->sum[2], noise = 0;
    const int units = t->net->layer[layer]->in, all = probe_batches(t);
    const int batches = all < BATCHES_MOST ? all : BATCHES_MOST, size = probe_batch_rows(t);
    if (batches < 2) return;
    for (int i = 0; i < batches * size; i++) p->order[i] = p->sample[i % size == 0 ? 0 : i];
    for (int u = 0; u < units; u++) sum[u] = square[u] = 0;
    for (int b = 0; b < batches; b++) {
        Pass pass = probe_batch(t, p->order, b);
        const real *x = send(t, pass, layer);
        normalize(t, layer, x, pass.rows, bn_probe_rows(t, layer), 0, out);
        for (int u = 0; u < units; u++) sum[u] += out[u], square[u] += out[u] * out[u];
    }
    for (int u = 0; u < units; u++) noise += variance_of(sum[u], square[u], batches);
    probe_say(sink, PROBE_BN_SAMPLE_NOISE, layer, __builtin_sqrt(noise / units));
}

// The other samples of a batch, with its first one as it is, and ten times as large.
static void say_outlier(Trainer *t, ProbeSink *sink, int layer) {
    double *before = t->probes.sum[0], *after = t->probes.sum[1], shift = 0;
    const int units = t->net->layer[layer]->in, all = probe_batches(t), features = t->net->features;
    const int batches = all < OUTLIER_BATCHES ? all : OUTLIER_BATCHES, rows = bn_probe_rows(t, layer);
    int64_t values = 0;
    for (int b = 0; b < batches; b++)
        for (int r = 1; r < rows && r < OTHERS_MOST; r++) {
            const Pass pass = probe_batch(t, t->probes.sample, b);
            normalize(t, layer, send(t, pass, layer), pass.rows, rows, r, before);
            for (int f = 0; f < features; f++) t->batch.x[panel_index(pass.rows, features, 0, f)] *= OUTLIER;
            normalize(t, layer, send(t, pass, layer), pass.rows, rows, r, after);
            for (int u = 0; u < units; u++) shift += (after[u] - before[u]) * (after[u] - before[u]);
            values += units;
        }
    if (values > 0) probe_say(sink, PROBE_BN_OUTLIER_SHIFT, layer, __builtin_sqrt(shift / (double)values));
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
