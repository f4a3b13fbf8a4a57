#include "nn/network.h"

#include "math/build.h"
#include "math/panel.h"
#include "nn/loss.h"

// Gives every parameter and statistic its place in its slab, one layer after the other.
static void lay_out(Network *net) {
    for (int l = 0; l < net->layer_count; l++)
        for (int i = 0; i < net->layer[l]->param_count; i++) {
            Param *p = &net->layer[l]->param[i];
            size_t *end = p->role == ROLE_STATISTIC ? &net->statistic_count : &net->param_count;
            p->first = *end;
            *end += panel_size(p->rows, p->cols);
            if (p->role != ROLE_STATISTIC) net->trained += (int64_t)p->rows * p->cols;
        }
}

static bool take_slabs(Network *net, Arena *arena) {
    lay_out(net);
    net->params = arena_take(arena, net->param_count, sizeof(real));
    net->statistics = arena_take(arena, net->statistic_count, sizeof(real));
    if (!net->params || !net->statistics) return false;
    for (int l = 0; l < net->layer_count; l++) {
        Layer *layer = net->layer[l];
        for (int i = 0; i < layer->param_count; i++) {
            Param *p = &layer->param[i];
            p->at = (p->role == ROLE_STATISTIC ? net->statistics : net->params) + p->first;
        }
        if (layer->kind->bind) layer->kind->bind(layer);
    }
    return true;
}

static bool take_buffers(Network *net, Arena *arena) {
    size_t widest = panel_size(net->max_rows, net->features), scratch = loss_scratch(net->max_rows, net->outputs);
    for (int l = 0; l < net->layer_count; l++) {
        const size_t size = panel_size(net->max_rows, net->layer[l]->out);
        if (size > widest) widest = size;
        if (net->layer[l]->scratch_count > scratch) scratch = net->layer[l]->scratch_count;
    }
    net->d_output = arena_take(arena, panel_size(net->max_rows, net->outputs), sizeof(real));
    net->gradient[0] = arena_take(arena, widest, sizeof(real));
    net->gradient[1] = arena_take(arena, widest, sizeof(real));
    net->scratch = arena_take(arena, scratch, sizeof(real));
    return net->d_output && net->gradient[0] && net->gradient[1] && net->scratch;
}

Network *network_new(Arena *arena, const ModelSpec *spec, int features, int outputs, int max_rows) {
    Network *net = arena_take(arena, 1, sizeof *net);
    if (!net) return NULL;
    net->spec = *spec;
    net->features = features;
    net->outputs = outputs;
    net->max_rows = max_rows;
    return registry_build(net, arena) && take_slabs(net, arena) && take_buffers(net, arena) ? net : NULL;
}

void network_init(Network *net, uint64_t seed) {
    for (int l = 0; l < net->layer_count; l++)
        if (net->layer[l]->kind->init) net->layer[l]->kind->init(net->layer[l], seed);
}

// What layers from `next` on would do to each element of what the layer before puts out. Returns the first of them that
// does more.
static int follow(const Network *net, int next, int end, Finish *finish) {
    for (; next < end; next++) {
        const LayerKind *kind = net->layer[next]->kind;
        if (!kind->follow || !kind->follow(net->layer[next], &net->pass, finish)) break;
    }
    return next;
}

real *network_forward_on(Network *net, real *x, int from, int end) {
    for (int l = from, next; l < end; l = next) {
        const LayerKind *kind = net->layer[l]->kind;
        Finish finish = {0};
        next = kind->finishing ? follow(net, l + 1, end, &finish) : l + 1;
        net->pass.finish = next > l + 1 ? &finish : NULL;
        net->input[l] = x;
        x = kind->forward(net->layer[l], &net->pass, x);
        for (int done = l + 1; done < next; done++) net->input[done] = x;
    }
    net->pass.finish = NULL;
    return x;
}

real *network_forward_to(Network *net, Pass pass, real *x, int layers) {
    net->pass = pass;
    net->pass.scratch = net->scratch;
    return network_forward_on(net, x, 0, layers);
}

const real *network_forward(Network *net, Pass pass, real *x) {
    return network_forward_to(net, pass, x, net->layer_count);
}

// From the outputs down to layer `last`, whose own dx is returned where somebody wants it.
static real *go_back(Network *net, int last, bool wants_inputs) {
    real *dy = net->d_output;
    for (int l = net->layer_count - 1; l >= last; l--) {
        const bool end = l == last && !wants_inputs;
        if (net->pass.watch) net->pass.watch->see(net->pass.watch, l, dy);
        real *other = end ? NULL : dy == net->gradient[0] ? net->gradient[1] : net->gradient[0];
        dy = net->layer[l]->kind->backward(net->layer[l], &net->pass, net->input[l], dy, other);
    }
    return dy;
}

void network_backward(Network *net, GradientSink *sink) {
    net->pass.sink = sink;
    // Nobody wants the gradient below the first layer that has parameters.
    int first = 0;
    while (net->layer[first]->param_count == 0) first++;
    go_back(net, first, false);
}

static void take_nothing(GradientSink *sink, const Param *param, size_t from, real *gradient, size_t count) {
    (void)sink, (void)param, (void)from, (void)gradient, (void)count;
}

const real *network_backward_inputs(Network *net) {
    GradientSink nothing = {.take = take_nothing};
    net->pass.sink = &nothing;
    const real *d_inputs = go_back(net, 0, true);
    net->pass.sink = NULL;
    return d_inputs;
}
