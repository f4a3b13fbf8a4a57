// The constructors of all kinds of layers. Each takes its memory from `arena` and returns NULL without memory;
// `max_rows` bounds the samples of a pass; `index` tells layers of one kind apart (it selects the random stream).
#ifndef NN_KINDS_H
#define NN_KINDS_H

#include "nn/layer.h"

// y = x W + b.  Parameters: W [in x out], a panel matrix, then b [padded out] if `bias`.
Layer *linear_new(Arena *arena, const ModelSpec *spec, int in, int out, bool bias, int index, int max_rows);

// y = gamma (x - mean) / sqrt(var + eps) + beta.  Parameters: gamma, beta [padded features each] if affine.
// State: running mean, running variance [padded features each].
Layer *batch_norm_new(Arena *arena, const BatchNormSpec *spec, int features, int max_rows);

// y = max(x, 0), tanh x, or 1 / (1 + e^-x); in place.
Layer *activation_new(Arena *arena, ActivationKind kind, int features);

// y = x m with m = 0 with probability `rate`, else 1 / (1 - rate); y = x in evaluation. 0 <= rate < 1.
Layer *dropout_new(Arena *arena, double rate, int features, int index, int max_rows);

#endif
