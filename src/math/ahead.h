// Memory that a product or whoever comes behind it will read, asked for while tiles are made, so that nobody waits: of
// weights that are read once a step the nearest caches hold nothing. A few lines at a time, for all at once would have
// the next tile wait. Asking changes no number, and an address may be anywhere.
#ifndef MATH_AHEAD_H
#define MATH_AHEAD_H

#include "math/matmul.h"
#include "math/vector.h"

#define CACHE_LINE 64 // bytes

// Into the second cache (locality 2): the nearest is full of what is being worked on.
INLINE void prefetch(const char *at, int lines) {
    for (int i = 0; i < lines; i++) __builtin_prefetch(at + i * CACHE_LINE, 0, 2);
}

typedef struct Ahead {
    const char *at[SOON_MOST]; // pieces of memory, whose turns come one after the other
    int pieces, turn;
    int bytes; // of all pieces
    int lines; // each time; 0: nothing is wanted
} Ahead;

// It will be asked so many times in all.
INLINE void ahead_share(Ahead *ahead, int times) {
    if (ahead->bytes > 0) ahead->lines = (ahead->bytes / CACHE_LINE + times - 1) / times;
}

INLINE void ahead_ask(Ahead *ahead) {
    if (ahead->lines == 0) return;
    prefetch(ahead->at[ahead->turn], ahead->lines);
    ahead->at[ahead->turn] += ahead->lines * CACHE_LINE;
    if (++ahead->turn == ahead->pieces) ahead->turn = 0;
}

#endif
