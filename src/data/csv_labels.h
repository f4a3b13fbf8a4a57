// What the label column of a table means: classes or numbers to predict.
//
// Classes stand in sorted order: by value when every label is a number ("1" and "1.0" are one class), else bytewise.
#ifndef DATA_CSV_LABELS_H
#define DATA_CSV_LABELS_H

#include "data/csv_table.h"

#define AUTO_CLASSES_MOST 20 // task auto: whole numbers with more distinct values are a regression target

typedef struct Labels {
    bool regression;
    bool numeric;            // all labels are numbers
    int32_t classes;         // 0 for regression
    const double *value;     // [classes] when numeric, ascending
    const char *const *name; // [classes], ascending when not numeric
} Labels;

// Decides by data.task and by what the training table holds. `name` comes from `arena`, `value` from `scratch`. Errors:
// ERR_DATA for an empty label, a first row that may be a header; ERR_IO.
Status labels_learn(Labels *l, const CsvTable *t, int task, Arena *arena, Arena *scratch, Error *e);

// The class numbers [t->samples] of a table; ERR_DATA for a class that `l` does not have.
Status labels_classes(const Labels *l, const CsvTable *t, int32_t *label, Error *e);

#endif
