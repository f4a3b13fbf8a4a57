// What scores must beat: always the same answer.
#ifndef CLI_GUESSING_H
#define CLI_GUESSING_H

#include "base/error.h"
#include "base/text.h"
#include "config/experiment.h"
#include "data/dataset.h"

// Adds "always "yes" scores a test accuracy of 0.54, the mean over the seeds": what a run tells below its table, which
// hangs on the seeds where these split the data; of very many seeds the first hundred are looked at. `first`: the split
// of the first seed, which is at hand.
Status guessing_add(const Experiment *x, const Source *source, const Split *first, Text *out, Error *e);

#endif
