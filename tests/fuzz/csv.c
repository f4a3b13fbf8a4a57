// Tables. The first line chooses options, a character each; the rest is the table, or two of them.
#include <math.h>
#include <string.h>

#include "config/recipe_json.h"
#include "config/run_spec.h"
#include "config/spec_check.h"
#include "fuzz/fuzz.h"
#include "table/dialect.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

// Lists of columns and of texts that options choose from.
static const TextList *csv_columns(FuzzInput *in) {
    static const char *const first[] = {"1"}, *const name[] = {"a"}, *const range[] = {"2-3"}, *const last[] = {"-1"};
    static const char *const two[] = {"b", "3"};
    static const TextList lists[] = {{.count = 0}, {first, 1}, {name, 1}, {range, 1}, {last, 1}, {two, 2}};
    return &FUZZ_PICK(in, lists);
}

static TextList csv_missing(FuzzInput *in) {
    static const char *const texts[] = {"x", "-1", ""};
    static const TextList lists[] = {{.count = 0}, {texts, 0}, {texts, 2}, {texts + 2, 1}};
    return FUZZ_PICK(in, lists);
}

static void csv_labels(FuzzInput *in, DataSpec *spec) {
    static const char *const lists[][2] = {{"-1"}, {"1"}, {"2"}, {"y"}, {"a"}, {"-2"}, {"2", "-1"}, {"b", "a"}};
    const char *const *list = FUZZ_PICK(in, lists);
    spec->label_count = list[1] ? 2 : 1;
    for (int i = 0; i < spec->label_count; i++) spec->labels[i] = list[i];
}

// How the table is written.
static void csv_dialect(FuzzInput *in, DataSpec *spec) {
    static const char *const separators[] = {DIALECT_AUTO, ",", ";", "\t", " ", "|", "\""};
    static const char *const comments[] = {DIALECT_AUTO, DIALECT_NONE, "#", ","};
    spec->separator = FUZZ_PICK(in, separators);
    spec->quote = (int)fuzz_choice(in, QUOTE_NONE + 1);
    spec->comment = FUZZ_PICK(in, comments);
    spec->decimal = (int)fuzz_choice(in, DECIMAL_COMMA + 1);
}

// What is read of it.
static void csv_reading(FuzzInput *in, DataSpec *spec) {
    static const char *const parts[] = {"", "2", "split"}, *const strips[] = {"", ".", " \""};
    static const int most[] = {100, 1, 3};
    spec->header = (int)fuzz_choice(in, HEADER_NO + 1);
    spec->task = (int)fuzz_choice(in, TASK_REGRESSION + 1);
    csv_labels(in, spec);
    spec->impute = (int)fuzz_choice(in, IMPUTE_INDICATOR + 1);
    spec->ignore = *csv_columns(in);
    spec->categorical = *csv_columns(in);
    spec->numeric = *csv_columns(in);
    spec->use = *csv_columns(in);
    spec->split_column = FUZZ_PICK(in, parts);
    spec->missing = csv_missing(in);
    spec->max_categories = FUZZ_PICK(in, most);
    spec->label_strip = FUZZ_PICK(in, strips);
}

// What becomes of it.
static void csv_splitting(FuzzInput *in, DataSpec *spec) {
    static const int folds[] = {0, 2, 3}, sizes[] = {0, 1, 2};
    static const double fractions[] = {0, 0.25, 0.5}, subsets[] = {1, 0.5, 0.1};
    spec->stratify = fuzz_choice(in, 2) == 0;
    spec->scaling = (int)fuzz_choice(in, SCALING_ZSCORE + 1);
    spec->target_scaling = (int)fuzz_choice(in, SCALING_ZSCORE + 1);
    spec->folds = FUZZ_PICK(in, folds);
    spec->validation_fraction = FUZZ_PICK(in, fractions);
    spec->validation_size = FUZZ_PICK(in, sizes);
    spec->train_size = FUZZ_PICK(in, sizes);
    spec->test_size = FUZZ_PICK(in, sizes);
    spec->subset = FUZZ_PICK(in, subsets);
    spec->label_noise = FUZZ_PICK(in, fractions);
    spec->seed = (int64_t)fuzz_choice(in, 2) - 1;
}

// What dataset.h promises to whoever trains.
static void csv_promises(const Dataset *d) {
    for (int64_t i = 0; d->values && i < (int64_t)d->samples * d->features; i++)
        fuzz_holds(isfinite(d->values[i]), "every value is finite");
    for (int32_t i = 0; i < d->samples; i++) {
        fuzz_holds(!d->label || (d->label[i] >= 0 && d->label[i] < d->classes), "every label is a class");
        for (int32_t k = 0; k < d->targets; k++)
            fuzz_holds(isfinite(d->target[(int64_t)i * d->targets + k]), "every target is finite");
        fuzz_holds(!d->part || d->part[i] <= PART_TEST, "every part is one");
    }
    for (int32_t g = 0, first = 0; g < d->groups; first += d->group[g++].count)
        fuzz_holds(d->group[g].first == first && (g + 1 < d->groups || first + d->group[g].count == d->features),
                   "groups cover the features");
    for (int32_t i = 0; i < d->missing_count; i++)
        fuzz_holds(d->missing[i].sample < d->samples && d->missing[i].group < d->groups, "a missing cell is one");
}

static void csv_part(const Part *part) {
    for (int32_t i = 0; i < part->size; i++) {
        fuzz_holds(part->row[i] >= 0 && part->row[i] < part->data->samples, "every row of a part is a sample");
        fuzz_holds(!part->label || (part->label[i] >= 0 && part->label[i] < part->data->classes),
                   "every label of a part is a class");
    }
}

static void csv_scaling(const float *shift, const float *scale, int32_t count) {
    for (int32_t f = 0; f < count; f++) fuzz_holds(isfinite(shift[f]) && isfinite(scale[f]), "scaling is finite");
}

static bool csv_alike(const void *a, const void *b, int32_t i, int32_t row, int32_t count, size_t size) {
    const size_t width = (size_t)count * size;
    return !a || memcmp((const char *)a + (size_t)i * width, (const char *)b + (size_t)row * width, width) == 0;
}

// A table that is read once more by what was learned of it is the same samples.
static void csv_recipe_promises(const Source *s, const Split *split, Arena *arena) {
    Recipe made, read;
    RecipeRows rows;
    Text json = {0};
    JsonWriter w = {.out = &json};
    Error e = {0};
    Notes notes = {.arena = arena};
    DataSpec spec = s->spec;
    const Dataset *d = split->train.data;
    fuzz_holds(recipe_of(&made, s, split, arena, &e) == OK, "there is a recipe");
    recipe_write_json(&made, &w);
    fuzz_holds(recipe_from_json(&read, "m", json.data, json.size, d->class_names, d->classes, arena, &e) == OK,
               "it reads back");
    text_free(&json);
    spec.header = read.header ? HEADER_YES : HEADER_NO;
    const Status status = recipe_read(&rows, &read, spec.file, &spec, arena, &notes, &e);
    fuzz_holds(status == OK || (spec.impute == IMPUTE_DROP_ROWS && status == ERR_DATA), "it reads its own table");
    if (status) return;
    fuzz_holds(rows.known.count == d->samples && rows.unknown == 0 && rows.data.features == d->features, "its sizes");
    for (int32_t i = 0; i < d->samples; i++) {
        const int32_t row = rows.known.row[i];
        bool same = csv_alike(d->values, rows.data.values, i, row, d->features, sizeof *d->values) &&
                    csv_alike(d->label, rows.data.label, i, row, 1, sizeof *d->label) &&
                    csv_alike(d->target, rows.data.target, i, row, d->targets, sizeof *d->target);
        for (int32_t f = 0; d->pixels && f < d->features; f++)
            same &= (float)d->pixels[(int64_t)i * d->features + f] == rows.data.values[(int64_t)row * d->features + f];
        fuzz_holds(same, "the same samples by its recipe");
    }
    table_text_close(&rows.text);
}

static void csv_split_promises(Source *s, bool whole, uint64_t seed) {
    Split split = {.test = {.size = 0}};
    Arena arena = {0};
    Error e = {0};
    Status status =
        whole ? source_whole(s, seed, s->train.samples, &arena, &split, &e) : source_split(s, seed, &arena, &split, &e);
    fuzz_holds(!status || e.text[0], "a refusal says why");
    if (!status) {
        csv_part(&split.train);
        if (!whole) csv_part(&split.test);
        if (!whole) csv_part(&split.validation);
        csv_scaling(split.shift, split.scale, s->train.features);
        csv_scaling(split.target_shift, split.target_scale, s->train.targets);
        if (!whole) (void)source_note(s, seed, &e);
        if (whole) csv_recipe_promises(s, &split, &arena);
    }
    arena_free(&arena);
}

static void csv_open(const RunSpec *run, bool look, uint64_t seed) {
    Source s = {0};
    Error e = {0};
    Status status = look ? source_look(&s, &run->data, "", &e) : source_open(&s, &run->data, "", &e);
    if (status) {
        fuzz_holds(e.status == status && e.text[0], "a refusal says why");
        return;
    }
    csv_promises(&s.train);
    csv_promises(&s.test);
    csv_split_promises(&s, look, seed);
    source_close(&s);
}

static bool csv_same(const void *a, const void *b, int64_t count, size_t size) {
    return (!a && !b) || (a && b && memcmp(a, b, (size_t)count * size) == 0);
}

static void csv_same_samples(const Dataset *a, const Dataset *b) {
    const int64_t cells = (int64_t)a->samples * a->features;
    fuzz_holds(a->samples == b->samples && a->features == b->features && a->classes == b->classes &&
                   a->targets == b->targets && a->missing_count == b->missing_count,
               "the same sizes");
    fuzz_holds(csv_same(a->pixels, b->pixels, cells, sizeof *a->pixels), "the same bytes");
    fuzz_holds(csv_same(a->values, b->values, cells, sizeof *a->values), "the same values");
    fuzz_holds(csv_same(a->label, b->label, a->samples, sizeof *a->label), "the same labels");
    fuzz_holds(csv_same(a->target, b->target, (int64_t)a->samples * a->targets, sizeof *a->target), "the same targets");
    fuzz_holds(csv_same(a->missing, b->missing, a->missing_count, sizeof *a->missing), "the same missing cells");
}

// Where a number may stand for a missing cell, no cell is read in place: the long way must come to the same, unless the
// table may hold that very number, however it is written.
#define UNLIKELY "-98765.4321e1"
static void csv_long_way(const DataSpec *spec, const uint8_t *data, size_t size) {
    static const char *const missing[] = {"?", "NA", "N/A", "NaN", "nan", "null", "NULL", "None", "-", UNLIKELY};
    if (memmem(data, size, "987", 3)) return;
    DataSpec other = *spec;
    other.missing = (TextList){missing, sizeof missing / sizeof *missing};
    Source fast = {0}, slow = {0};
    Error e = {0};
    const Status status = source_look(&fast, spec, "", &e), same = source_look(&slow, &other, "", &e);
    fuzz_holds(status == same, "both ways read or neither does");
    if (status) return;
    csv_same_samples(&fast.train, &slow.train);
    csv_same_samples(&fast.test, &slow.test);
    source_close(&fast);
    source_close(&slow);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static FuzzFile file, test_file;
    static Arena defaults;
    static RunSpec fresh;
    Error e = {0};
    SpecProblem problem = {0};
    if (!defaults.blocks) fuzz_holds(options_default(&fresh, &defaults, &e) == OK, "every default can be set");
    FuzzInput rest = {data, data + size}, in = fuzz_part(&rest, '\n');
    RunSpec run = fresh;
    run.data.source = SOURCE_CSV;
    csv_dialect(&in, &run.data);
    const bool look = fuzz_choice(&in, 2), two = fuzz_choice(&in, 2), both = fuzz_choice(&in, 2);
    const uint64_t seed = fuzz_choice(&in, 10);
    csv_reading(&in, &run.data);
    csv_splitting(&in, &run.data);
    FuzzInput table = two ? fuzz_part(&rest, '\f') : rest;
    run.data.file = fuzz_file(&file, table.at, (size_t)(table.end - table.at));
    if (two) run.data.test_file = fuzz_file(&test_file, rest.at, (size_t)(rest.end - rest.at));
    source_sizes(&run.data);
    if (!spec_check(&run, NULL, &problem)) return 0;
    csv_open(&run, look, seed);
    if (both && !run.data.missing.item) csv_long_way(&run.data, data, size);
    return 0;
}
