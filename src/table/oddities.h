// What is odd about the texts of a column of categories, and so may be meant otherwise.
#ifndef TABLE_ODDITIES_H
#define TABLE_ODDITIES_H

#include "table/cell.h"
#include "table/table.h"

// Whether all categories of a column are numbers, but some only with the other mark before their fraction; *example is
// one of these. Of very many categories those that are kept count.
bool categories_other_decimal(const Table *t, int32_t column, const char **example);

// Whether no more numbers of the table, features or labels, have the other decimal mark than have a fraction behind the
// one that was found, so that the other for the whole table would make words of most. What may be thousands then
// (2.037) is no proof. It looks at every cell: ask once.
bool table_mark_is_rare(const Table *t);

// Whether all are numbers, with whichever mark before their fraction, but some only once the signs beside them are left
// out: %, $, €, £, a no-break space, a long minus.
bool categories_signed(const Table *t, int32_t column, const char **example);

// Whether a text is a number once the signs beside it are left out.
bool text_is_signed(const DecimalRules *rules, const char *text);

// Finds two categories of a column that differ only in case (of letters without and with Western accents) or in blanks,
// no-break ones among them: *first and *second, the second of which comes earliest. False where there are none, or
// without memory.
bool categories_alike(const TableColumn *column, int32_t *first, int32_t *second);

#endif
