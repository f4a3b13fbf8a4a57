// One run, from its seed to its files, in a process of its own.
#ifndef LAB_WORKER_H
#define LAB_WORKER_H

#include "lab/attempt.h"
#include "lab/plan.h"
#include "lab/state.h"
#include "train/engine.h"

// Trains and measures run number `run` of the plan, whose sources are open. Writes epochs.csv and timing.csv in the
// attempt's folder (which exists) a whole row at a time, and result.json at the end, and before it the model where
// train.save asks for one. Whenever there is news it sends a RunNews through `pipe` in one write, so that the reader
// gets it whole; the last one says how the run ended.
void worker_run(const Plan *p, int run, const Engine *engine, const Store *store, const Attempt *attempt, int pipe);

#endif
