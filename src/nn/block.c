#include "nn/block.h"

#include "math/build.h"

void *block_layer_new(const Place *place, const LayerKind *kind, size_t size) {
    BlockLayer *layer = layer_new(place, kind, size, false);
    if (layer) layer->block = place->block;
    return layer;
}

double block_survival(const Block *block, double rate) {
    return 1 - rate * block->number / block->count;
}
