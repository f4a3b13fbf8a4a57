// The data that a model is measured on.
#ifndef RESULTS_MODEL_DATA_H
#define RESULTS_MODEL_DATA_H

#include "base/notes.h"
#include "lab/columns.h"
#include "results/model.h"

typedef struct ModelData {
    bool same;             // their content is what the model was trained on
    Split split;           // scaled as the model's run was; other data are all test part
    const Column *columns; // of a log of them
    Notes notes;           // what is worth telling
    Source looked;         // the data as they are
    Source source;         // as the run took its parts from them, where they are the same
    Arena arena;
} ModelData;

// Opens the data that the model's experiment names. Where their content is what the model was trained on, they are
// split as its run did; of others every sample (with a test file, every one of that) is measured. ERR_DATA where they
// do not have the model's features, classes or targets, and as source_open. model_data_close is due in either case.
Status model_data_open(ModelData *d, const Model *m, Error *e);
void model_data_close(ModelData *d);

#endif
