// A model file read back: what it is of, and its network ready to compute.
#ifndef RESULTS_MODEL_H
#define RESULTS_MODEL_H

#include "base/arena.h"
#include "base/bytes.h"
#include "config/experiment.h"
#include "lab/model_file.h"
#include "table/recipe.h"
#include "train/engine.h"

typedef struct Model {
    const char *path;
    ModelFile file;
    Experiment experiment; // what file.config says: one setting under one seed
    Bytes bytes;           // of the file; the tensors' data are in it
    Arena arena;           // owns the rest
} Model;

// Reads the file at `path`, which is checked as a stranger's; what the command line lays over its config (NULL:
// nothing) is for the data. Relative paths of data are looked for as given, then where the run was started, if its
// results are where regrun puts them by itself. *m must stay where it is until model_close, which is due in either
// case. ERR_IO, ERR_DATA with the path first; ERR_CONFIG where this version cannot have such a config.
Status model_read(Model *m, const char *path, const Overrides *overrides, Error *e);
void model_close(Model *m);

// The spec of the setting.
const RunSpec *model_spec(const Model *m);

// What it learned of the columns of its table. ERR_DATA where that is not what its network takes.
Status model_recipe(Model *m, Recipe *r, Error *e);

// A split without samples that scales as the model's run did: what there is to know of the data without the data.
// Memory from `arena`; `m` must outlive it. ERR_IO.
Status model_split(const Model *m, Arena *arena, Split *split, Error *e);

// Its network, ready to measure parts of `split`, which must have the model's number of features and of classes or
// targets, and outlive it. `metrics`: those of which measure gives the outputs (TrainSpec.metrics). It is for
// engine->measure alone: engine->refresh would undo statistics that were kept. Freed with engine->close. ERR_DATA where
// the tensors are not those of the network.
Status model_trainer(const Model *m, const Engine *engine, const Split *split, unsigned metrics, Trainer **t, Error *e);

#endif
