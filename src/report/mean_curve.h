// A setting's curve: the mean over its usable runs at the epochs of the longest of them. A run that early stopping
// ended before counts on by the row of the weights that it kept; of other runs that end before nothing is known there,
// and the mean is that of the rest.
#ifndef REPORT_MEAN_CURVE_H
#define REPORT_MEAN_CURVE_H

#include "base/arena.h"
#include "lab/columns.h"
#include "results/results.h"

typedef struct MeanCurve {
    int count;             // 0 where no run is usable
    double *epoch, *value; // NAN where no run has a value
} MeanCurve;

// The row of a run by which it counts at `epoch`: its own (`row` or a later one), or, where it has stopped and the
// setting's log says what it kept (`stops`), that. NULL: there is none.
const EpochRow *row_at(const RunLog *run, bool stops, int64_t epoch, int *row);

// In the arena; false without memory.
bool mean_curve(MeanCurve *curve, const SettingLog *s, const Column *column, Arena *a);

#endif
