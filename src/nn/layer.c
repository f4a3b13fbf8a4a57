#include "nn/layer.h"

#include "math/build.h"
#include "math/panel.h"

bool layer_setup(Layer *layer, const LayerKind *kind, Arena *arena, int in, int out, int max_rows) {
    layer->kind = kind;
    layer->in = in;
    layer->out = out;
    if (max_rows == 0) return true;
    layer->output = arena_take(arena, panel_size(max_rows, out), sizeof(real));
    return layer->output != NULL;
}
