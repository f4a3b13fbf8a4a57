// Group normalization: Wu & He 2018, "Group Normalization", equations 1, 2 and 7.
//
// The n units of a layer are G groups of n / G neighbours. Per sample and group, in training as in evaluation:
//     mean, var = those of the group's units,  x_hat = (x - mean) / sqrt(var + eps),  y = gamma x_hat + beta
// with a gamma and a beta for each unit. One group is layer norm. The work is done in sample_norm.c.
#include "math/build.h"
#include "nn/kinds.h"
#include "nn/sample_norm.h"

static bool group_norm_stands(const Place *place) {
    const SampleNormSpec *spec = &place->spec->group_norm;
    return spec->groups > 0 && sample_norm_stands(spec, place);
}

static Layer *group_norm_make(const Place *place) {
    return sample_norm_make(place, &layer_group_norm, &place->spec->group_norm, place->spec->group_norm.groups, true);
}

const LayerKind layer_group_norm = {.name = "group_norm",
                                    .stands = group_norm_stands,
                                    .make = group_norm_make,
                                    .bind = sample_norm_bind,
                                    .init = sample_norm_init,
                                    .forward = sample_norm_forward,
                                    .backward = sample_norm_backward};
