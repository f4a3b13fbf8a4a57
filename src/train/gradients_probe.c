// Gradients: their norms, layer by layer, that of the biases, and how far those of batches are from each other. Over
// the B batches of the sample with gradients g_b and their mean g the noise is sum |g_b - g|^2 / (B - 1), the trace of
// the gradient's covariance (McCandlish et al. 2018, "An empirical model of large-batch training"). A
// layer before batch norm has no bias here, for it would be taken off again with the batch's mean.
#include "math/build.h"
#include "train/trainer.h"

static void say_biases(const Trainer *t, ProbeSink *sink, int l) {
    const Layer *layer = t->net->layer[l];
    for (int i = 0; i < layer->param_count; i++) {
        const Param *param = &layer->param[i];
        if (param->role != ROLE_BIAS) continue;
        const double square = probe_dot(param, t->probes.gradient, t->probes.gradient);
        probe_say(sink, PROBE_BIAS_GRADIENT, l, __builtin_sqrt(square));
    }
}

static void gradients_look(Trainer *t, ProbeSink *sink) {
    const Network *net = t->net;
    double *square = t->probes.layer_sum, all = 0;
    const int batches = probe_batches(t);
    const bool whole = batches == 1 && probe_batch_rows(t) == t->split->train.size;
    probe_mean_gradient(t, square);
    for (int l = 0; l < net->layer_count; l++) {
        const Param *w = probe_weights_of(net->layer[l]);
        say_biases(t, sink, l);
        for (int i = 0; i < net->layer[l]->param_count; i++) {
            const Param *param = &net->layer[l]->param[i];
            if (param->role != ROLE_STATISTIC) all += probe_dot(param, t->probes.gradient, t->probes.gradient);
        }
        if (!w) continue;
        const double mean_square = probe_dot(w, t->probes.gradient, t->probes.gradient);
        const double noise = (square[l] - mean_square) * batches / (batches - 1);
        probe_say(sink, PROBE_GRADIENT_NORM, l, __builtin_sqrt(mean_square));
        if (batches > 1 || whole) // one batch alone says something only where there is no other
            probe_say(sink, PROBE_GRADIENT_NOISE, l, batches > 1 && noise > 0 ? noise : 0);
    }
    probe_say(sink, PROBE_GRADIENT_NORM, PROBE_WHOLE, __builtin_sqrt(all));
}

const ProbeKind probe_gradients = {.look = gradients_look};
