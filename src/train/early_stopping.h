// Early stopping (regularize.early_stopping): Goodfellow, Bengio & Courville 2016, "Deep Learning", algorithm 7.1; as
// Keras's EarlyStopping, which starts at the first trained epoch, too.
//
//     if loss < reference - min_improvement:   reference = loss,  waited = 0
//     else:                                    waited = waited + 1,  and the run ends where that is patience
//
// after each evaluation; at first the reference is infinite. Many small improvements add up, for the reference stays
// where it is until they do. Which weights are kept is another matter (train/best.h): those of the very lowest loss.
#ifndef TRAIN_EARLY_STOPPING_H
#define TRAIN_EARLY_STOPPING_H

#include <stdbool.h>
#include <stdint.h>

#include "train/spec.h"

// All that it needs to go on.
typedef struct StopState {
    double reference; // the loss of the last improvement
    int64_t waited;   // evaluations since then
} StopState;

void stop_start(StopState *state);
// Tells what the loss is now, after each evaluation of a network that was trained; true: the run ends. A loss that is
// nan is no improvement.
bool stop_tell(const StopSpec *spec, StopState *state, double loss);

#endif
