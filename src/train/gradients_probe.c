// Gradients: their norms, layer by layer, that of the biases, and how far those of batches are from each other. Over
// the B batches of the sample with gradients g_b and their mean g the noise is sum |g_b - g|^2 / (B - 1), the trace of
// the gradient's covariance (McCandlish et al. 2018, "An empirical model of large-batch training").
//
// A bias's gradient is the sum over the samples of the gradient by what its layer puts out. A layer before batch norm
// has no bias here, for it would be taken off again with the batch's mean: what it would get is taken from there all
// the same, and is 0 but for rounding.
#include "math/build.h"
#include "math/panel.h"
#include "train/trainer.h"

typedef struct BiasWatch {
    GradientWatch watch;
    const Network *net;
    double *sum; // [units of all linear layers], of the batches
} BiasWatch;

// The sums of the units of linear layer number `layer`.
static double *bias_sum_of(const BiasWatch *w, int layer) {
    double *sum = w->sum;
    for (int l = 0; l < layer; l++)
        if (probe_is(w->net->layer[l], "linear")) sum += w->net->layer[l]->out;
    return sum;
}

static void add_biases(GradientWatch *watch, int layer, const real *dy) {
    const BiasWatch *w = (const BiasWatch *)watch;
    const int rows = w->net->pass.rows, units = w->net->layer[layer]->out;
    if (!probe_is(w->net->layer[layer], "linear")) return;
    double *sum = bias_sum_of(w, layer);
    for (int r = 0; r < rows; r++)
        for (int u = 0; u < units; u++) sum[u] += (double)dy[panel_index(rows, units, r, u)];
}

static void say_biases(const BiasWatch *w, ProbeSink *sink, int l, int batches) {
    const double *sum = bias_sum_of(w, l);
    const bool output = l == w->net->layer_count - 1;
    double square = 0;
    for (int u = 0; u < w->net->layer[l]->out; u++) square += sum[u] / batches * (sum[u] / batches);
    probe_say(sink, output ? PROBE_OUTPUT_BIAS_GRADIENT : PROBE_BIAS_GRADIENT, l, __builtin_sqrt(square));
}

static void gradients_look(Trainer *t, ProbeSink *sink) {
    const Network *net = t->net;
    const real *gradient = t->probes.gradient;
    double *square = t->probes.layer_sum;
    const int batches = probe_batches(t);
    const bool whole = batches == 1 && probe_batch_rows(t) == t->split->train.size;
    BiasWatch biases = {{add_biases}, net, t->probes.bias_sum};
    double *end = bias_sum_of(&biases, net->layer_count);
    for (double *sum = biases.sum; sum < end; sum++) *sum = 0;
    probe_mean_gradient(t, square, &biases.watch);
    for (int l = 0; l < net->layer_count; l++) {
        const Param *w = probe_weights_of(net->layer[l]);
        if (!w) continue;
        const double mean_square = probe_dot(w, gradient, gradient);
        const double noise = (square[l] - mean_square) * batches / (batches - 1);
        say_biases(&biases, sink, l, batches);
        probe_say(sink, PROBE_GRADIENT_NORM, l, __builtin_sqrt(mean_square));
        if (batches > 1 || whole) // one batch alone says something only where there is no other
            probe_say(sink, PROBE_GRADIENT_NOISE, l, batches > 1 && noise > 0 ? noise : 0);
    }
    probe_say(sink, PROBE_GRADIENT_NORM, PROBE_WHOLE, __builtin_sqrt(probe_dot_all(net, gradient, gradient)));
}

const ProbeKind probe_gradients = {.look = gradients_look};
