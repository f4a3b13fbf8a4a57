// A table as a network sees it: columns of numbers as they are, a column of categories as a feature for each of them,
// 1 where the cell holds it and 0 elsewhere (one-hot).
//
// Which features there are is learned from the training table: the categories in the order of table/categories.h, each
// named "column=category". A cell with a category that the training table does not have is all zeros there.
#ifndef TABLE_ENCODE_H
#define TABLE_ENCODE_H

#include "table/categories.h"
#include "table/labels.h"
#include "table/table.h"

typedef struct EncodedColumn {
    int32_t column; // of the table
    bool one_hot;
    Categories categories; // of a one-hot column
} EncodedColumn;

typedef struct Encoding {
    int32_t columns, features;
    const EncodedColumn *column; // [columns]
    const FeatureGroup *group;   // [columns], one for each
    bool grouped;                // the dataset needs the groups
    bool floats;                 // where cells are missing in one of the tables, what fills them need be no bytes
    bool plain;                  // a row of features is a row of the table's cells
    const char *const *names;    // [features]; NULL where nothing has a name
} Encoding;

// `test` is NULL or the test table, of which only counts which of the features have missing cells. Both have been
// checked (tables_check). Memory from `arena`; ERR_IO without.
Status encoding_learn(Encoding *en, const Table *train, const Table *test, const DataSpec *spec, Arena *arena,
                      Error *e);

// Fills samples, features, values (or bytes as `pixels`), names, groups and missing cells of `d` from these rows of the
// training or test table. Where a row of features is a row of cells and all rows are wanted, the values are the table's
// own: it must live as long as `d`. A note counts cells with categories that the training table does not have.
Status encode(const Encoding *en, const Table *t, Rows rows, Dataset *d, Arena *arena, Notes *notes, Error *e);

#endif
