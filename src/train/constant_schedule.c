// The same learning rate throughout: factor = 1.
#include "train/schedule.h"

double schedule_constant(const ScheduleSpec *spec, const ScheduleState *state, int64_t epoch, int64_t epochs) {
    (void)spec, (void)state, (void)epoch, (void)epochs;
    return 1;
}
