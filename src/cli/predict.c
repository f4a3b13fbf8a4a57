// `regrun predict --model F TABLE`: what a trained network says of new rows.
#include <stdlib.h>
#include <string.h>

#include "base/files.h"
#include "cli/args.h"
#include "cli/commands.h"
#include "cli/data.h"
#include "cli/predict_write.h"
#include "data/idx.h"
#include "data/source_type.h"
#include "data/split.h"
#include "results/model.h"
#include "table/columns.h"

typedef struct Options {
    const char *model, *images, *out;
    const char *table;
    ArgList keep, set;
    bool with_input, help;
} Options;

// One call of the command.
typedef struct Session {
    const Options *options;
    Model model;
    DataSpec spec; // how the table is read
    Recipe recipe;
    RecipeRows rows;
    Dataset data; // the samples
    bool *keep;   // [columns of the table]
    Split split;  // all of them as its test part
    Part known;   // those of which the answer is known
    const Engine *engine;
    Trainer *trainer;
    Notes notes;
    Arena arena;
} Session;

// --- The samples

// Options that say how a table is written; all else is the model's.
static const char *const reading_keys[] = {"data.header",  "data.separator", "data.quote",       "data.comment",
                                           "data.decimal", "data.missing",   "data.label_strip", "data.max_bytes"};
enum { READING_KEYS = sizeof reading_keys / sizeof *reading_keys };

static bool is_reading(const char *set) {
    for (int k = 0; k < READING_KEYS; k++) {
        const size_t n = strlen(reading_keys[k]);
        if (strncmp(set, reading_keys[k], n) == 0 && set[n] == '=') return true;
    }
    return false;
}

static Status check_set(const ArgList *set, Error *e) {
    int i = 0;
    while (i < set->count && is_reading(set->item[i])) i++;
    if (i == set->count) return OK;
    Text keys = {0};
    for (int k = 0; k < READING_KEYS; k++) text_printf(&keys, "%s%s", k > 0 ? ", " : "", reading_keys[k]);
    Status s = keys.failed ? error_memory(e)
                           : error_set(e, ERR_USAGE,
                                       "--set %s: here it says how the table is written, KEY=VALUE with one of %s; "
                                       "all else is as in training",
                                       set->item[i], keys.data);
    text_free(&keys);
    return s;
}

// How the table is read: as that of training, unless --set says otherwise.
static Status choose_spec(Session *s, Error *e) {
    const ArgList *set = &s->options->set;
    RunSpec spec = *model_spec(&s->model);
    spec.data.source = SOURCE_CSV;
    spec.data.header = s->recipe.header ? HEADER_YES : HEADER_NO;
    Status status = data_set_list(set, &spec, &s->arena, e);
    s->spec = spec.data;
    return status;
}

static Status read_table(Session *s, Error *e) {
    const char *found;
    Status status = choose_spec(s, e);
    if (!status) status = source_path(&s->arena, "", s->options->table, &found, e);
    if (status) return status;
    const char *path = found ? found : s->options->table; // one that is nowhere, or -
    if (strcmp(path, s->options->table) != 0) source_say_found(&s->notes, "the table", s->options->table, path);
    status = recipe_read(&s->rows, &s->recipe, path, &s->spec, &s->arena, &s->notes, e);
    s->data = s->rows.data;
    return status;
}

// Images take no recipe: their pixels are the features.
static Status read_images(Session *s, Error *e) {
    const ModelFile *f = &s->model.file;
    const DataSpec *spec = &model_spec(&s->model)->data;
    const char *path = s->options->images;
    if (source_is_table(spec->source))
        return error_set(e, ERR_USAGE,
                         "--images %s: %s learned from a table (data.source %s); give it one, without --images", path,
                         s->options->model, source_types[spec->source]->name);
    Status status = idx_images(&s->data, path, source_bound(spec), &s->arena, e);
    if (status) return status;
    if ((uint64_t)s->data.features != f->features)
        return error_set(e, ERR_DATA, "%s: images of %d x %d pixels, but %s learned from images of %d pixels", path,
                         s->data.height, s->data.width, s->options->model, (int)f->features);
    int32_t *label = arena_take(&s->arena, (size_t)s->data.samples, sizeof *label);
    if (!label) return error_memory(e);
    s->data.classes = (int32_t)f->classes;
    s->data.class_names = f->class_names;
    s->data.label = label;
    return OK;
}

// --- Columns to carry through

static Status keep_one(Session *s, const char *name, Error *e) {
    const Table *t = &s->rows.table;
    const TextList one = {.item = &name, .count = 1};
    int32_t found = 0;
    for (int32_t c = 0; c < t->columns; c++) {
        if (!column_in(t, &one, c)) continue;
        s->keep[c] = true;
        found++;
    }
    if (found > 0) return OK;
    Text columns = {0};
    for (int32_t c = 0; c < t->columns && c < 8; c++) {
        text_add(&columns, c > 0 ? ", " : "");
        column_words(t, c, &columns);
    }
    Status status =
        columns.failed
            ? error_memory(e)
            : error_set(e, ERR_USAGE, "--keep %s: %s has no such column (or several of that name); it has %s%s", name,
                        t->path, columns.data, t->columns > 8 ? " and more" : "");
    text_free(&columns);
    return status;
}

// A list with commas, unless the whole is a column's name.
static Status keep_list(Session *s, const char *list, Error *e) {
    const Table *t = &s->rows.table;
    const TextList whole = {.item = &list, .count = 1};
    for (int32_t c = 0; c < t->columns; c++)
        if (column_in(t, &whole, c)) return keep_one(s, list, e);
    Status status = OK;
    for (const char *at = list; status == OK && at; at = strchr(at, ',') ? strchr(at, ',') + 1 : NULL) {
        const char *name = arena_text_n(&s->arena, at, strcspn(at, ","));
        status = name ? keep_one(s, name, e) : error_memory(e);
    }
    return status;
}

static Status choose_kept(Session *s, Error *e) {
    const Options *o = s->options;
    const int32_t columns = s->rows.table.columns;
    if (!o->with_input && o->keep.count == 0) return OK;
    s->keep = arena_take(&s->arena, (size_t)columns, sizeof *s->keep);
    if (!s->keep) return error_memory(e);
    for (int32_t c = 0; c < columns; c++) s->keep[c] = o->with_input;
    Status status = OK;
    for (int i = 0; status == OK && i < o->keep.count; i++) status = keep_list(s, o->keep.item[i], e);
    return status;
}

// --- The network

// All samples are the test part of a split that scales as the model's did.
static Status make_split(Session *s, Error *e) {
    int32_t *row = arena_take(&s->arena, (size_t)s->data.samples, sizeof *row);
    Status status = row ? model_split(&s->model, &s->arena, &s->split, e) : error_memory(e);
    if (status) return status;
    for (int32_t i = 0; i < s->data.samples; i++) row[i] = i;
    s->split.train.data = s->split.validation.data = &s->data;
    s->split.test =
        (Part){.data = &s->data, .row = row, .size = s->data.samples, .label = s->data.label, .target = s->data.target};
    s->known = (Part){.data = &s->data, .row = s->rows.known.row, .size = s->rows.known.count};
    return s->known.size > 0 ? split_answers(&s->known, &s->arena, e) : OK;
}

static Status open_session(Session *s, Error *e) {
    const Options *o = s->options;
    const unsigned outputs = 1; // with any metric, measure gives the outputs
    s->notes.arena = &s->arena;
    s->engine = engine_choose(getenv("REGRUN_KERNEL"), e);
    if (!s->engine) return e->status;
    Status status = model_read(&s->model, o->model, NULL, e);
    if (!status) status = model_recipe(&s->model, &s->recipe, e);
    if (!status) status = (o->images ? read_images : read_table)(s, e);
    if (!status && !o->images) status = choose_kept(s, e);
    if (!status) status = make_split(s, e);
    return status ? status : model_trainer(&s->model, s->engine, &s->split, outputs, &s->trainer, e);
}

static void close_session(Session *s) {
    if (s->trainer) s->engine->close(s->trainer);
    table_text_close(&s->rows.text);
    model_close(&s->model);
    arena_free(&s->arena);
}

// --- What is said

// The scores, where the table holds the answers.
static void add_score(Session *s, Text *out) {
    const Dataset *d = &s->data;
    char number[NUMBER_TEXT_SIZE];
    const Measure m = s->engine->measure(s->trainer, &s->known);
    if (d->classes > 0) {
        text_printf(out, "accuracy %s", number_text_float(number, (float)m.metric));
    } else if (d->targets == 1) {
        text_printf(out, "RMSE %s", number_text_float(number, (float)m.metric));
    } else {
        for (int32_t k = 0; k < d->targets; k++)
            text_printf(out, "%s%s %s", k > 0 ? ", of " : "RMSE of ", d->target_names[k],
                        number_text_float(number, (float)m.rmse[k]));
    }
    text_printf(out, ", loss %s", number_text_float(number, (float)m.loss));
}

static void add_counts(const Session *s, Text *out) {
    const int32_t known = s->known.size, rows = s->data.samples, unknown = s->rows.unknown;
    const int32_t none = rows - known - unknown;
    text_printf(out, " on the %d row%s whose label is known", known, known == 1 ? "" : "s");
    if (none > 0) text_printf(out, "; %d %s none", none, none == 1 ? "has" : "have");
    if (unknown > 0)
        text_printf(out, "; %d %s a class that the model does not know", unknown, unknown == 1 ? "has" : "have");
}

static void say_score(Session *s) {
    Text line = {0};
    if (!s->rows.labelled) return;
    if (s->known.size > 0) {
        add_score(s, &line);
        add_counts(s, &line);
    } else {
        text_add(&line, "note: the table has the label's column, but in no row a label that the model knows");
    }
    if (!line.failed) command_say("%s\n", line.data);
    text_free(&line);
}

static int predict(const Options *o) {
    Error e = {0};
    Session s = {.options = o};
    Text out = {0};
    Status status = open_session(&s, &e);
    for (int i = 0; !status && i < s.notes.count; i++) command_say("note: %s\n", s.notes.text[i]);
    if (!status && s.notes.failed) status = error_memory(&e);
    if (!status) {
        const Measure says = s.engine->measure(s.trainer, &s.split.test);
        const Predicted p = {
            .data = &s.data, .split = &s.split, .says = &says, .rows = o->images ? NULL : &s.rows, .keep = s.keep};
        status = predicted_csv(&p, &out, &e);
    }
    const bool file = o->out && strcmp(o->out, "-") != 0;
    if (!status && file) status = file_write(o->out, out.data, out.size, &e);
    int code = status ? command_fail(&e) : 0;
    if (!status && !file) code = command_print(&out);
    if (!code) say_score(&s);
    text_free(&out);
    close_session(&s);
    return code;
}

// --- The command

static Status check_options(Options *o, const ArgList *rest, Error *e) {
    if (!o->model)
        return error_set(e, ERR_USAGE,
                         "--model FILE is missing; try regrun predict --model "
                         "results/NAME/runs/SETTING/seed-1/model.safetensors TABLE");
    if (o->images && rest->count > 0)
        return error_set(e, ERR_USAGE, "predict takes a table or --images FILE, not both");
    if (!o->images && rest->count != 1)
        return error_set(e, ERR_USAGE, "predict takes one table; - is the standard input%s",
                         rest->count > 1 ? ", and what belongs to one argument stands in quotes" : "");
    if (o->images && (o->with_input || o->keep.count > 0))
        return error_set(e, ERR_USAGE, "--keep and --with-input are for tables; images have no columns");
    if (!o->images) o->table = rest->item[0];
    const char *from = o->images ? o->images : o->table;
    if (o->out && strcmp(o->out, from) == 0 && strcmp(from, "-") != 0)
        return error_set(e, ERR_USAGE, "--out %s would overwrite what is read; name another file", o->out);
    return args_out_file(o->out, "predicted.csv", e) ? e->status : check_set(&o->set, e);
}

static const char help[] =
    "usage: regrun predict --model FILE TABLE [options]\n"
    "\n"
    "What a network that train.save has written says of the rows of a new table: CSV with a row for\n"
    "each, the class and the probability of every class, or the number, in the target's own unit.\n"
    "The file of the model is enough; its training data are not needed. - is the standard input.\n"
    "\n"
    "Columns go by the names that the training table had, in any order, with others beside them\n"
    "(without names by their places). Words that training did not see are zeros, missing cells\n"
    "are filled as in training. Where the label stands in the table, the scores are told.\n"
    "\n"
    "options\n";

static const char examples[] =
    "\n"
    "examples\n"
    "  regrun predict --model results/wine/runs/bn/seed-1/model.safetensors new.csv -o out.csv\n"
    "  regrun predict -m wine.safetensors new.csv --keep id,name\n"
    "  cut -d, -f2- log.csv | regrun predict -m m.safetensors - --set data.header=false\n";

int command_predict(int argc, char **argv) {
    Options o = {0};
    const Arg table[] = {
        {"model", 'm', ARG_TEXT, &o.model, "FILE", "a model.safetensors"},
        {"out", 'o', ARG_TEXT, &o.out, "FILE", "where to; standard output where it is not given"},
        {"keep", 'k', ARG_LIST, &o.keep, "COLUMN,...", "carry these columns through; repeatable"},
        {"with-input", 'w', ARG_FLAG, &o.with_input, NULL, "carry all columns through"},
        {"images", 'i', ARG_TEXT, &o.images, "FILE", "images as MNIST has them, in the place of a table"},
        {"set", 's', ARG_LIST, &o.set, "data.KEY=VALUE", "how the table is written, as data.separator=;; repeatable"},
        {"help", 'h', ARG_FLAG, &o.help, NULL, "print this"},
    };
    enum { COUNT = sizeof table / sizeof *table };
    Arena arena = {0};
    Error e = {0};
    ArgList rest = {0};
    Status s = args_read(table, COUNT, argc, argv, &rest, &arena, &e);
    if (!s && !o.help) s = check_options(&o, &rest, &e);
    int code = s ? command_fail(&e) : o.help ? command_help(help, table, COUNT, examples) : predict(&o);
    arena_free(&arena);
    return code;
}
