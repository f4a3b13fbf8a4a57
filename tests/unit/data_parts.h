// What the tests of parts share: a table whose rows can be told apart, and what two parts have in common.
#ifndef DATA_PARTS_H
#define DATA_PARTS_H

#include "base/text.h"
#include "unit/data_test.h"

// A table of `rows` rows; row i has the value i, and class 0 for six rows in ten, 1 for three, 2 for one.
static inline const char *table(const char *name, int rows, bool regression) {
    static const int classes[10] = {0, 0, 1, 0, 2, 0, 1, 0, 1, 0};
    Text t = {0};
    for (int i = 0; i < rows; i++)
        regression ? text_printf(&t, "%d,%d.5\n", i, i) : text_printf(&t, "%d,%d\n", i, classes[i % 10]);
    const char *path = data_write(name, t.data, t.size);
    text_free(&t);
    return path;
}

static inline void count_classes(const Part *part, int count[3]) {
    memset(count, 0, 3 * sizeof *count);
    for (int32_t i = 0; i < part->size; i++) count[part->label[i]]++;
}

static inline bool contains(const Part *part, int32_t row) {
    for (int32_t i = 0; i < part->size; i++)
        if (part->row[i] == row) return true;
    return false;
}

static inline int shared(const Part *a, const Part *b) {
    int n = 0;
    for (int32_t i = 0; i < a->size; i++) n += contains(b, a->row[i]);
    return n;
}

static inline Split split_of(DataSpec spec, uint64_t seed, Source *s) {
    Split none = {0};
    return data_open(s, &spec) ? data_split(s, seed) : none;
}

#endif
