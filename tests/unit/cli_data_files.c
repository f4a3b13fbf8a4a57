// Samples written to files: read back, they are the same samples, bit for bit.
#include <float.h>

#include "cli/data_files.h"
#include "data/source_type.h"
#include "unit/data_test.h"

static Written written_of(const Split *split, const char *answer) {
    return (Written){.split = split, .part = {&split->train}, .part_name = {"train"}, .parts = 1, .answer = answer};
}

static Split whole(const Source *s, int32_t samples) {
    Split split = {0};
    Error e = {0};
    Status status = source_whole(s, 3, samples, &data_arena, &split, &e);
    CHECK(status == OK, "%s", e.text);
    return split;
}

static bool open_source(Source *s, DataSpec spec) {
    Error e = {0};
    spec.train_size = spec.test_size = -1;
    source_sizes(&spec);
    Status status = source_look(s, &spec, "", &e);
    CHECK(status == OK, "%s", e.text);
    return status == OK;
}

static const char *save(const char *name, Text *t) {
    CHECK(!t->failed, "memory");
    const char *path = data_write(name, t->data, t->size);
    text_free(t);
    return path;
}

// What is read from `path` against the part that was written.
static void check_read(const char *what, const Part *part, const char *path, const char *label) {
    Source s;
    DataSpec spec = data_spec(SOURCE_CSV);
    spec.file = path;
    spec.labels[0] = label;
    if (!open_source(&s, spec)) return;
    const Dataset *got = &s.train, *want = part->data;
    CHECK(got->samples == part->size && got->features == want->features && got->classes == want->classes,
          "%s: %d samples, %d features, %d classes", what, got->samples, got->features, got->classes);
    if (got->samples != part->size || got->features != want->features || got->classes != want->classes) return;
    for (int32_t i = 0; i < part->size; i++) {
        for (int32_t f = 0; f < want->features; f++) {
            const float a = data_value(got, i, f), b = data_value(want, part->row[i], f);
            CHECK(a == b, "%s: sample %d, feature %d: %.9g, not %.9g", what, i, f, (double)a, (double)b);
        }
        if (part->label) CHECK(got->label[i] == part->label[i], "%s: label %d", what, i);
        if (part->target) CHECK(got->target[i] == part->target[i], "%s: target %d", what, i);
    }
    for (int32_t f = 0; want->feature_names && f < want->features; f++)
        CHECK_TEXT(got->feature_names[f], want->feature_names[f]);
    for (int32_t k = 0; k < want->classes; k++) CHECK_TEXT(got->class_names[k], want->class_names[k]);
    source_close(&s);
}

static void check_drawn(void) {
    static const int kinds[] = {SOURCE_DIGITS, SOURCE_MOONS,   SOURCE_SPIRALS,
                                SOURCE_BLOBS,  SOURCE_TEACHER, SOURCE_LINEAR};
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        Source s;
        Text t = {0};
        if (!open_source(&s, data_spec(kinds[k]))) continue;
        const Split split = whole(&s, 60);
        const Written w = written_of(&split, "answer");
        data_to_csv(&w, &t);
        check_read(source_names[kinds[k]], &split.train, save("drawn.csv", &t), "answer");
        source_close(&s);
    }
}

// Numbers of every size, categories, missing cells, names that need quotes, a feature called as the answer is.
static void check_table(void) {
    Text t = {0};
    char number[NUMBER_TEXT_SIZE];
    Source s;
    DataSpec spec = data_spec(SOURCE_CSV);
    text_add(&t, "\"a \"\"b\"\", c\",label,city,gap,y\n");
    for (int i = 0; i < 200; i++) {
        const uint32_t bits = (uint32_t)i * 2654435761u % 0x7f800000u;
        float value;
        memcpy(&value, &bits, sizeof value);
        number_text_float(number, i == 7 ? FLT_MAX : i == 8 ? FLT_TRUE_MIN : i % 2 ? -value : value);
        text_printf(&t, "%s,%d,%s,%s,%s\n", number, i % 256, i % 3 ? "\"Rome, Italy\"" : "Oslo", i % 5 ? "1.25" : "",
                    i % 2 ? "\"yes, \"\"so\"\"\"" : "no");
    }
    spec.file = save("table.csv", &t);
    spec.impute = IMPUTE_MEDIAN;
    if (!open_source(&s, spec)) return;
    const Split split = whole(&s, 0);
    const Written w = written_of(&split, "label");
    data_to_csv(&w, &t);
    CHECK(strstr(t.data, "city=Oslo,\"city=Rome, Italy\",gap,label_\n"), "%.120s", t.data);
    check_read("a table", &split.train, save("again.csv", &t), "label_");
    source_close(&s);
}

// A number to predict, and what the network gets of it.
static void check_scaled(void) {
    Source s;
    Text t = {0};
    DataSpec spec = data_spec(SOURCE_LINEAR);
    spec.dimensions = 2;
    if (!open_source(&s, spec)) return;
    const Split split = whole(&s, 30);
    Written w = written_of(&split, "target");
    w.scaled = true;
    data_to_csv(&w, &t);
    float x[2], y;
    const char *row = strchr(t.data, '\n') + 1;
    CHECK(sscanf(row, "%f,%f,%f", &x[0], &x[1], &y) == 3, "%s", row);
    for (int f = 0; f < 2; f++)
        CHECK(x[f] == (split.train.data->values[f] - split.shift[f]) * split.scale[f], "feature %d", f);
    CHECK(y == (split.train.target[0] - split.target_shift[0]) * split.target_scale[0], "the target");
    text_free(&t);
    w.scaled = false;
    w.decimals = 1;
    data_to_csv(&w, &t);
    row = strchr(t.data, '\n') + 1;
    CHECK(sscanf(row, "%f,%f,%f", &x[0], &x[1], &y) == 3, "%s", row);
    CHECK_NEAR(x[0], split.train.data->values[0], 0.0501);
    CHECK(strcspn(row, "\n") <= 14, "one decimal: %s", row);
    text_free(&t);
    source_close(&s);
}

// Bytes of images and labels, and what is no byte.
static void check_idx(void) {
    Source s, again;
    Text images = {0}, labels = {0};
    Error e = {0};
    if (!open_source(&s, data_spec(SOURCE_DIGITS))) return;
    const Split split = whole(&s, 40);
    Written w = written_of(&split, "digit");
    CHECK(data_to_idx(&w, &images, &labels, &e) == OK, "%s", e.text);
    DataSpec spec = data_spec(SOURCE_IDX);
    spec.train_images = save("images", &images);
    spec.train_labels = save("labels", &labels);
    if (open_source(&again, spec)) {
        const Dataset *got = &again.train, *want = split.train.data;
        CHECK(got->samples == 40 && got->width == want->width && got->height == want->height, "the size");
        CHECK(memcmp(got->pixels, want->pixels, (size_t)40 * (size_t)want->features) == 0, "the pixels");
        CHECK(memcmp(got->label, want->label, 40 * sizeof *want->label) == 0, "the labels");
        source_close(&again);
    }
    source_close(&s);
    static const struct {
        int source;
        bool scaled;
        const char *text;
    } refused[] = {{SOURCE_MOONS, false, "whole numbers from 0 to 255, and sample 0 has 0.95"},
                   {SOURCE_LINEAR, false, "this is a regression"},
                   {SOURCE_DIGITS, true, "there is no --scaled"}};
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        if (!open_source(&s, data_spec(refused[i].source))) continue;
        Split other = {0};
        Status status = source_whole(&s, 1, 5, &data_arena, &other, &e);
        w = written_of(&other, "label");
        w.scaled = refused[i].scaled;
        CHECK(status == OK && data_to_idx(&w, &images, &labels, &e) == ERR_USAGE, "case %zu", i);
        CHECK(strstr(e.text, refused[i].text) && strstr(e.text, "let FILE end in .csv"), "%s", e.text);
        text_free(&images);
        text_free(&labels);
        source_close(&s);
    }
}

int main(void) {
    data_test_begin();
    check_drawn();
    check_table();
    check_scaled();
    check_idx();
    return data_test_end("cli_data_files");
}
