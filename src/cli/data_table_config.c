// What keeps a table from being trained on, and a config to paste that does train on it.
#include <string.h>
#include <sys/stat.h>

#include "cli/data_table.h"
#include "config/brief.h"
#include "table/columns.h"
#include "table/csv_source.h"
#include "table/labels.h"
#include "table/remedies.h"

enum { MENDS_MOST = 4 }; // once one thing is mended, another may show: of columns that are named, say

// Whether the file can be read again: a pipe gives its content once.
static bool is_file(const char *path) {
    struct stat is;
    return stat(path, &is) == 0 && S_ISREG(is.st_mode);
}

// The tables as they are read under some options, and what is wrong with them then.
typedef struct Tried {
    Table train, test;
    TableProblems problems;
} Tried;

// The table to test on, where there is one.
static const Table *test_of(const Tried *t, const RunSpec *spec) {
    return *spec->data.test_file ? &t->test : NULL;
}

// What is wrong with the training table as it was read, and with the test table, which is read.
static Status look(const RunSpec *spec, Tried *t, Arena *arena, Error *e) {
    Notes notes = {.arena = arena};
    const DataSpec *data = &spec->data;
    Status status = OK;
    if (*data->test_file)
        status = table_read(&t->test, data->test_file, data, &t->train, columns_choice(data), arena, NULL, &notes, e);
    return status == OK ? tables_problems(&t->problems, &t->train, test_of(t, spec), data, arena, e) : status;
}

static Status read_again(const RunSpec *spec, Tried *t, Arena *arena, Error *e) {
    Notes notes = {.arena = arena};
    const DataSpec *data = &spec->data;
    Status status = table_read(&t->train, data->file, data, NULL, columns_choice(data), arena, NULL, &notes, e);
    return status == OK ? look(spec, t, arena, e) : status;
}

// *any: there are options that mend it.
static Status apply(const Tried *t, RunSpec *spec, bool *any, Arena *arena, Error *e) {
    Remedies r = {.count = 0};
    Status status = remedies_find(&r, &t->problems, &t->train, test_of(t, spec), &spec->data, arena, e);
    for (int32_t i = 0; status == OK && i < r.count; i++)
        status = option_set_text(spec, NULL, r.remedy[i].option, r.remedy[i].value, arena, e);
    *any = r.count > 0;
    return status;
}

// Names another label where the one by default is none, and reads the table so: other columns are then features.
static Status move_label(RunSpec *spec, Tried *t, bool *moved, Arena *arena, Error *e) {
    const int32_t other = labels_elsewhere(&t->train, &spec->data);
    Text label = {0};
    *moved = other >= 0;
    if (!*moved) return OK;
    column_json(&t->train, other, &label);
    Status status = label.failed ? error_memory(e) : option_set_text(spec, NULL, "data.label", label.data, arena, e);
    text_free(&label);
    return status == OK ? read_again(spec, t, arena, e) : status;
}

// Adds remedies to `spec` until there are no problems left, and reads the table as it then says. *read: whether it
// could be.
static Status mend(RunSpec *spec, Tried *t, bool *read, Arena *arena, Error *e) {
    Status status = OK;
    for (int i = 0; status == OK && t->problems.count > 0 && i < MENDS_MOST; i++) {
        bool any;
        status = apply(t, spec, &any, arena, e);
        if (!any) break;
        t->problems.count = 0;
        *read = is_file(spec->data.file);
        if (status == OK && *read) status = read_again(spec, t, arena, e);
    }
    return status;
}

// Makes of the table what training does.
static Status try_training(const RunSpec *spec, const Table *t, Error *e) {
    DataSpec data = spec->data;
    SpecProblem problem;
    Source read, source;
    source_sizes(&data);
    if (!source_check(&data, &problem)) return error_set(e, ERR_CONFIG, "%s: %s", problem.key, problem.text);
    Status status = source_of_table(&read, &data, t, e);
    if (status != OK) return status;
    status = source_open_like(&source, &data, "", &read, e);
    if (status == OK) source_close(&source);
    source_close(&read);
    return status;
}

static void add_wrong(const char *heading, const char *why, Text *out) {
    text_printf(out, "\n%s:\n", heading);
    text_add_message(out, why);
    text_add(out, "\n");
}

// What is known to be wrong before anything is mended; "" where nothing is.
static void tell_wrong(const TableView *v, Text *out) {
    table_problems_tell(&v->problems, &v->table, out);
    if (v->label_error.status == OK || v->label.told) return;
    if (out->size > 0) text_add(out, "\n");
    text_add(out, v->label_error.text);
}

// What still is, after all remedies, the first row being data or, with `header`, names; OK: nothing.
static Status still_wrong(TableView *v, RunSpec *spec, bool header, Error *why) {
    Tried t = {.train = v->table, .problems = v->problems};
    const bool file = is_file(spec->data.file);
    bool read = true, moved = false;
    Status status = header ? option_set_text(spec, NULL, "data.header", "true", &v->arena, why) : OK;
    if (status == OK && header && !file) read = false;
    if (status == OK && read) status = header ? read_again(spec, &t, &v->arena, why) : look(spec, &t, &v->arena, why);
    if (status == OK && file) status = move_label(spec, &t, &moved, &v->arena, why);
    if (status == OK) status = mend(spec, &t, &read, &v->arena, why);
    const bool same_label = !header && !moved && (v->problems.count == 0 || !read); // what is mended may mend the label
    if (status == OK && same_label && v->label_error.status != OK) *why = v->label_error, status = why->status;
    return status == OK && read ? try_training(spec, &t.train, why) : status;
}

// Makes `spec` one that trains on the table, if there is one. *header: it takes the first row for names, though it was
// taken for data: for it looks so, or since nothing else mends the labels.
static Status find_config(TableView *v, RunSpec *spec, bool *header, Error *why) {
    const Table *t = &v->table;
    const bool mends = v->label_error.status != OK && is_file(spec->data.file);
    *header = t->header_guessed && !t->header && (t->header_doubt || mends);
    if (*header) {
        RunSpec named = *spec;
        Status status = still_wrong(v, &named, true, why);
        if (status == OK) *spec = named;
        if (status == OK || status == ERR_IO) return status;
    }
    *header = false;
    return still_wrong(v, spec, false, why);
}

Status data_table_config(TableView *v, Text *out, Error *e) {
    static const char as_it_is[] = "It cannot be trained on as it is";
    RunSpec spec = *v->spec;
    Error why = {0};
    Text wrong = {0};
    bool header;
    Status status = find_config(v, &spec, &header, &why);
    tell_wrong(v, &wrong);
    if (wrong.size > 0) add_wrong(as_it_is, wrong.data, out);
    if (status != OK && wrong.size == 0) add_wrong(as_it_is, why.text, out);
    const bool told = wrong.size > 0 &&
                      (strstr(wrong.data, why.text) || (v->label.told && strcmp(why.text, v->label_error.text) == 0));
    if (status != OK && wrong.size > 0 && !told) add_wrong("And when all of that is mended", why.text, out);
    if (status == OK) {
        const char *doubt = header ? v->table.header_doubt : NULL;
        text_printf(out, "\nA config that trains on it%s", wrong.size > 0 ? ", with what mends it" : "");
        if (doubt)
            text_printf(out, "%s with the first row as names, since it %s", wrong.size > 0 ? " and" : ",", doubt);
        text_add(out, ":\n");
        status = options_brief(&spec, out, &why);
    }
    out->failed |= wrong.failed;
    text_free(&wrong);
    if (status == ERR_IO) *e = why;
    return status == ERR_IO ? status : OK;
}
