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
    int lanes;     // LANES where this column and those behind it take one-digit cells at once; else 0
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
    const char *text; // SCAN_BEHIND readable bytes follow it
    size_t size;
    Form form;
    CellRules rules;
    Scan scan;
    int32_t head_line; // of the first row
    ScanCell *head;    // [columns] the first row
    ScanCell *second;  // [columns] the next; NULL where there is none of that length
    Filler *filler;    // [columns]
    uint8_t *bytes;    // the matrix as bytes; NULL once it is floats
    float *values;     // the same memory
    int32_t rows_most, row;
    size_t filled;    // cells of the matrix that are filled; what is spread with it
    bool again;       // not the first pass
    int32_t *watched; // columns that may yet be constant or count
    int32_t watched_count;
    int32_t *together; // [watched_count] how many of the watched, from this one on, are neighbours that can only be
                       // constant: they are compared at once. 0 for one that may count.
} Reading;

// --- table/head.c

// Reads the first rows: sets columns, header, names and roles, and what the training table says of them.
Status head_read(Reading *r, TableChoice choice);
// Notes what is odd about the first row once all cells are known.
void head_doubt(const Reading *r);

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
