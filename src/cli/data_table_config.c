// What keeps a table from being trained on, and a config to paste that does train on it.
#include <string.h>
#include <sys/stat.h>

#include "cli/data_table.h"
#include "config/brief.h"
#include "table/columns.h"
#include "table/csv_source.h"
#include "table/remedies.h"

enum { MENDS_MOST = 4 }; // once one thing is mended, another may show: of columns that are named, say

static Status apply(const TableProblems *p, RunSpec *spec, Arena *arena, Error *e) {
    Remedies r;
    Status status = remedies_find(&r, p, &spec->data, arena, e);
    for (int32_t i = 0; status == OK && i < r.count; i++)
        status = option_set_text(spec, NULL, r.remedy[i].option, r.remedy[i].value, arena, e);
    return status;
}

// Whether the file can be read again: a pipe gives its content once.
static bool is_file(const char *path) {
    struct stat is;
    return stat(path, &is) == 0 && S_ISREG(is.st_mode);
}

// Reads the table as `spec` says, and what is wrong with it then.
static Status read_again(const RunSpec *spec, Table *t, TableProblems *p, Arena *arena, Error *e) {
    Notes notes = {.arena = arena};
    const DataSpec *data = &spec->data;
    Status status = table_read(t, data->file, data, NULL, columns_choice(data), arena, NULL, &notes, e);
    return status == OK ? table_problems(p, t, data, false, arena, e) : status;
}

// Adds remedies to `spec` until there are no problems left, and reads the table as it then says. *read: whether it
// could be.
static Status mend(TableView *v, RunSpec *spec, Table *t, bool *read, Error *e) {
    TableProblems p = v->problems;
    Status status = OK;
    *t = v->table, *read = true;
    for (int i = 0; status == OK && p.count > 0 && i < MENDS_MOST; i++) {
        status = apply(&p, spec, &v->arena, e);
        p.count = 0;
        *read = is_file(spec->data.file);
        if (status == OK && *read) status = read_again(spec, t, &p, &v->arena, e);
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
    if (v->label_error.status == OK) return;
    if (out->size > 0) text_add(out, "\n");
    text_add(out, v->label_error.text);
}

// What still is, after all remedies; OK: nothing.
static Status still_wrong(TableView *v, RunSpec *spec, Error *why) {
    Table t;
    bool read;
    Status status = mend(v, spec, &t, &read, why);
    if (status == OK && v->problems.count == 0 && v->label_error.status != OK)
        *why = v->label_error, status = why->status;
    return status == OK && read ? try_training(spec, &t, why) : status;
}

Status data_table_config(TableView *v, Text *out, Error *e) {
    static const char as_it_is[] = "It cannot be trained on as it is";
    RunSpec spec = *v->spec;
    Error why = {0};
    Text wrong = {0};
    Status status = still_wrong(v, &spec, &why);
    tell_wrong(v, &wrong);
    if (wrong.size > 0) add_wrong(as_it_is, wrong.data, out);
    if (status != OK && wrong.size == 0) add_wrong(as_it_is, why.text, out);
    if (status != OK && wrong.size > 0 && strcmp(why.text, v->label_error.text) != 0)
        add_wrong("And when all of that is mended", why.text, out);
    if (status == OK) {
        text_printf(out, "\nA config that trains on it%s:\n", wrong.size > 0 ? ", with what mends it" : "");
        status = options_brief(&spec, out, &why);
    }
    out->failed |= wrong.failed;
    text_free(&wrong);
    if (status == ERR_IO) *e = why;
    return status == ERR_IO ? status : OK;
}
