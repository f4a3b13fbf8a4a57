// The statistics of batch normalization: what it costs that evaluation goes by running ones. The errors of the running
// mean (in SDs) and variance (of its logarithm) are against those of the sample under the weights as they are: a low
// stat_decay makes them noisy, a high one late. Batches that hold one class each have a smaller variance than all
// samples together (Wu & Johnson 2021, "Rethinking 'Batch' in BatchNorm"), whose share this measures, beside
// that of shuffled batches (about 1 - 1 / m). Each value is over units: errors the root of the mean square, shares the
// mean.
//
// Bias against variance of the running mean: with weights that stand still, it is off by the noise of the last batches
// alone. Of T training samples an epoch makes N batches of m samples, the last of m'; where the means of batches have
// the variance v (over B - 1) and S of them came so far, at the end of an epoch and under a stat_decay of a
//     noise^2 = v (1 - a^2S) ((1 - a) / (1 + a) + (1 - a)^2 (m/m' - 1) / (1 - a^2N) - m/T (1 - a^N) / (1 + a^N))
// for the mean of a batch has the variance s^2 (1/m - 1/T), and two of one epoch, which share no sample, the covariance
// -s^2 / T (v is s^2 / m): batches of one epoch are off in opposite directions. To it comes what the sample's n samples
// are off by, (1/n - 1/T) sigma^2. Of the squared error the rest is bias, for weights move and the running mean is
// late.
#include <math.h>
#include <string.h>

#include "math/build.h"
#include "math/elementary.h"
#include "math/panel.h"
#include "train/bn_probe.h"

enum { RUN_MEAN, RUN_VAR }; // of its parameters

// The mean over the sample's batches of the loss in such passes.
static double mean_loss(Trainer *t, bool batch_statistics) {
    const int batches = probe_batches(t);
    double loss = 0;
    for (int b = 0; b < batches; b++) {
        const Pass training = probe_batch(t, t->probes.sample, b);
        const Pass pass = {.rows = training.rows, .refresh = batch_statistics, .first_sample = training.first_sample};
        loss += trainer_loss(t, pass) / training.rows / batches;
        network_copy_into(&t->probes.aside, t->net); // the pass has changed the running statistics
    }
    return loss;
}

// The parts of a batch that are normalized each for itself, as batch norm cuts it.
static int parts_of(const Trainer *t, int rows) {
    const int size = bn_probe_rows(t);
    return rows <= size ? 1 : rows / size + (rows % size > 1);
}

// Of the parts of a batch only the last one of an epoch is seen to be smaller.
static Updates updates_of(const Trainer *t) {
    const int64_t steps = t->epoch_steps;
    const int size = t->spec.batch_size, last = steps > 0 ? trainer_batch_rows(t, (int)(steps - 1) * size) : 0;
    const int64_t in_epoch = steps > 0 ? (steps - 1) * parts_of(t, size) + parts_of(t, last) : 0;
    return (Updates){.decay = t->net->spec.batch_norm.stat_decay,
                     .in_epoch = in_epoch,
                     .so_far = steps > 0 ? t->steps / steps * in_epoch : 0,
                     .rows = bn_probe_rows(t),
                     .last_rows = last - (parts_of(t, last) - 1) * bn_probe_rows(t),
                     .size = t->split->train.size};
}

// The mean squared error of the running mean, and which part of it are the batches' noise, both over the variance.
static void say_bias(const Trainer *t, ProbeSink *sink, int layer, const BnSums *s, double error, double noise) {
    const int all = t->split->train.size, samples = s->batches * bn_probe_rows(t);
    if (trainer_wants_population(t) || (s->batches < 2 && samples < all)) return;
    noise = noise > 0 ? noise : 0;
    noise += samples < all ? 1.0 / samples - 1.0 / all : 0;
    probe_say(sink, PROBE_BN_ERROR_NOISE, layer, __builtin_sqrt(noise));
    probe_say(sink, PROBE_BN_ERROR_BIAS, layer, error > noise ? __builtin_sqrt(error - noise) : 0);
}

static void say_running(const Trainer *t, ProbeSink *sink, int layer, const BnSums *s) {
    const Param *param = t->net->layer[layer]->param;
    const real *statistics = t->probes.aside.statistics, *mean = statistics + param[RUN_MEAN].first,
               *var = statistics + param[RUN_VAR].first;
    const double samples = (double)s->batches * bn_probe_rows(t);
    const Updates updates = updates_of(t);
    const double kept = bn_probe_running_noise(&updates);
    double mean_error = 0, mean_noise = 0, variance_error = 0;
    int units = 0;
    for (int u = 0; u < s->units; u++) {
        const double variance = bn_probe_variance(s, u);
        if (!(variance > 0) || !(var[u] > 0)) continue;
        const double off = (double)mean[u] - bn_probe_mean(s, u);
        const double ratio = (double)log_real((real)((double)var[u] / (variance * samples / (samples - 1))));
        mean_error += off * off / variance;
        mean_noise += kept * bn_probe_mean_noise(s, u) / variance;
        variance_error += ratio * ratio;
        units++;
    }
    if (units == 0) return;
    probe_say(sink, PROBE_BN_MEAN_ERROR, layer, __builtin_sqrt(mean_error / units));
    probe_say(sink, PROBE_BN_VARIANCE_ERROR, layer, __builtin_sqrt(variance_error / units));
    say_bias(t, sink, layer, s, mean_error / units, mean_noise / units);
}

// The mean variance within batches over that of all.
static double within(const BnSums *s) {
    double share = 0;
    int units = 0;
    for (int u = 0; u < s->units; u++) {
        const double variance = bn_probe_variance(s, u);
        if (!(variance > 0)) continue;
        share += s->variance[u] / s->batches / variance;
        units++;
    }
    return units ? share / units : NAN;
}

// The sample, class by class.
static void sort_by_class(Trainer *t) {
    const Probes *p = &t->probes;
    const Part *train = &t->split->train;
    int n = 0;
    for (int k = 0; k < train->data->classes; k++)
        for (int i = 0; i < p->samples; i++)
            if (train->label[p->sample[i]] == k) p->order[n++] = p->sample[i];
}

static void bn_statistics_look(Trainer *t, ProbeSink *sink) {
    const Network *net = t->net;
    bool any = false;
    for (int l = 0; l < net->layer_count; l++) {
        if (!probe_is(net->layer[l], "batch_norm")) continue;
        BnSums s = bn_probe_sums(t, l, t->probes.sample);
        any = true;
        say_running(t, sink, l, &s);
        probe_say(sink, PROBE_BN_SHUFFLED_VARIANCE, l, within(&s));
        if (t->split->train.data->classes == 0) continue;
        sort_by_class(t);
        s = bn_probe_sums(t, l, t->probes.order);
        probe_say(sink, PROBE_BN_SORTED_VARIANCE, l, within(&s));
    }
    network_copy_into(&t->probes.aside, t->net);
    if (any) probe_say(sink, PROBE_BN_MODE_GAP, PROBE_WHOLE, mean_loss(t, true) - mean_loss(t, false));
}

const ProbeKind probe_bn_statistics = {.look = bn_statistics_look};
