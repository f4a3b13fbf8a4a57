// Losses. What is trained on is the mean over the batch; what is reported is the sum over the samples, which whoever
// wants it adds up in sample order: a loss tells of each sample for itself.
#ifndef NN_LOSS_H
#define NN_LOSS_H

#include <stddef.h>
#include <stdint.h>

#include "math/build.h"
#include "math/panel.h"

// One batch before its loss. Which of label and target is needed, and whether there is a `best`, is the loss's matter.
typedef struct LossPass {
    int rows, outputs;
    const real *z;        // [rows x outputs] panels: what the network put out
    const int32_t *label; // [rows] the right class
    const real *share;    // [rows][outputs] or NULL: how much of each class a sample is, which add up to 1, instead
    const real *target;   // [rows][outputs] the right numbers
    real *loss;           // [rows] filled: each sample's loss
    int32_t *best;        // [rows] filled by classification: the class of the largest output, the first one in a tie
    real *d_z;            // [rows x outputs] panels, padding 0, filled: the gradient of the batch's mean loss; or NULL
    real *scratch;        // loss_scratch(rows, outputs) reals
} LossPass;

typedef void Loss(const LossPass *pass);

// -log of the softmax probability of the label; of several classes the mean of that, by their shares.
Loss cross_entropy;
// (z - target)^2, the mean over the outputs.
Loss squared_error;

// Reals of scratch that a loss wants.
static inline size_t loss_scratch(int rows, int outputs) {
    return panel_size(outputs, rows); // the outputs' transpose
}

#endif
