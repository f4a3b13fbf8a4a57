#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/files.h"
#include "base/hash.h"
#include "data/csv_dataset.h"
#include "data/dataset.h"
#include "data/digits.h"
#include "data/idx.h"
#include "data/scale.h"
#include "data/split.h"

#define DIGITS_MOST 10000000

// What opening needs besides the source.
typedef struct Opening {
    const char *config_folder;
    Hash hash;
    Error *e;
} Opening;

// Finds a file named by an option: as given, else beside the config file. An empty name stays empty.
static Status locate(Source *s, const Opening *o, const char *key, const char **path) {
    if (!**path) return OK;
    const char *beside = path_join(&s->arena, o->config_folder, *path);
    if (!beside) return error_memory(o->e);
    bool same = strcmp(beside, *path) == 0;
    if (!file_exists(*path) && !file_exists(beside))
        return error_set(o->e, ERR_DATA, "%s: there is no \"%s\"%s%s%s", key, *path, same ? "" : ", nor is there \"",
                         same ? "" : beside, same ? "" : "\"");
    if (!file_exists(*path)) *path = beside;
    if (folder_exists(*path)) return error_set(o->e, ERR_DATA, "%s: \"%s\" is a folder, not a file", key, *path);
    if (access(*path, R_OK) == 0) return OK;
    return error_set(o->e, ERR_DATA, "%s: \"%s\" must not be read: %s", key, *path, strerror(errno));
}

static Status needs(const Opening *o, const char *key, const char *value, const char *what) {
    return *value ? OK : error_set(o->e, ERR_CONFIG, "%s is missing: give %s", key, what);
}

static Status open_digits(Source *s, Opening *o) {
    static const char *const names[DIGITS_CLASSES] = {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"};
    s->train = (Dataset){.features = DIGITS_PIXELS,
                         .classes = DIGITS_CLASSES,
                         .class_names = names,
                         .width = DIGITS_SIDE,
                         .height = DIGITS_SIDE};
    s->test = s->train;
    hash_add(&o->hash, DIGITS_VERSION, strlen(DIGITS_VERSION));
    return OK;
}

static Status open_csv(Source *s, Opening *o) {
    const char *separator = s->spec.separator;
    if (strlen(separator) != 1 || strchr("\"\r\n", *separator))
        return error_set(o->e, ERR_CONFIG,
                         "data.separator must be one character, and no quote or line end; it is \"%s\"", separator);
    Status status = needs(o, "data.file", s->spec.file, "the CSV table to read");
    if (status == OK) status = locate(s, o, "data.file", &s->spec.file);
    if (status == OK) status = locate(s, o, "data.test_file", &s->spec.test_file);
    return status == OK ? csv_open(&s->train, &s->test, &s->spec, &s->arena, &o->hash, o->e) : status;
}

static Status open_idx(Source *s, Opening *o) {
    const struct {
        const char *key;
        const char **path;
        const char *what;
    } files[] = {
        {"data.train_images", &s->spec.train_images, "the file of the training images"},
        {"data.train_labels", &s->spec.train_labels, "the file of the training labels"},
        {"data.test_images", &s->spec.test_images, "the file of the images that data.test_labels belongs to"},
        {"data.test_labels", &s->spec.test_labels, "the file of the labels that data.test_images belongs to"},
    };
    int wanted = *s->spec.test_images || *s->spec.test_labels ? 4 : 2;
    Status status = OK;
    for (int i = 0; status == OK && i < wanted; i++) {
        status = needs(o, files[i].key, *files[i].path, files[i].what);
        if (status == OK) status = locate(s, o, files[i].key, files[i].path);
    }
    return status == OK ? idx_open(&s->train, &s->test, &s->spec, &s->arena, &o->hash, o->e) : status;
}

static Status open_mnist(Source *s, Opening *o) {
    if (!*s->spec.dir) s->spec.dir = "data/mnist";
    const char *beside = path_join(&s->arena, o->config_folder, s->spec.dir);
    if (!beside) return error_memory(o->e);
    if (!folder_exists(s->spec.dir) && folder_exists(beside)) s->spec.dir = beside;
    Status status = mnist_find(&s->spec, &s->arena, o->e);
    return status == OK ? idx_open(&s->train, &s->test, &s->spec, &s->arena, &o->hash, o->e) : status;
}

// Digits are drawn as they are needed: there is no "all", and any number within reason will do.
static Status size_digits(int64_t size, const char *key, Error *e) {
    if (size >= 1 && size <= DIGITS_MOST) return OK;
    return error_set(e, ERR_CONFIG, "%s is %" PRId64 "; from 1 to %d digits can be drawn", key, size, DIGITS_MOST);
}

static Status size_part(int64_t *size, int32_t available, const char *key, const char *what, Error *e) {
    if (*size == 0) *size = available;
    if (*size <= available) return OK;
    return error_set(e, ERR_CONFIG,
                     "%s is %" PRId64 ", but the %s set has %d samples; lower it, or leave it out for all", key, *size,
                     what, available);
}

// One table gives both parts: the test part first, the training part from what is left.
static Status size_pool(DataSpec *spec, int32_t pool, Error *e) {
    bool fraction = spec->test_size == 0;
    if (fraction) spec->test_size = (int64_t)(pool * spec->test_fraction + 0.5);
    if (spec->test_size == 0) spec->test_size = 1;
    const char *test = fraction ? "data.test_fraction makes the test part" : "data.test_size is";
    if (spec->test_size >= pool)
        return error_set(e, ERR_CONFIG,
                         "%s %" PRId64 ", but there are only %d samples, and some must be left to train on", test,
                         spec->test_size, pool);
    if (spec->train_size == 0) spec->train_size = pool - spec->test_size;
    if (spec->train_size <= pool - spec->test_size) return OK;
    return error_set(e, ERR_CONFIG,
                     "data.train_size is %" PRId64 " and %s %" PRId64
                     ", but there are only %d samples for both; lower one of them",
                     spec->train_size, test, spec->test_size, pool);
}

static Status check_sizes(Source *s, Error *e) {
    DataSpec *spec = &s->spec;
    Status status;
    if (spec->source == SOURCE_DIGITS) {
        status = size_digits(spec->train_size, "data.train_size", e);
        if (status == OK) status = size_digits(spec->test_size, "data.test_size", e);
    } else if (s->test.samples > 0) {
        status = size_part(&spec->train_size, s->train.samples, "data.train_size", "training", e);
        if (status == OK) status = size_part(&spec->test_size, s->test.samples, "data.test_size", "test", e);
    } else {
        status = size_pool(spec, s->train.samples, e);
    }
    return status;
}

// Whether there is something to learn: two classes, or a target that changes. An images' file tells by itself.
static Status check_labels(const Source *s, Error *e) {
    const Dataset *d = &s->train;
    if (d->classes == 1)
        return error_set(e, ERR_DATA, "%s: every row has the label \"%.60s\"; at least two classes are needed",
                         s->spec.file, d->class_names[0]);
    for (int32_t i = 1; d->target && i < d->samples; i++)
        if (d->target[i] != d->target[0]) return OK;
    if (!d->target) return OK;
    return error_set(e, ERR_DATA, "%s: the target is %g in every row; there is nothing to learn", s->spec.file,
                     (double)d->target[0]);
}

static void default_texts(DataSpec *spec) {
    const char **texts[] = {&spec->file,         &spec->test_file,    &spec->dir,
                            &spec->train_images, &spec->train_labels, &spec->test_images,
                            &spec->test_labels,  &spec->label,        &spec->separator};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (!*texts[i]) *texts[i] = "";
    if (!*spec->label) spec->label = "-1";
    if (!*spec->separator) spec->separator = ",";
}

Status source_look(Source *s, const DataSpec *spec, const char *config_folder, Error *e) {
    static Status (*const openers[])(Source *, Opening *) = {
        [SOURCE_DIGITS] = open_digits,
        [SOURCE_CSV] = open_csv,
        [SOURCE_IDX] = open_idx,
        [SOURCE_MNIST] = open_mnist,
    };
    *s = (Source){.spec = *spec};
    Opening o = {.config_folder = config_folder ? config_folder : "", .e = e};
    default_texts(&s->spec);
    hash_start(&o.hash);
    Status status = openers[spec->source](s, &o);
    if (status != OK) {
        source_close(s);
        return status;
    }
    hash_end(&o.hash, s->hash);
    return OK;
}

Status source_open(Source *s, const DataSpec *spec, const char *config_folder, Error *e) {
    Status status = source_look(s, spec, config_folder, e);
    if (status != OK) return status;
    status = check_labels(s, e);
    if (status == OK) status = check_sizes(s, e);
    if (status != OK) {
        source_close(s);
        return status;
    }
    bool pixels = spec->source != SOURCE_CSV;
    if (s->spec.scaling == SCALING_DEFAULT) s->spec.scaling = pixels ? SCALING_NONE : SCALING_ZSCORE;
    if (s->spec.target_scaling == SCALING_DEFAULT) s->spec.target_scaling = SCALING_ZSCORE;
    return OK;
}

void source_close(Source *s) {
    arena_free(&s->arena);
}

// Draws `size` digits from number `first` on into a dataset of their own, all of it in `part`.
static Status draw_digits(const Source *s, uint64_t seed, uint64_t first, Part *part, Arena *arena, Error *e) {
    size_t n = (size_t)part->size;
    Dataset *d = arena_take(arena, 1, sizeof *d);
    uint8_t *pixels = arena_take(arena, n, DIGITS_PIXELS);
    int32_t *label = arena_take(arena, n, sizeof *label), *row = arena_take(arena, n, sizeof *row);
    if (!d || !pixels || !label || !row) return error_memory(e);
    *d = s->train;
    d->samples = part->size;
    d->pixels = pixels;
    d->label = label;
    for (int32_t i = 0; i < part->size; i++) {
        digits_draw(seed, first + (uint64_t)i, pixels + (size_t)i * DIGITS_PIXELS);
        label[i] = digits_class(first + (uint64_t)i);
        row[i] = i;
    }
    part->data = d;
    part->row = row;
    return split_answers(part, arena, e);
}

static Status choose_parts(const Source *s, uint64_t seed, Arena *arena, Split *out, Error *e) {
    bool stratify = s->spec.stratify;
    Rng rng = rng_stream(seed, "split", 0), test_rng = rng_stream(seed, "split", 1);
    if (s->test.samples == 0) return split_choose(&s->train, stratify, rng, &out->test, &out->train, arena, e);
    Part none = {.size = 0};
    Status status = split_choose(&s->train, stratify, rng, &none, &out->train, arena, e);
    return status == OK ? split_choose(&s->test, stratify, test_rng, &out->test, &none, arena, e) : status;
}

Status source_split(const Source *s, uint64_t seed, Arena *arena, Split *out, Error *e) {
    if (s->spec.seed >= 0) seed = (uint64_t)s->spec.seed;
    *out = (Split){.train.size = (int32_t)s->spec.train_size, .test.size = (int32_t)s->spec.test_size};
    Status status;
    if (s->spec.source == SOURCE_DIGITS) {
        status = draw_digits(s, seed, 0, &out->train, arena, e);
        if (status == OK) status = draw_digits(s, seed, DIGITS_FIRST_TEST, &out->test, arena, e);
    } else {
        status = choose_parts(s, seed, arena, out, e);
    }
    return status == OK ? scale_fit(out, &s->spec, arena, e) : status;
}
