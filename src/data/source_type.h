// Kinds of sources. A source is one file with its row and one line of SOURCE_TYPES (data/dataset.h); its options are
// rows of the option table.
#ifndef DATA_SOURCE_TYPE_H
#define DATA_SOURCE_TYPE_H

#include "base/bytes.h"
#include "base/hash.h"
#include "data/dataset.h"

// What opening needs besides the source.
typedef struct Opening {
    const char *config_folder;
    const Source *like; // NULL, or a source that has read the same files in the same way
    Hash hash;          // of all that decides what the samples are
    Error *e;
} Opening;

// Where one drawn sample goes; what the source's dataset does not have is NULL.
typedef struct Sample {
    uint8_t *pixels; // [features]
    float *values;   // [features]
    int32_t *label;
    float *target; // a source that is drawn has one
} Sample;

// What samples are drawn by.
typedef struct Drawing {
    const DataSpec *spec;
    uint64_t seed;
    const float *state; // as the source's `prepare` made it of the two above; or NULL
} Drawing;

typedef struct SourceType {
    const char *name;
    const char *answer; // what a table calls the column to predict; NULL: "label" or "target"
    // Whether the source's options go together: a pure function that touches no file. NULL: they always do.
    bool (*check)(const DataSpec *spec, SpecProblem *problem);
    // Fills s->train (features, classes and names; the samples where there are some to choose from) and, where there is
    // a separate one, s->test. Resolves the paths in s->spec.
    Status (*open)(Source *s, Opening *o);
    // For sources without an end, whose samples are drawn: sample `number` of a seed, by itself. NULL: runs choose from
    // the samples that open has read. Pixels may be NULL: only the answer is asked for.
    void (*draw)(const Drawing *d, uint64_t number, Sample sample);
    // Makes what all samples of a seed share (Drawing.state). Memory from `arena`; NULL without. NULL: nothing.
    float *(*prepare)(const DataSpec *spec, uint64_t seed, Arena *arena);
    int64_t train_size, test_size; // where nobody says how many; 0: all that are there
    int64_t dimensions, classes;   // of a task, where nobody says
    Scaling scaling;               // of the inputs, where nobody says
} SourceType;

// In the order of SourceKind.
extern const SourceType *const source_types[];
extern const char *const source_names[]; // NULL at the end

// Finds a file named by an option: as given, else beside the config file. An empty name stays empty, and so does "-".
// ERR_DATA with the option's key first.
Status source_locate(Source *s, const Opening *o, const char *key, const char **path);

// The most that is read of a file.
BytesBound source_bound(const DataSpec *spec);

#define DRAWN_MOST 10000000 // samples of a part that is drawn
// Test and validation samples are numbered from here, training samples from 0: they never meet.
#define DRAWN_FIRST_TEST UINT64_C(1000000000000)
#define DRAWN_FIRST_VALIDATION UINT64_C(2000000000000)

// Draws `size` samples of a source that draws, from number `first` on, into a dataset of their own. Memory from
// `arena`; NULL without.
Dataset *source_draw(const Source *s, uint64_t seed, uint64_t first, int32_t size, Arena *arena);

#endif
