// What the targets of a regression are called, where there are several: in the columns of a log, in tables, in
// messages.
#ifndef DATA_TARGETS_H
#define DATA_TARGETS_H

#include "data/dataset.h"

#define TARGET_NAME_MOST 60 // bytes of a name

// Fills d->target_names [d->targets]. Target k is column `column[k]` (from 0) of a table; `header` has the names of all
// its columns, or is NULL. Targets go by their headers' names where every one has a name that is its own, printable
// (no control characters) and no longer than TARGET_NAME_MOST; else all of them go by their columns' numbers, from 1.
// So no two have one name. Memory from `arena`; ERR_IO.
Status targets_name(Dataset *d, const char *const *header, const int32_t *column, Arena *arena, Error *e);

#endif
