// Deep ensembles as tables show them (compare/ensemble.h).
#ifndef REPORT_ENSEMBLES_H
#define REPORT_ENSEMBLES_H

#include "compare/comparison.h"
#include "report/table.h"

// What the numbers of an ensemble are called in CSV and JSON, in the order of ensemble_value; NULL at the end.
extern const char *const ensemble_keys[], *const ensemble_keys_regression[];
double ensemble_value(const Ensemble *en, int number);

// One row per setting: the mean prediction of its seeds beside the mean of their own scores; no rows where nobody
// asked.
TextTable view_ensembles(const Comparison *c, Arena *a);

#endif
