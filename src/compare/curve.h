// What one run's curve says: the numbers that take more than its last row. docs/statistics.md defines them.
#ifndef COMPARE_CURVE_H
#define COMPARE_CURVE_H

#include "results/results.h"

// The first row with the lowest test loss.
const EpochRow *curve_best(const RunLog *run);

// The lowest train loss of the run.
double curve_lowest_train(const RunLog *run);

// The first evaluated epoch with train_loss <= loss; INFINITY when there is none.
double curve_reach(const RunLog *run, double loss);

// How far the test loss moves from one evaluation to the next by chance: the SD of the noise around a smooth curve,
// from the median absolute second difference. NAN below 5 rows. `scratch` has room for the run's rows.
double curve_noise(const RunLog *run, double *scratch);

// Overfit onset: the first epoch after the minimum of the test loss from which on, to the end, the test loss stays more
// than (2 + sqrt(2 ln rows)) times the noise above that minimum. INFINITY: it never comes. NAN below 5 rows.
double curve_onset(const RunLog *run, double *scratch);

// Area under the gap over epochs, by the trapezoid rule.
double curve_gap_area(const RunLog *run);

// The gap where the train loss first comes down to `loss`, interpolated between two evaluations. The run must reach it.
double curve_gap_at_loss(const RunLog *run, double loss);

// The gap at `step`, interpolated between two evaluations; before the first and after the last row, theirs.
double curve_gap_at_step(const RunLog *run, double step);

#endif
