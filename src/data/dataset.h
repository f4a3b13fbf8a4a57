// A dataset in memory, and the part of it that one run trains or tests on.
#ifndef DATA_DATASET_H
#define DATA_DATASET_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/notes.h"
#include "base/spec_problem.h"
#include "base/text_list.h"

// All kinds of sources, a row for each: its constant, and its name in a config and in the code (`source_name`).
#define SOURCE_TYPES(TYPE)                                                                                             \
    TYPE(SOURCE_DIGITS, digits)                                                                                        \
    TYPE(SOURCE_CSV, csv)                                                                                              \
    TYPE(SOURCE_IDX, idx)                                                                                              \
    TYPE(SOURCE_MNIST, mnist)                                                                                          \
    TYPE(SOURCE_MOONS, moons)                                                                                          \
    TYPE(SOURCE_SPIRALS, spirals)                                                                                      \
    TYPE(SOURCE_BLOBS, blobs)                                                                                          \
    TYPE(SOURCE_TEACHER, teacher)                                                                                      \
    TYPE(SOURCE_LINEAR, linear)

#define SOURCE_CONSTANT(kind, name) kind,
typedef enum SourceKind { SOURCE_TYPES(SOURCE_CONSTANT) } SourceKind;
#undef SOURCE_CONSTANT

typedef enum Scaling { SCALING_DEFAULT, SCALING_NONE, SCALING_MINMAX, SCALING_ZSCORE } Scaling;
typedef enum Task { TASK_AUTO, TASK_CLASSIFICATION, TASK_REGRESSION } Task;
// What takes the place of missing cells (data/impute.h).
typedef enum Impute {
    IMPUTE_REFUSE,
    IMPUTE_MEAN,
    IMPUTE_MEDIAN,
    IMPUTE_MOST_FREQUENT,
    IMPUTE_DROP_ROWS,
    IMPUTE_INDICATOR
} Impute;
// How a table is written (table/dialect.h), where it is said.
typedef enum Quote { QUOTE_AUTO, QUOTE_DOUBLE, QUOTE_SINGLE, QUOTE_NONE } Quote;
typedef enum Decimal { DECIMAL_AUTO, DECIMAL_POINT, DECIMAL_COMMA } Decimal;
typedef enum Header { HEADER_AUTO, HEADER_YES, HEADER_NO } Header;

#define TEST_FRACTION_DEFAULT 0.2 // also in the option's row

#define LABELS_MOST 64 // columns that one network predicts

// The options under "data". Text is owned by the config.
typedef struct DataSpec {
    int source;               // SourceKind
    const char *file;         // csv: the table, or the training table when test_file is given; "-": standard input
    const char *test_file;    // csv: "" or the test table
    int64_t max_bytes;        // of a file, unpacked; none given: a quarter of the machine's memory
    const char *dir;          // mnist: the folder of the four files
    const char *train_images; // idx
    const char *train_labels; // idx
    const char *test_images;  // idx
    const char *test_labels;  // idx
    int header;               // csv: Header
    const char *separator;    // csv: one character (' ': runs of blanks), or "auto"
    int quote;                // csv: Quote
    const char *comment;      // csv: the character that begins a comment, "none" or "auto"
    int decimal;              // csv: Decimal
    const char *labels[LABELS_MOST]; // csv: [label_count] the column to predict: its name, or its number (1 is the
                                     // first, -1 the last); several are the targets of one regression
    int label_count;                 // at least 1
    const char *split_column;        // csv: "" or the column that says train, validation or test; as label
    int task;                        // csv: Task; auto = regression when there are several labels, or when the label is
                                     // numeric with > 20 distinct values or any that is not whole
    int impute;                      // csv: Impute
    TextList ignore;                 // csv: columns left out: names, numbers (also from the end: -1), ranges "3-7"
    TextList categorical;            // csv: columns that are one-hot encoded, whatever is found in them
    TextList numeric;                // csv: columns of numbers, whatever is found in them
    TextList use;                    // csv: the only features; none: all columns
    int max_categories;              // csv: the most that a categorical column may have
    TextList missing;        // csv: texts that stand for a missing cell; item NULL: the usual ones (table/table.h)
    const char *label_strip; // csv: characters that are taken from the end of a label
    int64_t train_size;      // samples, those of the validation part among them; 0 = all that are there (digits: not 0)
    int64_t test_size;       // samples; 0 = all that are there (digits: not 0; one table: see test_fraction)
    double validation_fraction; // of the training samples: kept for choosing, never trained on; 0: none
    int validation_size;        // the same as a number; 0: none, or as validation_fraction says
    double test_fraction;       // csv and idx without test files and test_size: the part held out
    int folds;                  // 0: none; else seed s tests on fold s mod folds of repeat s div folds
    double subset;              // the share of the training part that is used; 1: all of it
    double label_noise;         // the share of the training labels that are redrawn (data/label_noise.h)
    double noise;               // of a task (data/task.h): the standard deviation of what cannot be learned
    int64_t dimensions;         // of a task: features
    int64_t classes;            // of spirals, blobs and teacher
    int teacher_units;          // of teacher: hidden units of the network that gives the labels
    bool stratify;              // keep the classes' shares in every part
    int scaling;                // Scaling; default: none for pixels (which are read as value/255), zscore for csv
    int target_scaling;         // Scaling of a regression target; default zscore
    int64_t seed;               // -1: the run's seed; else this one for every run
} DataSpec;

// What one column of a table became: `count` features from `first` on. The features of a one-hot group and of an
// indicator are 0 or 1.
typedef enum GroupKind { GROUP_NUMBER, GROUP_ONE_HOT, GROUP_INDICATOR } GroupKind;
typedef struct FeatureGroup {
    GroupKind kind;
    int32_t first, count;
    int32_t column;   // the table's column that it comes from; the first is 0
    const char *name; // of that column, or "column 3"
} FeatureGroup;

// A cell of the table that is missing: the features of the group are 0 there until an imputation fills them.
typedef struct MissingCell {
    int32_t sample, group;
} MissingCell;

// Which part a sample is for, where its table says so.
enum { PART_TRAIN, PART_VALIDATION, PART_TEST };

// A table of samples, row-major. Exactly one of pixels and values is set; exactly one of label and target.
//
// Every value is finite. What stands for a missing cell must be, too: where a batch pads a row (data/batch.h) it
// multiplies the next row's values by 0, and 0 * NaN would carry one row's NaN into the padding of another. Whatever
// marks cells as missing stands beside the values, never among them.
typedef struct Dataset {
    int32_t samples;
    int32_t features;
    int32_t classes;                  // 0: regression
    const uint8_t *pixels;            // [samples][features], of an image read as value/255, of a table (width 0) as
                                      // they are; or NULL
    const float *values;              // [samples][features]; or NULL
    int32_t targets;                  // numbers to predict of each sample; 0: classification
    const int32_t *label;             // [samples], 0 <= label < classes; NULL in regression
    const float *target;              // [samples][targets]; NULL in classification
    const uint8_t *part;              // [samples], PART_TRAIN and so on, by data.split_column; NULL without one
    const char *const *feature_names; // [features] or NULL
    int32_t groups;                   // 0: every feature is a number of its own, and none is missing
    const FeatureGroup *group;        // [groups], in the order of their features
    int32_t missing_count;
    const MissingCell *missing;      // [missing_count], by sample, then by group
    const char *const *class_names;  // [classes]; NULL in regression
    const char *const *target_names; // [targets], as targets_name gives them; NULL may be where there is only one
    int32_t width, height;           // of an image; 0 for tables
} Dataset;

// Some rows of a dataset, in a fixed order, with answers of its own: they are copied when the split is made, so what
// changes those of one part (noise, smoothing, imputed targets) reaches neither another part nor the dataset. Whoever
// trains or measures reads the answers here, never the dataset's.
typedef struct Part {
    const Dataset *data;
    const int32_t *row; // [size]
    int32_t size;
    const int32_t *label; // [size], in the part's order; NULL in regression
    const float *target;  // [size][data->targets]; NULL in classification
} Part;

// What one run sees. Inputs reach the network as (raw - shift[f]) * scale[f], where raw is a pixel's value (0 to 255;
// the division by 255 is in scale) or the table's number. Target k of a regression as (t - target_shift[k]) *
// target_scale[k].
// A feature that is constant in the training part has scale 0 under minmax and zscore; a constant target has scale 1.
// One-hot features and indicators are never scaled: their scale is 1, or 0 where no training sample has a 1 there, so
// that a category which only the test part has is the code of zeros.
typedef struct Split {
    Part train, test;
    const float *shift, *scale;               // [features]
    const float *target_shift, *target_scale; // [targets]; NULL in classification
    int32_t unseen;                           // test samples with a category that no training sample has
    const float *fill;  // [features] what takes the place of missing cells, of the groups that `filled` says; NULL
                        // where no part has missing cells (data/impute.h)
    const bool *filled; // [groups]
    Part validation;    // never trained on, to choose by; size 0: none
} Split;

// A source that was opened and checked: everything that is the same for all seeds, loaded once.
typedef struct Source {
    DataSpec spec; // defaults that depend on the source are filled in; sizes are those of the parts, so that train_size
                   // is what is trained on
    Dataset train; // the pool that runs draw from; digits: no samples yet, but features, classes, names are set
    Dataset test;  // a separate test set; samples = 0 where the pool is split instead
    const struct Recipe *recipe;     // what another table needs to be given to the same network (table/recipe.h); NULL
                                     // where the samples do not come from one
    const struct SourceFiles *files; // what was read, where the kind of source keeps it; maybe another source's
    Notes notes;                     // what is worth telling about them before a run
    Arena arena;                     // owns what all of these point to
    bool use_rest;                   // folds: a run whose fold has a sample less than others trains on one more
    char hash[65];                   // sha256 (hex) of the files' content, or of the generator's name and version
} Source;

// Sizes that nobody gave (below 0), dimensions and classes among them, become those of the kind of source.
void source_sizes(DataSpec *spec);
// Whether the samples of this SourceKind are rows of a table, rather than images: other training suits them.
bool source_is_table(int source);
// Whether the options of the source go together, without a look at any file. Sizes must be resolved.
bool source_check(const DataSpec *spec, SpecProblem *problem);

// Where a path of the data leads: as given, else beside the config (`config_folder`, may be ""), else, one below data/,
// to what came with regrun (data/students.csv). *found is NULL where nothing is there. ERR_IO without memory.
Status source_path(Arena *arena, const char *config_folder, const char *given, const char **found, Error *e);

// A note on a path that led to what came with regrun. `key`: what named it.
void source_say_found(Notes *notes, const char *key, const char *given, const char *found);

// Reads and checks the files (digits: nothing), resolves defaults, checks the sizes against what is there. Paths are
// looked for by source_path. Errors: ERR_DATA with file,
// line and column, or with the dotted key first where a file is not there or must not be read; ERR_IO; ERR_CONFIG with
// the dotted key first where an option cannot be (train_size beyond the pool).
Status source_open(Source *s, const DataSpec *spec, const char *config_folder, Error *e);
// As source_open, but does not read again what `like` has read: NULL, or a source of the same kind whose options differ
// at most in what becomes of what was read. It must outlive `s`.
Status source_open_like(Source *s, const DataSpec *spec, const char *config_folder, const Source *like, Error *e);
// As source_open, but only to look at the pools: sizes are not resolved, and a table of one class will do.
Status source_look(Source *s, const DataSpec *spec, const char *config_folder, Error *e);
void source_close(Source *s);

// The samples that the run with `seed` trains, tests and chooses on, and the scaling fitted on its training part.
// Memory from `arena`. The same spec and seed give the same split, whatever else a setting changes; under one seed the
// test part is the same for every other size, the validation part for every train_size (where its own is given as a
// number), and a smaller training part is a subset of a larger one; what is trained on beside a validation part is a
// subset of what is trained on without (stratified: class by class, where the larger one gives the class no fewer
// rows). `s` must outlive `out`.
Status source_split(const Source *s, uint64_t seed, Arena *arena, Split *out, Error *e);

// The same parts for their answers alone, in a fraction of the time: what is drawn has no inputs, and nothing is
// fitted.
Status source_split_answers(const Source *s, uint64_t seed, Arena *arena, Split *out, Error *e);

// All samples of a source in one part, `train`, in their own order: the first `samples` under the seed of a source that
// draws, the pool of any other. Missing cells and scaling are fitted on all of them; no label is redrawn. source_look
// is enough. Otherwise as source_split.
Status source_whole(const Source *s, uint64_t seed, int32_t samples, Arena *arena, Split *out, Error *e);

// With folds the pool is divided, by data.seed or else by the repeat (seed div folds), into folds whose sizes differ by
// one at most, and so do their shares of each class; the test part is fold (seed mod folds), so that every sample is in
// it once in a repeat. The other parts are taken from the other folds.

// Adds to s->notes what the split under `seed` shows: test samples that stand in the training part as well, and those
// with a category that it has not. ERR_IO.
Status source_note(Source *s, uint64_t seed, Error *e);

#endif
