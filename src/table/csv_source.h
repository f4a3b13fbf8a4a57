// A table that was read already as a source.
#ifndef TABLE_CSV_SOURCE_H
#define TABLE_CSV_SOURCE_H

#include "table/table.h"

// Makes of the table, read as `spec` says, what source_open_like takes as its `like`: with it, another source with this
// spec is checked and filled as in training, and data.file is not read again. A test table is read now. There is
// nothing else to do with `s` but source_close. The table must outlive both. Errors: those of table_read for the test
// table.
Status source_of_table(Source *s, const DataSpec *spec, const Table *table, Error *e);

#endif
