// Decay by the inverse of the time: factor = 1 / (1 + slowing epoch) (Robbins & Monro 1951). Keras's InverseTimeDecay
// with an epoch's steps as decay_steps and staircase.
#include "train/schedule.h"

double schedule_inverse_time(const ScheduleSpec *spec, const ScheduleState *state, int64_t epoch, int64_t epochs) {
    (void)state, (void)epochs;
    return 1 / (1 + spec->slowing * (double)epoch);
}
