// What is wrong with a config, collected: a person mends several mistakes at once, in the order of the file.
#ifndef CONFIG_PROBLEMS_H
#define CONFIG_PROBLEMS_H

#include "config/json.h"

#define PROBLEMS_SHOWN 10
#define PROBLEMS_MOST 1000 // where so many were found, no more are looked for

typedef struct Problem {
    const JsonDoc *doc;
    size_t at; // offset in the document; NO_PLACE when it is not known
    const char *message;
} Problem;

// Zeroed with `arena` set = none.
typedef struct Problems {
    Arena *arena;                  // takes the messages
    int count;                     // all that were found
    int kept;                      // of them, below
    Problem first[PROBLEMS_SHOWN]; // [kept], by their place; those without one last, as they came
} Problems;

// Adds a problem; `message` is copied. Returns ERR_CONFIG (ERR_IO without memory, with `e` filled).
Status problems_add(Problems *p, const JsonDoc *doc, size_t at, const char *message, Error *e);

// Whether the search goes on after `s`: after OK, and after problems that were added, unless there are too many.
// Without a collection (NULL) the first one ends it.
bool problems_more(const Problems *p, Status s);

// What reading ends with: `s`, or where it was only the config (or the command line) that failed, all problems in `e`,
// each on a line of its own.
Status problems_end(const Problems *p, Status s, Error *e);

#endif
