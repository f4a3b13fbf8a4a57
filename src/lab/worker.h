// One run, from its seed to its files, in a process of its own.
#ifndef LAB_WORKER_H
#define LAB_WORKER_H

#include "lab/plan.h"
#include "lab/state.h"
#include "train/engine.h"

// Trains and measures run number `run` of the plan, whose sources are open. Writes epochs.csv and timing.csv in the
// run's folder (which exists) a whole row at a time, and result.json at the end, and before it the model where
// train.save asks for one. Whenever there is news it sends a
// RunState through `pipe` in one write, so that the reader gets it whole; the last one says how the run ended.
void worker_run(const Plan *p, int run, const Engine *engine, const char *folder, int pipe);

// A network that is trained already, and what it is measured on.
typedef struct Measuring {
    const Engine *engine;
    Trainer *trainer;   // opened with these metrics
    const Split *split; // a training or validation part without samples is not measured
    unsigned metrics;   // TrainSpec.metrics
} Measuring;

// Measures it as a run does, for a row of the same bytes: losses, scores and metrics, all else NAN. Statistics are not
// refreshed. Memory for the row's further columns from `arena`; ERR_IO.
Status worker_measure(const Measuring *m, EpochRow *row, Arena *arena, Error *e);

#endif
