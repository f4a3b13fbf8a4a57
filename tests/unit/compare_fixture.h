// Rows of numbers from tests/fixtures; "#" begins a comment line.
#ifndef COMPARE_FIXTURE_H
#define COMPARE_FIXTURE_H

#include <stdio.h>
#include <stdlib.h>

#include "test.h"

#define FIXTURE_MOST 64

typedef struct Fixture {
    FILE *file;
    int rows;                    // read so far
    int count;                   // numbers in the row read last
    double number[FIXTURE_MOST]; // the row read last
} Fixture;

static inline Fixture fixture_open(const char *path) {
    Fixture f = {.file = fopen(path, "r")};
    CHECK(f.file != NULL, "%s cannot be read", path);
    return f;
}

// The next row; 0 and the file closed at the end.
static inline int fixture_next(Fixture *f) {
    char line[4096];
    while (f->file && fgets(line, sizeof line, f->file)) {
        if (*line == '#') continue;
        char *at = line, *end;
        for (f->count = 0; f->count < FIXTURE_MOST; at = end, f->count++) {
            f->number[f->count] = strtod(at, &end);
            if (end == at) break;
        }
        f->rows++;
        return 1;
    }
    if (f->file) fclose(f->file);
    f->file = NULL;
    return 0;
}

#endif
