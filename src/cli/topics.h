// The topics of `regrun help`: the documents that come with the program.
#ifndef CLI_TOPICS_H
#define CLI_TOPICS_H

#include "base/arena.h"
#include "base/error.h"

typedef struct Topic {
    const char *name;  // of docs/NAME.md
    const char *title; // its first heading
    const char *path;
} Topic;

typedef struct Topics {
    const char *folder; // where they are, or would be
    int count;
    Topic *topic; // [count] by name
} Topics;

// In the arena. None where there is no folder; ERR_IO without memory.
Status topics_list(Topics *topics, Arena *a, Error *e);
// NULL: there is none.
const Topic *topic_find(const Topics *topics, const char *name);

#endif
