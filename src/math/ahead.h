// Memory that a product or whoever comes behind it will read, asked for while tiles are made, so that nobody waits: of
// weights that are read once a step the nearest caches hold nothing. A few lines at a time, for all at once would have
// the next tile wait. Asking changes no number, and an address may be anywhere.
#ifndef MATH_AHEAD_H
#define MATH_AHEAD_H

#include <stdint.h>

#include "math/matmul.h"
#include "math/vector.h"

#define CACHE_LINE 64 // bytes

// Into the second cache (locality 2): the nearest is full of what is being worked on.
INLINE void prefetch(uintptr_t at, int lines) {
    for (int i = 0; i < lines; i++, at += CACHE_LINE) __builtin_prefetch((const void *)at, 0, 2);
}

typedef struct Ahead {
    uintptr_t at[SOON_MOST]; // where the rest of each piece of memory begins
    int pieces;
    size_t bytes; // of a piece; 0: nothing is wanted
    int lines;    // of each piece at a time
} Ahead;

// It will be asked so many times in all.
INLINE void ahead_share(Ahead *ahead, int times) {
    if (ahead->bytes > 0) ahead->lines = ((int)(ahead->bytes / CACHE_LINE) + times - 1) / times;
}

INLINE void ahead_ask(Ahead *ahead) {
    if (ahead->lines == 0) return;
    for (int i = 0; i < ahead->pieces; i++) {
        prefetch(ahead->at[i], ahead->lines);
        ahead->at[i] += (uintptr_t)ahead->lines * CACHE_LINE;
    }
}

#endif
