// CSV as text: rows of cells, by RFC 4180, as regrun writes its own files. Tables of all dialects are read by
// table/scan.h.
//
// Cells stand between separators; a cell that begins with a quote ends at the next quote that is not doubled and may
// hold separators and line ends. A quote inside a cell that does not begin with one is a character like any other.
// Lines end with \n, \r\n or \r; the last may lack its end; lines without any character are skipped; a UTF-8 byte order
// mark at the very beginning is dropped.
#ifndef RESULTS_CSV_H
#define RESULTS_CSV_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"

typedef struct CsvCell {
    const char *text; // without its quotes, 0-terminated, inside the data that was split
    uint32_t length;
    int32_t line; // where it begins; the first line is 1
} CsvCell;

typedef struct CsvRows {
    int32_t count;
    const size_t *first; // [count + 1]: the cells of row i are cell[first[i]] to cell[first[i + 1] - 1]
    const CsvCell *cell;
} CsvRows;

// Splits data[0..size), which must be followed by a 0 byte and is changed in place; it must live as long as `rows`.
// The lists come from `arena`. `path` is for messages. Errors: ERR_DATA with file and line for a quote that is never
// closed, text after a closing quote and NUL bytes; ERR_IO without memory.
Status csv_split(CsvRows *rows, Arena *arena, char *data, size_t size, char separator, const char *path, Error *e);

#endif
