// A line that is no row of its table: of units below the header, of sums below all rows, a header once more.
#ifndef TABLE_ODD_LINE_H
#define TABLE_ODD_LINE_H

#include "table/table.h"

typedef enum OddLineKind {
    LINE_NONE,
    LINE_NAMES, // the first row, which was taken for data: it may name the columns
    LINE_UNITS, // words in all columns of numbers
    LINE_AGAIN, // the header's words
    LINE_SUM    // "Total"
} OddLineKind;

typedef struct OddLine {
    OddLineKind kind;
    int32_t line;
    int32_t more;   // lines like it below it
    int32_t column; // the first with a word there
} OddLine;

// Finds it where all words among the numbers of features and labels stand in that line, or in lines with the same
// words.
OddLine odd_line_find(const Table *t, const DataSpec *spec);

// How many cells of a column of numbers are words, and the class of the first of them; true and false count as such
// where numbers stand beside them.
int32_t odd_cells(const TableColumn *column, int *class);

#endif
