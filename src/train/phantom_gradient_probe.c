// The phantom gradient: that which training would have if batch norm's mean and variance were the running ones, and
// constants: without what flows back through the statistics of the batch (Ioffe & Szegedy 2015, "Batch Normalization",
// section 2, on why that belongs to a step). Of each layer with weights, over the batches of the sample with gradients
// g_b, and p_b of the same batches under running statistics:
//     phantom_difference = sqrt(sum |p_b - g_b|^2 / sum |g_b|^2),  phantom_cosine = sum p_b.g_b / sqrt(sum |p_b|^2 sum
//     |g_b|^2)
//
// The bias of gamma's gradient: batches normalize by statistics of few samples, and so their gradients are not, in the
// mean, that of all samples normalized together (Lian & Liu 2019, "Revisit batch normalization"). With
// gamma's gradients g_b and G, that of the same samples as one batch:
//     gamma_bias = |mean g_b - G| / |G|,  gamma_decay = (mean g_b - G).gamma / |gamma|^2
// Luo et al. 2019, "Towards understanding regularization in batch normalization", find that the noise of the statistics
// acts as a decay of gamma: gamma_decay is how strong.
#include "math/build.h"
#include "train/bn_probe.h"

typedef struct Agreement {
    double difference, batch, frozen, product; // sums over batches of squares, and of products
} Agreement;

static void compare(const Trainer *t, Agreement *of) {
    const real *g = t->probes.gradient;
    real *p = t->probes.slab[0];
    for (int l = 0; l < t->net->layer_count; l++) {
        const Param *w = probe_weights_of(t->net->layer[l]);
        if (!w) continue;
        of[l].batch += probe_dot(w, g, g);
        of[l].frozen += probe_dot(w, p, p);
        of[l].product += probe_dot(w, p, g);
    }
    for (size_t i = 0; i < t->net->param_count; i++) p[i] -= g[i];
    for (int l = 0; l < t->net->layer_count; l++) {
        const Param *w = probe_weights_of(t->net->layer[l]);
        if (w) of[l].difference += probe_dot(w, p, p);
    }
}

// The gradient of all these batches as one.
static void gradient_of_all(Trainer *t, int batches, real *gradient) {
    const int rows = batches * probe_batch_rows(t);
    batch_gather(&t->batch, t->split, &t->split->train, t->probes.sample, 0, rows);
    probe_gradient(t, (Pass){.rows = rows, .training = true, .undivided = true, .seed = t->seed}, gradient);
}

static void say_gamma(const Trainer *t, ProbeSink *sink, int l, const Param *gamma, int batches) {
    const double *sum = t->probes.mean + gamma->first;
    const real *all = t->probes.slab[1] + gamma->first;
    double off = 0, size = 0, pull = 0, square = 0;
    for (int u = 0; u < gamma->cols; u++) {
        const double bias = sum[u] / batches - (double)all[u], value = (double)gamma->at[u];
        off += bias * bias;
        size += (double)all[u] * (double)all[u];
        pull += bias * value;
        square += value * value;
    }
    probe_say(sink, PROBE_GAMMA_BIAS, l, __builtin_sqrt(off / size));
    probe_say(sink, PROBE_GAMMA_DECAY, l, pull / square);
}

static void say_gammas(Trainer *t, ProbeSink *sink, int batches) {
    const int together = bn_probe_rows(t);
    if (together == batches * probe_batch_rows(t) && together < t->split->train.size) return; // a batch without another
    gradient_of_all(t, batches, t->probes.slab[1]);
    for (int l = 0; l < t->net->layer_count; l++) {
        const Layer *layer = t->net->layer[l];
        for (int i = 0; i < layer->param_count; i++)
            if (probe_is(layer, "batch_norm") && layer->param[i].role == ROLE_GAMMA)
                say_gamma(t, sink, l, &layer->param[i], batches);
    }
}

static void phantom_gradient_look(Trainer *t, ProbeSink *sink) {
    Probes *p = &t->probes;
    Agreement of[MAX_LAYERS] = {0};
    const int batches = probe_few_batches(t);
    for (size_t i = 0; i < t->net->param_count; i++) p->mean[i] = 0;
    for (int b = 0; b < batches; b++) {
        Pass pass = probe_batch(t, p->sample, b);
        probe_gradient(t, pass, p->gradient);
        for (size_t i = 0; i < t->net->param_count; i++) p->mean[i] += (double)p->gradient[i];
        network_copy_into(&p->aside, t->net); // the pass has changed the running statistics
        pass.frozen = true;
        probe_gradient(t, pass, p->slab[0]);
        compare(t, of);
    }
    for (int l = 0; l < t->net->layer_count; l++) {
        if (!probe_weights_of(t->net->layer[l])) continue;
        probe_say(sink, PROBE_PHANTOM_DIFFERENCE, l, __builtin_sqrt(of[l].difference / of[l].batch));
        probe_say(sink, PROBE_PHANTOM_COSINE, l, of[l].product / __builtin_sqrt(of[l].frozen * of[l].batch));
    }
    say_gammas(t, sink, batches);
}

const ProbeKind probe_phantom_gradient = {.look = phantom_gradient_look};
