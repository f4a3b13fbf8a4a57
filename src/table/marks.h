// Where in a text the characters stand that end a cell: a bit for each byte, found by the widest vectors there are.
#ifndef TABLE_MARKS_H
#define TABLE_MARKS_H

#include <stddef.h>
#include <stdint.h>

#define MARKS_BLOCK 64 // bytes that one word of marks tells about

// A way to find them, by name: "avx512", "avx2", "plain". All find the same.
typedef struct Marks {
    const char *name;
    // Sets bit b of mark[k] where text[64 k + b] is a line feed, a carriage return, `a` or `b`, for k in [0, blocks).
    void (*find)(uint64_t *mark, const char *text, size_t blocks, char a, char b);
    // The bits that are set in mark[0..blocks).
    size_t (*count)(const uint64_t *mark, size_t blocks);
} Marks;

// The fastest that this CPU runs.
const Marks *marks_best(void);
// For tests: way i, from 0 for the fastest up; NULL where there are no more. Of those that this CPU runs.
const Marks *marks_way(int i);
// For tests: what marks_best gives from now on; NULL for the fastest again.
void marks_prefer(const Marks *marks);

#endif
