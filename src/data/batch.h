// Batches: rows of a dataset, gathered and scaled into the panel matrix that a network reads.
#ifndef DATA_BATCH_H
#define DATA_BATCH_H

#include "data/dataset.h"
#include "math/build.h"

#define batch_gather BUILD(batch_gather)

typedef struct Batch {
    int rows;
    real *x;        // [rows x features] panels, scaled
    int32_t *label; // [rows]; classification
    real *target;   // [rows], scaled; regression
} Batch;

// Fills `batch` (whose arrays have room) with `rows` samples of `part` from `first` on, counted
// in `order` where it is given.
void batch_gather(Batch *batch, const Split *split, const Part *part, const int32_t *order, int first, int rows);

#endif
