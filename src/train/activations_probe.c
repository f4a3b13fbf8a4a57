// Activations: what layers put out, in evaluation, over the sample. Mean and SD are those of all units and samples
// together; by depth they show how the signal drifts (Bjorck et al. 2018, "Understanding batch normalization"). Of an
// activation: the share of ReLU units that are 0 for every sample, that of sigmoid's and tanh's values within 5 % of
// their range from a bound (Glorot & Bengio 2010), the mean slope, and the percentiles of what it is given (Ioffe &
// Szegedy 2015, figure 1: of one unit; here the mean over units). Of batch norm: skewness and kurtosis of what it puts
// out, mean over units: it has mean 0 and variance 1, and need not be normal.
#include <stdlib.h>

#include "math/build.h"
#include "train/trainer.h"

#define COUNT(list) (sizeof(list) / sizeof *(list))

// What the layer puts out: values[unit * samples + sample].
typedef struct Values {
    real *of;
    int units, samples;
} Values;

static void say_moments(ProbeSink *sink, int layer, Values v) {
    const size_t n = (size_t)v.units * (size_t)v.samples;
    double mean = 0, square = 0;
    for (size_t i = 0; i < n; i++) mean += (double)v.of[i];
    mean /= (double)n;
    for (size_t i = 0; i < n; i++) square += ((double)v.of[i] - mean) * ((double)v.of[i] - mean);
    probe_say(sink, PROBE_ACTIVATION_MEAN, layer, mean);
    probe_say(sink, PROBE_ACTIVATION_SD, layer, __builtin_sqrt(square / (double)n));
}

static void say_dead(ProbeSink *sink, int layer, Values v) {
    int dead = 0;
    for (int u = 0; u < v.units; u++) {
        const real *of = v.of + (size_t)u * (size_t)v.samples;
        int i = 0;
        while (i < v.samples && of[i] <= 0) i++;
        dead += i == v.samples;
    }
    probe_say(sink, PROBE_DEAD_UNITS, layer, (double)dead / v.units);
}

static void say_saturation(ProbeSink *sink, int layer, Values v, real lowest, real highest) {
    const size_t n = (size_t)v.units * (size_t)v.samples;
    const real margin = (real)0.05 * (highest - lowest);
    size_t near = 0;
    for (size_t i = 0; i < n; i++) near += v.of[i] < lowest + margin || v.of[i] > highest - margin;
    probe_say(sink, PROBE_SATURATION, layer, (double)near / (double)n);
}

// Skewness m3 / m2^1.5 and kurtosis m4 / m2^2 of each unit's moments around its mean; units that do not vary are left
// out.
static void say_shape(ProbeSink *sink, int layer, Values v) {
    double skewness = 0, kurtosis = 0;
    int units = 0;
    for (int u = 0; u < v.units; u++) {
        const real *of = v.of + (size_t)u * (size_t)v.samples;
        double mean = 0, m2 = 0, m3 = 0, m4 = 0;
        for (int i = 0; i < v.samples; i++) mean += (double)of[i] / v.samples;
        for (int i = 0; i < v.samples; i++) {
            const double d = (double)of[i] - mean, d2 = d * d;
            m2 += d2 / v.samples;
            m3 += d2 * d / v.samples;
            m4 += d2 * d2 / v.samples;
        }
        if (!(m2 > 0)) continue;
        units++;
        skewness += m3 / (m2 * __builtin_sqrt(m2));
        kurtosis += m4 / (m2 * m2);
    }
    if (units == 0) return;
    probe_say(sink, PROBE_BN_SKEWNESS, layer, skewness / units);
    probe_say(sink, PROBE_BN_KURTOSIS, layer, kurtosis / units);
}

static int ascending(const void *a, const void *b) {
    const real x = *(const real *)a, y = *(const real *)b;
    return (x > y) - (x < y);
}

// Sorts the values of each unit. The percentile p stands at (samples - 1) p, between two samples on the line between
// them.
static void say_percentiles(ProbeSink *sink, int layer, Values v) {
    static const struct {
        ProbeValue value;
        double share;
    } said[] = {{PROBE_INPUT_P15, 0.15}, {PROBE_INPUT_P50, 0.5}, {PROBE_INPUT_P85, 0.85}};
    double sum[COUNT(said)] = {0};
    for (int u = 0; u < v.units; u++) {
        real *of = v.of + (size_t)u * (size_t)v.samples;
        qsort(of, (size_t)v.samples, sizeof *of, ascending);
        for (size_t k = 0; k < COUNT(said); k++) {
            const double place = (v.samples - 1) * said[k].share;
            const int below = (int)place, above = below + (below + 1 < v.samples);
            sum[k] += (double)of[below] + (place - below) * ((double)of[above] - (double)of[below]);
        }
    }
    for (size_t k = 0; k < COUNT(said); k++) probe_say(sink, said[k].value, layer, sum[k] / v.units);
}

// Sends the values through the activation, and 1 back: the mean of its slope. They are lost.
static void say_slope(Trainer *t, ProbeSink *sink, int layer, Values v) {
    Layer *own = t->net->layer[layer];
    const Pass pass = {.rows = 1, .training = true, .seed = t->seed, .scratch = t->net->scratch};
    double sum = 0;
    for (int i = 0; i < v.samples; i++) {
        real *x = t->net->gradient[0], *dy = t->net->gradient[1];
        for (int u = 0; u < v.units; u++) {
            x[u] = v.of[(size_t)u * (size_t)v.samples + (size_t)i]; // one row: its panels stand one behind the other
            dy[u] = 1;
        }
        own->kind->forward(own, &pass, x);
        const real *dx = own->kind->backward(own, &pass, x, dy, x);
        for (int u = 0; u < v.units; u++) sum += (double)dx[u];
    }
    probe_say(sink, PROBE_MEAN_SLOPE, layer, sum / v.units / v.samples);
}

static void activations_look(Trainer *t, ProbeSink *sink) {
    const Network *net = t->net;
    Values v = {.of = t->probes.values};
    for (int l = 0; l < net->layer_count; l++) {
        const Layer *layer = net->layer[l];
        if (probe_is_activation(layer)) {
            v.units = probe_width(t, l);
            v.samples = probe_inputs(t, l, v.of);
            say_percentiles(sink, l, v);
            say_slope(t, sink, l, v);
        }
        if (layer->kind->training_only) continue;
        v.units = probe_width(t, l + 1);
        v.samples = probe_inputs(t, l + 1, v.of);
        say_moments(sink, l, v);
        if (probe_is(layer, "relu")) say_dead(sink, l, v);
        if (probe_is(layer, "sigmoid")) say_saturation(sink, l, v, 0, 1);
        if (probe_is(layer, "tanh")) say_saturation(sink, l, v, -1, 1);
        if (probe_is(layer, "batch_norm")) say_shape(sink, l, v);
    }
}

const ProbeKind probe_activations = {.look = activations_look};
