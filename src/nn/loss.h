// Losses: the mean over the batch is what is trained on; the sum over the samples is what is reported.
#ifndef NN_LOSS_H
#define NN_LOSS_H

#include <stddef.h>
#include <stdint.h>

#include "math/build.h"
#include "math/panel.h"

// What one batch scores.
typedef struct Score {
    double loss;     // sum over the samples, in sample order
    int64_t correct; // samples whose label has the largest output, the first one in a tie (classification)
} Score;

// Reals of scratch that a loss wants.
static inline size_t loss_scratch(int rows, int outputs) {
    return panel_size(outputs, rows); // the outputs' transpose
}

// -log of the softmax probability of the label. outputs: [rows x classes] panels; label: [rows]; d_outputs: the
// gradient of the batch's mean loss (padding 0), or NULL; scratch: loss_scratch(rows, classes) reals.
Score softmax_cross_entropy(int rows, int classes, const real *outputs, const int32_t *label, real *d_outputs,
                            real *scratch);

// (output - target)^2 for one output. Other arguments as above.
Score squared_error(int rows, const real *outputs, const real *target, real *d_outputs);

#endif
