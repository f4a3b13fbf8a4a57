// Which runs of two settings belong together.
#ifndef COMPARE_PAIRING_H
#define COMPARE_PAIRING_H

#include "base/arena.h"
#include "results/results.h"

// For each run of `one` the index of the run of `other` under the same replicate, or -1: [one->run_count], in the
// arena. NULL without memory. One walk through both in the order of
// their replicates.
int *pair_runs(const SettingLog *one, const SettingLog *other, Arena *a);

#endif
