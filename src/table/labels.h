// What the label column of a table means: classes, or numbers to predict.
//
// Classes stand in the order of table/categories.h: by value when every label is a number, else bytewise.
#ifndef TABLE_LABELS_H
#define TABLE_LABELS_H

#include "table/categories.h"
#include "table/table.h"

#define AUTO_CLASSES_MOST 20 // task auto: whole numbers with more distinct values are a regression target

typedef struct Labels {
    int32_t columns;
    const int32_t *column; // [columns], of the table, in the order of data.label; a classification has one
    bool regression;       // always where there are several
    Categories classes;    // of a classification
    bool told;             // what labels_learn refuses is among the problems of the table (table/problems.h)
} Labels;

// Some rows of a table.
typedef struct Rows {
    const int32_t *row; // [count], ascending; NULL: all of them
    int32_t count;
} Rows;

// Decides by data.task and by what the training table holds. Memory from `arena`. Errors: ERR_DATA where there is no
// label, for a label by default that only counts the rows or that fewer than half of them have, words where numbers are
// wanted, dates and hexadecimal numbers of which nobody said that they are classes, more classes than
// data.max_categories, a first row that may be a header; ERR_IO.
Status labels_learn(Labels *l, const Table *t, const DataSpec *spec, Arena *arena, Error *e);

// Whether numbers are wanted of a label of the training table: it is to be predicted as one by data.task or beside
// others, or nobody says what it is, and it has numbers and words, or numbers that are a target, or texts that are
// numbers with a sign or the other decimal mark.
bool labels_are_numbers(const Table *t, const DataSpec *spec, int32_t column);

// The class of the label's cells other than numbers and missing ones that stands first; CELL_MISSING: there is none.
CellClass label_word(const TableColumn *column);

// Whether the label is the last column by default, which has no name under a header and counts the rows.
bool labels_default_counts(const Table *t, const DataSpec *spec);

// The column that data.label may name where the last one, by default, is not taken for the label because it is as above
// or has a cell in fewer than half of the rows: the last of several others that have more and do not count the rows
// without a name. -1: none, or no need.
int32_t labels_elsewhere(const Table *t, const DataSpec *spec);

// The rows that have a label; those that lack one of several have none; a note counts the others. ERR_DATA where no row
// has one.
Status labels_rows(Rows *rows, const Labels *l, const Table *t, Arena *arena, Notes *notes, Error *e);

// The class of each of these rows in a column of this or another table: label[rows.count], -1 where the cell is missing
// or holds a class that `l` has not. `l` is a classification. ERR_IO without memory.
Status labels_find(const Labels *l, const Table *t, const DataSpec *spec, Rows rows, int32_t *label, Error *e);

// Fills label, classes and class_names, or target, of `d` for these rows of the table or of its test table. ERR_DATA
// for a class that the training table does not have, a target that is no number.
Status labels_read(const Labels *l, const Table *t, const DataSpec *spec, Rows rows, Dataset *d, Arena *arena,
                   Error *e);

#endif
