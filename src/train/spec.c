#include "train/spec.h"

#include <stddef.h>

#define NAME(constant, name) #name,
const char *const schedule_names[] = {SCHEDULES(NAME) NULL};
const char *const optimizer_names[] = {OPTIMIZERS(NAME) NULL};
