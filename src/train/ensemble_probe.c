// Dropout as an ensemble: on samples of the test part, what one mask scores, what the mean prediction of MASKS masks
// does, and what the network without a mask, whose weights are scaled to the mean (Srivastava et al. 2014, "Dropout",
// section 7.5; Gal & Ghahramani 2016, "Dropout as a Bayesian approximation", equation 6). Each sample has
// masks of its own, those of MC dropout (train/mc_dropout_average.c); what one mask scores is the mean over all of
// them, so that the mean prediction's loss is never above it. All three are scored from predictions in the same way.
#include <string.h>

#include "math/build.h"
#include "train/trainer.h"

#define MASKS 50 // its names say fifty

// The first layer that drops at random under a mask; the number of layers: none does. It leaves what it is given
// as it is, and so do all behind it.
static int first_drop(const Network *net) {
    static const char *const kinds[] = {"dropout", "gaussian_dropout", "alpha_dropout"};
    bool weights = false;
    for (int i = 0; i < net->spec.drop_connect_count; i++) weights |= net->spec.drop_connect[i] > 0;
    for (int l = 0; l < net->layer_count; l++) {
        bool drops = weights && probe_is(net->layer[l], "linear");
        for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) drops |= probe_is(net->layer[l], kinds[i]);
        if (drops) return l;
    }
    return net->layer_count;
}

// Scores a prediction of sample r of the batch at hand.
static void add_score(Trainer *t, int r, const double *p, Score *score) {
    int32_t best;
    score->loss += averages_score(t, r, p, &best);
    score->correct += t->split->train.data->classes > 0 && best == t->batch.label[r];
}

// Scores each sample of the batch by what the network put out, and adds that to `sum`, where somebody wants it.
static void add_outputs(Trainer *t, const real *z, Score *score, double *sum) {
    const int outputs = t->net->outputs;
    for (int r = 0; r < t->batch.rows; r++) {
        t->loss->predict(z, t->batch.rows, outputs, r, t->prediction);
        add_score(t, r, t->prediction, score);
        for (int k = 0; sum && k < outputs; k++) sum[r * outputs + k] += t->prediction[k];
    }
}

typedef struct Scores {
    Score one, fifty, scaled; // one: the sum over all masks
} Scores;

// The batch at hand. What comes before the first layer that drops is the same under all masks: it is computed once.
static void add_batch(Trainer *t, int first_sample, int drop, Scores *s) {
    Network *net = t->net;
    const int rows = t->batch.rows, outputs = net->outputs;
    double *sum = t->probes.prediction;
    Pass pass = {.rows = rows, .first_sample = (uint64_t)first_sample};
    add_outputs(t, network_forward(net, pass, t->batch.x), &s->scaled, NULL);
    memset(sum, 0, (size_t)rows * (size_t)outputs * sizeof *sum);
    real *x = network_forward_to(net, pass, t->batch.x, drop);
    for (int m = 0; m < MASKS; m++) {
        pass = averages_mask(t, m);
        pass.rows = rows;
        pass.first_sample = (uint64_t)first_sample;
        network_forward_to(net, pass, x, 0);
        add_outputs(t, network_forward_on(net, x, drop, net->layer_count), &s->one, sum);
    }
    for (int i = 0; i < rows * outputs; i++) sum[i] /= MASKS;
    for (int r = 0; r < rows; r++) add_score(t, r, sum + (size_t)r * (size_t)outputs, &s->fifty);
}

static void say(const Trainer *t, ProbeSink *sink, ProbeValue loss, ProbeValue accuracy, const Score *score, int n) {
    probe_say(sink, loss, PROBE_WHOLE, score->loss / n);
    if (t->split->train.data->classes > 0) probe_say(sink, accuracy, PROBE_WHOLE, (double)score->correct / n);
}

static void ensemble_look(Trainer *t, ProbeSink *sink) {
    const Probes *p = &t->probes;
    const int drop = first_drop(t->net), n = p->tested;
    Scores s = {0};
    if (drop == t->net->layer_count || n == 0) return;
    for (int first = 0, rows; first < n; first += rows) {
        rows = n - first < PROBE_ROWS ? n - first : PROBE_ROWS;
        batch_gather(&t->batch, t->split, &t->split->test, p->test, first, rows);
        add_batch(t, first, drop, &s);
    }
    say(t, sink, PROBE_ONE_MASK_LOSS, PROBE_ONE_MASK_ACC, &s.one, n * MASKS);
    say(t, sink, PROBE_FIFTY_MASKS_LOSS, PROBE_FIFTY_MASKS_ACC, &s.fifty, n);
    say(t, sink, PROBE_SCALED_LOSS, PROBE_SCALED_ACC, &s.scaled, n);
}

const ProbeKind probe_ensemble = {.look = ensemble_look};
