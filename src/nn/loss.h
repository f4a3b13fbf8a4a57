// Losses: each is a file and a row of LOSSES (nn/spec.h). What is trained on is the mean over the batch; what is
// reported is the sum over the samples, which whoever wants it adds up in sample order: a loss tells of each sample for
// itself.
#ifndef NN_LOSS_H
#define NN_LOSS_H

#include <stddef.h>
#include <stdint.h>

#include "math/build.h"
#include "math/panel.h"
#include "nn/spec.h"

// One batch before its loss: of classes, whose samples have a label and maybe shares, or of numbers.
typedef struct LossPass {
    int rows, outputs;
    const real *z;        // [rows x outputs] panels: what the network put out
    const int32_t *label; // [rows] the right class; NULL in a regression
    const real *share;    // [rows][outputs] or NULL: how much of each class a sample is, which add up to 1, instead
    const real *target;   // [rows][outputs] the right numbers; NULL in a classification
    real *loss;           // [rows] filled: each sample's loss
    int32_t *best;        // [rows] filled by classification: the class of the largest output, the first one in a tie
    real *d_z;            // [rows x outputs] panels, padding 0, filled: the gradient of the batch's mean loss; or NULL
    real *scratch;        // loss_scratch(rows, outputs) reals
} LossPass;

typedef struct LossKind {
    const char *name;
    void (*apply)(const LossPass *pass);
    // The mean loss of always predicting `guess` [classes], shares of the classes, where `share` is what there is of
    // each: what must be undercut to have learned anything. Nothing of it reaches a log.csv.
    double (*constant)(const double *share, const double *guess, int32_t classes);
    // What sample r of z [rows x outputs] is predicted: of classes how likely each is, of numbers the numbers. Fills
    // p[outputs].
    void (*predict)(const real *z, int rows, int outputs, int r, double *p);
    // A sample's loss by its prediction, which may be the mean of several; `label` as in a LossPass, or its `target`.
    // The loss of a network's own outputs is more exact: apply() never makes probabilities of them.
    double (*of)(const double *p, int outputs, int32_t label, const real *target);
} LossKind;

#define LOSS_DECLARE(constant, name, ...) extern const LossKind loss_##name;
LOSSES(LOSS_DECLARE)
#undef LOSS_DECLARE

// The loss that a LossChoice is, of so many classes (0: a regression).
const LossKind *loss_of(int choice, int32_t classes);

// How much of class k sample r is.
static inline real loss_share(const LossPass *pass, int r, int k) {
    return pass->share ? pass->share[r * pass->outputs + k] : pass->label[r] == k;
}

// Fills `best`, for a loss that does not by itself.
void loss_best(const LossPass *pass);
// Makes the padding of d_z 0, likewise.
void loss_clear_padding(const LossPass *pass);

// -log p, finite: p is taken as `least` where it is smaller.
double loss_surprise(double p, double least);

// Reals of scratch that a loss wants.
static inline size_t loss_scratch(int rows, int outputs) {
    return panel_size(outputs, rows); // the outputs' transpose
}

#endif
