// A table of texts, and two ways to write it: for a terminal and in Markdown (report/latex.h has a third).
#ifndef REPORT_TABLE_H
#define REPORT_TABLE_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/text.h"

typedef struct TextColumn {
    const char *heading;
    const char *key; // by which it is chosen; NULL: what table_column_key makes of the heading
    bool prose;      // a text rather than a number: aligned left
    bool detail;     // left out where room is short and nobody asked for everything
    int width;       // in terminal columns, while table_terminal writes
} TextColumn;

typedef struct TextTable {
    const char *name; // for a label: "settings"; NULL: it has none
    const char *title;
    const char *note; // how it is read, to be said below it; NULL: nothing is to be said
    Arena *arena;     // owns columns and cells
    int key_columns;  // texts, shown to the left; they name the row and are repeated when a narrow terminal splits it
    int column_count, column_room;
    TextColumn *column; // the last ones are the least important
    int cell_count, cell_room;
    const char **cells;  // row by row
    const double *shade; // [cell_count] from 0 to 1, for a heat map's cells; NAN: none. NULL: the table has none
    bool failed;         // memory ran out
} TextTable;

TextTable table_begin(Arena *arena, const char *title, int key_columns);
// What was written to a Text, for a title or heading: in the arena; "" and t->failed without memory. Frees it.
const char *table_keep(TextTable *t, Text *text);
// Adds a column; all come before the first cell.
void table_column(TextTable *t, const char *heading, bool prose);
// Of the column that was added last: its key (NULL: made of the heading), and that it is a detail.
void table_column_is(TextTable *t, const char *key, bool detail);
// A column's key, appended: "p_holm" of "p (Holm)", "interval" of "95 % interval"; of a heading
// without letters (0.5) the heading itself.
void table_column_key(Text *out, const TextColumn *column);
// Makes the table one of the columns that `index` [count] names, its key columns first.
void table_select(TextTable *t, const int *index, int count);

int table_rows(const TextTable *t);
// A cell; row -1 has the headings.
const char *table_at(const TextTable *t, int row, int column);

// How wide a key may be on a terminal of so many columns before it is shortened.
int table_key_room(int columns);

// Adds the next cell, row by row: a copy, with control characters as text_add_plain writes them. The Text is empty
// afterwards, ready for the next cell.
void table_cell(TextTable *t, Text *cell);
void table_cell_text(TextTable *t, const char *cell);

// Aligned, at most `columns` wide (0: no limit): columns that do not fit follow in further blocks, and long keys are
// shortened in the middle, as far as they stay distinct. `color`: bold headings. `unicode`: "…" for what is cut, else
// "...".
void table_terminal(Text *out, const TextTable *t, int columns, bool color, bool unicode);
void table_markdown(Text *out, const TextTable *t);

// `s` as text_add_plain has it, with the characters escaped that mean something in Markdown (and the HTML in it).
void text_add_markdown(Text *out, const char *s);

#endif
