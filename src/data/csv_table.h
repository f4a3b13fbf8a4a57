// CSV as a table: which row is the header, which column the label, and every row of the same length.
//
// - Blanks around a number, a label or a column's name do not count.
// - header auto: the first row is a header when no cell of it is a number, those of the label and of the split aside;
// and when data.label
//   (or data.split_column) is no number, since a column's name needs a header.
// - label, split_column: a column's name where the header has it, else its number (1 is the first, -1 the last).
#ifndef DATA_CSV_TABLE_H
#define DATA_CSV_TABLE_H

#include "base/hash.h"
#include "data/csv.h"
#include "data/dataset.h"

typedef struct CsvTable {
    const char *path;
    CsvRows rows;
    bool header;
    bool header_guessed;      // by header auto
    int32_t columns;          // the label's included
    int32_t label;            // its column, from 0
    int32_t split;            // the column of data.split_column, or -1
    int32_t samples;          // rows without the header
    const char *const *names; // [columns] when there is a header; else NULL
} CsvTable;

// Reads and splits the file; its bytes are added to `hash`. Of `spec`, header, separator, label and split_column count.
// With `like` (the training table) the header and label are as there, and the columns must be the same. Memory from
// `arena`. Errors: ERR_DATA with file and line, ERR_CONFIG where an option does not fit the table, ERR_IO.
Status csv_table_read(CsvTable *t, const char *path, const DataSpec *spec, const CsvTable *like, Arena *arena,
                      Hash *hash, Error *e);

// The cell of a sample (from 0, header left out) in a column (from 0).
const CsvCell *csv_table_cell(const CsvTable *t, int32_t sample, int32_t column);

// The cell without the blanks around its content; `text` is then no longer 0-terminated.
CsvCell csv_trim(const CsvCell *cell);

// Reads a number; false when the cell holds none.
bool csv_number(const CsvCell *cell, double *value);

// As csv_number, for a sample's feature or target; ERR_DATA with the place and what was found.
Status csv_table_number(const CsvTable *t, int32_t sample, int32_t column, float *value, Error *e);

#define CSV_SHOWN_SIZE 48

// The cell's text fit for a message: in quotes, on one line, cut where it is long. Returns `out`.
char *csv_shown(char out[CSV_SHOWN_SIZE], const CsvCell *cell);

// "file:line: column 3 (name)", where a message about that cell begins. Returns `out`.
#define CSV_PLACE_SIZE 400
char *csv_place(char out[CSV_PLACE_SIZE], const CsvTable *t, int32_t sample, int32_t column);

#endif
