// Finds a text among many in a time that does not depend on how many they are.
#ifndef BASE_LOOKUP_H
#define BASE_LOOKUP_H

#include <stddef.h>

#include "base/arena.h"

// A zeroed Lookup is empty. Its table lives in the arena given to lookup_add, the texts stay where they are: they must
// outlive it, unchanged.
typedef struct Lookup {
    struct LookupSlot *slots;
    size_t capacity, count;
} Lookup;

// The number under which `text` is known; where it is new, it is known by `number` (from 0 up) from now on. -1 without
// memory.
int lookup_add(Lookup *l, Arena *a, const char *text, int number);
// The number under which `text` is known; -1 where it is not.
int lookup_find(const Lookup *l, const char *text);

#endif
