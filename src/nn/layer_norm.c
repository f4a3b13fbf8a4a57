// Layer normalization: Ba, Kiros & Hinton 2016, "Layer Normalization", equation 3.
//
// Per sample, over the n units of the layer, in training as in evaluation:
//     mean = sum x / n,  var = sum (x - mean)^2 / n,  x_hat = (x - mean) / sqrt(var + eps),  y = gamma x_hat + beta
// with a gamma and a beta for each unit. The work is done in sample_norm.c.
#include "math/build.h"
#include "nn/kinds.h"
#include "nn/sample_norm.h"

static bool layer_norm_stands(const Place *place) {
    const SampleNormSpec *spec = &place->spec->layer_norm;
    return spec->on && sample_norm_stands(spec, place);
}

static Layer *layer_norm_make(const Place *place) {
    return sample_norm_make(place, &layer_layer_norm, &place->spec->layer_norm, 1, true);
}

const LayerKind layer_layer_norm = {.name = "layer_norm",
                                    .stands = layer_norm_stands,
                                    .make = layer_norm_make,
                                    .bind = sample_norm_bind,
                                    .init = sample_norm_init,
                                    .forward = sample_norm_forward,
                                    .backward = sample_norm_backward};
