// The source "csv": a table, or one to train on and one to test on.
#include "table/csv_source.h"

#include <string.h>

#include "data/impute.h"
#include "data/source_type.h"
#include "table/columns.h"
#include "table/encode.h"
#include "table/notes.h"
#include "table/parts.h"
#include "table/problems.h"
#include "table/recipe.h"

// The tables as they were read, for all sources that differ only in what becomes of them.
struct SourceFiles {
    Table train, test;
    bool has_test;
};

static bool csv_check(const DataSpec *spec, SpecProblem *problem) {
    if (!*spec->file) return spec_refuse(problem, "data.source", "csv needs a table: give its path as data.file");
    if (strcmp(spec->test_file, "-") == 0)
        return spec_refuse(problem, "data.test_file", "must be a file; only data.file can be the standard input");
    const char *separator = spec->separator, *comment = spec->comment;
    if (separator[1] == 0 && strcmp(separator, comment) == 0)
        return spec_refuse(problem, "data.comment", "must differ from data.separator");
    if (spec->quote == QUOTE_SINGLE && strcmp(separator, "'") == 0)
        return spec_refuse(problem, "data.quote", "must differ from data.separator");
    if (spec->quote == QUOTE_SINGLE && strcmp(comment, "'") == 0)
        return spec_refuse(problem, "data.quote", "must differ from data.comment");
    for (int i = 0; i < spec->label_count; i++)
        if (!*spec->labels[i])
            return spec_refuse(problem, "data.label", "must name a column, or be its number (-1 is the last)");
    if (spec->label_count > 1 && spec->task == TASK_CLASSIFICATION)
        return spec_refuse(problem, "data.task",
                           "classification has one label, but data.label names %d; name one column, or leave data.task "
                           "out: several are predicted by a regression",
                           spec->label_count);
    return true;
}

static Status read_tables(Source *s, Opening *o) {
    const DataSpec *spec = &s->spec;
    const TableChoice choice = columns_choice(spec);
    struct SourceFiles *files = arena_take(&s->arena, 1, sizeof *files);
    if (!files) return error_memory(o->e);
    s->files = files;
    files->has_test = *spec->test_file;
    Status status = table_read(&files->train, spec->file, spec, NULL, choice, &s->arena, &o->hash, &s->notes, o->e);
    if (status != OK || !files->has_test) return status;
    return table_read(&files->test, spec->test_file, spec, &files->train, choice, &s->arena, &o->hash, &s->notes, o->e);
}

// One of the tables as samples.
static Status fill(Source *s, const Encoding *en, const Labels *l, const Table *t, Dataset *d, Error *e) {
    Rows rows;
    *d = (Dataset){.samples = 0};
    Status status = labels_rows(&rows, l, t, &s->arena, &s->notes, e);
    if (status == OK) status = labels_read(l, t, &s->spec, rows, d, &s->arena, e);
    if (status == OK) status = parts_read(t, &s->spec, rows, d, &s->arena, e);
    return status == OK ? encode(en, t, rows, d, &s->arena, &s->notes, e) : status;
}

// Whether features and labels can be trained on, in one message; learns the labels.
static Status check(const Table *train, const Table *test, Source *s, Labels *labels, Error *e) {
    Error why = {0};
    const Status features = tables_check(train, test, &s->spec, &why);
    const Status learned = labels_learn(labels, train, &s->spec, &s->arena, e);
    if (features == OK || learned == ERR_IO) return learned;
    if (features == ERR_DATA && learned == ERR_DATA && !labels->told) {
        Text both = {0};
        text_printf(&both, "%s\n%s", why.text, e->text);
        const Status status = both.failed ? error_memory(e) : error_set(e, ERR_DATA, "%s", both.data);
        text_free(&both);
        return status;
    }
    *e = why;
    return features;
}

// Keeps what another table needs to become the same samples.
static Status keep_recipe(Source *s, const Table *train, const Encoding *en, const Labels *labels, Error *e) {
    Recipe *recipe = arena_take(&s->arena, 1, sizeof *recipe);
    if (!recipe) return error_memory(e);
    s->recipe = recipe;
    return recipe_learn(recipe, train, en, labels, &s->train, &s->arena, e);
}

// Whether tables become the same samples: what differs is how these are divided and scaled.
static bool same_samples(const DataSpec *a, const DataSpec *b) {
    return a->task == b->task && a->impute == b->impute && a->max_categories == b->max_categories &&
           strcmp(a->label_strip, b->label_strip) == 0;
}

static Status csv_source_open(Source *s, Opening *o) {
    Labels labels;
    Encoding encoding;
    Status status = source_locate(s, o, "data.file", &s->spec.file);
    if (status == OK) status = source_locate(s, o, "data.test_file", &s->spec.test_file);
    if (o->like)
        s->files = o->like->files;
    else if (status == OK)
        status = read_tables(s, o);
    if (status == OK && o->like && o->like->train.samples > 0 && same_samples(&s->spec, &o->like->spec)) {
        s->train = o->like->train, s->test = o->like->test, s->recipe = o->like->recipe;
        return OK;
    }
    if (status != OK) return status;
    const Table *train = &s->files->train, *test = s->files->has_test ? &s->files->test : NULL;
    status = check(train, test, s, &labels, o->e);
    if (status == OK) status = encoding_learn(&encoding, train, test, &s->spec, &s->arena, o->e);
    if (status == OK) status = fill(s, &encoding, &labels, train, &s->train, o->e);
    if (status == OK && test) status = fill(s, &encoding, &labels, test, &s->test, o->e);
    if (status == OK) status = impute_pools(&s->train, &s->test, &s->spec, &s->arena, &s->notes, o->e);
    if (status == OK) status = keep_recipe(s, train, &encoding, &labels, o->e);
    if (status == OK) table_notes(train, &s->spec, &s->notes);
    if (status == OK) table_note_missing(train, test, &s->spec, &s->notes);
    return status;
}

Status source_of_table(Source *s, const DataSpec *spec, const Table *table, Error *e) {
    *s = (Source){.spec = *spec, .notes.arena = &s->arena};
    Opening o = {.config_folder = "", .e = e};
    hash_start(&o.hash);
    struct SourceFiles *files = arena_take(&s->arena, 1, sizeof *files);
    Status status = files ? source_locate(s, &o, "data.test_file", &s->spec.test_file) : error_memory(e);
    if (status == OK) {
        *files = (struct SourceFiles){.train = *table, .has_test = *spec->test_file};
        s->files = files;
    }
    if (status == OK && files->has_test)
        status = table_read(&files->test, s->spec.test_file, spec, table, columns_choice(spec), &s->arena, &o.hash,
                            &s->notes, e);
    if (status != OK) source_close(s);
    return status;
}

extern const SourceType source_csv;
const SourceType source_csv = {.name = "csv", .check = csv_check, .open = csv_source_open, .scaling = SCALING_ZSCORE};
