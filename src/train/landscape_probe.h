// What the instruments share that look at the loss around the parameters: the function that they look at.
//
// f(x), of all parameters x that are trained: the mean loss of the sample's first batches (probe_few_batches) as
// training makes them, normalized by their own statistics. What is drawn (masks, noise, branches) goes by the number of
// the sample and stays the same however often f is asked for: so f hangs on x alone. With class weights it is the
// weighted loss. Penalties, and what is done to samples and labels, are not in it.
#ifndef TRAIN_LANDSCAPE_PROBE_H
#define TRAIN_LANDSCAPE_PROBE_H

#include "train/trainer.h"

// f at the network's parameters; its gradient goes into `gradient`. Uses t->probes.mean.
double landscape_gradient(struct Trainer *t, real *gradient);
// Moves the network's parameters to where they were when the instrument began, and `step` times `way` from there.
void landscape_move(struct Trainer *t, double step, const real *way);

#endif
