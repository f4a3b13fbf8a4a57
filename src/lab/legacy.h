// What earlier attempts of a run have left to go on from: a checkpoint, and the rows that belong to it. The run itself
// may have left it, too, where it is to train for more epochs now.
#ifndef LAB_LEGACY_H
#define LAB_LEGACY_H

#include "base/store.h"
#include "lab/checkpoint.h"
#include "lab/plan.h"

typedef struct Legacy {
    Checkpoint checkpoint;       // data NULL: there is nothing
    const char *folder;          // where it was found
    const char *rows[ROW_FILES]; // the bytes that its head counts
    char note[256];              // where one that was found could not be used: which, and why; else ""
    Arena arena;
} Legacy;

// Finds the furthest of those that can be used. What cannot be read is not there. `own`: the folder of the attempt that
// asks.
void legacy_find(Legacy *legacy, const Store *store, const Plan *p, int run, const char *own);
void legacy_close(Legacy *legacy);
// Once there is one that goes further: removes the checkpoint that was found, where an attempt left it, so that a run
// that is stopped often does not pile them up.
void legacy_drop(const Legacy *legacy, const Store *store);

#endif
