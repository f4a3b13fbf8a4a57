// Weights of the classes, so that rare ones count as much as frequent ones in what is trained on. What is logged are
// plain losses.
#ifndef TRAIN_CLASS_WEIGHTS_H
#define TRAIN_CLASS_WEIGHTS_H

#include "data/dataset.h"
#include "nn/loss.h"
#include "train/spec.h"

// *weight becomes [classes], or NULL where all count alike. False without memory.
bool class_weights_take(double **weight, const TrainSpec *spec, const Part *train, Arena *arena);

// The gradient of a batch's plain mean loss, in pass->d_z, becomes that of its weighted mean.
void class_weights_apply(const double *weight, const LossPass *pass);

#endif
