// Root mean square normalization: Zhang & Sennrich 2019, "Root Mean Square Layer Normalization".
//
// Per sample, over the n units of the layer, in training as in evaluation:
//     y = gamma x / sqrt(sum x^2 / n + eps)
// with a gamma for each unit: layer norm without the mean, and without beta. The work is done in sample_norm.c.
#include "math/build.h"
#include "nn/kinds.h"
#include "nn/sample_norm.h"

static bool rms_norm_stands(const Place *place) {
    const SampleNormSpec *spec = &place->spec->rms_norm;
    return spec->on && sample_norm_stands(spec, place);
}

static Layer *rms_norm_make(const Place *place) {
    return sample_norm_make(place, &layer_rms_norm, &place->spec->rms_norm, 1, false);
}

const LayerKind layer_rms_norm = {.name = "rms_norm",
                                  .stands = rms_norm_stands,
                                  .make = rms_norm_make,
                                  .bind = sample_norm_bind,
                                  .init = sample_norm_init,
                                  .forward = sample_norm_forward,
                                  .backward = sample_norm_backward};
