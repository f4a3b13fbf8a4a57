// What adamw takes over from adam.
#ifndef TRAIN_ADAM_H
#define TRAIN_ADAM_H

#include "train/optimizer.h"

void adam_begin(Step *step, const TrainSpec *spec);
void adam_update(const Step *step, Role role, real *restrict w, real *const slab[], const real *restrict gradient,
                 size_t n);

#endif
