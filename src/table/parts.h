// What the split column of a table means: for which part each row is.
#ifndef TABLE_PARTS_H
#define TABLE_PARTS_H

#include "table/labels.h"
#include "table/table.h"

// Fills d->part for these rows: train, validation (or val) and test, in any case. Leaves it alone in a table without a
// split column. Memory from `arena`. ERR_DATA for a row that says anything else.
Status parts_read(const Table *t, const DataSpec *spec, Rows rows, Dataset *d, Arena *arena, Error *e);

#endif
