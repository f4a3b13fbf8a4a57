// Missing cells of a table: what takes their place. Fitted on the training part alone, as whatever is learned from data
// must be.
//
//     mean, median     of the column's values in the training part (an even number of values: the mean of the middle
//     two) most_frequent    of those values the one that is there most often; of several the smallest indicator as
//     median; and a feature more for each column that has missing cells in the training table: 1 where
//                      the cell is missing, else 0
//     drop_rows        samples with a missing cell are left out when the table is loaded
//
// A column of categories takes its most frequent one in the training part (of several the first) under every one of
// them but drop_rows. A column of which the training part has no value is 0 throughout.
#ifndef DATA_IMPUTE_H
#define DATA_IMPUTE_H

#include "data/dataset.h"

// When a table is loaded: drops samples or adds features, as spec->impute wants, in both pools (of `test`, whose
// samples may be 0, it is the training pool that says which features come). Arrays that change are made anew in
// `arena`. ERR_DATA when no sample is left.
Status impute_pools(Dataset *train, Dataset *test, const DataSpec *spec, Arena *arena, Notes *notes, Error *e);

// Fits on split->train and fills the missing cells of all parts. Parts whose dataset has missing cells read a copy of
// it from then on, in `arena`; the others are left alone. What was fitted stays in split->fill. ERR_IO without memory.
Status impute_fit(Split *split, const DataSpec *spec, Arena *arena, Error *e);

// --- Other tables, once a run is trained

// What each feature of a split that impute_fit has been over is filled with where its cell is missing, for columns
// without missing cells as well: [features], in `arena`; NULL where nothing is filled (refuse, drop_rows). ERR_IO.
Status impute_fills(const Split *split, const DataSpec *spec, const float **fills, Arena *arena, Error *e);

// Does to another dataset of the same groups what was done to the training pool: a feature more for each group of which
// `indicator` says so, and fills[features, those among them] (NULL: nothing is missing) in place of missing cells.
// Memory from `arena`; ERR_IO.
Status impute_as(Dataset *d, const bool *indicator, const float *fills, Arena *arena, Error *e);

#endif
