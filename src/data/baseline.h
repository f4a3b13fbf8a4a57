// What a run must do better than to have learned anything.
#ifndef DATA_BASELINE_H
#define DATA_BASELINE_H

#include "data/dataset.h"

// The mean loss of always predicting the shares `guess` [classes], where `share` is what there is of each class; each
// loss of classes has its own (nn/loss.h).
typedef double ConstantLoss(const double *share, const double *guess, int32_t classes);

// The train loss of the best constant prediction: the one that always gives the shares of the classes in the training
// part, by `of` (NULL where there are none), or, where classes are weighted ([classes] or NULL), those of the classes'
// weights in it, to which such a training tends; or its mean (the mean squared distance from it, of the scaled target
// as training sees it; of several targets the mean over them, as the loss is). From the part's own labels or targets,
// whatever was done to them. 0 where all of them are equal, and nothing is left to learn, and where a class that is
// there has no weight, so that the constant never guesses it, and no loss is too high. ERR_IO without memory.
Status baseline_loss(const Split *split, ConstantLoss *of, const double *weight, double *loss, Error *e);

// What one gets on the test part who always says what the training part has most of: the share of its samples that are
// of the training part's commonest class (the first in a tie), by the part's own labels.
Status baseline_accuracy(const Split *split, int32_t *commonest, double *accuracy, Error *e);
// ... or its mean: the RMSE of that on the test part, in the target's own unit.
double baseline_rmse(const Split *split, int32_t target);

#endif
