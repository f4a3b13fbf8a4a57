// A trained network as a file (docs/models.md): its tensors as PyTorch takes them, and as metadata all that it takes to
// use it again. results/model.h reads it back.
#ifndef LAB_MODEL_FILE_H
#define LAB_MODEL_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/safetensors.h"
#include "lab/plan.h"
#include "train/engine.h"

#define MODEL_FORMAT "1"         // raised where files are no longer what they were
#define MODEL_NO_FOLD UINT64_MAX // ModelFile.fold where there are no folds

typedef struct ModelFile {
    const char *format;  // MODEL_FORMAT
    const char *version; // of the regrun that wrote it
    const char *config;  // one setting under one seed, as JSON: every option, as it was for the run
    const char *setting; // its name
    uint64_t seed, fold, epoch;
    const char *data_hash; // Source.hash
    uint64_t features;
    uint64_t classes; // 0: regression
    uint64_t targets; // 0: classification
    // NULL where the data name none:
    const char *const *feature_names; // [features]
    const char *const *class_names;   // [classes]
    const char *const *target_names;  // [targets]
    const char *columns;              // what another table must have, as JSON (config/recipe_json.h)
    // As Split has them; the last two NULL in classification.
    const float *shift, *scale;               // [features]
    const float *target_shift, *target_scale; // [targets]
    uint64_t layer_count;
    const char *const *layers; // [layer_count] what kind of layer stands at each place
    int tensor_count;
    const Tensor *tensors; // [tensor_count]
} ModelFile;

// A row for each piece of the metadata, whose values are texts: lists are JSON.
typedef enum ModelFieldKind {
    MODEL_TEXT,    // const char *
    MODEL_WHOLE,   // uint64_t
    MODEL_NAMES,   // const char *const *
    MODEL_NUMBERS, // const float *, written such that any reader of doubles gets the same floats
} ModelFieldKind;

typedef struct ModelField {
    const char *key;
    ModelFieldKind kind;
    size_t offset; // in ModelFile
    size_t count;  // of lists: the offset of their length; that comes in an earlier row
    bool optional; // may be missing: it is then NULL, or MODEL_NO_FOLD
} ModelField;
extern const ModelField model_fields[]; // a NULL key ends them
// The length of a list.
uint64_t model_count(const ModelFile *m, const ModelField *field);

// What the file of a run's network holds as it stands now; `m` and its texts live in `arena`, or with the plan and the
// split. ERR_IO without memory.
typedef struct ModelRun {
    const Plan *plan; // open
    const Run *run;
    const Split *split;
    const Engine *engine;
    const Trainer *trainer;
    int64_t epoch; // after which the network was as it is
} ModelRun;
Status model_of(ModelFile *m, const ModelRun *run, Arena *arena, Error *e);

// The names of the network's layers, by place, as ModelFile.layers; false without memory.
bool model_layers(ModelFile *m, const Engine *engine, const Trainer *t, Arena *arena);

// Writes it atomically, below the store's folder. ERR_IO.
Status model_write(const ModelFile *m, const Store *store, const char *path, Error *e);

#endif
