// The columns that somebody chose (compare --columns): by the keys that table_column_key gives, or in CSV by the names
// in its header.
#ifndef REPORT_COLUMNS_H
#define REPORT_COLUMNS_H

#include "report/report.h"
#include "report/table.h"

// Leaves the table its key columns and those of the others that are named, in the order in which they are named.
// Without names it stays as it is. False where nothing but the keys is left.
bool columns_choose(TextTable *t, const NameList *names);

// Whether each name in c->focus.columns is that of a column of some table; a column's name may have commas, at which it
// was split, and is put together again. ERR_USAGE with a suggestion, or with all columns that there are.
Status columns_check(Comparison *c, const ReportStyle *style, Error *e);

// The names of all columns of the comparison's tables, in the arena. ERR_IO without memory.
Status columns_list(NameList *names, const Comparison *c, const ReportStyle *style, Arena *a, Error *e);

// Appends the chosen columns of a table in CSV, in the order in which they are named. A metric's key stands for all
// that the table says of the metric alone: its mean, SD and values. Errors as columns_check.
Status columns_csv(Text *out, const Text *table, const NameList *names, Error *e);

#endif
