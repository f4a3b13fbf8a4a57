// What `regrun data show` tells of a table: ranges and means of its columns, how often each category is there, what its
// labels are and what a constant guess of them would score, rows that are there twice.
#ifndef TABLE_FACTS_H
#define TABLE_FACTS_H

#include "table/table.h"

typedef struct ColumnFacts {
    // Of the cells that are numbers; a column without any has NAN, and so has an ignored one, whose cells are not kept.
    double least, mean, most;
    double sd; // of a sample (divided by n - 1); NAN below two numbers
    // Of a column with categories or texts of a label; else NULL and -1.
    const int32_t *count; // [categories]: the cells of each
    int32_t top;          // the most frequent one, of several the first
} ColumnFacts;

// facts[columns], in the order of the columns. Memory from `arena`; ERR_IO without.
Status table_facts(const Table *t, ColumnFacts *facts, Arena *arena, Error *e);

typedef struct LabelFacts {
    int32_t rows; // that have all of their labels; what follows is about them
    bool regression;
    bool told;                      // an error of the labels is among the problems of the table
    int32_t classes;                // of a classification, in the order in which a network has them
    const char *const *class_names; // [classes]
    const int32_t *count;           // [classes]
    int32_t top;                    // the most frequent class, of several the first: always guessing it is right for
                                    // count[top] of the rows
    const double *rmse;             // regression: [columns] of the table, where that is a label: the root of the mean
                                    // squared error of always predicting its mean
    int32_t same;                   // rows that are the same as one before them, in all features and labels
    int32_t other_answer;           // rows with the features of one before them, but with labels of their own
} LabelFacts;

// What training would make of the labels. Memory from `arena`. Errors: those of labels_learn and labels_rows
// (table/labels.h), which training has as well; ERR_IO. A note counts rows without a label.
Status table_label_facts(const Table *t, const DataSpec *spec, LabelFacts *facts, Arena *arena, Notes *notes, Error *e);

#endif
