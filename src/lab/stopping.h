// Early stopping of one run: when it ends, and with which weights. The rule is train/early_stopping.h, the copy of the
// weights train/best.h; here they meet the rows of the log.
#ifndef LAB_STOPPING_H
#define LAB_STOPPING_H

#include "lab/columns.h"
#include "lab/confusion.h"
#include "train/best.h"
#include "train/early_stopping.h"

typedef struct Stopping {
    const StopSpec *spec;
    bool kept_best; // the run ends with the best weights rather than the last
    bool ended;     // patience is used up
    StopState state;
    // Of the best so far, where it is kept:
    Best best;
    EpochRow row;
    Confusion confusion;
} Stopping;

// Takes the memory from `arena`; false without. Rows have `extra` further values, the confusion matrix `classes`. Where
// the spec is off nothing is taken, and nothing happens below but that rows say that they keep nothing.
bool stopping_open(Stopping *s, const StopSpec *spec, const Engine *engine, const Trainer *t, int extra,
                   int32_t classes, Arena *arena);
// Looks at a row that is about to be logged, rounded as the log has it, so that the log shows why: fills in which epoch
// is kept.
void stopping_look(Stopping *s, EpochRow *row, const Confusion *confusion);
// At the end of a run that did not diverge: the network, its last row and its confusion matrix become those that are
// kept.
void stopping_end(const Stopping *s, EpochRow *row, Confusion *confusion);

#endif
