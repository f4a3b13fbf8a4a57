// What each run's result.json beside a log tells that the log does not.
#ifndef RESULTS_RUN_RESULT_H
#define RESULTS_RUN_RESULT_H

#include "results/results.h"

// Fills RunLog.guessing, .confusion, .status and .seconds of the runs of an experiment whose settings are in
// r->settings, as far as their folders stand beside the log. ERR_DATA for a result.json that is no JSON, ERR_IO for one
// that cannot be read.
Status run_results_apply(Results *r, int experiment, Error *e);

#endif
