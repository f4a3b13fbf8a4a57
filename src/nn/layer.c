#include "nn/layer.h"

#include "math/build.h"
#include "math/panel.h"

void *layer_new(const Place *place, const LayerKind *kind, size_t size, bool output) {
    Layer *layer = arena_take(place->arena, 1, size);
    if (!layer) return NULL;
    layer->kind = kind;
    layer->in = place->in;
    layer->out = place->out;
    if (!output) return layer;
    layer->output = arena_take(place->arena, panel_size(place->max_rows, place->out), sizeof(real));
    return layer->output ? layer : NULL;
}

void layer_param(Layer *layer, const char *name, Role role, int rows, int cols) {
    layer->param[layer->param_count++] = (Param){.name = name, .role = role, .rows = rows, .cols = cols};
}
