// What is worth telling about the columns of a table that can be trained on.
#ifndef TABLE_NOTES_H
#define TABLE_NOTES_H

#include "table/table.h"

// Adds to `notes`: row numbers that are left out (column_is_index), other columns that only count, constant columns,
// names in a header that was guessed although they stand in rows, too.
void table_notes(const Table *t, const DataSpec *spec, Notes *notes);

// The same of what data.missing lists though no cell of the tables holds it; `test` may be NULL.
void table_note_missing(const Table *train, const Table *test, const DataSpec *spec, Notes *notes);

#endif
