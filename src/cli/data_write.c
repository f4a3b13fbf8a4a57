// `regrun data write`: the samples of any source as a file.
#include <stdio.h>
#include <string.h>

#include "base/files.h"
#include "base/text.h"
#include "cli/args.h"
#include "cli/data.h"
#include "cli/data_files.h"
#include "config/options.h"
#include "data/names.h"
#include "data/source_type.h"

enum { SAMPLES = 1000, DECIMALS_MOST = 9 };

static const char images_end[] = "-images-idx3-ubyte", labels_end[] = "-labels-idx1-ubyte";

// The arguments as given.
typedef struct Options {
    const char *what, *out, *seed, *part;
    ArgList set;
    int samples, decimals; // 0: not given
    bool scaled, force, help;
} Options;

// --- What is written

// Images in MNIST's format: their labels are beside them.
static Status choose_images(const char *images, RunSpec *spec, Arena *arena, Error *e) {
    Text labels = {0};
    const char *found = strstr(images, "images-idx3");
    if (found) text_printf(&labels, "%.*slabels-idx1%s", (int)(found - images), images, found + strlen("images-idx3"));
    Status s = data_set(spec, NULL, "data.source", "idx", arena, e);
    if (s == OK) s = data_set(spec, NULL, "data.train_images", images, arena, e);
    if (s == OK && found)
        s = labels.failed ? error_memory(e) : data_set(spec, NULL, "data.train_labels", labels.data, arena, e);
    text_free(&labels);
    return s;
}

// A kind of source by its name, or a file.
static Status choose_source(const char *what, RunSpec *spec, Arena *arena, Error *e) {
    size_t names = 0;
    while (source_names[names]) names++;
    const char *near = file_exists(what) ? NULL : nearest_spelling(what, source_names, names);
    if (near && strcmp(near, what) == 0) return data_set(spec, NULL, "data.source", what, arena, e);
    if (text_ends_with(what, "-ubyte") || text_ends_with(what, "-ubyte.gz")) return choose_images(what, spec, arena, e);
    if (near) return error_set(e, ERR_USAGE, "data write: there is no \"%s\"; did you mean %s?", what, near);
    Status s = data_set(spec, NULL, "data.source", "csv", arena, e);
    return s == OK ? data_set(spec, NULL, "data.file", what, arena, e) : s;
}

static Status choose(const Options *o, RunSpec *spec, Arena *arena, Error *e) {
    SpecProblem problem;
    Status s = options_default(spec, arena, e);
    if (s == OK) s = choose_source(o->what, spec, arena, e);
    if (s == OK) s = data_set_list(&o->set, spec, arena, e);
    if (s != OK) return s;
    source_sizes(&spec->data);
    if (!source_check(&spec->data, &problem))
        return error_set(e, ERR_USAGE, "%s: %s; --set KEY=VALUE gives it", problem.key, problem.text);
    if (o->samples && (o->part || !source_types[spec->data.source]->draw))
        return error_set(e, ERR_USAGE,
                         "--samples says how many are drawn where there is no end and no --part; --part train --set "
                         "data.train_size=%d writes as many",
                         o->samples);
    return OK;
}

// The parts that --part names, of `split`; without it the first.
static Status choose_parts(const Options *o, const Split *split, Written *w, Error *e) {
    static const char *const names[] = {"train", "validation", "test"};
    const Part *const parts[] = {&split->train, &split->validation, &split->test};
    const bool all = o->part && strcmp(o->part, "all") == 0;
    const char *wanted = o->part ? o->part : "train";
    for (int i = 0; i < 3; i++) {
        if (all ? parts[i]->size == 0 : strcmp(wanted, names[i]) != 0) continue;
        w->part[w->parts] = parts[i];
        w->part_name[w->parts++] = names[i];
    }
    w->tell_part = all;
    if (w->part[0]->size > 0) return OK;
    return error_set(e, ERR_USAGE, "there is no validation part; --set data.validation_fraction=0.2 makes one");
}

// --- Where to

static Status check_free(const char *path, bool force, Error *e) {
    if (force || !file_exists(path)) return OK;
    return error_set(e, ERR_USAGE, "%s exists; --force overwrites it, --out names another", path);
}

static Status save(const char *path, const Text *t, Error *e) {
    return t->failed ? error_memory(e) : file_write(path, t->data, t->size, e);
}

static Status write_csv(const Options *o, const Written *w, Error *e) {
    Text t = {0};
    Status status = check_free(o->out, o->force, e);
    if (status == OK) {
        data_to_csv(w, &t);
        status = save(o->out, &t, e);
    }
    text_free(&t);
    return status;
}

// FILE's name without what says that it is in MNIST's format.
static int stem_of(const char *out) {
    const char *end = text_ends_with(out, images_end) ? images_end : text_ends_with(out, ".idx") ? ".idx" : "";
    return (int)(strlen(out) - strlen(end));
}

// In MNIST's format a class is a number.
static void tell_classes(const Dataset *d) {
    Text t = {0};
    char number[16];
    bool same = true;
    for (int32_t k = 0; k < d->classes; k++) {
        snprintf(number, sizeof number, "%d", k);
        same &= strcmp(number, d->class_names[k]) == 0;
        text_printf(&t, "%s%s is %s", k ? ", " : "", number, d->class_names[k]);
    }
    if (!same && !t.failed) command_say("note: the labels are numbers: %s\n", t.data);
    text_free(&t);
}

static Status write_idx(const Options *o, const Written *w, Error *e) {
    Text images = {0}, labels = {0}, image_path = {0}, label_path = {0};
    const int stem = stem_of(o->out);
    text_printf(&image_path, "%.*s%s", stem, o->out, images_end);
    text_printf(&label_path, "%.*s%s", stem, o->out, labels_end);
    Status status = image_path.failed || label_path.failed ? error_memory(e) : OK;
    if (status == OK) status = check_free(image_path.data, o->force, e);
    if (status == OK) status = check_free(label_path.data, o->force, e);
    if (status == OK) status = data_to_idx(w, &images, &labels, e);
    if (status == OK && labels.failed) status = error_memory(e);
    if (status == OK) status = save(image_path.data, &images, e);
    if (status == OK) status = save(label_path.data, &labels, e);
    if (status == OK) tell_classes(w->part[0]->data);
    Text *texts[] = {&images, &labels, &image_path, &label_path};
    for (int i = 0; i < 4; i++) text_free(texts[i]);
    return status;
}

// --- The command

static Status split_source(const Options *o, const Source *s, uint64_t seed, Arena *arena, Split *split, Error *e) {
    if (o->part) return source_split(s, seed, arena, split, e);
    return source_whole(s, seed, o->samples ? o->samples : SAMPLES, arena, split, e);
}

static Status write_source(const Options *o, const DataSpec *spec, uint64_t seed, Error *e) {
    Source source;
    Split split;
    Arena arena = {0};
    Status status = (o->part ? source_open : source_look)(&source, spec, "", e);
    if (status != OK) return status;
    for (int i = 0; i < source.notes.count; i++) command_say("note: %s\n", source.notes.text[i]);
    Written w = {.split = &split, .scaled = o->scaled, .decimals = o->decimals, .answer = source_answer(&source)};
    status = split_source(o, &source, seed, &arena, &split, e);
    if (status == OK) status = choose_parts(o, &split, &w, e);
    if (status == OK) status = (text_ends_with(o->out, ".csv") ? write_csv : write_idx)(o, &w, e);
    arena_free(&arena);
    source_close(&source);
    return status;
}

static Status check_arguments(const Options *o, Error *e) {
    static const char *const parts[] = {"train", "validation", "test", "all"};
    if (!o->out) return error_set(e, ERR_USAGE, "--out FILE is missing: where should it be written?");
    if (args_out_file(o->out, "samples.csv", e)) return e->status;
    const char *slash = strrchr(o->out, '/'), *dot = strrchr(slash ? slash : o->out, '.');
    if (dot && strcmp(dot, ".csv") != 0 && strcmp(dot, ".idx") != 0 && !text_ends_with(o->out, images_end))
        return error_set(e, ERR_USAGE,
                         "--out %s: FILE ends in .csv for a table; without an ending or with .idx it becomes two files "
                         "in MNIST's format",
                         o->out);
    if (o->decimals > DECIMALS_MOST)
        return error_set(e, ERR_USAGE, "--decimals is %d; at most %d", o->decimals, DECIMALS_MOST);
    for (int i = 0; o->part && i < 4; i++)
        if (strcmp(o->part, parts[i]) == 0) return OK;
    if (!o->part) return OK;
    return error_set(e, ERR_USAGE, "--part takes train, validation, test or all, not \"%s\"", o->part);
}

static Status write_what(const Options *o, Arena *arena, Error *e) {
    RunSpec spec;
    uint64_t seed = 1;
    Status status = check_arguments(o, e);
    if (status == OK && o->seed) status = data_whole("seed", o->seed, &seed, e);
    if (status == OK) status = choose(o, &spec, arena, e);
    return status == OK ? write_source(o, &spec.data, seed, e) : status;
}

static const char help[] =
    "usage: regrun data write WHAT --out FILE [options]\n"
    "\n"
    "Writes samples as a network gets them: categories one-hot, missing cells filled, labels by\n"
    "name, numbers such that the same are read again. WHAT is the name of a source (digits,\n"
    "moons, spirals, blobs, teacher, linear, mnist), a table, or images as MNIST has them.\n"
    "\n"
    "FILE.csv is a table. FILE without an ending, or FILE.idx, becomes FILE-images-idx3-ubyte and\n"
    "FILE-labels-idx1-ubyte, MNIST's format, for whole numbers from 0 to 255 and classes.\n"
    "\n"
    "Without --part, it is the samples of the training file in their order, or the first ones of\n"
    "a source that draws. With --part it is what a run with that seed trains, chooses or tests\n"
    "on; all has a column \"part\" (see data.split_column). What is filled and scaled is fitted on\n"
    "the training part, without --part on all that is written.\n"
    "\n"
    "examples\n"
    "  regrun data write spirals --samples 400 --set data.classes=3 --out spirals.csv\n"
    "  regrun data write digits --samples 60000 --seed 5 --out train\n"
    "  regrun data write adult.csv --set data.impute=median --part all --scaled --out net.csv\n"
    "\n"
    "options\n";

int data_write(int argc, char **argv) {
    Options o = {0};
    const Arg table[] = {
        {"out", 'o', ARG_TEXT, &o.out, "FILE", "where to"},
        {"set", 0, ARG_LIST, &o.set, "data.KEY=VALUE", "an option of the data; repeatable"},
        {"part", 'p', ARG_TEXT, &o.part, "train|validation|test|all", "samples of one seed's part"},
        {"seed", 's', ARG_TEXT, &o.seed, "N", "that draws or splits (1)"},
        {"samples", 'n', ARG_COUNT, &o.samples, "N", "how many, of a source that draws (1000)"},
        {"scaled", 0, ARG_FLAG, &o.scaled, NULL, "inputs and targets after data.scaling"},
        {"decimals", 0, ARG_COUNT, &o.decimals, "N", "round numbers (all that it takes)"},
        {"force", 'f', ARG_FLAG, &o.force, NULL, "overwrite what exists"},
        {"help", 'h', ARG_FLAG, &o.help, NULL, "print this"},
    };
    enum { COUNT = sizeof table / sizeof *table };
    Arena arena = {0};
    Error e;
    ArgList rest = {0};
    Status status = args_read(table, COUNT, argc, argv, &rest, &arena, &e);
    if (status == OK && !o.help) {
        if (rest.count != 1) {
            status = error_set(&e, ERR_USAGE, "data write takes one thing to write: a source or a file");
        } else {
            o.what = rest.item[0];
            status = write_what(&o, &arena, &e);
        }
    }
    int code = status != OK ? command_fail(&e) : o.help ? command_help(help, table, COUNT, "") : 0;
    arena_free(&arena);
    return code;
}
