// What a row of the log has of a network: losses, scores, metrics and averages of every part.
#ifndef LAB_MEASURING_H
#define LAB_MEASURING_H

#include "base/arena.h"
#include "lab/columns.h"
#include "lab/confusion.h"
#include "train/engine.h"

typedef struct Measuring {
    // What the caller sets.
    const Engine *engine;
    Trainer *trainer;   // opened with these metrics and averages
    const Split *split; // a training or validation part without samples is not measured
    unsigned metrics;   // TrainSpec.metrics
    unsigned averages;  // averages_wanted
    // What measuring_take makes.
    int targets;         // that have a column each; 0 where there is one
    uint64_t *scratch;   // of the metrics; NULL where there are none
    Confusion confusion; // of the test part, as last measured
} Measuring;

// Takes the memory from `arena`, that of the row's further columns too, for a log that has those of `all_averages`, and
// clears the row. The trainer need not be there yet. False without memory.
bool measuring_take(Measuring *m, EpochRow *row, unsigned all_averages, Arena *arena);

// Fills in what the row has of the network as it is. Statistics are not refreshed (Engine.refresh); nothing is rounded.
void measuring_row(Measuring *m, EpochRow *row);

#endif
