// What the tests of the data floor share: a folder of their own, tables written into it, sources opened from them.
#ifndef DATA_TEST_H
#define DATA_TEST_H

#include <stdlib.h>

#include "base/files.h"
#include "data/dataset.h"
#include "test.h"

static char data_folder[64]; // made by data_test_begin, removed by data_test_end
static Arena data_arena;     // lives as long as the test

static inline void data_test_begin(void) {
    strcpy(data_folder, "/tmp/regrun-data-XXXXXX");
    if (!mkdtemp(data_folder)) exit(1);
}

static inline int data_test_end(const char *name) {
    Error e;
    folder_remove(data_folder, &e);
    arena_free(&data_arena);
    return test_end(name);
}

static inline const char *data_write(const char *name, const void *bytes, size_t size) {
    Error e = {0};
    const char *path = path_join(&data_arena, data_folder, name);
    Status s = file_write(path, bytes, size, &e);
    CHECK(s == OK, "%s", e.text);
    return path;
}

static inline const char *data_write_text(const char *name, const char *text) {
    return data_write(name, text, strlen(text));
}

// The options as the option table would fill them in when nothing is said.
static inline DataSpec data_spec(int source) {
    return (DataSpec){.source = source,
                      .file = "",
                      .test_file = "",
                      .dir = "data/mnist",
                      .train_images = "",
                      .train_labels = "",
                      .test_images = "",
                      .test_labels = "",
                      .separator = "auto",
                      .comment = "auto",
                      .labels = {"-1"},
                      .label_count = 1,
                      .label_strip = "",
                      .max_categories = 100,
                      .split_column = "",
                      .test_fraction = 0.5,
                      .subset = 1,
                      .noise = 0.3,
                      .dimensions = -1,
                      .classes = -1,
                      .teacher_units = 10,
                      .stratify = true,
                      .seed = -1};
}

// Opens a source that must open.
static inline bool data_open(Source *s, const DataSpec *spec) {
    Error e = {0};
    Status status = source_open(s, spec, "", &e);
    CHECK(status == OK, "%s", e.text);
    return status == OK;
}

// Opens a source that must not: `code` is what it returns, `message` what it says among other things.
static inline void data_refused(const DataSpec *spec, Status code, const char *message) {
    Source s;
    Error e = {0};
    Status status = source_open(&s, spec, "", &e);
    CHECK(status == code, "%s: got %d, want %d: %s", message, status, code, e.text);
    CHECK(strstr(e.text, message), "got \"%s\", want \"%s\"", e.text, message);
    if (status == OK) source_close(&s);
}

// A value, however the dataset keeps it.
static inline float data_value(const Dataset *d, int32_t sample, int32_t feature) {
    const size_t at = (size_t)sample * (size_t)d->features + (size_t)feature;
    return d->pixels ? d->pixels[at] : d->values[at];
}

// Whether the samples from the first on are these rows of values.
static inline bool data_is(const Dataset *d, const float *want, int32_t samples) {
    for (int32_t i = 0; i < samples * d->features; i++)
        if (data_value(d, i / d->features, i % d->features) != want[i]) return false;
    return true;
}

// Splits a source that must split. Memory of the split: data_arena.
static inline Split data_split(const Source *s, uint64_t seed) {
    Split split = {0};
    Error e = {0};
    Status status = source_split(s, seed, &data_arena, &split, &e);
    CHECK(status == OK, "%s", e.text);
    return split;
}

// The folder of real data, which need not be there.
static inline const char *data_real(const char *name) {
    const char *folder = getenv("REGRUN_DATA");
    return path_join(&data_arena, folder && *folder ? folder : "../shared/data", name);
}

#endif
