// Half a cosine from 1 to `last`, and again after warm restarts: Loshchilov & Hutter 2017, "SGDR", eq. 5:
//     factor = last + (1 - last) (1 + cos(pi t / T)) / 2
// t epochs after the last restart, where the first cycle is T = restart epochs long and each next one `stretch` times
// the one before. restart 0: one cycle, of all epochs. PyTorch's CosineAnnealingWarmRestarts.
#include "math/elementary.h"
#include "train/schedule.h"

double schedule_cosine(const ScheduleSpec *spec, const ScheduleState *state, int64_t epoch, int64_t epochs) {
    (void)state;
    int64_t cycle = spec->restart > 0 ? spec->restart : epochs;
    while (epoch >= cycle) {
        epoch -= cycle;
        cycle *= spec->stretch;
    }
    return spec->last + (1 - spec->last) * (1 + cos_pi((double)epoch / (double)cycle)) / 2;
}

int64_t schedule_cycles(const ScheduleSpec *spec, int64_t epoch) {
    int64_t cycle = spec->restart, ended = 0;
    if (spec->kind != SCHEDULE_COSINE || cycle == 0) return 0;
    while (epoch >= cycle) {
        epoch -= cycle;
        cycle *= spec->stretch;
        ended++;
    }
    return ended;
}
