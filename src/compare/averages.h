// What averages (train/average.h) say beside the network itself: both were measured in the same runs, so that each run
// is a pair. Intervals only: they are no comparison of settings, and carry no verdict.
#ifndef COMPARE_AVERAGES_H
#define COMPARE_AVERAGES_H

#include "compare/comparison.h"

// Fills c->beside once the settings are summarized. ERR_IO without memory.
Status averages_compare(Comparison *c, Error *e);

#endif
