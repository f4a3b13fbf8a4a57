// A random piece of a sample: of an image a box, of a table's row some columns.
#ifndef TRAIN_CUT_H
#define TRAIN_CUT_H

#include "base/rng.h"
#include "data/dataset.h"

// The features of a piece, in ascending order.
typedef struct Cut {
    int32_t count;
    int32_t *feature; // [count]
    double share;     // of the image's pixels, or of the row's columns
} Cut;

// Draws a piece of about `share` (0 to 1) of a sample; `feature` has room for all.
//
// Of an image: a box of its own proportions, sides rounded to whole pixels, round a centre that may be any pixel; what
// lies beyond the edge is lost, so that a piece is smaller there (Cut.share says how large it is). Of a row: that share
// of its columns, rounded up or down at random so that it is right on average; the features that one column of words
// became go together. (An indicator of missing cells is a column of its own.)
Cut cut_draw(const Dataset *data, Rng *rng, double share, int32_t *feature);

#endif
