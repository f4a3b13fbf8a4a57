// Schedules: the learning rate of each epoch, as a factor of train.learning_rate. A schedule is one file and one row of
// SCHEDULES (train/spec.h). Factors are doubles made by exact steps (math/elementary.h), the same on every system.
#ifndef TRAIN_SCHEDULE_H
#define TRAIN_SCHEDULE_H

#include <stdint.h>

#include "train/spec.h"

// What a schedule that looks at the losses has seen. All that it needs to go on.
typedef struct ScheduleState {
    double factor;  // 1 to begin with
    double best;    // the lowest loss; INFINITY to begin with
    int64_t waited; // evaluations since then
} ScheduleState;

// The factor in the epoch that follows `epoch` others (0 for the first), of `epochs`.
typedef double Schedule(const ScheduleSpec *spec, const ScheduleState *state, int64_t epoch, int64_t epochs);

// Each of SCHEDULES is schedule_name in train/name_schedule.c.
#define SCHEDULE_DECLARE(constant, name) Schedule schedule_##name;
SCHEDULES(SCHEDULE_DECLARE)
#undef SCHEDULE_DECLARE

void schedule_start(ScheduleState *state);

// The learning rate of the step that follows `step` others in the epoch that follows `epoch` others. Over the first
// `warmup` epochs it rises in equal steps, on top of the schedule: the n-th of the N steps of the warm-up has n / N of
// the rate (Goyal et al. 2017, "Accurate, Large Minibatch SGD", section 2.2).
double schedule_rate(const TrainSpec *spec, const ScheduleState *state, int64_t epoch, int64_t step,
                     int64_t steps_per_epoch);

// The momentum of that epoch: from momentum_start to momentum, in equal steps over momentum_ramp epochs (Srivastava et
// al. 2014, appendix A.2).
double schedule_momentum(const TrainSpec *spec, int64_t epoch);

// How many cycles of a cosine with warm restarts have ended after so many epochs; without restarts, or with another
// schedule, none has.
int64_t schedule_cycles(const ScheduleSpec *spec, int64_t epoch);

// Tells what the validation part's loss is now, after each evaluation.
void schedule_tell(const ScheduleSpec *spec, ScheduleState *state, double loss);

#endif
