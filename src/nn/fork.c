// Where a residual block begins (nn/block.h): x goes into the branch, and stays for join. Backward: what comes from the
// branch and what was kept of the shortcut's gradient are added.
#include "math/build.h"
#include "math/panel.h"
#include "nn/block.h"
#include "nn/kinds.h"

static bool fork_stands(const Place *place) {
    return place->slot == SLOT_HEAD && place->block && place->hidden == place->block->first && place->branch == 0;
}

static Layer *fork_make(const Place *place) {
    Block *block = place->block;
    block->kept = arena_take(place->arena, panel_size(place->max_rows, place->out), sizeof(real));
    return block->kept ? block_layer_new(place, &layer_fork, sizeof(BlockLayer)) : NULL;
}

static real *fork_forward(Layer *layer, const Pass *pass, real *x) {
    (void)pass;
    ((BlockLayer *)layer)->block->x = x;
    return x;
}

static real *fork_backward(Layer *layer, const Pass *pass, const real *x, real *restrict dy, real *other) {
    (void)x, (void)other;
    const real *restrict kept = ((BlockLayer *)layer)->block->kept;
    const size_t n = panel_size(pass->rows, layer->out);
    for (size_t i = 0; i < n; i++) dy[i] += kept[i];
    return dy;
}

const LayerKind layer_fork = {
    .name = "fork", .stands = fork_stands, .make = fork_make, .forward = fork_forward, .backward = fork_backward};
