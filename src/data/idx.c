#include "data/idx.h"

#include <stdio.h>
#include <string.h>

#include "base/files.h"
#include "base/installed.h"
#include "data/source_type.h"

enum { IDX_BYTES = 8, IMAGE_DIMENSIONS = 3, LABEL_DIMENSIONS = 1 };

// A file's content, checked to be `count` things of `rows` x `columns` bytes (labels: 1 x 1).
typedef struct Idx {
    const char *path;
    const uint8_t *data;
    int32_t count, rows, columns;
} Idx;

static const char *const type_names[16] = {
    [9] = "signed bytes", [11] = "16-bit integers", [12] = "32-bit integers", [13] = "32-bit floats", [14] = "doubles",
};

static uint32_t big_endian(const uint8_t *p) {
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static Status check_magic(const char *path, const uint8_t *data, size_t size, int dimensions, Error *e) {
    const char *what = dimensions == IMAGE_DIMENSIONS ? "images" : "labels";
    if (size < 4 || data[0] != 0 || data[1] != 0)
        return error_set(e, ERR_DATA, "%s: not an IDX file: it must begin with the bytes 0 0 8 %d", path, dimensions);
    if (data[2] != IDX_BYTES)
        return error_set(e, ERR_DATA, "%s: holds %s (type %d); only unsigned bytes (type %d) can be read", path,
                         data[2] < 16 && type_names[data[2]] ? type_names[data[2]] : "an unknown type", data[2],
                         IDX_BYTES);
    if (data[3] != dimensions)
        return error_set(e, ERR_DATA, "%s: has %d dimension%s, but %s have %d; are images and labels interchanged?",
                         path, data[3], data[3] == 1 ? "" : "s", what, dimensions);
    if (size < 4 + 4 * (size_t)dimensions)
        return error_set(e, ERR_DATA, "%s: ends inside its header; fetch the file anew", path);
    return OK;
}

#define PIXELS_MOST (1 << 24) // of one image: 4096 x 4096

// Checks that the sizes in the header are possible and just what the file holds.
static Status check_sizes(Idx *x, const uint8_t *data, size_t size, int dimensions, Error *e) {
    uint32_t d[IMAGE_DIMENSIONS] = {1, 1, 1};
    for (int i = 0; i < dimensions; i++) d[i] = big_endian(data + 4 + 4 * i);
    if (d[0] == 0 || d[1] == 0 || d[2] == 0)
        return error_set(e, ERR_DATA, "%s: its header says that it holds nothing (%u x %u x %u)", x->path, d[0], d[1],
                         d[2]);
    if (d[0] > INT32_MAX || (uint64_t)d[1] * d[2] > PIXELS_MOST)
        return error_set(e, ERR_DATA, "%s: its header gives impossible sizes (%u x %u x %u); fetch the file anew",
                         x->path, d[0], d[1], d[2]);
    uint64_t want = (uint64_t)d[0] * d[1] * d[2], got = size - 4 - 4 * (size_t)dimensions;
    if (got != want)
        return error_set(
            e, ERR_DATA, "%s: %s: its header promises %llu bytes of data, and %llu follow; fetch the file anew",
            x->path, got < want ? "cut short" : "too long", (unsigned long long)want, (unsigned long long)got);
    x->data = data + 4 + 4 * dimensions;
    x->count = (int32_t)d[0];
    x->rows = (int32_t)d[1];
    x->columns = (int32_t)d[2];
    return OK;
}

static Status idx_read(Idx *x, const char *path, int dimensions, BytesBound bound, Arena *arena, Hash *hash, Error *e) {
    char *data;
    size_t size;
    Status status = file_read_bounded(arena, path, bound, &data, &size, e);
    if (status != OK) return status;
    hash_add(hash, data, size);
    x->path = path;
    status = check_magic(path, (const uint8_t *)data, size, dimensions, e);
    return status == OK ? check_sizes(x, (const uint8_t *)data, size, dimensions, e) : status;
}

static void take_images(Dataset *d, const Idx *images) {
    d->samples = images->count;
    d->features = images->rows * images->columns;
    d->height = images->rows;
    d->width = images->columns;
    d->pixels = images->data;
}

static Status widen_labels(Dataset *d, const Idx *labels, Arena *arena, Error *e) {
    int32_t *label = arena_take(arena, (size_t)labels->count, sizeof *label);
    if (!label) return error_memory(e);
    for (int32_t i = 0; i < labels->count; i++) label[i] = labels->data[i];
    d->label = label;
    return OK;
}

static Status read_pair(Dataset *d, const char *image_path, const char *label_path, BytesBound bound, Arena *arena,
                        Hash *hash, Error *e) {
    Arena passing = {0};
    Idx images = {0}, labels = {0};
    Status status = idx_read(&images, image_path, IMAGE_DIMENSIONS, bound, arena, hash, e);
    if (status == OK) status = idx_read(&labels, label_path, LABEL_DIMENSIONS, bound, &passing, hash, e);
    if (status == OK && images.count != labels.count)
        status = error_set(e, ERR_DATA, "%s holds %d images, but %s holds %d labels; they do not belong together",
                           image_path, images.count, label_path, labels.count);
    if (status == OK) status = widen_labels(d, &labels, arena, e);
    if (status == OK) take_images(d, &images);
    arena_free(&passing);
    return status;
}

// Classes are numbered 0 to the largest label, and named by their number.
static Status name_classes(Dataset *d, const char *label_path, Arena *arena, Error *e) {
    int32_t least = INT32_MAX, most = 0;
    for (int32_t i = 0; i < d->samples; i++) {
        if (d->label[i] < least) least = d->label[i];
        if (d->label[i] > most) most = d->label[i];
    }
    if (least == most)
        return error_set(e, ERR_DATA, "%s: every label is %d; at least two classes are needed", label_path, most);
    const char **names = arena_take(arena, (size_t)most + 1, sizeof *names);
    if (!names) return error_memory(e);
    d->classes = most + 1;
    d->class_names = names;
    for (int32_t k = 0; k <= most; k++) {
        char text[16];
        snprintf(text, sizeof text, "%d", k);
        names[k] = arena_text(arena, text);
        if (!names[k]) return error_memory(e);
    }
    return OK;
}

// Holds the test set against the training set, whose classes it takes.
static Status match_test(Dataset *test, const Dataset *train, const DataSpec *spec, Error *e) {
    if (test->height != train->height || test->width != train->width)
        return error_set(e, ERR_DATA, "%s: images of %d x %d pixels, but those of %s are %d x %d", spec->test_images,
                         test->height, test->width, spec->train_images, train->height, train->width);
    for (int32_t i = 0; i < test->samples; i++)
        if (test->label[i] >= train->classes)
            return error_set(e, ERR_DATA, "%s: label %d is %d, but the largest of %s is %d", spec->test_labels, i + 1,
                             test->label[i], spec->train_labels, train->classes - 1);
    test->classes = train->classes;
    test->class_names = train->class_names;
    return OK;
}

Status idx_open(Dataset *train, Dataset *test, const DataSpec *spec, Arena *arena, Hash *hash, Error *e) {
    *train = *test = (Dataset){.samples = 0};
    Status status = read_pair(train, spec->train_images, spec->train_labels, source_bound(spec), arena, hash, e);
    if (status == OK) status = name_classes(train, spec->train_labels, arena, e);
    if (status != OK || !*spec->test_images) return status;
    status = read_pair(test, spec->test_images, spec->test_labels, source_bound(spec), arena, hash, e);
    return status == OK ? match_test(test, train, spec, e) : status;
}

Status idx_images(Dataset *d, const char *path, BytesBound bound, Arena *arena, Error *e) {
    Idx images = {0};
    Hash hash;
    hash_start(&hash);
    Status status = idx_read(&images, path, IMAGE_DIMENSIONS, bound, arena, &hash, e);
    *d = (Dataset){.samples = 0};
    if (status == OK) take_images(d, &images);
    return status;
}

// `dir`/`name`, or `dir`/`name`.gz when only that exists.
static Status find_file(const char **path, const char *dir, const char *name, Arena *arena, Error *e) {
    static const char *const endings[] = {"", ".gz"};
    for (int i = 0; i < 2; i++) {
        char full[64];
        snprintf(full, sizeof full, "%s%s", name, endings[i]);
        char *candidate = path_join(arena, dir, full);
        if (!candidate) return error_memory(e);
        *path = candidate;
        if (file_exists(candidate)) return OK;
    }
    return error_set(e, ERR_DATA,
                     "data.dir: there is no %s (or %s.gz) in \"%s\"; run %s to fetch MNIST, or set data.dir", name,
                     name, dir, installed_path(arena, "scripts/get_mnist.sh", NULL));
}

Status mnist_find(DataSpec *spec, Arena *arena, Error *e) {
    const struct {
        const char **path;
        const char *name;
    } files[] = {
        {&spec->train_images, "train-images-idx3-ubyte"},
        {&spec->train_labels, "train-labels-idx1-ubyte"},
        {&spec->test_images, "t10k-images-idx3-ubyte"},
        {&spec->test_labels, "t10k-labels-idx1-ubyte"},
    };
    Status status = OK;
    for (int i = 0; status == OK && i < 4; i++) status = find_file(files[i].path, spec->dir, files[i].name, arena, e);
    return status;
}
