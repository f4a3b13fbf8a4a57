// `regrun data write`: the built-in data as files.
#include <stdio.h>
#include <string.h>

#include "base/files.h"
#include "cli/args.h"
#include "cli/data.h"
#include "data/digits.h"
#include "data/moons.h"

enum { SAMPLES = 1000 };

// The arguments as given.
typedef struct Options {
    const char *out, *seed;
    int samples;
    bool force, help;
} Options;

static Status save(const char *path, const Text *t, bool force, Error *e) {
    if (t->failed) return error_memory(e);
    if (!force && file_exists(path))
        return error_set(e, ERR_USAGE, "%s exists; --force overwrites it, --out names another", path);
    return file_write(path, t->data, t->size, e);
}

static Status write_moons(const Options *o, uint64_t seed, Error *e) {
    Text t = {0};
    moons_write(seed, o->samples, &t);
    Status status = save(o->out, &t, o->force, e);
    text_free(&t);
    return status;
}

static Status write_digits_csv(const Options *o, uint64_t seed, Error *e) {
    Text t = {0};
    for (int p = 0; p < DIGITS_PIXELS; p++) text_printf(&t, "r%dc%d,", p / DIGITS_SIDE, p % DIGITS_SIDE);
    text_add(&t, "digit\n");
    for (int i = 0; i < o->samples; i++) {
        uint8_t pixels[DIGITS_PIXELS];
        digits_draw(seed, (uint64_t)i, pixels);
        for (int p = 0; p < DIGITS_PIXELS; p++) text_printf(&t, "%d,", pixels[p]);
        text_printf(&t, "%d\n", digits_class((uint64_t)i));
    }
    Status status = save(o->out, &t, o->force, e);
    text_free(&t);
    return status;
}

static void add_big_endian(Text *t, uint32_t value) {
    const char bytes[4] = {(char)(value >> 24), (char)(value >> 16), (char)(value >> 8), (char)value};
    text_add_n(t, bytes, 4);
}

// OUT-images-idx3-ubyte and OUT-labels-idx1-ubyte, as MNIST names its files; the format is explained in data/idx.h.
static Status write_digits_idx(const Options *o, uint64_t seed, Error *e) {
    Text images = {0}, labels = {0}, image_path = {0}, label_path = {0};
    add_big_endian(&images, 0x803);
    add_big_endian(&images, (uint32_t)o->samples);
    add_big_endian(&images, DIGITS_SIDE);
    add_big_endian(&images, DIGITS_SIDE);
    add_big_endian(&labels, 0x801);
    add_big_endian(&labels, (uint32_t)o->samples);
    for (int i = 0; i < o->samples; i++) {
        uint8_t pixels[DIGITS_PIXELS];
        digits_draw(seed, (uint64_t)i, pixels);
        char label = (char)digits_class((uint64_t)i);
        text_add_n(&images, (const char *)pixels, sizeof pixels);
        text_add_n(&labels, &label, 1);
    }
    text_printf(&image_path, "%s-images-idx3-ubyte", o->out);
    text_printf(&label_path, "%s-labels-idx1-ubyte", o->out);
    Status status = image_path.failed || label_path.failed ? error_memory(e) : OK;
    if (status == OK) status = save(image_path.data, &images, o->force, e);
    if (status == OK) status = save(label_path.data, &labels, o->force, e);
    Text *texts[] = {&images, &labels, &image_path, &label_path};
    for (int i = 0; i < 4; i++) text_free(texts[i]);
    return status;
}

static Status write_what(const char *what, const Options *o, Error *e) {
    static const char *const kinds[] = {"digits", "moons"};
    uint64_t seed = 1;
    Status status = o->seed ? data_whole("seed", o->seed, &seed, e) : OK;
    if (status != OK) return status;
    if (strcmp(what, "moons") == 0) return write_moons(o, seed, e);
    if (strcmp(what, "digits") == 0) {
        const char *dot = strrchr(o->out, '.');
        return dot && strcmp(dot, ".csv") == 0 ? write_digits_csv(o, seed, e) : write_digits_idx(o, seed, e);
    }
    const char *near = nearest_word(what, kinds, 2);
    if (near) return error_set(e, ERR_USAGE, "data write: no \"%s\"; did you mean %s?", what, near);
    return error_set(e, ERR_USAGE, "data write: no \"%s\"; there are digits and moons", what);
}

static const char help[] = "usage: regrun data write digits|moons --out FILE [options]\n"
                           "\n"
                           "digits   figures of 28 x 28 pixels: as a table when FILE ends in .csv, else in MNIST's\n"
                           "         format as FILE-images-idx3-ubyte and FILE-labels-idx1-ubyte\n"
                           "moons    a small table (CSV): two classes, two columns that tell, the others noise\n"
                           "\n"
                           "examples\n"
                           "  regrun data write moons --samples 800 --out moons.csv\n"
                           "  regrun data write digits --samples 60000 --seed 5 --out train\n"
                           "\n"
                           "options\n";

int data_write(int argc, char **argv) {
    Options o = {.samples = SAMPLES};
    const Arg table[] = {
        {"out", 'o', ARG_TEXT, &o.out, "FILE", "where to"},
        {"samples", 'n', ARG_COUNT, &o.samples, "N", "how many (1000)"},
        {"seed", 's', ARG_TEXT, &o.seed, "N", "same seed, same samples (1)"},
        {"force", 'f', ARG_FLAG, &o.force, NULL, "overwrite what exists"},
        {"help", 'h', ARG_FLAG, &o.help, NULL, "print this"},
    };
    enum { COUNT = sizeof table / sizeof *table };
    Arena arena = {0};
    Error e;
    ArgList rest = {0};
    Status status = args_read(table, COUNT, argc, argv, &rest, &arena, &e);
    if (status == OK && !o.help) {
        if (rest.count != 1)
            status = error_set(&e, ERR_USAGE, "data write takes one thing to write: digits or moons");
        else if (!o.out)
            status = error_set(&e, ERR_USAGE, "--out FILE is missing: where should it be written?");
        else
            status = write_what(rest.item[0], &o, &e);
    }
    int code = status != OK ? command_fail(&e) : o.help ? command_help(help, table, COUNT, "") : 0;
    arena_free(&arena);
    return code;
}
