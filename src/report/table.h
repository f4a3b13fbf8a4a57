// A table of texts, and the three ways to write it: for a terminal, in Markdown, in LaTeX.
#ifndef REPORT_TABLE_H
#define REPORT_TABLE_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/text.h"

typedef struct TextColumn {
    const char *heading;
    bool prose; // a text rather than a number: aligned left
    int width;  // in terminal columns, while table_terminal writes
} TextColumn;

typedef struct TextTable {
    const char *title;
    Arena *arena;    // owns columns and cells
    int key_columns; // texts, shown to the left; they name the row and are repeated when a narrow terminal splits it
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

// Adds the next cell, row by row: a copy, with control characters as text_add_plain writes them. The Text is empty
// afterwards, ready for the next cell.
void table_cell(TextTable *t, Text *cell);
void table_cell_text(TextTable *t, const char *cell);

// Aligned, at most `columns` wide (0: no limit): columns that do not fit follow in further blocks, and long keys are
// shortened in the middle, as far as they stay distinct. `color`: bold headings. `unicode`: "…" for what is cut, else
// "...".
void table_terminal(Text *out, const TextTable *t, int columns, bool color, bool unicode);
void table_markdown(Text *out, const TextTable *t);
void table_latex(Text *out, const TextTable *t);

// `s` as text_add_plain has it, with the characters escaped that mean something in Markdown (and the HTML in it), or in
// LaTeX.
void text_add_markdown(Text *out, const char *s);
void text_add_latex(Text *out, const char *s);

#endif
