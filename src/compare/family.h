// The families of comparisons: one for each judged metric, over all settings but the baseline.
#ifndef COMPARE_FAMILY_H
#define COMPARE_FAMILY_H

#include "compare/comparison.h"

// Fills c->family, and p_holm, p_max_t and the verdict of each difference. ERR_IO without memory.
Status families_judge(Comparison *c, Error *e);

#endif
