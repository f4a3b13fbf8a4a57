// A setting's curve: the mean over its usable runs at the epochs of the longest of them.
#ifndef REPORT_MEAN_CURVE_H
#define REPORT_MEAN_CURVE_H

#include "base/arena.h"
#include "lab/columns.h"
#include "results/results.h"

typedef struct MeanCurve {
    int count;             // 0 where no run is usable
    double *epoch, *value; // NAN where no run has a value
} MeanCurve;

// In the arena; false without memory.
bool mean_curve(MeanCurve *curve, const SettingLog *s, const Column *column, Arena *a);

#endif
