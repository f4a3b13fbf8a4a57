// A table while it is read (table/table.c): what the parts of the reader share. Nobody else includes this.
//
// The first pass over the text decodes all columns straight into their place, finding as it goes what each of them
// holds; most tables need no other. A column that turns out otherwise than it began (words among numbers) is decoded
// again, in a second pass that only it takes part in; where floats are not enough to know it, table/exact.c looks at it
// once more.
//
// Features stand in the matrix of the table, which begins as bytes and is spread to floats, in place, as soon as one of
// them is no whole number from 0 to 255. The memory is taken for floats, but where they stay bytes only a quarter of it
// is ever touched.
#ifndef TABLE_READING_H
#define TABLE_READING_H

#include "base/bytes.h"
#include "base/hash_beside.h"
#include "table/cell.h"
#include "table/scan.h"
#include "table/table.h"
#include "table/words.h"

#define LANES 4 // one-digit cells that are taken at once

// How a column's cells are taken in this pass.
typedef enum Route {
    ROUTE_KEPT,   // not at all: an earlier pass did
    ROUTE_COUNT,  // counted by class alone
    ROUTE_FIND,   // nothing but missing cells were seen yet
    ROUTE_NUMBER, // as numbers
    ROUTE_CODE    // as the numbers of their texts
} Route;

typedef struct Filler {
    Route route;
    bool in_place; // numbers may be read where they stand, with nothing counted
    bool given;    // its kind is said by the options or by the training table
    bool missed;   // cells came before its texts were numbered
    bool no_truth; // a truth is no number in this column
    bool wordy;    // too many distinct texts for a column of numbers and words
    bool inexact;  // two different whole numbers may read as the same double
    int32_t run;   // so many columns from this one on are taken at once; 0: none
    double first;  // the first row's number
    Words words;
    double *number;
    int32_t *code;
} Filler;

typedef struct Reading {
    Table *t;
    const Table *like;
    const DataSpec *spec;
    Arena *arena;  // what stays
    Arena passing; // what goes
    Notes *notes;
    Error *e;
    Bytes content;
    HashBeside hash;  // of the content, while it is read
    const char *text; // the rows; SCAN_BEHIND readable bytes follow it
    size_t size;
    int32_t first_line; // where it begins: 2 behind a line that names the separator
    char said;          // that separator; 0: none
    Form form;
    CellRules rules;
    Scan scan;
    ScanCell *head;   // [columns] the first row
    ScanCell *second; // [columns] the next; NULL where there is none
    Filler *filler;   // [columns]
    uint8_t *bytes;   // the matrix as bytes; NULL once it is floats
    float *values;    // the same memory
    int32_t rows_most, row;
    size_t filled;    // cells of the matrix that are filled; what is spread with it
    bool again;       // not the first pass
    int32_t *watched; // columns that may yet be constant or count
    int32_t watched_count;
    int32_t *together; // [watched_count] how many of the watched, from this one on, are neighbours that can only be
                       // constant: they are compared at once. 0 for one that may count.
} Reading;

// Begins at the first row again.
static inline void reading_start(Reading *r) {
    scan_start(&r->scan, r->text, r->size, r->form, r->t->path, &r->passing, r->e);
    r->scan.line = r->first_line;
}

// --- table/head.c

// Reads the first rows: sets columns, header, names and roles, and what the training table says of them.
Status head_read(Reading *r, TableChoice choice);

// --- table/doubt.c

// Once all cells are known: sets header_doubt, with a note, where a first row of numbers that was taken for data may
// name the columns. ERR_IO without memory.
Status head_doubt(Reading *r);

// --- table/survey.c

// Sets t->survey, unless it is set. What cannot be read is left out with all behind it. ERR_IO without memory.
Status survey_take(Reading *r);
// Refuses a table of which the first row has other cells than most; else nothing.
Status survey_title(Reading *r);
// Refuses a table of which a row has another number of cells than the first. `mark`: the row's first character;
// `cells`: how many there are, to which r->scan adds its others if there are more of them.
Status survey_refuse(Reading *r, int32_t line, char mark, int32_t cells, bool more);

// --- table/fill.c

// Takes the memory that the columns are decoded into.
Status fill_start(Reading *r);
// A pass over the rows. Every filler's route is set.
Status fill_pass(Reading *r);

// --- table/kind.c

// How column c's cells are taken in the first pass.
Status kind_begin(Reading *r, int32_t c);
// After a pass: settles the columns' kinds and the routes of those that must be taken again; *again: there are some.
Status kind_settle(Reading *r, bool *again);
// After the last: lists of categories, what is constant, what counts.
Status kind_finish(Reading *r);

// --- table/exact.c

// Corrects what was found of the features by their floats: `constant`, `ascends`; sets `blurred`.
Status exact_look(Reading *r);

#endif
