#include "train/probe.h"

#include <string.h>

#include "base/rng.h"
#include "math/build.h"
#include "math/panel.h"
#include "train/trainer.h"

#define PROBE_ADDRESS(constant, name) &probe_##name,
static const ProbeKind *const kinds[PROBE_COUNT] = {PROBES(PROBE_ADDRESS)};

static int widest(const Network *net) {
    int width = net->features;
    for (int l = 0; l < net->layer_count; l++)
        if (net->layer[l]->out > width) width = net->layer[l]->out;
    return width;
}

static int at_most(int64_t a, int64_t b) {
    return (int)(a < b ? a : b);
}

// How many samples there are to look at.
static int sample_size(const TrainSpec *spec, const Split *split) {
    const int64_t batches = (int64_t)PROBE_BATCHES * spec->batch_size;
    return at_most(batches > PROBE_SAMPLES ? batches : PROBE_SAMPLES, split->train.size);
}

void probes_share(Trainer *t, double share) {
    Probes *p = &t->probes;
    const int samples = sample_size(&t->spec, t->split);
    p->samples = (int)(share * samples + 0.5);
    p->evaluated = (int)(share * at_most(samples, PROBE_SAMPLES) + 0.5);
    p->tested = (int)(share * at_most(t->split->test.size, PROBE_TESTED) + 0.5);
}

// How many of so many batches dear instruments look at.
static int few_of(int batches, int rows) {
    const int few = PROBE_SAMPLES / rows > 2 ? PROBE_SAMPLES / rows : 2;
    return few < batches ? few : batches;
}

int probes_rows(const TrainSpec *spec, const Split *split) {
    const int samples = sample_size(spec, split), rows = spec->batch_size < samples ? spec->batch_size : samples;
    return spec->probes >> PROBE_PHANTOM_GRADIENT & 1 ? rows * few_of(samples / rows, rows) : 0;
}

// What some instruments want alone; false without memory.
static bool take_room(Trainer *t) {
    const unsigned slabs =
        1u << PROBE_PHANTOM_GRADIENT | 1u << PROBE_SMOOTHNESS | 1u << PROBE_SHARPNESS | 1u << PROBE_CURVATURE;
    Probes *p = &t->probes;
    size_t units = 0;
    bool taken = true;
    for (int l = 0; l < t->net->layer_count; l++)
        if (probe_is(t->net->layer[l], "linear")) units += (size_t)t->net->layer[l]->out;
    if (t->spec.probes >> PROBE_GRADIENTS & 1)
        taken = (p->bias_sum = arena_take(&t->arena, units, sizeof *p->bias_sum)) != NULL;
    for (int i = 0; t->spec.probes & slabs && i < PROBE_SLABS; i++)
        taken &= (p->slab[i] = arena_take(&t->arena, t->net->param_count, sizeof *p->slab[i])) != NULL;
    return taken;
}

bool probes_take(Trainer *t) {
    Probes *p = &t->probes;
    const Network *net = t->net;
    const size_t width = (size_t)widest(net);
    if (!t->spec.probes) return true;
    probes_share(t, 1);
    p->sample = arena_take(&t->arena, (size_t)t->split->train.size, sizeof *p->sample);
    p->order = arena_take(&t->arena, (size_t)t->split->train.size, sizeof *p->order);
    p->start_norm = arena_take(&t->arena, (size_t)net->layer_count, sizeof *p->start_norm);
    p->layer_sum = arena_take(&t->arena, (size_t)net->layer_count, sizeof *p->layer_sum);
    p->gradient = arena_take(&t->arena, net->param_count, sizeof *p->gradient);
    p->mean = arena_take(&t->arena, net->param_count, sizeof *p->mean);
    p->values = arena_take(&t->arena, PROBE_SAMPLES * width, sizeof *p->values);
    p->unit = arena_take(&t->arena, width, sizeof *p->unit);
    p->test = arena_take(&t->arena, (size_t)t->split->test.size, sizeof *p->test);
    p->prediction = arena_take(&t->arena, (size_t)PROBE_ROWS * (size_t)net->outputs, sizeof *p->prediction);
    bool taken = p->unit && p->test && p->prediction;
    taken &= p->sample && p->order && p->start_norm && p->layer_sum && p->gradient && p->mean && p->values;
    for (int i = 0; i < PROBE_SUMS; i++) taken &= (p->sum[i] = arena_take(&t->arena, width, sizeof *p->sum[i])) != NULL;
    return taken && take_room(t) && network_copy_take(&p->aside, net, &t->arena);
}

// Which samples of the test part are looked at.
static void choose_tested(Trainer *t) {
    Probes *p = &t->probes;
    const int size = t->split->test.size;
    Rng rng = rng_stream(t->seed, "probe", 1);
    for (int i = 0; i < size; i++) p->test[i] = i;
    if (size > PROBE_TESTED) rng_shuffle(&rng, p->test, size);
}

void probes_start(Trainer *t) {
    Probes *p = &t->probes;
    if (!t->spec.probes) return;
    choose_tested(t);
    Rng rng = rng_stream(t->seed, "probe", 0);
    for (int i = 0; i < t->split->train.size; i++) p->sample[i] = i;
    rng_shuffle(&rng, p->sample, t->split->train.size);
    memcpy(p->order, p->sample, (size_t)t->split->train.size * sizeof *p->order); // batch_gather looks ahead
    for (int i = 0; i < PROBE_COUNT; i++)
        if (t->spec.probes >> i & 1 && kinds[i]->start) kinds[i]->start(t);
}

void probes_look(Trainer *t, int probe, ProbeSink *sink) {
    network_copy_from(&t->probes.aside, t->net);
    kinds[probe]->look(t, sink);
    network_copy_into(&t->probes.aside, t->net);
}

// --- What instruments are made of

int probe_batch_rows(const Trainer *t) {
    return t->spec.batch_size < t->probes.samples ? t->spec.batch_size : t->probes.samples;
}

int probe_batches(const Trainer *t) {
    return t->probes.samples / probe_batch_rows(t);
}

int probe_few_batches(const Trainer *t) {
    return few_of(probe_batches(t), probe_batch_rows(t));
}

Pass probe_batch(Trainer *t, const int32_t *order, int batch) {
    const int rows = probe_batch_rows(t), first = batch * rows;
    batch_gather(&t->batch, t->split, &t->split->train, order, first, rows);
    return (Pass){.rows = rows, .training = true, .seed = t->seed, .first_sample = (uint64_t)first};
}

typedef struct Slab {
    GradientSink sink;
    real *gradient;
} Slab;

static void keep(GradientSink *sink, const Param *param, size_t from, real *gradient, size_t count) {
    memcpy(((Slab *)sink)->gradient + param->first + from, gradient, count * sizeof *gradient);
}

const Param *probe_weights_of(const Layer *layer) {
    for (int i = 0; i < layer->param_count; i++)
        if (layer->param[i].role == ROLE_WEIGHT) return &layer->param[i];
    return NULL;
}

double probe_gradient(Trainer *t, Pass pass, real *gradient) {
    Slab slab = {{.take = keep}, gradient};
    return trainer_gradient(t, pass, &slab.sink);
}

void probe_mean_gradient(Trainer *t, double *square, GradientWatch *watch) {
    Probes *p = &t->probes;
    const Network *net = t->net;
    const int batches = probe_batches(t);
    memset(p->mean, 0, net->param_count * sizeof *p->mean);
    for (int l = 0; square && l < net->layer_count; l++) square[l] = 0;
    for (int b = 0; b < batches; b++) {
        Pass pass = probe_batch(t, p->sample, b);
        pass.watch = watch;
        probe_gradient(t, pass, p->gradient);
        for (size_t i = 0; i < net->param_count; i++) p->mean[i] += (double)p->gradient[i];
        for (int l = 0; square && l < net->layer_count; l++) {
            const Param *w = probe_weights_of(net->layer[l]);
            if (w) square[l] += probe_dot(w, p->gradient, p->gradient) / batches;
        }
    }
    for (size_t i = 0; i < net->param_count; i++) p->gradient[i] = (real)(p->mean[i] / batches);
}

double probe_dot(const Param *param, const real *a, const real *b) {
    double sum = 0;
    for (int r = 0; r < param->rows; r++)
        for (int c = 0; c < param->cols; c++) {
            const size_t at = param->first + panel_index(param->rows, param->cols, r, c);
            sum += (double)a[at] * (double)b[at];
        }
    return sum;
}

double probe_dot_all(const Network *net, const real *a, const real *b) {
    double sum = 0;
    for (int l = 0; l < net->layer_count; l++)
        for (int i = 0; i < net->layer[l]->param_count; i++) {
            const Param *param = &net->layer[l]->param[i];
            if (param->role != ROLE_STATISTIC) sum += probe_dot(param, a, b);
        }
    return sum;
}

int probe_width(const Trainer *t, int layer) {
    return layer < t->net->layer_count ? t->net->layer[layer]->in : t->net->outputs;
}

int probe_inputs(Trainer *t, int layer, real *values) {
    const Probes *p = &t->probes;
    const int samples = p->evaluated, width = probe_width(t, layer);
    for (int first = 0, rows; first < samples; first += rows) {
        rows = samples - first < t->net->max_rows ? samples - first : t->net->max_rows;
        batch_gather(&t->batch, t->split, &t->split->train, p->sample, first, rows);
        const Pass pass = {.rows = rows, .first_sample = (uint64_t)first};
        const real *x = network_forward_to(t->net, pass, t->batch.x, layer);
        for (int u = 0; u < width; u++)
            for (int r = 0; r < rows; r++) values[u * samples + first + r] = x[panel_index(rows, width, r, u)];
    }
    return samples;
}
