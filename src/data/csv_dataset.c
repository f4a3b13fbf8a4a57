#include "data/csv_dataset.h"

#include <string.h>
#include <strings.h>

#include "data/csv_labels.h"

// What is needed only while reading lives in `passing`; the datasets in `arena`.
typedef struct Reading {
    Arena *arena;
    Arena passing;
    Error *e;
    Labels labels;
} Reading;

// What may stand in data.split_column, in any case.
static const struct {
    const char *word;
    uint8_t part;
} part_words[] = {
    {"train", PART_TRAIN}, {"validation", PART_VALIDATION}, {"val", PART_VALIDATION}, {"test", PART_TEST}};

static Status read_parts(Reading *r, const CsvTable *t, Dataset *d) {
    const int words = sizeof part_words / sizeof *part_words;
    uint8_t *part = arena_take(r->arena, (size_t)t->samples, sizeof *part);
    if (!part) return error_memory(r->e);
    d->part = part;
    for (int32_t i = 0; i < t->samples; i++) {
        const CsvCell cell = csv_trim(csv_table_cell(t, i, t->split));
        int w = 0;
        while (w < words && (strlen(part_words[w].word) != cell.length ||
                             strncasecmp(part_words[w].word, cell.text, cell.length) != 0))
            w++;
        if (w < words) {
            part[i] = part_words[w].part;
            continue;
        }
        char place[CSV_PLACE_SIZE], shown[CSV_SHOWN_SIZE];
        return error_set(r->e, ERR_DATA, "%s: %s is none of train, validation, val and test (data.split_column)",
                         csv_place(place, t, i, t->split), csv_shown(shown, &cell));
    }
    return OK;
}

static Status read_features(Reading *r, const CsvTable *t, Dataset *d) {
    float *value = arena_take(r->arena, (size_t)t->samples * (size_t)d->features, sizeof *value);
    if (!value) return error_memory(r->e);
    d->values = value;
    for (int32_t i = 0; i < t->samples; i++)
        for (int32_t c = 0; c < t->columns; c++) {
            if (c == t->label || c == t->split) continue;
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
        if (c == t->label || c == t->split) continue;
        *names = arena_text(r->arena, t->names[c]);
        if (!*names++) return error_memory(r->e);
    }
    return OK;
}

static Status fill(Reading *r, const CsvTable *t, Dataset *d) {
    *d = (Dataset){.samples = t->samples, .features = t->columns - 1 - (t->split >= 0)};
    Status status = read_features(r, t, d);
    if (status == OK && t->names) status = keep_names(r, t, d);
    if (status == OK && t->split >= 0) status = read_parts(r, t, d);
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
