#include "data/impute.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

// --- When the table is loaded

// A copy of the rows that `row` lists, each of `width` bytes; NULL stays NULL. *failed is set without memory.
static void *copy_rows(const void *from, const int32_t *row, int32_t rows, size_t width, Arena *arena, bool *failed) {
    if (!from) return NULL;
    char *copy = arena_take(arena, (size_t)rows, width);
    *failed |= !copy;
    for (int32_t i = 0; copy && i < rows; i++)
        memcpy(copy + (size_t)i * width, (const char *)from + (size_t)row[i] * width, width);
    return copy;
}

// Leaves the dataset the samples that have no missing cell.
static Status drop_rows(Dataset *d, const char *path, Arena *arena, Notes *notes, Error *e) {
    int32_t *row = arena_take(arena, (size_t)d->samples, sizeof *row), kept = 0;
    if (!row) return error_memory(e);
    for (int32_t i = 0, m = 0; i < d->samples; i++) {
        bool whole = m == d->missing_count || d->missing[m].sample > i;
        while (m < d->missing_count && d->missing[m].sample == i) m++;
        if (whole) row[kept++] = i;
    }
    if (kept == 0)
        return error_set(
            e, ERR_DATA,
            "%s: every row has a missing cell, so data.impute drop_rows leaves none; fill them in "
            "(data.impute median, say) or leave out the columns that have most of them (data.columns.ignore)",
            path);
    notes_add(notes, "%s: %d of %d rows have missing cells and are left out", path, d->samples - kept, d->samples);
    bool failed = false;
    const size_t features = (size_t)d->features;
    d->pixels = copy_rows(d->pixels, row, kept, features, arena, &failed);
    d->values = copy_rows(d->values, row, kept, features * sizeof *d->values, arena, &failed);
    d->label = copy_rows(d->label, row, kept, sizeof *d->label, arena, &failed);
    d->target = copy_rows(d->target, row, kept, (size_t)d->targets * sizeof *d->target, arena, &failed);
    d->part = copy_rows(d->part, row, kept, sizeof *d->part, arena, &failed);
    d->samples = kept;
    d->missing_count = 0;
    return failed ? error_memory(e) : OK;
}

// The groups of the training pool that get an indicator.
typedef struct Indicators {
    int32_t count;
    int32_t *group; // [count], ascending
    int32_t *place; // [groups of the pool]: which of the indicators is the group's, or -1
} Indicators;

static bool list_indicators(Indicators *in, const bool *wanted, int32_t groups, Arena *arena) {
    *in = (Indicators){.group = arena_take(arena, (size_t)groups, sizeof *in->group),
                       .place = arena_take(arena, (size_t)groups, sizeof *in->place)};
    if (!in->group || !in->place) return false;
    for (int32_t g = 0; g < groups; g++) {
        in->place[g] = wanted[g] ? in->count : -1;
        if (wanted[g]) in->group[in->count++] = g;
    }
    return true;
}

// Those of which a cell is missing.
static bool find_indicators(Indicators *in, const Dataset *train, Arena *arena) {
    bool *wanted = arena_take(arena, (size_t)train->groups, sizeof *wanted);
    for (int32_t m = 0; wanted && m < train->missing_count; m++) wanted[train->missing[m].group] = true;
    return wanted && list_indicators(in, wanted, train->groups, arena);
}

// The dataset's rows with the indicators' features behind their own.
static bool widen_values(Dataset *d, const Indicators *in, Arena *arena) {
    const size_t old = (size_t)d->features, width = old + (size_t)in->count;
    float *values = arena_take(arena, (size_t)d->samples, width * sizeof *values);
    if (!values) return false;
    for (size_t i = 0; i < (size_t)d->samples; i++)
        memcpy(values + i * width, d->values + i * old, old * sizeof *values);
    for (int32_t m = 0; m < d->missing_count; m++) {
        const MissingCell *cell = &d->missing[m];
        if (in->place[cell->group] >= 0)
            values[(size_t)cell->sample * width + old + (size_t)in->place[cell->group]] = 1;
    }
    d->values = values;
    d->features = (int32_t)width;
    return true;
}

static bool widen_names(Dataset *d, const Indicators *in, Arena *arena) {
    const int32_t old = d->features - in->count, groups = d->groups + in->count;
    FeatureGroup *group = arena_take(arena, (size_t)groups, sizeof *group);
    const char **names = arena_take(arena, (size_t)d->features, sizeof *names);
    if (!group || !names) return false;
    memcpy(group, d->group, (size_t)d->groups * sizeof *group);
    for (int32_t f = 0; d->feature_names && f < old; f++) names[f] = d->feature_names[f];
    for (int32_t i = 0; i < in->count; i++) {
        const FeatureGroup *of = &d->group[in->group[i]];
        Text name = {0};
        text_printf(&name, "%s missing", of->name);
        names[old + i] = text_keep(&name, arena);
        if (!names[old + i]) return false;
        group[d->groups + i] = (FeatureGroup){GROUP_INDICATOR, old + i, 1, of->column, of->name};
    }
    if (d->feature_names) d->feature_names = names;
    d->group = group;
    d->groups = groups;
    return true;
}

static bool widen(Dataset *d, const Indicators *in, Arena *arena) {
    return in->count == 0 || (widen_values(d, in, arena) && widen_names(d, in, arena));
}

static Status add_indicators(Dataset *train, Dataset *test, Arena *arena, Error *e) {
    Arena passing = {0};
    Indicators in;
    bool added = find_indicators(&in, train, &passing);
    if (added) added = widen(train, &in, arena);
    if (added && test->samples) added = widen(test, &in, arena);
    arena_free(&passing);
    return added ? OK : error_memory(e);
}

Status impute_pools(Dataset *train, Dataset *test, const DataSpec *spec, Arena *arena, Notes *notes, Error *e) {
    Status status = OK;
    if (spec->impute == IMPUTE_INDICATOR && train->missing_count) return add_indicators(train, test, arena, e);
    if (spec->impute != IMPUTE_DROP_ROWS) return OK;
    if (train->missing_count) status = drop_rows(train, spec->file, arena, notes, e);
    if (status == OK && test->missing_count) status = drop_rows(test, spec->test_file, arena, notes, e);
    return status;
}

// --- At the split

// What one group is filled with, fitted over the values that it has in the training part.
typedef struct Fill {
    float *value;    // [samples of the training pool] room for them
    int32_t count;   // of them
    uint8_t *absent; // [samples of the training pool] of the group being fitted
} Fill;

static int by_value(const void *a, const void *b) {
    float x = *(const float *)a, y = *(const float *)b;
    return (x > y) - (x < y);
}

static float mean_of(const Fill *fill) {
    double sum = 0;
    for (int32_t i = 0; i < fill->count; i++) sum += (double)fill->value[i];
    return (float)(sum / fill->count);
}

static float median_of(const Fill *fill) {
    qsort(fill->value, (size_t)fill->count, sizeof *fill->value, by_value);
    int32_t upper = fill->count / 2, lower = (fill->count - 1) / 2;
    return (float)(((double)fill->value[lower] + (double)fill->value[upper]) / 2);
}

static float most_frequent_of(const Fill *fill) {
    qsort(fill->value, (size_t)fill->count, sizeof *fill->value, by_value);
    int32_t best = 0, longest = 0;
    for (int32_t i = 0, run = 0; i < fill->count; i++) {
        run = i > 0 && !(fill->value[i] > fill->value[i - 1]) ? run + 1 : 1;
        if (run > longest) longest = run, best = i;
    }
    return fill->value[best];
}

// The values of a feature in the training part, where the group's cell is not missing.
static void gather(Fill *fill, const Part *train, int32_t feature) {
    const Dataset *d = train->data;
    fill->count = 0;
    for (int32_t i = 0; i < train->size; i++) {
        const size_t at = (size_t)train->row[i] * (size_t)d->features + (size_t)feature;
        if (!fill->absent[train->row[i]]) fill->value[fill->count++] = d->pixels ? d->pixels[at] : d->values[at];
    }
}

static void fit_number(Fill *fill, const Part *train, const FeatureGroup *group, int impute, float *fills) {
    static float (*const rules[])(const Fill *) = {[IMPUTE_MEAN] = mean_of,
                                                   [IMPUTE_MEDIAN] = median_of,
                                                   [IMPUTE_MOST_FREQUENT] = most_frequent_of,
                                                   [IMPUTE_INDICATOR] = median_of};
    gather(fill, train, group->first);
    if (fill->count) fills[group->first] = rules[impute](fill);
}

static void fit_one_hot(Fill *fill, const Part *train, const FeatureGroup *group, float *fills) {
    int32_t best = -1, most = 0;
    for (int32_t f = group->first; f < group->first + group->count; f++) {
        gather(fill, train, f);
        int32_t ones = 0;
        for (int32_t i = 0; i < fill->count; i++) ones += fill->value[i] > 0;
        if (ones > most) most = ones, best = f;
    }
    if (best >= 0) fills[best] = 1;
}

static void mark(Fill *fill, const Dataset *d, int32_t group, uint8_t absent) {
    for (int32_t m = 0; m < d->missing_count; m++)
        if (d->missing[m].group == group) fill->absent[d->missing[m].sample] = absent;
}

static int32_t count_groups(const Dataset *d) {
    return d->groups > 0 ? d->groups : d->features;
}

// Without groups, every feature is one of its own.
static FeatureGroup group_at(const Dataset *d, int32_t g) {
    return d->groups > 0 ? d->group[g] : (FeatureGroup){.kind = GROUP_NUMBER, .first = g, .count = 1};
}

// fills[f]: what feature f is where its group's cell is missing, of the groups that are wanted.
static Status fit(const Part *train, const bool *wanted, int impute, float *fills, Arena *passing, Error *e) {
    const Dataset *d = train->data;
    Fill fill = {.value = arena_take(passing, (size_t)d->samples, sizeof *fill.value),
                 .absent = arena_take(passing, (size_t)d->samples, sizeof *fill.absent)};
    if (!fill.value || !fill.absent) return error_memory(e);
    for (int32_t g = 0; g < count_groups(d); g++) {
        const FeatureGroup group = group_at(d, g);
        if (!wanted[g]) continue;
        mark(&fill, d, g, 1);
        if (group.kind == GROUP_ONE_HOT)
            fit_one_hot(&fill, train, &group, fills);
        else
            fit_number(&fill, train, &group, impute, fills);
        mark(&fill, d, g, 0);
    }
    return OK;
}

static void fill_cells(const Dataset *d, const float *fills, float *values) {
    for (int32_t m = 0; m < d->missing_count; m++) {
        const FeatureGroup *group = &d->group[d->missing[m].group];
        memcpy(values + (size_t)d->missing[m].sample * (size_t)d->features + group->first, fills + group->first,
               (size_t)group->count * sizeof *fills);
    }
}

// A copy of the dataset with its missing cells filled; NULL without memory.
static const Dataset *filled(const Dataset *from, const float *fills, Arena *arena) {
    const size_t features = (size_t)from->features, size = (size_t)from->samples * features;
    Dataset *d = arena_take(arena, 1, sizeof *d);
    float *values = arena_take(arena, size, sizeof *values);
    if (!d || !values) return NULL;
    memcpy(values, from->values, size * sizeof *values);
    fill_cells(from, fills, values);
    *d = *from;
    d->values = values;
    d->missing_count = 0;
    return d;
}

Status impute_fit(Split *split, const DataSpec *spec, Arena *arena, Error *e) {
    Part *parts[] = {&split->train, &split->validation, &split->test};
    enum { PARTS = sizeof parts / sizeof *parts };
    const Dataset *d = split->train.data;
    Arena passing = {0};
    int32_t missing = 0;
    for (int p = 0; p < PARTS; p++) missing += parts[p]->size ? parts[p]->data->missing_count : 0;
    if (missing == 0) return OK;
    bool *wanted = arena_take(arena, (size_t)d->groups, sizeof *wanted);
    float *fills = arena_take(arena, (size_t)d->features, sizeof *fills);
    split->fill = fills, split->filled = wanted;
    Status status = wanted && fills ? OK : error_memory(e);
    for (int p = 0; status == OK && p < PARTS; p++)
        for (int32_t m = 0; parts[p]->size && m < parts[p]->data->missing_count; m++)
            wanted[parts[p]->data->missing[m].group] = true;
    if (status == OK) status = fit(&split->train, wanted, spec->impute, fills, &passing, e);
    for (int p = 0; status == OK && p < PARTS; p++) {
        const Dataset *from = parts[p]->data;
        if (parts[p]->size == 0 || from->missing_count == 0) continue;
        const Dataset *copy = filled(from, fills, arena);
        if (!copy) status = error_memory(e);
        for (int q = p; copy && q < PARTS; q++) // parts of one pool share its copy
            if (parts[q]->data == from) parts[q]->data = copy;
    }
    arena_free(&passing);
    return status;
}

// --- Other tables

Status impute_fills(const Split *split, const DataSpec *spec, const float **fills, Arena *arena, Error *e) {
    const Dataset *d = split->train.data;
    *fills = NULL;
    if (spec->impute == IMPUTE_REFUSE || spec->impute == IMPUTE_DROP_ROWS) return OK;
    Arena passing = {0};
    float *made = arena_take(arena, (size_t)d->features, sizeof *made);
    bool *wanted =
        arena_take(&passing, (size_t)count_groups(d), sizeof *wanted); // the others, none of which is missing
    Status status = made && wanted ? OK : error_memory(e);
    if (status == OK && split->fill) memcpy(made, split->fill, (size_t)d->features * sizeof *made);
    for (int32_t g = 0; status == OK && g < count_groups(d); g++)
        wanted[g] = !(split->filled && split->filled[g]) && group_at(d, g).kind != GROUP_INDICATOR;
    if (status == OK) status = fit(&split->train, wanted, spec->impute, made, &passing, e);
    if (status == OK) *fills = made;
    arena_free(&passing);
    return status;
}

Status impute_as(Dataset *d, const bool *indicator, const float *fills, Arena *arena, Error *e) {
    Arena passing = {0};
    Indicators in;
    bool done = list_indicators(&in, indicator, d->groups, &passing) && widen(d, &in, arena);
    arena_free(&passing);
    if (!done) return error_memory(e);
    if (d->missing_count == 0) return OK;
    const Dataset *copy = filled(d, fills, arena);
    if (!copy) return error_memory(e);
    *d = *copy;
    return OK;
}
