// The statistics of batch normalization: what it costs that evaluation goes by running ones. The errors of the running
// mean (in SDs) and variance (of its logarithm) are against those of the sample under the weights as they are: a low
// stat_decay makes them noisy, a high one late. Batches that hold one class each have a smaller variance than all
// samples together (Wu & Johnson 2021, "Rethinking 'Batch' in BatchNorm"), whose share this measures, beside
// that of shuffled batches (about 1 - 1 / m). Each value is over units: errors the root of the mean square, shares the
// mean.
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

static void say_running(const Trainer *t, ProbeSink *sink, int layer, const BnSums *s) {
    const Param *param = t->net->layer[layer]->param;
    const real *kept = t->probes.aside.statistics, *mean = kept + param[RUN_MEAN].first,
               *var = kept + param[RUN_VAR].first;
    const double samples = (double)s->batches * bn_probe_rows(t);
    double mean_error = 0, variance_error = 0;
    int units = 0;
    for (int u = 0; u < s->units; u++) {
        const double variance = bn_probe_variance(s, u);
        if (!(variance > 0) || !(var[u] > 0)) continue;
        const double off = (double)mean[u] - bn_probe_mean(s, u);
        const double ratio = (double)log_real((real)((double)var[u] / (variance * samples / (samples - 1))));
        mean_error += off * off / variance;
        variance_error += ratio * ratio;
        units++;
    }
    if (units == 0) return;
    probe_say(sink, PROBE_BN_MEAN_ERROR, layer, __builtin_sqrt(mean_error / units));
    probe_say(sink, PROBE_BN_VARIANCE_ERROR, layer, __builtin_sqrt(variance_error / units));
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
