// What is worth telling about the columns of a table that can be trained on.
#ifndef DATA_TABLE_NOTES_H
#define DATA_TABLE_NOTES_H

#include "data/table.h"

// Adds to `notes`: row numbers that are left out (column_is_index), other columns that only count, constant columns,
// names in a header that was guessed although they stand in rows, too.
void table_notes(const Table *t, const DataSpec *spec, Notes *notes);

#endif
