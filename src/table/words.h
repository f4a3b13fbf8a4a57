// The distinct texts of a column, numbered in the order of their first appearance.
#ifndef TABLE_WORDS_H
#define TABLE_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

// All zero but `arena` (where the texts are to live), `passing` (which is thrown away after reading) and `most`: empty.
typedef struct Words {
    Arena *arena, *passing;
    int32_t most; // texts that are kept; 0: no bound
    int32_t count;
    const char **text; // [count], 0-terminated
    uint8_t *tag;      // [count]: what the caller wants to know about each
    struct WordSlot *slot;
    size_t slots; // a power of 2
    int32_t room;
    char *letters; // where the next text goes
    size_t letters_left;
    bool full; // there were more than `most`
} Words;

#define WORDS_FULL (-1)
#define WORDS_MEMORY (-2)
#define WORDS_NEW_TAG 255 // a new text's tag

// The number of text[0..n), of which 8 bytes behind it can be read. It gets one where it is new: WORDS_FULL where there
// are `most` already, WORDS_MEMORY without memory.
int32_t words_number(Words *w, const char *text, size_t n);

// The texts as a list in the arena, for good; NULL without memory.
const char *const *words_list(const Words *w);

#endif
