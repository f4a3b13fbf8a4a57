#include "table/encode.h"

#include <math.h>
#include <string.h>

#include "base/text.h"
#include "table/columns.h"

// --- Learning the features

// The column's name as it stands before "=": "column 3" where it has none.
static const char *group_name(const Table *t, int32_t c, Arena *arena) {
    Text number = {0};
    if (*t->column[c].name) return t->column[c].name;
    text_printf(&number, "column %d", c + 1);
    return text_keep(&number, arena);
}

static Status learn_column(EncodedColumn *ec, FeatureGroup *group, const Table *t, int32_t c, int32_t first,
                           Arena *arena, Error *e) {
    const TableColumn *column = &t->column[c];
    ec->column = c;
    ec->one_hot = column->kind == KIND_CATEGORICAL;
    Status status = OK;
    if (ec->one_hot) status = categories_of_texts(&ec->categories, column->category, column->categories, arena, e);
    *group = (FeatureGroup){.kind = ec->one_hot ? GROUP_ONE_HOT : GROUP_NUMBER,
                            .first = first,
                            .count = ec->one_hot ? ec->categories.count : 1,
                            .column = c,
                            .name = group_name(t, c, arena)};
    return status == OK && !group->name ? error_memory(e) : status;
}

// The name of a one-hot feature: "column=category".
static const char *feature_name(const FeatureGroup *group, const char *category, Arena *arena) {
    Text name = {0};
    text_printf(&name, "%s=%s", group->name, category);
    return text_keep(&name, arena);
}

static Status learn_names(Encoding *en, const Table *t, Arena *arena, Error *e) {
    const char **name = arena_take(arena, (size_t)en->features, sizeof *name);
    if (!name) return error_memory(e);
    en->names = name;
    for (int32_t i = 0; i < en->columns; i++) {
        const EncodedColumn *ec = &en->column[i];
        const FeatureGroup *group = &en->group[i];
        if (!ec->one_hot) *name++ = t->header ? t->column[ec->column].name : group->name;
        for (int32_t k = 0; ec->one_hot && k < group->count; k++) {
            *name = feature_name(group, ec->categories.name[k], arena);
            if (!*name++) return error_memory(e);
        }
    }
    return OK;
}

Status encoding_learn(Encoding *en, const Table *train, const Table *test, const DataSpec *spec, Arena *arena,
                      Error *e) {
    EncodedColumn *column = arena_take(arena, (size_t)train->columns, sizeof *column);
    FeatureGroup *group = arena_take(arena, (size_t)train->columns, sizeof *group);
    bool one_hot = false, missing = false;
    if (!column || !group) return error_memory(e);
    *en = (Encoding){.column = column, .group = group};
    for (int32_t c = 0; c < train->columns; c++) {
        if (!column_is_feature(train, spec, c)) continue;
        const int32_t i = en->columns++;
        Status status = learn_column(&column[i], &group[i], train, c, en->features, arena, e);
        if (status != OK) return status;
        en->features += group[i].count;
        one_hot |= column[i].one_hot;
        missing |= train->column[c].cells[CELL_MISSING] > 0 || (test && test->column[c].cells[CELL_MISSING] > 0);
    }
    en->grouped = one_hot || missing;
    en->floats = missing;
    en->plain = !en->grouped && en->columns == train->width;
    return train->header || one_hot ? learn_names(en, train, arena, e) : OK;
}

// --- Encoding the cells

// Where the features of a table go, and what is found on the way.
typedef struct Writing {
    const Table *t;
    const Encoding *en;
    const int32_t *const *place; // [columns] of a one-hot column: [categories of the table], -1: no feature
    uint8_t *bytes;              // one of both
    float *values;
    MissingCell *missing;
    int32_t missing_count;
    int32_t *unseen; // [columns]: cells with a category that has no feature
} Writing;

static float cell_at(const Table *t, int32_t row, int32_t at) {
    const size_t place = (size_t)row * (size_t)t->width + (size_t)at;
    return t->bytes ? (float)t->bytes[place] : t->values[place];
}

static void put(const Writing *w, size_t at, float value) {
    if (w->bytes)
        w->bytes[at] = (uint8_t)value;
    else
        w->values[at] = value;
}

static void write_cell(Writing *w, int32_t sample, int32_t i, float cell) {
    const EncodedColumn *ec = &w->en->column[i];
    const size_t at = (size_t)sample * (size_t)w->en->features + (size_t)w->en->group[i].first;
    if (isnan(cell)) {
        w->missing[w->missing_count++] = (MissingCell){sample, i};
    } else if (!ec->one_hot) {
        put(w, at, cell);
    } else if (cell >= 0 && w->place[i][(int32_t)cell] >= 0) {
        put(w, at + (size_t)w->place[i][(int32_t)cell], 1);
    } else {
        w->unseen[i]++;
    }
}

static Status place_categories(Writing *w, Arena *passing, Error *e) {
    const int32_t **place = arena_take(passing, (size_t)w->en->columns, sizeof *place);
    if (!place) return error_memory(e);
    w->place = place;
    for (int32_t i = 0; i < w->en->columns; i++) {
        const EncodedColumn *ec = &w->en->column[i];
        const TableColumn *column = &w->t->column[ec->column];
        if (!ec->one_hot) continue;
        const int32_t kept = column->categories < CATEGORIES_MOST ? column->categories : CATEGORIES_MOST;
        int32_t *of = arena_take(passing, (size_t)kept, sizeof *of);
        if (!of) return error_memory(e);
        for (int32_t k = 0; k < kept; k++) of[k] = categories_find(&ec->categories, column->category[k]);
        place[i] = of;
    }
    return OK;
}

static void note_unseen(const Writing *w, Notes *notes) {
    int32_t cells = 0, columns = 0;
    Text words = {0};
    for (int32_t i = 0; i < w->en->columns; i++) {
        if (w->unseen[i] == 0) continue;
        cells += w->unseen[i];
        if (columns++ == 0) column_words(w->t, w->en->column[i].column, &words);
    }
    if (columns > 1) text_printf(&words, " and %d more column%s", columns - 1, columns == 2 ? "" : "s");
    if (cells > 0)
        notes_add(notes, "%s: %d cell%s of %s hold%s a category that the training table does not have: %s as zeros",
                  w->t->path, cells, cells == 1 ? "" : "s", words.data ? words.data : "", cells == 1 ? "s" : "",
                  cells == 1 ? "it is encoded" : "they are encoded");
    notes->failed |= words.failed;
    text_free(&words);
}

static Status write_cells(const Encoding *en, const Table *t, Rows rows, Dataset *d, Arena *arena, Notes *notes,
                          Error *e) {
    Writing w = {.t = t, .en = en};
    Arena passing = {0};
    const size_t cells = (size_t)rows.count * (size_t)en->features;
    size_t missing = 0;
    for (int32_t i = 0; i < en->columns; i++) missing += (size_t)t->column[en->column[i].column].cells[CELL_MISSING];
    if (t->bytes && !en->floats)
        w.bytes = arena_take(arena, cells, sizeof *w.bytes);
    else
        w.values = arena_take(arena, cells, sizeof *w.values);
    w.missing = arena_take(arena, missing, sizeof *w.missing);
    w.unseen = arena_take(&passing, (size_t)en->columns, sizeof *w.unseen);
    Status status = (w.bytes || w.values) && w.missing && w.unseen ? OK : error_memory(e);
    if (status == OK) status = place_categories(&w, &passing, e);
    for (int32_t s = 0; status == OK && s < rows.count; s++)
        for (int32_t i = 0; i < en->columns; i++)
            write_cell(&w, s, i, cell_at(t, rows.row ? rows.row[s] : s, t->column[en->column[i].column].at));
    if (status == OK) note_unseen(&w, notes);
    d->pixels = w.bytes, d->values = w.values;
    d->missing = w.missing, d->missing_count = w.missing_count;
    arena_free(&passing);
    return status;
}

Status encode(const Encoding *en, const Table *t, Rows rows, Dataset *d, Arena *arena, Notes *notes, Error *e) {
    d->samples = rows.count;
    d->features = en->features;
    d->feature_names = en->names;
    if (en->grouped) d->groups = en->columns, d->group = en->group;
    if (!en->plain || rows.row) return write_cells(en, t, rows, d, arena, notes, e);
    d->pixels = t->bytes;
    d->values = t->values;
    return OK;
}
