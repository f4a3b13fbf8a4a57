// The primary metric: the one that the question is about. The other judged metrics are exploratory; settings are ranked
// by it where nothing else is asked for.
#ifndef COMPARE_PRIMARY_H
#define COMPARE_PRIMARY_H

#include "compare/comparison.h"

// Puts it first in c->judged. `asked`: its key, or NULL: what the configs of all experiments agree on, where these
// results have it; else the order stays. ERR_USAGE for a key that carries no verdict here, with those that do.
Status primary_choose(Comparison *c, const char *asked, Error *e);
// Its index in c->table.
int comparison_primary(const Comparison *c);

#endif
