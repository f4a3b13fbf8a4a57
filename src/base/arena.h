// Memory with one owner and one end: taken piece by piece, freed all at once.
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stdbool.h>
#include <stddef.h>

#define ARENA_ALIGN 64 // a cache line, and the widest vector

// A zeroed Arena is ready to use and empty. It grows by blocks taken from malloc.
typedef struct Arena {
    struct ArenaBlock *blocks; // newest first
    size_t taken;              // bytes handed out, padding included
} Arena;

// `count` zeroed items of `size` bytes, aligned to ARENA_ALIGN; NULL when memory cannot be had (or the product
// overflows). A count of 0 gives a valid pointer. Owned by the arena.
void *arena_take(Arena *a, size_t count, size_t size);

// Makes sure that the next `bytes` (padding included) come from one block; false when memory cannot be had.
bool arena_reserve(Arena *a, size_t bytes);

// A copy of `text` (or of its first `n` bytes, with a 0 after them) in the arena; NULL without memory.
char *arena_text(Arena *a, const char *text);
char *arena_text_n(Arena *a, const char *text, size_t n);

// Frees everything and leaves an empty arena.
void arena_free(Arena *a);

#endif
