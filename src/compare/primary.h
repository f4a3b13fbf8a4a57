// The metric that a comparison is mainly about: by it settings are ranked where nothing else is asked for.
#ifndef COMPARE_PRIMARY_H
#define COMPARE_PRIMARY_H

#include "compare/comparison.h"

// Its index in c->table.
int comparison_primary(const Comparison *c);

#endif
