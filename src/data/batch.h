// Batches: rows of a dataset, gathered and scaled into the panel matrix that a network reads.
#ifndef DATA_BATCH_H
#define DATA_BATCH_H

#include "data/dataset.h"
#include "math/build.h"

typedef struct Batch {
    float *shift, *scale; // [padded features], the split's; scale 0 in the padding
    int rows;
    real *x;        // [rows x features] panels, scaled
    int32_t *label; // [rows]; classification
    real *target;   // [rows][the dataset's targets], scaled; regression
} Batch;

// The arrays of a batch of up to max_rows samples of the split's dataset, from `arena`; false without memory.
bool batch_take(Batch *batch, Arena *arena, const Split *split, int max_rows);

// The dataset's values must be finite (data/dataset.h), and so is then all of x, its padding included.
//
// Fills `batch` with `rows` samples of `part` (of the same split) from `first` on, counted in `order` where it is
// given.
void batch_gather(Batch *batch, const Split *split, const Part *part, const int32_t *order, int first, int rows);

#endif
