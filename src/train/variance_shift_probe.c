// Variance shift: Li et al. 2019, "Understanding the disharmony between dropout and batch normalization by variance
// shift" Dropout raises the variance of what a batch norm behind it is given while training, by which the
// running variance goes; in evaluation nothing is dropped. The variance that is seen there over the running one, mean
// over units: 1 where nothing shifts. Of relu's values of a normal input, dropped with inverted dropout that keeps a
// share k, through a linear layer it is (1/2 - 1/(2 pi)) / (1/(2 k) - 1/(2 pi)): 0.405 for k = 0.5, 0.732 for k = 0.8.
#include "math/build.h"
#include "train/trainer.h"

enum { RUN_VAR = 1 }; // of batch norm's parameters

// Unbiased, as the running one is.
static double variance_of(const real *values, int n) {
    double mean = 0, square = 0;
    for (int i = 0; i < n; i++) mean += (double)values[i] / n;
    for (int i = 0; i < n; i++) square += ((double)values[i] - mean) * ((double)values[i] - mean);
    return square / (n - 1);
}

static void variance_shift_look(Trainer *t, ProbeSink *sink) {
    real *values = t->probes.values;
    for (int l = 0; l < t->net->layer_count; l++) {
        const Layer *layer = t->net->layer[l];
        if (!probe_is(layer, "batch_norm")) continue;
        const int samples = probe_inputs(t, l, values);
        double sum = 0;
        int units = 0;
        for (int u = 0; u < layer->in && samples > 1; u++) {
            const double running = (double)layer->param[RUN_VAR].at[u];
            if (!(running > 0)) continue;
            sum += variance_of(values + (size_t)u * (size_t)samples, samples) / running;
            units++;
        }
        if (units > 0) probe_say(sink, PROBE_VARIANCE_RATIO, l, sum / units);
    }
}

const ProbeKind probe_variance_shift = {.look = variance_shift_look};
