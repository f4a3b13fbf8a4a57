// Results folders joined: the runs of others are copied into one, and its log is gathered anew. No data are needed.
#ifndef LAB_MERGE_H
#define LAB_MERGE_H

#include "base/store.h"
#include "lab/plan.h"

typedef struct Merged {
    int copied;    // runs that came from elsewhere
    int same;      // that were there already, with the same rows
    int conflicts; // that were there with other rows: the second copy is in conflicts/
} Merged;

// Copies the published runs of the folder `other` that are of the plan (not open) into the store. ERR_IO also where
// their data are not those of the runs that are there.
Status merge_runs(const Store *into, const char *other, const Plan *p, Merged *merged, Error *e);

// Writes config.json, log.csv and timing.csv.
Status merge_files(const Store *into, const Experiment *x, Error *e);

#endif
