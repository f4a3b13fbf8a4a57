// All kinds of layers: a row for each, in the order in which they stand where several are in one slot. A kind `name` is
// `const LayerKind layer_name` in nn/name.c.
#ifndef NN_KINDS_H
#define NN_KINDS_H

#include "nn/layer.h"

#define LAYER_KINDS(KIND)                                                                                              \
    KIND(linear)                                                                                                       \
    KIND(batch_norm)                                                                                                   \
    KIND(relu)                                                                                                         \
    KIND(tanh)                                                                                                         \
    KIND(sigmoid)                                                                                                      \
    KIND(dropout)

#define LAYER_DECLARE(name) extern const LayerKind layer_##name;
LAYER_KINDS(LAYER_DECLARE)
#undef LAYER_DECLARE

#endif
