// Folding: in evaluation batch norm is y = s x + t of each unit, with s = gamma / sqrt(var + eps) and t = beta - s
// mean, and what is linear before it can take that into its weights (Jacob et al. 2018, "Quantization and training of
// neural networks for efficient integer-arithmetic-only inference", section 3.2). Here s goes into the weights and the
// bias of the linear layer that the batch norm follows, which is left with adding t; then the outputs for the sample
// are held against those before. `regrun fold` does the same to a model's file (results/model_fold.c).
#include "math/build.h"
#include "math/panel.h"
#include "train/trainer.h"

enum { RUN_MEAN, RUN_VAR, GAMMA }; // of batch norm's parameters

// The batch norm that is given what layer l puts out, in evaluation; NULL: there is none.
static Layer *norm_behind(const Network *net, int l) {
    for (l++; l < net->layer_count && net->layer[l]->kind->training_only; l++) continue;
    return l < net->layer_count && probe_is(net->layer[l], "batch_norm") ? net->layer[l] : NULL;
}

static void fold(const Layer *linear, const Layer *norm, double eps) {
    const bool affine = norm->param_count > GAMMA && norm->param[GAMMA].role == ROLE_GAMMA;
    real *mean = norm->param[RUN_MEAN].at, *var = norm->param[RUN_VAR].at,
         *gamma = affine ? norm->param[GAMMA].at : NULL;
    for (int u = 0; u < linear->out; u++) {
        const double s = (gamma ? (double)gamma[u] : 1) / __builtin_sqrt((double)var[u] + eps);
        for (int i = 0; i < linear->param_count; i++) {
            const Param *p = &linear->param[i];
            for (int r = 0; r < p->rows; r++) {
                real *at = p->at + panel_index(p->rows, p->cols, r, u);
                *at = (real)(s * (double)*at);
            }
        }
        mean[u] = (real)(s * (double)mean[u]);
        var[u] = (real)(1 - eps);
        if (gamma) gamma[u] = 1;
    }
}

// The largest difference of the outputs for the sample from `before`, over the largest of these.
static double largest_change(Trainer *t, const real *before, int samples) {
    const int outputs = t->net->outputs;
    double change = 0, size = 0;
    for (int first = 0, rows; first < samples; first += rows) {
        rows = samples - first < t->net->max_rows ? samples - first : t->net->max_rows;
        batch_gather(&t->batch, t->split, &t->split->train, t->probes.sample, first, rows);
        const real *y = network_forward(t->net, (Pass){.rows = rows, .first_sample = (uint64_t)first}, t->batch.x);
        for (int u = 0; u < outputs; u++)
            for (int r = 0; r < rows; r++) {
                const double was = (double)before[(size_t)u * (size_t)samples + (size_t)(first + r)];
                const double off = __builtin_fabs((double)y[panel_index(rows, outputs, r, u)] - was);
                if (off > change) change = off;
                if (__builtin_fabs(was) > size) size = __builtin_fabs(was);
            }
    }
    return change / size;
}

static void folding_look(Trainer *t, ProbeSink *sink) {
    Network *net = t->net;
    const int samples = probe_inputs(t, net->layer_count, t->probes.values);
    int folded = 0;
    if (net->spec.weight_norm) return; // weights of the norm that the layer gives them have no room for s
    for (int l = 0; l < net->layer_count; l++) {
        const Layer *norm = probe_is(net->layer[l], "linear") ? norm_behind(net, l) : NULL;
        if (!norm) continue;
        fold(net->layer[l], norm, (double)(real)net->spec.batch_norm.eps);
        folded++;
    }
    if (folded > 0) probe_say(sink, PROBE_FOLD_ERROR, PROBE_WHOLE, largest_change(t, t->probes.values, samples));
}

const ProbeKind probe_folding = {.look = folding_look};
