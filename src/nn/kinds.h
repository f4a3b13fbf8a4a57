// All kinds of layers: a row for each, in the order in which they stand where several are in one slot; activations have
// theirs in nn/spec.h. A kind `name` is `const LayerKind layer_name` in nn/name.c.
#ifndef NN_KINDS_H
#define NN_KINDS_H

#include "nn/layer.h"

#define LAYER_KINDS(KIND)                                                                                              \
    KIND(FORK, fork)                                                                                                   \
    KIND(TURN, turn)                                                                                                   \
    KIND(LINEAR, linear)                                                                                               \
    KIND(BATCH_NORM, batch_norm)                                                                                       \
    KIND(LAYER_NORM, layer_norm)                                                                                       \
    KIND(GROUP_NORM, group_norm)                                                                                       \
    KIND(RMS_NORM, rms_norm)                                                                                           \
    KIND(JOIN, join)                                                                                                   \
    ACTIVATIONS(KIND)                                                                                                  \
    KIND(NOISE, noise)                                                                                                 \
    KIND(GAUSSIAN_DROPOUT, gaussian_dropout)                                                                           \
    KIND(ALPHA_DROPOUT, alpha_dropout)                                                                                 \
    KIND(DROPOUT, dropout)

#define LAYER_DECLARE(constant, name) extern const LayerKind layer_##name;
LAYER_KINDS(LAYER_DECLARE)
#undef LAYER_DECLARE

#endif
