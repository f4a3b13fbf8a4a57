// Whether the options of a setting go together: a pure function, apart from parsing.
#ifndef CONFIG_SPEC_CHECK_H
#define CONFIG_SPEC_CHECK_H

#include <stdbool.h>

#include "config/run_spec.h"

// False with `problem` filled when the options, each by itself within its bounds, cannot be had together. Sizes must be
// resolved (source_sizes). `data`: what is learned from; NULL before it is read.
bool spec_check(const RunSpec *spec, const Dataset *data, SpecProblem *problem);

#endif
