// Everything that the option table fills for one setting, as a whole: its defaults, one option from a text, equality.
#ifndef CONFIG_RUN_SPEC_H
#define CONFIG_RUN_SPEC_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/text.h"
#include "data/dataset.h"
#include "nn/spec.h"
#include "train/spec.h"

typedef struct RunSpec {
    DataSpec data;
    ModelSpec model;
    TrainSpec train;
} RunSpec;

// Puts the default of every option into `spec`.
Status options_default(RunSpec *spec, Arena *arena, Error *e);

// Sets the option `key` from what a person typed, as --set does: JSON where it is JSON ("3", "[64,64]", "true"), else
// text ("my.csv"). ERR_CONFIG with "FROM: KEY: what is allowed" ("KEY: ..." for a NULL `from`), or "did you mean",
// or with what it needs for an effect, as spec has it by then.
// Texts are copied to the arena. Whether options go together is for spec_check.
Status option_set_text(RunSpec *spec, const char *from, const char *key, const char *text, Arena *arena, Error *e);

// Whether all that has an effect and whose key begins with `group` and a dot ("data") is the same in both.
bool options_same(const char *group, const RunSpec *a, const RunSpec *b);

// Whether both read the same files in the same way: what differs in their data is at most what becomes of what was read
// (sizes, scaling, classes), so that one reading serves both (source_open_like).
bool options_same_files(const RunSpec *a, const RunSpec *b);

// Adds a text that is the same for specs whose steps do the same work on data of one shape: the same network,
// optimizer, batches and rules. How far a rate is above 0, and when a run ends, makes no difference.
void options_work(const RunSpec *spec, Text *out);

#endif
