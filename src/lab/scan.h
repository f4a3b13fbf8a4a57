// How far the runs of a plan have come, by what stands in the results folder.
#ifndef LAB_SCAN_H
#define LAB_SCAN_H

#include "base/store.h"
#include "lab/plan.h"
#include "lab/state.h"

// Fills states [run_count]; a run that is to train for more epochs than it did is RUN_WAITING, and has
// these as its epoch; who is at work elsewhere is its message. With `adopt` complete attempts that nobody published
// are. ERR_IO also where a run's folder is of other data, or of other options than its setting's. With a plan that is
// not open neither is looked at. Messages live in `texts`.
Status scan_runs(const Store *s, const Plan *p, RunState *states, bool adopt, Arena *texts, Error *e);

// Removes attempts of the plan's runs that are published and that nobody is at work on, those that do not say whose
// they are, and temporary files that nobody is writing.
Status scan_clean(const Store *s, const Plan *p, Error *e);

// Removes temporary files that a killed regrun left beside the files of the folder.
Status scan_clean_temporary(const Store *s, Error *e);

// What is going on in a results folder, by its files alone.
typedef struct LiveAttempts {
    int count;         // attempts that somebody is at work on
    char who[64 + 32]; // the first one's "host, process 123"
} LiveAttempts;
Status scan_live(const Store *s, LiveAttempts *live, Error *e);

#endif
