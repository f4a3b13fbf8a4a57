// What the fuzz targets share. A target is one file with LLVMFuzzerTestOneInput: libFuzzer calls it by the million
// (`make fuzz`), tests/unit/fuzz_corpus.c once for each file kept under tests/fuzz/corpus.
#ifndef FUZZ_H
#define FUZZ_H

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

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
    if (f->file < 0 || ftruncate(f->file, 0) || pwrite(f->file, data, size, 0) != (ssize_t)size) abort();
    return f->path;
}

// What must hold of every input; libFuzzer keeps the input of an abort.
static inline void fuzz_holds(int condition, const char *what) {
    if (condition) return;
    fprintf(stderr, "does not hold: %s\n", what);
    abort();
}

#endif
