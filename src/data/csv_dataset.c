#include "data/csv_dataset.h"

#include "data/csv_labels.h"

// What is needed only while reading lives in `passing`; the datasets in `arena`.
typedef struct Reading {
    Arena *arena;
    Arena passing;
    Error *e;
    Labels labels;
} Reading;

static Status read_features(Reading *r, const CsvTable *t, Dataset *d) {
    float *value = arena_take(r->arena, (size_t)t->samples * (size_t)d->features, sizeof *value);
    if (!value) return error_memory(r->e);
    d->values = value;
    for (int32_t i = 0; i < t->samples; i++)
        for (int32_t c = 0; c < t->columns; c++) {
            if (c == t->label) continue;
            Status status = csv_table_number(t, i, c, value++, r->e);
            if (status != OK) return status;
        }
    return OK;
}

static Status read_targets(Reading *r, const CsvTable *t, Dataset *d) {
    float *target = arena_take(r->arena, (size_t)t->samples, sizeof *target);
    if (!target) return error_memory(r->e);
    d->target = target;
    Status status = OK;
    for (int32_t i = 0; status == OK && i < t->samples; i++)
        status = csv_table_number(t, i, t->label, &target[i], r->e);
    return status;
}

static Status read_labels(Reading *r, const CsvTable *t, Dataset *d) {
    int32_t *label = arena_take(r->arena, (size_t)t->samples, sizeof *label);
    if (!label) return error_memory(r->e);
    d->label = label;
    d->classes = r->labels.classes;
    d->class_names = r->labels.name;
    return labels_classes(&r->labels, t, label, r->e);
}

static Status keep_names(Reading *r, const CsvTable *t, Dataset *d) {
    const char **names = arena_take(r->arena, (size_t)d->features, sizeof *names);
    if (!names) return error_memory(r->e);
    d->feature_names = names;
    for (int32_t c = 0; c < t->columns; c++) {
        if (c == t->label) continue;
        *names = arena_text(r->arena, t->names[c]);
        if (!*names++) return error_memory(r->e);
    }
    return OK;
}

static Status fill(Reading *r, const CsvTable *t, Dataset *d) {
    *d = (Dataset){.samples = t->samples, .features = t->columns - 1};
    Status status = read_features(r, t, d);
    if (status == OK && t->names) status = keep_names(r, t, d);
    if (status == OK) status = r->labels.regression ? read_targets(r, t, d) : read_labels(r, t, d);
    return status;
}

Status csv_open(Dataset *train, Dataset *test, const DataSpec *spec, Arena *arena, Hash *hash, Error *e) {
    Reading r = {.arena = arena, .e = e};
    CsvTable table, test_table;
    *test = (Dataset){.samples = 0};
    Status status = csv_table_read(&table, spec->file, spec, NULL, &r.passing, hash, e);
    if (status == OK) status = labels_learn(&r.labels, &table, spec->task, arena, &r.passing, e);
    if (status == OK) status = fill(&r, &table, train);
    if (status == OK && *spec->test_file) {
        status = csv_table_read(&test_table, spec->test_file, spec, &table, &r.passing, hash, e);
        if (status == OK) status = fill(&r, &test_table, test);
    }
    arena_free(&r.passing);
    return status;
}
