// What a network must know of the table that it was trained on, to be given the rows of another: which columns it looks
// at, by name or by place, their categories, what fills missing cells, what the labels are. The training table itself
// is not needed any more. A model's file holds it (config/recipe_json.h).
//
// The columns of another table may stand in any order, with others beside them, where the training table had names;
// where it had none, they stand in their places, and only the labels may be missing.
#ifndef TABLE_RECIPE_H
#define TABLE_RECIPE_H

#include "table/encode.h"
#include "table/labels.h"
#include "table/table.h"

// A column of the training table.
typedef struct RecipeColumn {
    const char *name; // in its header; "" where that has none for it, or there is no header
    int32_t column;   // its place, from 0
    int32_t before;   // columns before it that have the same name
    bool indicator;   // of a feature: another one behind all columns says whether the cell is missing
} RecipeColumn;

typedef struct Recipe {
    bool header;                 // columns go by their names, else by their places
    int32_t columns;             // of the training table
    TableMark mark;              // its decimal mark
    Encoding encoding;           // EncodedColumn.column is that of the training table
    const RecipeColumn *feature; // [encoding.columns]
    int32_t features;            // of a sample: the encoding's and the indicators
    const float *fills;          // [features] for missing cells (data/impute.h); NULL: they are refused
    int32_t labels;
    const RecipeColumn *label; // [labels], in the order of the targets
    Categories classes;        // of a classification; none: a regression
} Recipe;

#define RECIPE_FEATURES_MOST (1 << 24)
#define RECIPE_TABLE "the table that the model was trained on" // what messages call it

// What a training table became: its encoding, its labels and, of the pool of samples, which features are indicators.
// There are no fills yet: they are a split's. What the arguments point to must outlive `r`; memory from `arena`; ERR_IO
// without.
Status recipe_learn(Recipe *r, const Table *t, const Encoding *en, const Labels *l, const Dataset *pool, Arena *arena,
                    Error *e);

// That of a source's network, with the fills of a split that it was trained on. Where the samples do not come from a
// table, it is that of the table which `regrun data write` makes of them. As recipe_learn else.
Status recipe_of(Recipe *r, const Source *s, const Split *split, Arena *arena, Error *e);

// Sets `features`, and `encoding` but for its columns, to what encoding.column and `feature` say; false where these are
// more than RECIPE_FEATURES_MOST features. Memory from `arena`; ERR_IO without.
Status recipe_place(Recipe *r, bool *fits, Arena *arena, Error *e);

// A table as a trained network sees it.
typedef struct RecipeRows {
    Table table; // the columns that the recipe names have their roles, the others are ignored
    TableText text;
    Dataset data;    // a sample for each row, in order; where no label is known: 0
    bool labelled;   // the table has all of the recipe's labels
    Rows known;      // rows of which all labels are known
    int32_t unknown; // rows with a class that training did not have
} RecipeRows;

// Reads the table at `path`, of `spec` as table_read does. Errors: those of table_read; ERR_DATA for columns that are
// not there, cells that are no numbers where the network takes one, missing cells that nothing fills. Where it succeeds
// table_text_close(&rows->text) is due. Memory from `arena`.
Status recipe_read(RecipeRows *rows, const Recipe *r, const char *path, const DataSpec *spec, Arena *arena,
                   Notes *notes, Error *e);

#endif
