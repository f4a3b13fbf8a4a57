// Things worth telling that are no errors: a list of sentences, each without its full stop.
#ifndef BASE_NOTES_H
#define BASE_NOTES_H

#include <stdbool.h>

#include "base/arena.h"

// Empty where all but `arena` is zero.
typedef struct Notes {
    Arena *arena; // owns the list and its texts
    int count, room;
    const char **text; // [count]
    bool failed;       // there was no memory for one of them
} Notes;

// Adds a sentence, unless it is there already.
void notes_add(Notes *n, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
