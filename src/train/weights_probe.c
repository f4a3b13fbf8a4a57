// Weights: their norm, how it has grown, the learning rate that it leaves, and whether the gradient stands upright on
// them. A layer that batch norm follows puts out the same whatever the scale of its weights; so its gradient is
// orthogonal to them, and a step of the rate lr turns them by lr / |w|^2 (van Laarhoven 2017, "L2 regularization versus
// batch and weight normalization"; Hoffer et al. 2018, "Norm matters").
#include "math/build.h"
#include "train/trainer.h"

static double norm(const Param *param, const real *slab) {
    return __builtin_sqrt(probe_dot(param, slab, slab));
}

static void weights_start(Trainer *t) {
    for (int l = 0; l < t->net->layer_count; l++) {
        const Param *w = probe_weights_of(t->net->layer[l]);
        t->probes.start_norm[l] = w ? norm(w, t->net->params) : 0;
    }
}

static void weights_look(Trainer *t, ProbeSink *sink) {
    const Network *net = t->net;
    probe_mean_gradient(t, NULL, NULL);
    for (int l = 0; l < net->layer_count; l++) {
        const Param *w = probe_weights_of(net->layer[l]);
        if (!w) continue;
        const double length = norm(w, net->params), steep = norm(w, t->probes.gradient);
        probe_say(sink, PROBE_WEIGHT_NORM, l, length);
        probe_say(sink, PROBE_WEIGHT_GROWTH, l, length / t->probes.start_norm[l]);
        probe_say(sink, PROBE_EFFECTIVE_RATE, l, t->rate / (length * length));
        probe_say(sink, PROBE_WEIGHT_COSINE, l, probe_dot(w, net->params, t->probes.gradient) / (length * steep));
    }
}

const ProbeKind probe_weights = {.start = weights_start, .look = weights_look};
