// Which column of a table is what: the label, ignored or a feature; of numbers or of categories. And how the options
// and messages name a column.
#ifndef TABLE_COLUMNS_H
#define TABLE_COLUMNS_H

#include "base/text.h"
#include "table/table.h"

// What the options want of the columns, for table_read; `spec` must outlive the reading. Its errors are ERR_CONFIG with
// the dotted key first: a column that is not there, or wanted as two things at once; ERR_DATA for a table of one
// column.
TableChoice columns_choice(const DataSpec *spec);

// Whether the column is a row number that nobody asked for: a feature without a name that counts 0, 1, 2, ... or 1, 2,
// 3, ... as the first column does that pandas' to_csv writes. It is left out unless data.columns.numeric or data.use
// names it, or it is the only feature.
bool column_is_index(const Table *t, const DataSpec *spec, int32_t column);

// Whether it is a feature that a network sees: none that is left out as a row number.
bool column_is_feature(const Table *t, const DataSpec *spec, int32_t column);

// Whether an option's list names the column.
bool column_in(const Table *t, const TextList *list, int32_t column);

// Whether an option's text for a column is the name of one (*named) and is taken for the number of another (*number),
// as under a header that only counts. Both from 0.
bool column_is_doubtful(const Table *t, const char *text, int32_t *number, int32_t *named);

// A text of a table fit for a message: on one line, cut where it is long. Adds to `out`.
void table_shown(const char *text, Text *out);
// The same between quotes, single ones where there are double ones in it; NULL as an empty one.
void table_quoted(const char *text, Text *out);
// How a message names a column: "column 3 (height)". Adds to `out`.
void column_words(const Table *t, int32_t column, Text *out);
// The names of a table's first columns, and how many more there are: "\"a\", \"b\" and 3 more". Adds to `out`.
void columns_named(const Table *t, Text *out);
// "file:3: column 2 (height): ", where a message about a cell begins. A line of 0 is not known.
void cell_place(const Table *t, int32_t column, int32_t line, Text *out);
// The line of the first row of data.
int32_t first_row_line(const Table *t);
// The line of a row (from 0), found by reading the file again; 0 where that cannot be, as of a pipe.
int32_t row_line(const Table *t, const DataSpec *spec, int32_t row);
// How a config names it, as JSON: "\"height\"", or 3 where it has no name of its own.
void column_json(const Table *t, int32_t column, Text *out);

#endif
