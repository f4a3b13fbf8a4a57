// What the fuzz targets share. A target is one file with LLVMFuzzerTestOneInput: libFuzzer calls it by the million
// (`make fuzz`), tests/unit/fuzz_corpus.c once for each file kept under tests/fuzz/corpus.
#ifndef FUZZ_H
#define FUZZ_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

// What must hold of every input; libFuzzer keeps the input of an abort.
static inline void fuzz_holds(int condition, const char *what) {
    if (condition) return;
    fprintf(stderr, "does not hold: %s\n", what);
    abort();
}

// A file in memory, made at the first use and written anew for each input: a disk would take most of the time.
typedef struct FuzzFile {
    int file; // 0: not made yet
    char path[64];
} FuzzFile;

static inline const char *fuzz_file(FuzzFile *f, const void *data, size_t size) {
    if (f->file == 0) {
        f->file = memfd_create("fuzz", 0);
        snprintf(f->path, sizeof f->path, "/proc/self/fd/%d", f->file);
    }
    fuzz_holds(f->file > 0 && pwrite(f->file, data, size, 0) == (ssize_t)size && ftruncate(f->file, (off_t)size) == 0,
               "a file in memory can be written");
    return f->path;
}

// An input while it is taken apart.
typedef struct FuzzInput {
    const uint8_t *at, *end;
} FuzzInput;

// Takes all up to the next `mark`, which goes, too; all there is without one.
static inline FuzzInput fuzz_part(FuzzInput *in, char mark) {
    const uint8_t *stop = in->at < in->end ? memchr(in->at, mark, (size_t)(in->end - in->at)) : NULL;
    FuzzInput part = {in->at, stop ? stop : in->end};
    in->at = stop ? stop + 1 : in->end;
    return part;
}

// Takes a number below `count` from one character: '0' is 0, '1' is 1. Behind the end everything is 0, so that inputs
// keep their meaning when a target learns to choose more.
static inline unsigned fuzz_choice(FuzzInput *in, unsigned count) {
    return in->at < in->end ? (uint8_t)(*in->at++ - '0') % count : 0;
}

#define FUZZ_PICK(in, list) (list)[fuzz_choice(in, sizeof(list) / sizeof *(list))]

#endif
