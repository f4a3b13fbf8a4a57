// `regrun data show`: samples of a data source on the terminal.
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/files.h"
#include "base/near_path.h"
#include "base/text.h"
#include "cli/args.h"
#include "cli/data.h"
#include "cli/data_table.h"
#include "cli/terminal.h"
#include "config/run_spec.h"
#include "data/source_type.h"

enum { FIGURES = 9, TABLE_ROWS = 3, TASK_ROWS = 5, TASK_SAMPLES = 300 };

// The arguments as given.
typedef struct Options {
    const char *what; // "digits", "mnist" or a path
    const char *seed, *index, *color, *dir, *labels, *label, *separator, *header;
    ArgList set;
    int count;
    bool all, help;
} Options;

typedef enum Color { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER, COLORS } Color;

static const char *const color_names[COLORS] = {"auto", "always", "never"};

// The arguments as read.
typedef struct Request {
    RunSpec spec;
    uint64_t seed, index;
    int count; // 0: not given
    int color; // Color
    bool all;
} Request;

// MNIST's naming: the labels of x-images-idx3-ubyte are in x-labels-idx1-ubyte.
static Status labels_beside(const char *images, const char **labels, Arena *arena, Error *e) {
    static const char from[] = "images-idx3", to[] = "labels-idx1";
    const char *found = strstr(images, from);
    if (!found) return error_set(e, ERR_USAGE, "where are the labels of %s? Say so with --labels FILE", images);
    char *name = arena_text(arena, images);
    if (!name) return error_memory(e);
    memcpy(name + (found - images), to, sizeof to - 1);
    *labels = name;
    return OK;
}

static Status choose_images(const Options *o, RunSpec *spec, Arena *arena, Error *e) {
    const char *labels = NULL;
    Status s = o->labels ? OK : labels_beside(o->what, &labels, arena, e);
    if (s == OK) s = data_set(spec, NULL, "data.source", "idx", arena, e);
    if (s == OK) s = data_set(spec, NULL, "data.train_images", o->what, arena, e);
    return s == OK ? data_set(spec, NULL, "data.train_labels", labels, arena, e) : s;
}

// The arguments that are options of the data by a shorter name.
static Status set_flags(const Options *o, RunSpec *spec, Arena *arena, Error *e) {
    const struct {
        const char *flag, *key, *value;
    } flags[] = {{"--dir", "data.dir", o->dir},
                 {"--labels", "data.train_labels", o->labels},
                 {"--label", "data.label", o->label},
                 {"--separator", "data.separator", o->separator},
                 {"--header", "data.header", o->header}};
    Status s = OK;
    for (size_t i = 0; s == OK && i < sizeof flags / sizeof *flags; i++)
        s = data_set(spec, flags[i].flag, flags[i].key, flags[i].value, arena, e);
    return s;
}

// The others say something about some sources only, too.
static Status check_flags(const Options *o, const DataSpec *spec, Error *e) {
    const bool table = spec->source == SOURCE_CSV;
    const char *vain = o->seed && !source_types[spec->source]->draw ? "--seed"
                       : o->index && table                          ? "--index"
                       : o->all && !table                           ? "--all"
                                                                    : NULL;
    if (!vain) return OK;
    return error_set(e, ERR_USAGE, "%s has no effect with data.source %s; leave it out", vain,
                     source_names[spec->source]);
}

// Through the option table, its defaults and its checks, as a config goes.
static Status choose_source(const Options *o, RunSpec *spec, Arena *arena, Error *e) {
    static const char *const built_in[] = {"digits", "mnist", "moons", "spirals", "blobs", "teacher", "linear"};
    SpecProblem problem;
    Status s = options_default(spec, arena, e);
    if (s != OK) return s;
    const char *near =
        file_exists(o->what) ? NULL : nearest_spelling(o->what, built_in, sizeof built_in / sizeof *built_in);
    if (near && strcmp(near, o->what) == 0) {
        s = data_set(spec, NULL, "data.source", o->what, arena, e);
    } else if (o->labels || text_ends_with(o->what, "-ubyte") || text_ends_with(o->what, "-ubyte.gz")) {
        s = choose_images(o, spec, arena, e);
    } else if (near) {
        s = error_set(e, ERR_USAGE, "there is no \"%s\"; did you mean %s?", o->what, near);
    } else if (strcmp(o->what, "-") != 0 && !file_exists(o->what)) {
        s = error_set(e, ERR_DATA, "there is no \"%s\"%s", o->what, path_suggestion(arena, o->what));
    } else {
        s = data_set(spec, NULL, "data.source", "csv", arena, e);
        if (s == OK) s = data_set(spec, NULL, "data.file", o->what, arena, e);
    }
    if (s == OK) s = set_flags(o, spec, arena, e);
    if (s == OK) s = check_flags(o, &spec->data, e);
    if (s == OK) s = data_set_list(&o->set, spec, arena, e);
    DataSpec sized = spec->data;
    source_sizes(&sized);
    if (s == OK && !source_check(&sized, &problem)) s = error_set(e, ERR_USAGE, "%s: %s", problem.key, problem.text);
    return s;
}

static Status read_request(const Options *o, Request *r, Arena *arena, Error *e) {
    *r = (Request){.seed = 1, .count = o->count, .all = o->all};
    Status status = OK;
    if (o->seed) status = data_whole("seed", o->seed, &r->seed, e);
    if (status == OK && o->index) status = data_whole("index", o->index, &r->index, e);
    if (status == OK && o->color) {
        while (r->color < COLORS && strcmp(o->color, color_names[r->color]) != 0) r->color++;
        if (r->color == COLORS)
            status = error_set(e, ERR_USAGE, "--color takes auto, always or never, not \"%s\"", o->color);
    }
    return status == OK ? choose_source(o, &r->spec, arena, e) : status;
}

static bool is_colored(const Request *r) {
    return r->color == COLOR_ALWAYS || (r->color == COLOR_AUTO && terminal_color(stdout));
}

static void show_figures(const Request *r, const Dataset *d, int32_t first, int32_t count, Text *out) {
    FigureStyle style = !terminal_unicode() ? FIGURE_ASCII : is_colored(r) ? FIGURE_SHADES : FIGURE_BLOCKS;
    data_figures(d, first, count, r->index, terminal_text_columns(stdout), style, out);
}

// Draws just what is asked for.
static Status show_drawn(const Request *r, const Source *s, Text *out, Error *e) {
    Arena arena = {0};
    const bool images = s->train.width > 0;
    const int32_t count = images ? (r->count ? r->count : FIGURES) : TASK_SAMPLES;
    const Dataset *d = source_draw(s, r->seed, r->index, count, &arena);
    Status status = d ? OK : error_memory(e);
    if (d && images) show_figures(r, d, 0, d->samples, out);
    if (d && !images) {
        data_scatter(d, out);
        status = data_columns(d, r->count ? r->count : TASK_ROWS, terminal_columns(stdout), is_colored(r), out, e);
    }
    arena_free(&arena);
    return status;
}

static Status show_images(const Request *r, const Source *s, Text *out, Error *e) {
    int32_t samples = s->train.samples, count = r->count ? r->count : FIGURES;
    if (r->index >= (uint64_t)samples)
        return error_set(e, ERR_USAGE, "--index is %" PRIu64 ", but there are only %d samples, counted from 0",
                         r->index, samples);
    int32_t first = (int32_t)r->index;
    show_figures(r, &s->train, first, count < samples - first ? count : samples - first, out);
    return OK;
}

static Status show_table(const Request *r, Text *out, Error *e) {
    const TableStyle style = {.rows = r->count ? r->count : TABLE_ROWS,
                              .all = r->all,
                              .columns = terminal_columns(stdout),
                              .color = is_colored(r),
                              .unicode = terminal_unicode()};
    return data_table(&r->spec, &style, out, e);
}

// What is drawn, or read and drawn.
static Status show_source(const Request *r, Text *out, Error *e) {
    DataSpec spec = r->spec.data;
    Source source;
    source_sizes(&spec);
    Status status = source_look(&source, &spec, "", e);
    if (status != OK) return status;
    status = source_types[spec.source]->draw ? show_drawn(r, &source, out, e) : show_images(r, &source, out, e);
    source_close(&source);
    return status;
}

static int show(const Request *r) {
    Error e;
    Text out = {0};
    Status status = r->spec.data.source == SOURCE_CSV ? show_table(r, &out, &e) : show_source(r, &out, &e);
    if (status == OK) return command_print(&out);
    if (status == ERR_DATA && out.size > 0) text_add(&out, "\n");
    const int code = status == ERR_DATA ? command_print(&out) : 0; // what is known of it, before why it is refused
    text_free(&out);
    return code != 0 ? code : command_fail(&e);
}

static const char help[] = "usage: regrun data show WHAT [options]\n"
                           "\n"
                           "WHAT is digits, moons, spirals, blobs, teacher, linear, mnist, a CSV table, or a file of\n"
                           "images as MNIST has them. Images are drawn as figures, the built-in tasks as points, with\n"
                           "the ranges and first values of their columns. Of a table, whatever is in it, all is shown\n"
                           "that was found: its columns, its label, rows that stand there twice, what keeps it from\n"
                           "being trained on, and a config to paste that does train on it.\n"
                           "\n"
                           "examples\n"
                           "  regrun data show digits --seed 7 --index 20 --count 6\n"
                           "  regrun data show data/mnist/t10k-images-idx3-ubyte.gz\n"
                           "  regrun data show wine.csv --label 1 --separator ';'\n"
                           "  regrun data show moons --set data.noise=0.3\n"
                           "  regrun data show horse.csv --set data.columns.ignore=id --set data.impute=mean\n"
                           "\n"
                           "options\n";

int data_show(int argc, char **argv) {
    Options o = {0};
    const Arg table[] = {
        {"count", 'n', ARG_COUNT, &o.count, "N",
         "how many images (9), or first rows of a table (3, at most 8) or task (5)"},
        {"index", 'i', ARG_TEXT, &o.index, "I", "the first image to show; they are counted from 0"},
        {"seed", 's', ARG_TEXT, &o.seed, "N", "of the digits and the built-in tasks (1)"},
        {"color", 0, ARG_TEXT, &o.color, "auto|always|never", "grey figures (auto: on a terminal)"},
        {"dir", 0, ARG_TEXT, &o.dir, "DIR", "of MNIST's files (data/mnist)"},
        {"labels", 0, ARG_TEXT, &o.labels, "FILE", "the labels of a file of images"},
        {"label", 0, ARG_TEXT, &o.label, "COLUMN",
         "of a table: the label's name or number (-1, the last), or a list: [5,6]"},
        {"separator", 0, ARG_TEXT, &o.separator, "C", "of a table: the character between two cells (as found)"},
        {"header", 0, ARG_TEXT, &o.header, "auto|true|false", "of a table: whether the first line is one"},
        {"set", 0, ARG_LIST, &o.set, "data.KEY=VALUE", "any option of the data, as data.impute=mean; repeatable"},
        {"all", 'a', ARG_FLAG, &o.all, NULL, "every column of a table with more than 40"},
        {"help", 'h', ARG_FLAG, &o.help, NULL, "print this"},
    };
    enum { COUNT = sizeof table / sizeof *table };
    Arena arena = {0};
    Error e;
    ArgList rest = {0};
    Status status = args_read(table, COUNT, argc, argv, &rest, &arena, &e);
    if (status == OK && !o.help && rest.count != 1)
        status = error_set(
            &e, ERR_USAGE,
            "data show takes one thing to show: digits, moons, spirals, blobs, teacher, linear, mnist or a file");
    Request request;
    if (status == OK && !o.help) {
        const char *found;
        status = source_path(&arena, "", rest.item[0], &found, &e);
        o.what = status == OK && found ? found : rest.item[0];
        if (status == OK) status = read_request(&o, &request, &arena, &e);
    }
    int code = status != OK ? command_fail(&e) : o.help ? command_help(help, table, COUNT, "") : show(&request);
    arena_free(&arena);
    return code;
}
