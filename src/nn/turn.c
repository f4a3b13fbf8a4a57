// Between the two branches of a residual block (nn/block.h): keeps what the first gave, and gives the second what the
// block was given. Backward: keeps the gradient that came from the second, and gives the first its share s' dy.
#include "math/build.h"
#include "math/panel.h"
#include "math/vector.h"
#include "nn/block.h"
#include "nn/kinds.h"

static bool turn_stands(const Place *place) {
    return place->slot == SLOT_HEAD && place->block && place->hidden == place->block->first && place->branch == 1;
}

static Layer *turn_make(const Place *place) {
    return block_layer_new(place, &layer_turn, sizeof(BlockLayer));
}

static real *turn_forward(Layer *layer, const Pass *pass, real *x) {
    (void)pass;
    Block *block = ((BlockLayer *)layer)->block;
    block->first_branch = x;
    return block->x;
}

// kept is dy until here.
INLINE void swap_panel(int rows, int width, const real *restrict share, real *restrict kept, real *restrict d) {
    for (int r = 0; r < rows; r++)
        for (int c = 0; c < width; c++) {
            const real of_second = d[r * width + c];
            d[r * width + c] = share[r] * kept[r * width + c];
            kept[r * width + c] += of_second;
        }
}

static real *turn_backward(Layer *layer, const Pass *pass, const real *x, real *dy, real *other) {
    (void)x, (void)other;
    const Block *block = ((BlockLayer *)layer)->block;
    for (int p = 0; p < panel_count(layer->out); p++) {
        const size_t at = panel_offset(pass->rows, p);
        FOR_WIDTH(w, panel_width(layer->out, p), swap_panel(pass->rows, w, block->backward, block->kept + at, dy + at));
    }
    return dy;
}

const LayerKind layer_turn = {
    .name = "turn", .stands = turn_stands, .make = turn_make, .forward = turn_forward, .backward = turn_backward};
