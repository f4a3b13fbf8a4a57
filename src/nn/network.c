#include "nn/network.h"

#include "math/build.h"
#include "math/panel.h"
#include "nn/loss.h"

// Parameters of all layers side by side in one slab, states in another.
static bool take_slabs(Network *net, Arena *arena) {
    for (int l = 0; l < net->layer_count; l++) {
        net->layer[l]->first_param = net->param_count;
        net->param_count += net->layer[l]->param_count;
        net->state_count += net->layer[l]->state_count;
        net->trained += net->layer[l]->trained;
    }
    net->params = arena_take(arena, net->param_count, sizeof(real));
    net->state = arena_take(arena, net->state_count, sizeof(real));
    if (!net->params || !net->state) return false;
    real *state = net->state;
    for (int l = 0; l < net->layer_count; l++) {
        net->layer[l]->params = net->params + net->layer[l]->first_param;
        net->layer[l]->state = state;
        state += net->layer[l]->state_count;
    }
    return true;
}

static bool take_buffers(Network *net, Arena *arena) {
    size_t widest = 0, scratch = loss_scratch(net->max_rows, net->outputs);
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
    for (int l = 0; l < net->layer_count; l++) net->layer[l]->kind->init(net->layer[l], seed);
}

const real *network_forward(Network *net, int rows, bool training, real *x) {
    const Pass pass = {.rows = rows, .training = training, .scratch = net->scratch};
    for (int l = 0; l < net->layer_count; l++) {
        net->input[l] = x;
        x = net->layer[l]->kind->forward(net->layer[l], &pass, x);
    }
    return x;
}

void network_backward(Network *net, int rows, GradientSink *sink) {
    const Pass pass = {.rows = rows, .training = true, .scratch = net->scratch, .sink = sink};
    // Nobody wants the gradient below the first layer that has parameters.
    int first = 0;
    while (net->layer[first]->param_count == 0) first++;
    real *dy = net->d_output;
    for (int l = net->layer_count - 1; l >= first; l--) {
        real *other = l == first ? NULL : dy == net->gradient[0] ? net->gradient[1] : net->gradient[0];
        dy = net->layer[l]->kind->backward(net->layer[l], &pass, net->input[l], dy, other);
    }
}
