// Another table, read by a recipe.
#include <math.h>
#include <string.h>

#include "base/lookup.h"
#include "base/text.h"
#include "data/impute.h"
#include "data/targets.h"
#include "table/columns.h"
#include "table/odd_line.h"
#include "table/recipe.h"

enum { COLUMNS_SHOWN = 8, PROBLEMS_SHOWN = 5, HERE_NOT = -1 };

// What the choice of columns works on.
typedef struct Finding {
    const Recipe *r;
    const DataSpec *spec;
    int32_t *feature; // [encoding.columns]: its place in the table
    int32_t *label;   // [labels]: the same, or HERE_NOT
    Arena *passing;
    Notes *notes;
} Finding;

// --- Columns by name

// The names of a table: for each column the next of the same name.
typedef struct Names {
    Lookup lookup;
    int32_t *next, *last; // [columns]; 0: there is none
} Names;

static bool list_names(Names *n, const Table *t, Arena *passing) {
    *n = (Names){.next = arena_take(passing, (size_t)t->columns, sizeof *n->next),
                 .last = arena_take(passing, (size_t)t->columns, sizeof *n->last)};
    if (!n->next || !n->last) return false;
    for (int32_t c = 0; c < t->columns; c++) {
        const int first = lookup_add(&n->lookup, passing, t->column[c].name, c);
        if (first < 0) return false;
        if (first < c) n->next[n->last[first] > 0 ? n->last[first] : first] = c;
        n->last[first] = c;
    }
    return true;
}

static int32_t find_name(const Names *n, const RecipeColumn *wanted) {
    int32_t c = lookup_find(&n->lookup, wanted->name);
    for (int32_t before = 0; c >= 0 && before < wanted->before; before++) c = n->next[c] > 0 ? n->next[c] : HERE_NOT;
    return c;
}

// Columns of a name that stands there more often than the recipe knows.
static void note_twice(const Finding *f, const Table *t, const Names *n, const bool *taken) {
    for (int32_t i = 0; i < f->r->encoding.columns; i++) {
        const int32_t c = f->feature[i], next = c >= 0 ? n->next[c] : 0;
        if (next > 0 && !taken[next])
            notes_add(f->notes, "%s: columns %d and %d are both named \"%.60s\": the model is given the first", t->path,
                      c + 1, next + 1, t->column[c].name);
    }
}

static Status find_by_name(const Finding *f, const Table *t, Error *e) {
    const Recipe *r = f->r;
    Names names;
    bool *taken = arena_take(f->passing, (size_t)t->columns, sizeof *taken);
    if (!taken || !list_names(&names, t, f->passing)) return error_memory(e);
    for (int32_t i = 0; i < r->encoding.columns; i++) {
        f->feature[i] = find_name(&names, &r->feature[i]);
        if (f->feature[i] >= 0) taken[f->feature[i]] = true;
    }
    for (int32_t k = 0; k < r->labels; k++) f->label[k] = find_name(&names, &r->label[k]);
    note_twice(f, t, &names, taken);
    return OK;
}

// What the recipe calls a column.
static void add_wanted(const Recipe *r, const RecipeColumn *wanted, Text *out) {
    if (!r->header || !*wanted->name) {
        text_printf(out, "column %d", wanted->column + 1);
        return;
    }
    table_quoted(wanted->name, out);
    if (wanted->before > 0)
        text_printf(out, " (the %d%s of that name)", wanted->before + 1, wanted->before == 1 ? "nd" : "th");
}

static void add_nearest(const Table *t, const char *name, Text *out) {
    const char *near = NULL;
    for (int32_t c = 0; *name && c < t->columns; c++) {
        const char *names[] = {near ? near : t->column[c].name, t->column[c].name};
        near = nearest_word(name, names, 2);
    }
    if (!near) return;
    text_add(out, "; is it ");
    table_quoted(near, out);
    text_add(out, " here? Rename it");
}

// "\"a\", \"b\" and \"c\"", of those that are not there: `missing` of them.
static void add_missing_columns(const Finding *f, int32_t missing, Text *out) {
    const Recipe *r = f->r;
    int32_t named = 0;
    for (int32_t i = 0; i < r->encoding.columns && named < COLUMNS_SHOWN; i++) {
        if (f->feature[i] >= 0) continue;
        if (named++ > 0) text_add(out, named == missing ? " and " : ", ");
        add_wanted(r, &r->feature[i], out);
    }
    if (missing > COLUMNS_SHOWN) text_printf(out, " and %d more", missing - COLUMNS_SHOWN);
}

// Columns that the network takes are not there.
static Status refuse_missing(const Finding *f, const Table *t, Error *e) {
    const Recipe *r = f->r;
    int32_t missing = 0, one = 0;
    Text said = {0};
    for (int32_t i = 0; i < r->encoding.columns; i++)
        if (f->feature[i] < 0) one = i, missing++;
    text_printf(&said, "%s:%d: there %s ", t->path, t->head_line, missing == 1 ? "is no column" : "are no columns");
    add_missing_columns(f, missing, &said);
    text_add(&said, ", which the model takes; the first line names ");
    columns_named(t, &said);
    if (missing == 1) add_nearest(t, r->feature[one].name, &said);
    if (t->columns == 1 && r->encoding.columns > 1)
        text_add(&said, "; if these are several, say in data.separator what stands between them");
    Status status = said.failed ? error_memory(e) : error_set(e, ERR_DATA, "%s", said.data);
    text_free(&said);
    return status;
}

// --- Columns by place

static int32_t labels_before(const Recipe *r, int32_t column) {
    int32_t before = 0;
    for (int32_t k = 0; k < r->labels; k++) before += r->label[k].column < column;
    return before;
}

static Status find_by_place(const Finding *f, const Table *t, Error *e) {
    const Recipe *r = f->r;
    const bool bare = t->columns == r->columns - r->labels; // of labels
    if (!bare && t->columns < r->columns) {
        Text labels = {0};
        for (int32_t k = 0; k < r->labels; k++) text_printf(&labels, "%s%d", k > 0 ? ", " : "", r->label[k].column + 1);
        error_set(e, ERR_DATA,
                  "%s:%d: %d column%s, but " RECIPE_TABLE " had %d, and no names to find them by; "
                  "give it the same columns in the same order, with or without the label (column %s)",
                  t->path, t->head_line, t->columns, t->columns == 1 ? "" : "s", r->columns,
                  labels.data ? labels.data : "");
        text_free(&labels);
        return ERR_DATA;
    }
    for (int32_t i = 0; i < r->encoding.columns; i++) {
        const int32_t c = r->feature[i].column;
        f->feature[i] = bare ? c - labels_before(r, c) : c;
    }
    for (int32_t k = 0; k < r->labels; k++) f->label[k] = bare ? HERE_NOT : r->label[k].column;
    return OK;
}

// --- Roles

static Status take_role(Table *t, int32_t c, ColumnRole role, Error *e) {
    TableColumn *column = &t->column[c];
    if (column->role != ROLE_IGNORED)
        return error_set(e, ERR_DATA, "%s: column %d is two of the model's columns; the model's file is damaged",
                         t->path, c + 1);
    column->role = role;
    return OK;
}

static Status set_roles(const Finding *f, Table *t, Error *e) {
    const Recipe *r = f->r;
    Status status = OK;
    bool labels = true;
    for (int32_t c = 0; c < t->columns; c++) t->column[c].role = ROLE_IGNORED;
    for (int32_t i = 0; status == OK && i < r->encoding.columns; i++) {
        status = take_role(t, f->feature[i], ROLE_FEATURE, e);
        t->column[f->feature[i]].kind = r->encoding.column[i].one_hot ? KIND_CATEGORICAL : KIND_NUMERIC;
    }
    for (int32_t k = 0; k < r->labels; k++) labels = labels && f->label[k] >= 0;
    for (int32_t k = 0; status == OK && labels && k < r->labels; k++) {
        status = take_role(t, f->label[k], ROLE_LABEL, e);
        t->column[f->label[k]].target = k;
    }
    return status;
}

static Status choose(void *of, Table *t, Error *e) {
    Finding *f = of;
    const Recipe *r = f->r;
    Status status = (r->header && t->header ? find_by_name : find_by_place)(f, t, e);
    for (int32_t i = 0; status == OK && i < r->encoding.columns; i++)
        if (f->feature[i] < 0) return refuse_missing(f, t, e);
    return status == OK ? set_roles(f, t, e) : status;
}

// --- Cells that a network cannot take

static void add_words(const Recipe *r, const Table *t, int32_t c, Text *out) {
    const TableColumn *column = &t->column[c];
    int class;
    const int32_t cells = odd_cells(column, &class);
    cell_place(t, c, column->first_line[class], out);
    table_quoted(column->first_text[class], out);
    text_add(out, " is not a number, as the model takes here");
    if (cells > 1) text_printf(out, ", nor are %d more", cells - 1);
    if (!r->header && !t->header && column->first_line[class] == 1)
        text_add(out, "; if the first line names the columns, say --set data.header=true");
    else
        text_add(out, "; correct it, or name it in data.missing if nothing is known there");
}

static void add_class(const Table *t, int32_t c, int class, Text *out) {
    static const char *const what[CELL_CLASSES] = {
        [CELL_DATE] = " is a date, and the model takes a number here; write it as in the training table",
        [CELL_HEX] = " is hexadecimal, and the model takes a number here; write it as in the training table",
        [CELL_HUGE] = " is too large for a 32-bit float; give it in the unit of the training table"};
    const TableColumn *column = &t->column[c];
    cell_place(t, c, column->first_line[class], out);
    table_quoted(column->first_text[class], out);
    text_add(out, what[class]);
}

static void add_missing(const Table *t, int32_t c, Text *out) {
    const int32_t cells = t->column[c].cells[CELL_MISSING];
    cell_place(t, c, t->column[c].first_line[CELL_MISSING], out);
    text_printf(out,
                "%d missing cell%s, and the model learned nothing to put there; fill %s in, leave the row%s out, or "
                "train again with data.impute median, say",
                cells, cells == 1 ? "" : "s", cells == 1 ? "it" : "them", cells == 1 ? "" : "s");
}

// What is wrong with a column; nothing is added where nothing is.
static void add_problem(const Recipe *r, const Table *t, int32_t c, Text *out) {
    static const int classes[] = {CELL_DATE, CELL_HEX, CELL_HUGE};
    const TableColumn *column = &t->column[c];
    int class;
    if (column->cells[CELL_MISSING] > 0 && !r->fills) {
        add_missing(t, c, out);
        return;
    }
    if (column->kind != KIND_NUMERIC) return;
    if (odd_cells(column, &class) > 0) {
        add_words(r, t, c, out);
        return;
    }
    for (size_t k = 0; k < sizeof classes / sizeof *classes; k++) {
        if (column->cells[classes[k]] == 0) continue;
        add_class(t, c, classes[k], out);
        return;
    }
}

static Status check_cells(const Recipe *r, const Table *t, Error *e) {
    Text said = {0};
    int32_t problems = 0;
    for (int32_t c = 0; c < t->columns; c++) {
        Text problem = {0};
        if (t->column[c].role == ROLE_FEATURE) add_problem(r, t, c, &problem);
        if (problem.size == 0) continue;
        if (++problems <= PROBLEMS_SHOWN) text_printf(&said, "%s%s", problems > 1 ? "\n" : "", problem.data);
        said.failed |= problem.failed;
        text_free(&problem);
    }
    if (problems > PROBLEMS_SHOWN) text_printf(&said, "\nand so with %d more columns", problems - PROBLEMS_SHOWN);
    Status status = said.failed ? error_memory(e) : problems > 0 ? error_set(e, ERR_DATA, "%s", said.data) : OK;
    text_free(&said);
    return status;
}

// --- Answers

// The names of the targets are those of the training table.
static Status name_targets(const Recipe *r, Dataset *d, Arena *arena, Error *e) {
    int32_t most = 0;
    Arena passing = {0};
    for (int32_t k = 0; k < r->labels; k++) most = r->label[k].column > most ? r->label[k].column : most;
    const char **header = r->header ? arena_take(&passing, (size_t)most + 1, sizeof *header) : NULL;
    int32_t *column = arena_take(&passing, (size_t)r->labels, sizeof *column);
    Status status = column && (header || !r->header) ? OK : error_memory(e);
    for (int32_t k = 0; status == OK && k < r->labels; k++) {
        column[k] = r->label[k].column;
        if (header) header[column[k]] = r->label[k].name;
    }
    if (status == OK) status = targets_name(d, header, column, arena, e);
    arena_free(&passing);
    return status;
}

// The targets of a row: whether all are known.
static bool read_targets(const RecipeRows *rows, const int32_t *label, int32_t row, float *target) {
    const int32_t targets = rows->data.targets;
    bool known = true;
    for (int32_t k = 0; k < targets; k++) {
        target[k] = (float)rows->table.column[label[k]].number[row];
        known &= (bool)isfinite(target[k]);
    }
    for (int32_t k = 0; !known && k < targets; k++) target[k] = 0;
    return known;
}

static Status take_targets(RecipeRows *rows, const Finding *f, int32_t *known, Arena *arena, Error *e) {
    Dataset *d = &rows->data;
    d->targets = f->r->labels;
    float *target = arena_take(arena, (size_t)d->samples * (size_t)d->targets, sizeof *target);
    if (!target) return error_memory(e);
    for (int32_t i = 0; rows->labelled && i < d->samples; i++)
        if (read_targets(rows, f->label, i, target + (size_t)i * (size_t)d->targets)) known[rows->known.count++] = i;
    d->target = target;
    return name_targets(f->r, d, arena, e);
}

static Status take_classes(RecipeRows *rows, const Finding *f, int32_t *known, Arena *arena, Error *e) {
    Dataset *d = &rows->data;
    const Labels labels = {.columns = 1, .column = f->label, .classes = f->r->classes};
    int32_t *label = arena_take(arena, (size_t)d->samples, sizeof *label);
    Status status = label ? OK : error_memory(e);
    d->classes = labels.classes.count;
    d->class_names = labels.classes.name;
    d->label = label;
    if (status == OK && rows->labelled)
        status = labels_find(&labels, &rows->table, f->spec, (Rows){.count = d->samples}, label, e);
    for (int32_t i = 0; status == OK && rows->labelled && i < d->samples; i++) {
        if (label[i] >= 0)
            known[rows->known.count++] = i;
        else
            label[i] = 0;
    }
    if (status != OK || !rows->labelled) return status;
    rows->unknown = d->samples - rows->known.count - rows->table.column[f->label[0]].cells[CELL_MISSING];
    return OK;
}

static Status take_answers(RecipeRows *rows, const Finding *f, Arena *arena, Error *e) {
    int32_t *known = arena_take(arena, (size_t)rows->data.samples, sizeof *known);
    if (!known) return error_memory(e);
    rows->known.row = known;
    rows->labelled = f->label[0] >= 0;
    for (int32_t k = 0; k < f->r->labels; k++) rows->labelled = rows->labelled && f->label[k] >= 0;
    return (f->r->classes.count > 0 ? take_classes : take_targets)(rows, f, known, arena, e);
}

// --- Samples

static Status take_samples(RecipeRows *rows, const Finding *f, Arena *arena, Notes *notes, Error *e) {
    const Recipe *r = f->r;
    const int32_t columns = r->encoding.columns;
    Encoding en = r->encoding;
    EncodedColumn *column = arena_take(f->passing, (size_t)columns, sizeof *column);
    bool *indicator = arena_take(f->passing, (size_t)columns, sizeof *indicator);
    if (!column || !indicator) return error_memory(e);
    for (int32_t i = 0; i < columns; i++) {
        column[i] = r->encoding.column[i];
        column[i].column = f->feature[i];
        indicator[i] = r->feature[i].indicator;
    }
    en.column = column;
    en.grouped = en.floats = true;
    en.plain = false;
    en.names = NULL;
    Status status = encode(&en, &rows->table, (Rows){.count = rows->table.rows}, &rows->data, arena, notes, e);
    const int32_t missing = rows->data.missing_count;
    if (missing > 0)
        notes_add(notes, "%d missing cell%s filled as in training", missing, missing == 1 ? " is" : "s are");
    return status == OK ? impute_as(&rows->data, indicator, r->fills, arena, e) : status;
}

Status recipe_read(RecipeRows *rows, const Recipe *r, const char *path, const DataSpec *spec, Arena *arena,
                   Notes *notes, Error *e) {
    Arena passing = {0};
    Finding f = {.r = r,
                 .spec = spec,
                 .feature = arena_take(&passing, (size_t)r->encoding.columns, sizeof *f.feature),
                 .label = arena_take(&passing, (size_t)r->labels, sizeof *f.label),
                 .passing = &passing,
                 .notes = notes};
    *rows = (RecipeRows){.labelled = false};
    const TableChoice choice = {.choose = choose, .of = &f, .mark = &r->mark, .keep = &rows->text};
    Status status = f.feature && f.label ? OK : error_memory(e);
    if (status == OK) status = table_read(&rows->table, path, spec, NULL, choice, arena, NULL, notes, e);
    if (status == OK) status = check_cells(r, &rows->table, e);
    if (status == OK) status = take_samples(rows, &f, arena, notes, e);
    if (status == OK) status = take_answers(rows, &f, arena, e);
    if (status != OK) table_text_close(&rows->text);
    arena_free(&passing);
    return status;
}
