#include "train/spec.h"

#include <stddef.h>

#define NAME(constant, name) #name,
const char *const schedule_names[] = {SCHEDULES(NAME) NULL};
const char *const optimizer_names[] = {OPTIMIZERS(NAME) NULL};
const char *const probe_names[PROBE_COUNT] = {PROBES(NAME)};

#define AVERAGE_NAME(constant, name, title) #name,
#define AVERAGE_TITLE(constant, name, title) title,
const char *const average_names[AVERAGE_COUNT] = {AVERAGES(AVERAGE_NAME)};
const char *const average_titles[AVERAGE_COUNT] = {AVERAGES(AVERAGE_TITLE)};

unsigned averages_wanted(const TrainSpec *spec) {
    unsigned wanted = 0;
#define AVERAGE_WANTED(constant, name, title) wanted |= (unsigned)(spec->name > 0) << AVERAGE_##constant;
    AVERAGES(AVERAGE_WANTED)
#undef AVERAGE_WANTED
    return wanted;
}

bool train_ends_freely(const TrainSpec *spec) {
    const ScheduleSpec *schedule = &spec->schedule;
    return spec->swa == 0 && schedule->kind != SCHEDULE_LINEAR &&
           !(schedule->kind == SCHEDULE_COSINE && schedule->restart == 0);
}
