// Where the documents speak of a word.
#ifndef CLI_MENTIONS_H
#define CLI_MENTIONS_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/text.h"
#include "cli/topics.h"

// What is looked for: each as a whole word, whatever its case.
typedef struct Sought {
    const char *word; // "gap"; of an option its key
    const char *name; // the option's name without its section, which counts in code alone: `dropout`; NULL: none
} Sought;

// A part of a document.
typedef struct Passage {
    const Topic *topic;
    const char *heading; // the one above it, for people; NULL: it begins with its own
    const char *text;    // Markdown; [size]
    size_t size;
} Passage;

enum { MENTIONS_DEFINED = 5 };

typedef struct Mentions {
    Passage section;                      // whose heading is the word, or to which a link of that name leads
    int defined;                          // what defines it: a row of a table that begins with it, an item, bold words
    Passage definition[MENTIONS_DEFINED]; // [defined]
    int count;
    Passage *place; // [count] every stretch below a heading that has the word, page by page
} Mentions;

// Reads all topics; all in the arena. ERR_IO without memory.
Status mentions_find(Mentions *m, const Topics *topics, Sought sought, Arena *a, Error *e);

// Adds a passage's text, as Markdown: a row of a table as a line of words.
void mentions_text(const Passage *p, Text *out);
// Adds the places, a line for each page with its headings, at most `columns` wide.
void mentions_places(const Mentions *m, int columns, Text *out);

#endif
