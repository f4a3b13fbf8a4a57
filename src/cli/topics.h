// The topics of `regrun help`: the documents that come with the program.
#ifndef CLI_TOPICS_H
#define CLI_TOPICS_H

#include "base/arena.h"
#include "base/error.h"

typedef struct Topic {
    const char *name;  // of docs/NAME.md
    const char *title; // its first heading
    const char *about; // what it has, as the list of documents says (docs/README.md); NULL where that does not know it
    const char *group; // the heading in that list
    const char *path;
} Topic;

typedef struct Topics {
    const char *folder; // where they are, or would be
    int count;
    Topic *topic; // [count] in the order of that list, those that it does not know behind it by name
} Topics;

#define TOPICS_LIST "README" // the topic that lists them

// In the arena. None where there is no folder; ERR_IO without memory.
Status topics_list(Topics *topics, Arena *a, Error *e);
// By its name, or that of its file (data.md, docs/data.md); NULL: there is none.
const Topic *topic_find(const Topics *topics, const char *name);

#endif
