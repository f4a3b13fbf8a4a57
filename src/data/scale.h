// Scaling of inputs and of a regression's targets, fitted on the training part alone.
#ifndef DATA_SCALE_H
#define DATA_SCALE_H

#include "data/dataset.h"

// Fits split->shift and scale, and those of each target, on split->train:
//     none     shift 0, scale 1 (pixels: 1/255)
//     minmax   shift = least, scale = 1 / (most - least): the training part lies in [0, 1]
//     zscore   shift = mean, scale = 1 / SD, the SD being the population's (divided by n)
// One-hot features and indicators keep shift 0 and scale 1; of an encoded table, a feature that is 0 in the whole
// training part has scale 0. split->unseen is counted. A feature that is constant there gets scale 0 under minmax and
// zscore (also one whose spread is too small for 1/spread to be a float); a target keeps scale 1, since its predictions
// must be scaled back. Sums are in double, in sample order. No scaling in `spec` may be SCALING_DEFAULT. Memory from
// `arena`; ERR_IO.
Status scale_fit(Split *split, const DataSpec *spec, Arena *arena, Error *e);

#endif
