// A network without what only training needed: batch norm goes into a linear layer beside it, and weight norm becomes
// the weights that it stands for. The outputs stay what they were, but for rounding.
#ifndef RESULTS_MODEL_FOLD_H
#define RESULTS_MODEL_FOLD_H

#include "results/model.h"

typedef struct Folded {
    int norms; // layers of batch norm that went
    bool weight_norm;
} Folded;

// Writes the folded network of the model file `from` to `to`, as a model file of a config without these. ERR_DATA where
// there is nothing to fold, or where a batch norm stands beside no linear layer that can take it; else as model_read.
Status model_fold(const char *from, const char *to, Folded *folded, Error *e);

#endif
