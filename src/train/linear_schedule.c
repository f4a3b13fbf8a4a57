// A straight line from 1 to `last`, which it would have after the last epoch: factor = 1 + (last - 1) epoch / epochs.
// PyTorch's LinearLR with total_iters = epochs.
#include "train/schedule.h"

double schedule_linear(const ScheduleSpec *spec, const ScheduleState *state, int64_t epoch, int64_t epochs) {
    (void)state;
    return 1 + (spec->last - 1) * ((double)epoch / (double)epochs);
}
