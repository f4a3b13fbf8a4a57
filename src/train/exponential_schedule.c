// Exponential decay: factor = decay^epoch. PyTorch's ExponentialLR.
#include "math/elementary.h"
#include "train/schedule.h"

double schedule_exponential(const ScheduleSpec *spec, const ScheduleState *state, int64_t epoch, int64_t epochs) {
    (void)state, (void)epochs;
    return power_whole(spec->decay, (uint64_t)epoch);
}
