#include "cli/data_table.h"

#include <math.h>
#include <string.h>

#include "report/number.h"
#include "table/columns.h"
#include "table/dialect.h"
#include "table/notes.h"

enum { NAME_MOST = 24, CLASSES_SHOWN = 20 };

static Status read_view(TableView *v, Error *e) {
    const DataSpec *spec = &v->spec->data;
    v->notes.arena = &v->arena;
    Status s = table_read(&v->table, spec->file, spec, NULL, columns_choice(spec), &v->arena, NULL, &v->notes, e);
    if (s == OK) s = table_problems(&v->problems, &v->table, spec, NULL, &v->arena, e);
    if (s != OK) return s;
    v->facts = arena_take(&v->arena, (size_t)v->table.columns, sizeof *v->facts);
    if (!v->facts) return error_memory(e);
    s = table_facts(&v->table, v->facts, &v->arena, e);
    if (s != OK) return s;
    s = table_label_facts(&v->table, spec, &v->label, &v->arena, &v->notes, &v->label_error);
    if (s == ERR_IO) return *e = v->label_error, s;
    v->label_error.status = s;
    table_notes(&v->table, spec, &v->notes);
    if (!*spec->test_file) table_note_missing(&v->table, NULL, spec, &v->notes);
    return v->notes.failed ? error_memory(e) : OK;
}

// --- The file

// How the cells are told from each other, and where their names are from.
static void add_dialect(const TableView *v, Text *out) {
    dialect_words(&v->table.form, out);
    text_add(out, "; ");
    if (v->table.header)
        text_printf(out, "line %d names the columns", v->table.head_line);
    else
        text_add(out, "no line names the columns");
    text_add(out, v->table.header_guessed ? " (by its looks)\n" : " (as data.header says)\n");
}

static void add_head(const TableView *v, Text *out) {
    const Table *t = &v->table;
    text_printf(out, "%s: %d row%s, %d columns\n", t->path, t->rows, t->rows == 1 ? "" : "s", t->columns);
    add_dialect(v, out);
    text_add(out, "\n");
}

// --- What is to be learned

static void add_share(const TableView *v, int32_t class, Text *out) {
    text_add(out, class > 0 ? ", " : " ");
    text_add_shortened(out, v->label.class_names[class], NAME_MOST, v->style->unicode);
    text_printf(out, " (%d)", v->label.count[class]);
}

static void add_class_counts(const TableView *v, Text *out) {
    const LabelFacts *l = &v->label;
    text_printf(out, ": %d class%s:", l->classes, l->classes == 1 ? "" : "es");
    for (int32_t k = 0; k < l->classes && k < CLASSES_SHOWN; k++) add_share(v, k, out);
    if (l->classes > CLASSES_SHOWN) text_printf(out, " and %d more", l->classes - CLASSES_SHOWN);
    text_add(out, "\nalways guessing ");
    text_add_shortened(out, l->class_names[l->top], NAME_MOST, v->style->unicode);
    text_printf(out, " has an accuracy of %.4g\n", (double)l->count[l->top] / l->rows);
}

static void add_labels(const TableView *v, Text *out) {
    if (v->label_error.status != OK) return;
    for (int32_t c = 0; c < v->table.columns; c++) {
        if (v->table.column[c].role != ROLE_LABEL) continue;
        text_add(out, "\nlabel, ");
        column_words(&v->table, c, out);
        if (!v->label.regression) {
            add_class_counts(v, out);
            continue;
        }
        text_add(out, ": a number to predict\nalways predicting its mean has an RMSE of ");
        number_add(out, v->label.rmse[c], NAN);
        text_add(out, ", in its unit\n");
    }
}

static void add_twice(const TableView *v, Text *out) {
    const LabelFacts *l = &v->label;
    if (v->label_error.status != OK) return;
    if (l->same == 0) text_add(out, "no row is the same as another");
    if (l->same > 0) text_printf(out, "%d row%s the same as one before", l->same, l->same == 1 ? " is" : "s are");
    if (l->other_answer > 0)
        text_printf(out, "; %d %s the features of one before, but another label", l->other_answer,
                    l->other_answer == 1 ? "has" : "have");
    text_add(out, "\n");
}

static void add_notes(const TableView *v, Text *out) {
    for (int i = 0; i < v->notes.count; i++) text_printf(out, "%snote: %s\n", i == 0 ? "\n" : "", v->notes.text[i]);
}

// What one part has to say, with what stands in the file made fit for a terminal.
static void add_part(const TableView *v, void (*add)(const TableView *v, Text *out), Text *out) {
    Text text = {0};
    add(v, &text);
    if (text.size > 0) text_add_message(out, text.data);
    out->failed |= text.failed;
    text_free(&text);
}

Status data_table(const RunSpec *spec, const TableStyle *style, Text *out, Error *e) {
    TableView v = {.spec = spec, .style = style};
    Status status = read_view(&v, e);
    if (status == OK) {
        add_part(&v, add_head, out);
        data_table_columns(&v, out);
        add_part(&v, add_labels, out);
        add_part(&v, add_twice, out);
        add_part(&v, add_notes, out);
        status = data_table_config(&v, out, e);
    } else if (status == ERR_DATA && v.table.survey) {
        add_part(&v, data_table_survey, out);
    }
    if (out->failed) status = error_memory(e);
    arena_free(&v.arena);
    return status;
}
