// How long epochs took.
#ifndef RESULTS_TIMING_H
#define RESULTS_TIMING_H

#include "results/results.h"

// Seconds of training (evaluation apart) that an epoch of the run took: the median over the rows of its timing.csv. NAN
// where that is not there, or says nothing.
double run_epoch_seconds(const Results *r, const SettingLog *setting, const RunLog *run);

#endif
