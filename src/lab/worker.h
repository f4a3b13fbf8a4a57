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

#endif
