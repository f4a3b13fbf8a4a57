// The one place that names every kind of layer.
#include "math/build.h"
#include "nn/kinds.h"
#include "nn/network.h"

static bool add(Network *net, Layer *layer) {
    net->layer[net->layer_count] = layer;
    net->layer_count += layer != NULL;
    return layer != NULL;
}

// The i-th hidden layer: `in` features to spec->hidden[i].
static bool add_hidden(Network *net, Arena *arena, int i, int in) {
    const ModelSpec *spec = &net->spec;
    const int width = spec->hidden[i], rows = net->max_rows;
    const bool before = spec->batch_norm.on && spec->batch_norm.placement == BEFORE_ACTIVATION;
    const bool after = spec->batch_norm.on && spec->batch_norm.placement == AFTER_ACTIVATION;
    const double rate = spec->dropout[spec->dropout_count == 1 ? 0 : i];
    // Batch norm takes the mean away, and with it any bias before it.
    return add(net, linear_new(arena, spec, in, width, !before, i, rows)) &&
           (!before || add(net, batch_norm_new(arena, &spec->batch_norm, width, rows))) &&
           add(net, activation_new(arena, (ActivationKind)spec->activation, width)) &&
           (!after || add(net, batch_norm_new(arena, &spec->batch_norm, width, rows))) &&
           (rate == 0 || add(net, dropout_new(arena, rate, width, 1 + i, rows)));
}

bool registry_build(Network *net, Arena *arena) {
    const ModelSpec *spec = &net->spec;
    int in = net->features;
    if (spec->input_dropout > 0 && !add(net, dropout_new(arena, spec->input_dropout, in, 0, net->max_rows)))
        return false;
    for (int i = 0; i < spec->hidden_count; in = spec->hidden[i++])
        if (!add_hidden(net, arena, i, in)) return false;
    return add(net, linear_new(arena, spec, in, net->outputs, true, spec->hidden_count, net->max_rows));
}
