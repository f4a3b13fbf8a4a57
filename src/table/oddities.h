// What is odd about the texts of a column of categories, and so may be meant otherwise.
#ifndef TABLE_ODDITIES_H
#define TABLE_ODDITIES_H

#include "table/table.h"

// Whether a text is a number as soon as the signs beside it are left out: %, $, €, £, a no-break space, a long minus.
// With whichever mark before its fraction.
bool text_is_signed_number(const char *text);

// Whether the text is a number, with any mark before its fraction and with thousands set apart.
bool text_is_number(const char *text);

// Finds two categories of a column that differ only in case (of letters without and with Western accents) or in blanks,
// no-break ones among them: *first and *second, the second of which comes earliest. False where there are none, or
// without memory.
bool categories_alike(const TableColumn *column, int32_t *first, int32_t *second);

#endif
