// A drop every so many epochs: factor = drop^floor(epoch / every). PyTorch's StepLR.
#include "math/elementary.h"
#include "train/schedule.h"

double schedule_step(const ScheduleSpec *spec, const ScheduleState *state, int64_t epoch, int64_t epochs) {
    (void)state, (void)epochs;
    return power_whole(spec->drop, (uint64_t)(epoch / spec->every));
}
