#include "results/model_data.h"

#include <string.h>

#include "base/version.h"
#include "config/data_check.h"
#include "data/split.h"

// --- Whether data are such as the model knows

static Status check_names(const Model *m, const char *what, const char *const *wanted, const char *const *found,
                          int32_t count, Error *e) {
    for (int32_t i = 0; wanted && found && i < count; i++)
        if (strcmp(wanted[i], found[i]) != 0)
            return error_set(e, ERR_DATA,
                             "%s: its %s %d is \"%.60s\", and that of the data is \"%.60s\"; give it data of the same "
                             "columns in the same order",
                             m->path, what, i + 1, wanted[i], found[i]);
    return OK;
}

static Status check_count(const Model *m, const char *what, uint64_t wanted, int32_t found, Error *e) {
    if (wanted == (uint64_t)found) return OK;
    return error_set(e, ERR_DATA, "%s: it has %llu %s, and the data have %d; give it data of the same columns", m->path,
                     (unsigned long long)wanted, what, found);
}

// `classes`: whether they, too, must be the same.
static Status check_data(const Model *m, const Dataset *d, bool classes, Error *e) {
    const ModelFile *f = &m->file;
    Status s = check_count(m, "features", f->features, d->features, e);
    if (!s) s = check_names(m, "feature", f->feature_names, d->feature_names, d->features, e);
    if (!s) s = check_count(m, "targets", f->targets, d->targets, e);
    if (!s) s = check_names(m, "target", f->target_names, d->target_names, d->targets, e);
    if (!s && classes) s = check_count(m, "classes", f->classes, d->classes, e);
    if (!s && classes) s = check_names(m, "class", f->class_names, d->class_names, d->classes, e);
    return s;
}

static void scale_as(const Model *m, Split *split) {
    split->shift = m->file.shift;
    split->scale = m->file.scale;
    split->target_shift = m->file.target_shift;
    split->target_scale = m->file.target_scale;
}

static Status make_columns(ModelData *d, const Model *m, Error *e) {
    const Dataset *data = d->split.test.data;
    const ColumnSet set = {.regression = data->classes == 0,
                           .validation = d->split.validation.size > 0,
                           .targets = data->targets,
                           .target_names = data->target_names,
                           .metrics = model_spec(m)->train.metrics};
    d->columns = columns_make(set, &d->arena);
    return d->columns ? OK : error_memory(e);
}

// --- The same data

static Status open_same(ModelData *d, const Model *m, Error *e) {
    const Experiment *x = &m->experiment;
    Status s = source_open_like(&d->source, &model_spec(m)->data, x->folder, &d->looked, e);
    if (s) return experiment_place_error(x, 0, e);
    s = source_split(&d->source, m->file.seed, &d->arena, &d->split, e);
    if (!s) s = check_data(m, d->split.train.data, true, e);
    scale_as(m, &d->split);
    return s;
}

// --- Other data

// The model's numbers of the classes in place of those of the data, which may lack some or have them in another order.
static Status number_labels(const Model *m, Part *part, Arena *arena, Error *e) {
    const Dataset *data = part->data;
    int32_t *label = arena_take(arena, (size_t)part->size, sizeof *label);
    int32_t *number = arena_take(arena, (size_t)data->classes, sizeof *number);
    if (!label || !number) return error_memory(e);
    for (int32_t k = 0; k < data->classes; k++) {
        const int32_t classes = (int32_t)m->file.classes;
        while (number[k] < classes && strcmp(m->file.class_names[number[k]], data->class_names[k]) != 0) number[k]++;
        if (number[k] == classes)
            return error_set(e, ERR_DATA, "%s: it knows no class \"%.60s\", which the data have", m->path,
                             data->class_names[k]);
    }
    for (int32_t i = 0; i < part->size; i++) label[i] = number[part->label[i]];
    part->label = label;
    return OK;
}

// All samples of `pool`, under the model's classes.
static Status take_all(ModelData *d, const Model *m, const Dataset *pool, Error *e) {
    Dataset *data = arena_take(&d->arena, 1, sizeof *data);
    int32_t *row = arena_take(&d->arena, (size_t)pool->samples, sizeof *row);
    if (!data || !row) return error_memory(e);
    for (int32_t i = 0; i < pool->samples; i++) row[i] = i;
    Part all = {.data = pool, .row = row, .size = pool->samples};
    Status s = split_answers(&all, &d->arena, e);
    if (!s && pool->classes > 0) s = number_labels(m, &all, &d->arena, e);
    if (s) return s;
    *data = *pool;
    data->classes = (int32_t)m->file.classes;
    data->class_names = m->file.class_names;
    all.data = data;
    const Part none = {.data = data};
    d->split = (Split){.train = none, .test = all, .validation = none};
    scale_as(m, &d->split);
    return OK;
}

static Status open_other(ModelData *d, const Model *m, Error *e) {
    const Dataset *pool = d->looked.test.samples > 0 ? &d->looked.test : &d->looked.train;
    const bool classes = m->file.classes > 0;
    if (classes != (pool->classes > 0))
        return error_set(e, ERR_DATA, "%s: it is a %s, and the data are a %s; data.task says what they are to be",
                         m->path, classes ? "classification" : "regression", classes ? "regression" : "classification");
    Status s = check_data(m, pool, false, e);
    if (s) return s;
    if (pool->missing_count > 0)
        return error_set(e, ERR_DATA,
                         "%s: the data have %d missing cells, and what fills such cells was fitted on those that the "
                         "model was trained on; leave out these rows (data.impute drop_rows)",
                         m->path, pool->missing_count);
    notes_add(&d->notes,
              "%s: the data are others than the model was trained on (their sha256 is %.12s..., not %.12s...); all %d "
              "samples are measured, as the test part",
              m->path, d->looked.hash, m->file.data_hash, pool->samples);
    return take_all(d, m, pool, e);
}

Status model_data_open(ModelData *d, const Model *m, Error *e) {
    const Experiment *x = &m->experiment;
    *d = (ModelData){.notes.arena = &d->arena};
    Status s = source_look(&d->looked, &x->settings[0].spec.data, x->folder, e);
    if (s) return experiment_place_error(x, 0, e);
    const bool drawn = d->looked.train.samples == 0, same = strcmp(d->looked.hash, m->file.data_hash) == 0;
    d->same = same;
    if (strcmp(m->file.version, REGRUN_VERSION) != 0)
        notes_add(&d->notes,
                  "%s: was trained by regrun %.20s and is measured by " REGRUN_VERSION
                  ", which may differ from it in the last digits",
                  m->path, m->file.version);
    if (drawn && !same)
        notes_add(&d->notes, "%s: this regrun draws other samples from that source than the one that trained it",
                  m->path);
    s = drawn || same ? open_same(d, m, e) : open_other(d, m, e);
    if (!s) s = make_columns(d, m, e);
    return !s && d->notes.failed ? error_memory(e) : s;
}

void model_data_close(ModelData *d) {
    source_close(&d->source);
    source_close(&d->looked);
    arena_free(&d->arena);
}
