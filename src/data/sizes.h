// How many samples each part of a run has.
#ifndef DATA_SIZES_H
#define DATA_SIZES_H

#include "data/dataset.h"

typedef struct Sizes {
    int32_t test, validation, train;
} Sizes;

// Whether the options that say how samples are divided go together, without a look at any file. Sizes that nobody gave
// must be resolved (source_sizes).
bool sizes_check(const DataSpec *spec, SpecProblem *problem);

// Checks the sizes in s->spec against the samples that are there and resolves them: test_size, validation_size and
// train_size become those of the parts, and what said the same as a share says nothing any more, so that the spec
// stands another sizes_check. ERR_CONFIG with the dotted key first.
Status sizes_resolve(Source *s, Error *e);

// The fold that the run with `seed` tests on; 0 without folds.
int fold_of(const Source *s, uint64_t seed);

// Those of the run with `seed`; the sizes in s->spec are resolved.
Sizes sizes_of(const Source *s, uint64_t seed);

#endif
