// Co-adaptation: how far a network leans on single units and on their going together. A growing share of the hidden
// units, the same share of each layer, is set to 0 behind the activation while the sample is evaluated (cumulative
// ablation: Morcos et al. 2018, "On the importance of single directions for generalization", there with one order of
// units at a time); each PROBE_ROWS samples have an order of their own, so that what is said is a mean over orders. A
// larger share ablates the units of a smaller one, and some. Dropout is said to make units useful without particular
// others (Srivastava et al. 2014, "Dropout", section 1).
//
// Correlation: the mean of |r| over the pairs of a layer's units that vary, of at most CORRELATED that the seed draws
// (that such units be told apart is what Cogswell et al. 2016 train for: "Reducing overfitting in deep networks by
// decorrelating representations").
#include "base/rng.h"
#include "math/build.h"
#include "math/panel.h"
#include "train/trainer.h"

#define CORRELATED 128

static const struct {
    double share;
    ProbeValue accuracy, loss;
} ablated[] = {{0, PROBE_ABLATED_ACC_0, PROBE_ABLATED_LOSS_0},
               {0.1, PROBE_ABLATED_ACC_10, PROBE_ABLATED_LOSS_10},
               {0.25, PROBE_ABLATED_ACC_25, PROBE_ABLATED_LOSS_25},
               {0.5, PROBE_ABLATED_ACC_50, PROBE_ABLATED_LOSS_50},
               {0.75, PROBE_ABLATED_ACC_75, PROBE_ABLATED_LOSS_75}};
enum { SHARES = sizeof ablated / sizeof *ablated };

// Units 0 to n - 1 in an order drawn from that stream.
static void order_units(Trainer *t, const char *stream, uint64_t index, int n) {
    Rng rng = rng_stream(t->seed, stream, index);
    for (int u = 0; u < n; u++) t->probes.unit[u] = u;
    rng_shuffle(&rng, t->probes.unit, n);
}

// What the layer put out, without a share of its units; a half of one goes, too.
static void ablate(Trainer *t, int layer, int batch, double share, real *x) {
    const int units = t->net->layer[layer]->out, rows = t->batch.rows, gone = (int)(share * units + 0.5);
    order_units(t, "ablation", (uint64_t)batch * MAX_LAYERS + (uint64_t)layer, units);
    for (int i = 0; i < gone; i++)
        for (int r = 0; r < rows; r++) x[panel_index(rows, units, r, t->probes.unit[i])] = 0;
}

// The batch at hand in evaluation.
static Score score_without(Trainer *t, int batch, double share) {
    Network *net = t->net;
    const Pass pass = {.rows = t->batch.rows, .first_sample = (uint64_t)batch * PROBE_ROWS};
    real *x = network_forward_to(net, pass, t->batch.x, 0);
    for (int l = 0; l < net->layer_count; l++) {
        x = network_forward_on(net, x, l, l + 1);
        if (share > 0 && probe_is_activation(net->layer[l])) ablate(t, l, batch, share, x);
    }
    return trainer_score(t, x);
}

static void say_ablated(Trainer *t, ProbeSink *sink) {
    const Probes *p = &t->probes;
    const int samples = p->evaluated;
    Score sum[SHARES] = {0};
    for (int first = 0, rows; first < samples; first += rows) {
        rows = samples - first < PROBE_ROWS ? samples - first : PROBE_ROWS;
        batch_gather(&t->batch, t->split, &t->split->train, p->sample, first, rows);
        for (int k = 0; k < SHARES; k++) {
            const Score score = score_without(t, first / PROBE_ROWS, ablated[k].share);
            sum[k].loss += score.loss;
            sum[k].correct += score.correct;
        }
    }
    for (int k = 0; k < SHARES; k++) {
        if (t->split->train.data->classes > 0)
            probe_say(sink, ablated[k].accuracy, PROBE_WHOLE, (double)sum[k].correct / samples);
        probe_say(sink, ablated[k].loss, PROBE_WHOLE, sum[k].loss / samples);
    }
}

// Takes the mean off the unit's values; the root of the sum of the squares that are left, 0 where it does not vary.
static double centre(real *of, int samples) {
    double mean = 0, square = 0;
    bool varies = false;
    for (int i = 0; i < samples; i++) mean += (double)of[i], varies |= of[i] != of[0];
    mean /= samples;
    for (int i = 0; i < samples; i++) {
        of[i] = (real)((double)of[i] - mean);
        square += (double)of[i] * (double)of[i];
    }
    return varies ? __builtin_sqrt(square) : 0;
}

static void say_correlation(Trainer *t, ProbeSink *sink, int layer) {
    real *values = t->probes.values;
    double *norm = t->probes.sum[0], sum = 0;
    const int units = t->net->layer[layer]->out, samples = probe_inputs(t, layer + 1, values);
    const int most = units < CORRELATED ? units : CORRELATED;
    int64_t pairs = 0;
    order_units(t, "probe", 2 + (uint64_t)layer, units);
    for (int a = 0; a < most; a++) {
        const real *x = values + (size_t)t->probes.unit[a] * (size_t)samples;
        norm[a] = centre(values + (size_t)t->probes.unit[a] * (size_t)samples, samples);
        for (int b = 0; b < a; b++) {
            const real *y = values + (size_t)t->probes.unit[b] * (size_t)samples;
            double product = 0;
            if (!(norm[a] > 0) || !(norm[b] > 0)) continue;
            for (int i = 0; i < samples; i++) product += (double)x[i] * (double)y[i];
            sum += __builtin_fabs(product) / (norm[a] * norm[b]);
            pairs++;
        }
    }
    if (pairs > 0) probe_say(sink, PROBE_UNIT_CORRELATION, layer, sum / (double)pairs);
}

static void co_adaptation_look(Trainer *t, ProbeSink *sink) {
    bool any = false;
    for (int l = 0; l < t->net->layer_count; l++) {
        if (!probe_is_activation(t->net->layer[l])) continue;
        any = true;
        say_correlation(t, sink, l);
    }
    if (any) say_ablated(t, sink);
}

const ProbeKind probe_co_adaptation = {.look = co_adaptation_look};
