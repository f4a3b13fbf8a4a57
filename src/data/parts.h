// What the split column of a table means: for which part each row is.
#ifndef DATA_PARTS_H
#define DATA_PARTS_H

#include "data/labels.h"
#include "data/table.h"

// Fills d->part for these rows: train, validation (or val) and test, in any case. Leaves it alone in a table without a
// split column. Memory from `arena`. ERR_DATA for a row that says anything else.
Status parts_read(const Table *t, const DataSpec *spec, Rows rows, Dataset *d, Arena *arena, Error *e);

#endif
