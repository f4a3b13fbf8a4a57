#include "base/lookup.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

// Open addressing: a text stands at the place of its hash, or in the first free one behind it. At most half are taken.
typedef struct LookupSlot {
    const char *text; // NULL: free
    int number;
} LookupSlot;

enum { LEAST_CAPACITY = 64 }; // a power of two, as every capacity

// FNV-1a; its upper bits, which are mixed best, come down to where the mask looks.
static uint64_t hash(const char *text) {
    uint64_t h = 0xcbf29ce484222325u;
    for (; *text; text++) h = (h ^ (unsigned char)*text) * 0x100000001b3u;
    return h ^ h >> 32;
}

// The place of `text`, or the free one where it belongs.
static LookupSlot *place(const Lookup *l, const char *text) {
    size_t i = hash(text) & (l->capacity - 1);
    while (l->slots[i].text && strcmp(l->slots[i].text, text) != 0) i = (i + 1) & (l->capacity - 1);
    return &l->slots[i];
}

static bool grow(Lookup *l, Arena *a) {
    Lookup larger = {.capacity = l->capacity ? 2 * l->capacity : LEAST_CAPACITY, .count = l->count};
    larger.slots = arena_take(a, larger.capacity, sizeof *larger.slots);
    if (!larger.slots) return false;
    for (size_t i = 0; i < l->capacity; i++)
        if (l->slots[i].text) *place(&larger, l->slots[i].text) = l->slots[i];
    *l = larger;
    return true;
}

int lookup_add(Lookup *l, Arena *a, const char *text, int number) {
    if (2 * (l->count + 1) > l->capacity && !grow(l, a)) return -1;
    LookupSlot *slot = place(l, text);
    if (!slot->text) {
        *slot = (LookupSlot){text, number};
        l->count++;
    }
    return slot->number;
}

int lookup_find(const Lookup *l, const char *text) {
    const LookupSlot *slot = l->capacity ? place(l, text) : NULL;
    return slot && slot->text ? slot->number : -1;
}
