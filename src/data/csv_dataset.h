// The source "csv": tables read into datasets.
#ifndef DATA_CSV_DATASET_H
#define DATA_CSV_DATASET_H

#include "base/hash.h"
#include "data/dataset.h"

// Reads the table `file` into `train` and, unless it is empty, the table `test_file` into `test`, which must have the
// same columns and no class that `train` lacks. Header, separator, label and task are as `spec` says (data/csv_table.h,
// data/csv_labels.h). What the datasets point to comes from `arena`; the files' bytes are added to `hash`. Errors:
// ERR_DATA with file, line and column; ERR_CONFIG where an option does not fit the table; ERR_IO.
Status csv_open(Dataset *train, Dataset *test, const DataSpec *spec, Arena *arena, Hash *hash, Error *e);

#endif
