#include "train/schedule.h"

#include <math.h>

#define SCHEDULE_ADDRESS(constant, name) schedule_##name,
static Schedule *const schedules[] = {SCHEDULES(SCHEDULE_ADDRESS)};

void schedule_start(ScheduleState *state) {
    *state = (ScheduleState){.factor = 1, .best = INFINITY};
}

double schedule_rate(const TrainSpec *spec, const ScheduleState *state, int64_t epoch, int64_t step,
                     int64_t steps_per_epoch) {
    const double rate =
        spec->learning_rate * schedules[spec->schedule.kind](&spec->schedule, state, epoch, spec->epochs);
    const double warmup = spec->warmup * (double)steps_per_epoch, done = (double)(epoch * steps_per_epoch + step + 1);
    return done < warmup ? rate * (done / warmup) : rate;
}

double schedule_momentum(const TrainSpec *spec, int64_t epoch) {
    if (epoch >= spec->momentum_ramp) return spec->momentum;
    const double share = (double)epoch / spec->momentum_ramp;
    return spec->momentum_start + share * (spec->momentum - spec->momentum_start);
}
