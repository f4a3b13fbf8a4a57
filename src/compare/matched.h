// Matched fit: the gap compared where two settings fit the training data alike.
#ifndef COMPARE_MATCHED_H
#define COMPARE_MATCHED_H

#include "compare/comparison.h"

// Fills c->against[setting].matched. The differences' verdicts must be there.
Status matched_fit(Comparison *c, int setting, Error *e);

#endif
