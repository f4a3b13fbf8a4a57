// `regrun eval --model F`: the losses of trained networks, measured again.
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/json_writer.h"
#include "cli/args.h"
#include "cli/commands.h"
#include "cli/terminal.h"
#include "config/options.h"
#include "lab/measuring.h"
#include "report/table.h"
#include "results/model.h"
#include "results/model_data.h"

typedef struct Options {
    ArgList models, set;
    const char *data, *format;
    bool help;
} Options;

typedef enum Format { FORMAT_TEXT, FORMAT_MD, FORMAT_CSV, FORMAT_JSON, FORMATS } Format;
static const char *const format_names[FORMATS] = {"text", "md", "csv", "json"};

// What is printed of a model: names and values, as the log has them.
typedef struct Cell {
    const char *name, *value;
    bool prose; // a text rather than a number
} Cell;

typedef struct Line {
    int count, room;
    Cell *cell; // [count]
} Line;

// One call of the command.
typedef struct Session {
    const Options *options;
    const Engine *engine;
    Line *lines; // [models]
    int count;
    Arena arena; // owns what is printed
} Session;

// --- What is measured

static bool add_cell(Session *s, Line *line, const char *name, Text *value, bool prose) {
    const char *text = value->size ? text_keep(value, &s->arena) : value->failed ? NULL : "";
    name = arena_text(&s->arena, name);
    if (!text || !name || line->count == line->room) return false;
    line->cell[line->count++] = (Cell){name, text, prose};
    return true;
}

static bool add_text(Session *s, Line *line, const char *name, const char *value) {
    Text text = {0};
    text_add(&text, value);
    return add_cell(s, line, name, &text, true);
}

static bool add_whole(Session *s, Line *line, const char *name, uint64_t value) {
    Text text = {0};
    text_printf(&text, "%" PRIu64, value);
    return add_cell(s, line, name, &text, false);
}

// Whether the column is one that is measured of a network, and was.
static bool is_shown(const Column *c, const ModelData *data) {
    const bool test_only = data->split.train.size == 0;
    if (strcmp(c->name, "gap") == 0) return !test_only;
    if (!(c->flags & COLUMN_RESULT)) return false;
    if (strcmp(c->name, "train_loss") == 0) return !test_only;
    return !test_only || !(c->flags & (COLUMN_SCORE | COLUMN_EXTRA)) || c->score == SCORE_TEST;
}

static Status add_line(Session *s, const Model *m, const ModelData *data, const EpochRow *row, Error *e) {
    enum { KEYS = 5 };
    Line *line = &s->lines[s->count++];
    int columns = 0;
    while (data->columns[columns].name) columns++;
    line->room = KEYS + columns;
    line->cell = arena_take(&s->arena, (size_t)line->room, sizeof *line->cell);
    bool added = line->cell && add_text(s, line, "model", m->path) && add_text(s, line, "setting", m->file.setting) &&
                 add_whole(s, line, "seed", m->file.seed) &&
                 (m->file.fold == MODEL_NO_FOLD || add_whole(s, line, "fold", m->file.fold)) &&
                 add_whole(s, line, "epoch", m->file.epoch);
    for (const Column *c = data->columns; added && c->name; c++) {
        Text value = {0};
        if (!is_shown(c, data)) continue;
        column_write(c, row, &value);
        added = add_cell(s, line, c->name, &value, false);
    }
    return added ? OK : error_memory(e);
}

static void print_notes(const Notes *notes) {
    for (int i = 0; i < notes->count; i++) command_say("note: %s\n", notes->text[i]);
}

// Whether some --set says more than where data are.
static bool divides(const ArgList *set, Arena *arena) {
    for (int i = 0; i < set->count; i++) {
        const char *key = arena_text_n(arena, set->item[i], strcspn(set->item[i], "="));
        const Option *option = key ? option_find(key) : NULL;
        if (!option || option->type != OPTION_PATH) return true;
    }
    return false;
}

static Status measure(Session *s, const Model *m, Error *e) {
    ModelData data;
    EpochRow row = {0};
    Arena arena = {0};
    Trainer *trainer = NULL;
    const unsigned metrics = model_spec(m)->train.metrics;
    Status status = model_data_open(&data, m, e);
    if (!status) status = model_trainer(m, s->engine, &data.split, metrics, &trainer, e);
    Measuring measuring = {.engine = s->engine, .trainer = trainer, .split = &data.split, .metrics = metrics};
    if (!status && !measuring_take(&measuring, &row, 0, &arena)) status = error_memory(e);
    if (!status) measuring_row(&measuring, &row);
    if (!status) row_round(&row);
    if (!status && data.same && divides(&s->options->set, &arena))
        command_say("note: %s: the data are those of its run, but where --set divides them otherwise, samples that it "
                    "was trained on may be in the test part\n",
                    m->path);
    if (!status) print_notes(&data.notes);
    row.epoch = (int64_t)m->file.epoch;
    if (!status) status = add_line(s, m, &data, &row, e);
    if (trainer) s->engine->close(trainer);
    arena_free(&arena);
    model_data_close(&data);
    return status;
}

// Where --data says that the data are now.
static Status move_data(Model *m, const char *path, Error *e) {
    DataSpec *spec = &m->experiment.settings[0].spec.data;
    if (!path) return OK;
    if (spec->source == SOURCE_CSV) {
        spec->file = path;
        spec->test_file = "";
    } else if (spec->source == SOURCE_MNIST) {
        spec->dir = path;
    } else {
        return error_set(e, ERR_USAGE,
                         "--data %s: %s learned from no table and not from MNIST's folder; name its data by "
                         "--set data.KEY=VALUE",
                         path, m->path);
    }
    return OK;
}

static Status evaluate(Session *s, const char *path, Error *e) {
    const Options *o = s->options;
    const Overrides overrides = {.set_count = o->set.count, .set = o->set.item};
    Model m;
    Status status = model_read(&m, path, &overrides, e);
    if (!status) status = move_data(&m, o->data, e);
    if (!status) status = measure(s, &m, e);
    model_close(&m);
    return status;
}

// --- What is printed

static const Cell *find(const Line *line, const char *name) {
    for (int i = 0; i < line->count; i++)
        if (strcmp(line->cell[i].name, name) == 0) return &line->cell[i];
    return NULL;
}

// The names of all lines, each once, in the order in which they come.
static bool list_names(Session *s, Line *all) {
    *all = (Line){0};
    for (int i = 0; i < s->count; i++) all->room += s->lines[i].count;
    all->cell = arena_take(&s->arena, (size_t)all->room, sizeof *all->cell);
    if (!all->cell) return false;
    for (const Line *line = s->lines; line < s->lines + s->count; line++)
        for (int k = 0; k < line->count; k++)
            if (!find(all, line->cell[k].name)) all->cell[all->count++] = line->cell[k];
    return true;
}

static void write_csv(const Session *s, const Line *names, Text *out) {
    for (int k = 0; k < names->count; k++) {
        text_add(out, k ? "," : "");
        text_add_csv(out, names->cell[k].name);
    }
    for (int i = 0; i < s->count; i++)
        for (int k = 0; k < names->count; k++) {
            const Cell *cell = find(&s->lines[i], names->cell[k].name);
            text_add(out, k ? "," : "\n");
            text_add_csv(out, cell ? cell->value : "");
        }
    text_add(out, "\n");
}

static void write_json(const Session *s, Text *out) {
    JsonWriter w = {.out = out};
    json_list(&w, JSON_LINES);
    for (int i = 0; i < s->count; i++) {
        json_object(&w, JSON_INLINE);
        for (int k = 0; k < s->lines[i].count; k++) {
            const Cell *cell = &s->lines[i].cell[k];
            double number;
            json_key(&w, cell->name);
            if (cell->prose)
                json_text(&w, cell->value);
            else
                json_raw(&w, number_read(cell->value, strlen(cell->value), &number) ? cell->value : "null");
        }
        json_end(&w);
    }
    json_end(&w);
    text_add(out, "\n");
}

static void write_table(Session *s, const Line *names, Format format, Text *out) {
    TextTable t = table_begin(&s->arena, "", 2);
    for (int k = 0; k < names->count; k++) table_column(&t, names->cell[k].name, names->cell[k].prose);
    for (int i = 0; i < s->count; i++)
        for (int k = 0; k < names->count; k++) {
            const Cell *cell = find(&s->lines[i], names->cell[k].name);
            table_cell_text(&t, cell ? cell->value : "");
        }
    if (format == FORMAT_MD)
        table_markdown(out, &t);
    else
        table_terminal(out, &t, terminal_columns(stdout), terminal_color(stdout), terminal_unicode());
    out->failed |= t.failed;
}

static int print(Session *s, Format format) {
    Text out = {0};
    Line names;
    if (!list_names(s, &names))
        out.failed = true;
    else if (format == FORMAT_CSV)
        write_csv(s, &names, &out);
    else if (format == FORMAT_JSON)
        write_json(s, &out);
    else
        write_table(s, &names, format, &out);
    return command_print(&out);
}

// --- The command

static Status check_options(Options *o, Format *format, Error *e) {
    if (o->models.count == 0)
        return error_set(e, ERR_USAGE,
                         "which model? Try: regrun eval --model results/NAME/runs/SETTING/seed-1/model.safetensors");
    for (int i = 0; i < o->set.count; i++)
        if (strncmp(o->set.item[i], "data.", 5) != 0)
            return error_set(e, ERR_USAGE,
                             "--set takes an option of the data here, data.KEY=VALUE, not \"%s\"; all else is the "
                             "model's",
                             o->set.item[i]);
    for (int i = 0; o->format && i < FORMATS; i++)
        if (strcmp(o->format, format_names[i]) == 0) return *format = (Format)i, OK;
    if (!o->format) return OK;
    return error_set(e, ERR_USAGE, "--format %s: no such format; text, md, csv or json", o->format);
}

static int eval(const Options *o, Format format) {
    Error e = {0};
    Session s = {.options = o};
    Status status = OK;
    s.engine = engine_choose(getenv("REGRUN_KERNEL"), &e);
    if (!s.engine) return command_fail(&e);
    s.lines = arena_take(&s.arena, (size_t)o->models.count, sizeof *s.lines);
    if (!s.lines) {
        error_memory(&e);
        return command_fail(&e);
    }
    for (int i = 0; !status && i < o->models.count; i++) status = evaluate(&s, o->models.item[i], &e);
    const int code = status ? command_fail(&e) : print(&s, format);
    arena_free(&s.arena);
    return code;
}

static const char help[] =
    "usage: regrun eval --model FILE... [options]\n\n"
    "Measures networks that train.save has written: their losses and scores on the data that they\n"
    "were trained and tested on, the same to the last digit as in the log. On other data (--data,\n"
    "--set), all samples are measured, as test_loss.\n\noptions\n";

static const char examples[] = "\nexamples\n"
                               "  regrun eval --model results/my/runs/bn/seed-1/model.safetensors\n"
                               "  regrun eval results/my/runs/*/*/model.safetensors --format csv\n"
                               "  regrun eval --model bn.safetensors --data later.csv\n\n"
                               "regrun help models tells what is in such a file.\n";

int command_eval(int argc, char **argv) {
    Options o = {0};
    const Arg table[] = {
        {"model", 'm', ARG_LIST, &o.models, "FILE", "a model.safetensors; repeatable, --model may be left out"},
        {"data", 'd', ARG_TEXT, &o.data, "FILE",
         "the table (of MNIST the folder) in the place of the one of its config"},
        {"set", 's', ARG_LIST, &o.set, "data.KEY=VALUE", "another option of the data; repeatable"},
        {"format", 'f', ARG_TEXT, &o.format, "text|md|csv|json", "how to print it; text where it is not given"},
        {"help", 'h', ARG_FLAG, &o.help, NULL, "print this"},
    };
    enum { COUNT = sizeof table / sizeof *table };
    Arena arena = {0};
    Error e = {0};
    Format format = FORMAT_TEXT;
    Status s = args_read(table, COUNT, argc, argv, &o.models, &arena, &e);
    if (!s && !o.help) s = check_options(&o, &format, &e);
    int code = s ? command_fail(&e) : o.help ? command_help(help, table, COUNT, examples) : eval(&o, format);
    arena_free(&arena);
    return code;
}
