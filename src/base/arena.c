#include "base/arena.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

// Where AddressSanitizer is there, it is told of what lies between pieces, and blocks are small so that more lies
// there.
#ifdef __has_feature
#if __has_feature(address_sanitizer)
#define SANITIZED
#endif
#endif
#ifdef __SANITIZE_ADDRESS__
#define SANITIZED
#endif
#ifdef SANITIZED
#include <sanitizer/asan_interface.h>
#define BLOCK_SIZE ((size_t)4 << 10)
#else
#define ASAN_POISON_MEMORY_REGION(at, size) ((void)(at), (void)(size))
#define BLOCK_SIZE ((size_t)64 << 10)
#endif

// Blocks come from calloc: large ones are then fresh pages that cost no memory until they are touched. No part of a
// block is handed out twice, so everything taken is still zero.
typedef struct ArenaBlock {
    struct ArenaBlock *older;
    char *data; // aligned to ARENA_ALIGN
    size_t used, size;
} ArenaBlock;

// Rounds up to the alignment; false on overflow.
static bool padded(size_t bytes, size_t *out) {
    if (bytes > SIZE_MAX - 2 * ARENA_ALIGN - sizeof(ArenaBlock)) return false;
    *out = (bytes + ARENA_ALIGN - 1) / ARENA_ALIGN * ARENA_ALIGN;
    return true;
}

bool arena_reserve(Arena *a, size_t bytes) {
    size_t size;
    if (!padded(bytes, &size)) return false;
    if (a->blocks && a->blocks->size - a->blocks->used >= size) return true;
    if (size < BLOCK_SIZE) size = BLOCK_SIZE;
    ArenaBlock *b = calloc(1, sizeof *b + ARENA_ALIGN + size);
    if (!b) return false;
    uintptr_t start = (uintptr_t)(b + 1);
    b->data = (char *)(b + 1) + (ARENA_ALIGN - start % ARENA_ALIGN) % ARENA_ALIGN;
    b->size = size;
    b->older = a->blocks;
    a->blocks = b;
    return true;
}

void *arena_take(Arena *a, size_t count, size_t size) {
    size_t wanted, bytes;
    if (__builtin_mul_overflow(count, size, &wanted) || !padded(wanted, &bytes) || !arena_reserve(a, bytes))
        return NULL;
    char *p = a->blocks->data + a->blocks->used;
    ASAN_POISON_MEMORY_REGION(p + wanted, bytes - wanted);
    a->blocks->used += bytes;
    a->taken += bytes;
    return p;
}

char *arena_text_n(Arena *a, const char *text, size_t n) {
    char *copy = n < SIZE_MAX ? arena_take(a, n + 1, 1) : NULL;
    if (copy && n > 0) memcpy(copy, text, n);
    return copy;
}

char *arena_text(Arena *a, const char *text) {
    return arena_text_n(a, text, strlen(text));
}

void arena_free(Arena *a) {
    while (a->blocks) {
        ArenaBlock *b = a->blocks;
        a->blocks = b->older;
        free(b);
    }
    a->taken = 0;
}
