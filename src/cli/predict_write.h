// Predictions as a file.
#ifndef CLI_PREDICT_WRITE_H
#define CLI_PREDICT_WRITE_H

#include "base/error.h"
#include "base/text.h"
#include "data/dataset.h"
#include "table/recipe.h"
#include "train/engine.h"

// What a network says of some samples.
typedef struct Predicted {
    const Dataset *data;
    const Split *split;     // scales the targets
    const Measure *says;    // of all samples of `data`, in order
    const RecipeRows *rows; // the table that they are the rows of; NULL: images
    const bool *keep;       // [columns of the table]: those that are carried through; NULL: none
} Predicted;

// As CSV with a header, a row for each sample: the columns that are kept, as the table has them; `prediction`, and for
// each class its probability `p_CLASS`; or a number for each target, in its own unit, `prediction` or, of several,
// `prediction_TARGET`. Numbers are the shortest text that reads back to the same float.
Status predicted_csv(const Predicted *p, Text *out, Error *e);

#endif
