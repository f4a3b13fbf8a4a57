#include "cli/topics.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "base/files.h"
#include "base/installed.h"
#include "cli/markdown.h"

#define ENDING ".md"

static int is_document(const struct dirent *entry) {
    const char *dot = strrchr(entry->d_name, '.');
    return dot && dot > entry->d_name && strcmp(dot, ENDING) == 0;
}

// What cannot be read has no title.
static Status add_topic(Topics *topics, const char *file, Arena *a, Error *e) {
    Arena passing = {0};
    Error why;
    char *text;
    size_t size;
    Topic *topic = &topics->topic[topics->count];
    topic->name = arena_text_n(a, file, strlen(file) - strlen(ENDING));
    topic->path = path_join(a, topics->folder, file);
    topic->title = NULL;
    if (!topic->name || !topic->path) return error_memory(e);
    if (file_read(&passing, topic->path, &text, &size, &why) == OK) topic->title = markdown_title(a, text);
    if (!topic->title) topic->title = "";
    topics->count++;
    arena_free(&passing);
    return OK;
}

Status topics_list(Topics *topics, Arena *a, Error *e) {
    struct dirent **entries;
    bool there;
    *topics = (Topics){.folder = installed_path(a, "docs", &there)};
    const int count = there ? scandir(topics->folder, &entries, is_document, alphasort) : -1;
    if (count < 0) return OK;
    topics->topic = arena_take(a, (size_t)count, sizeof *topics->topic);
    Status s = topics->topic ? OK : error_memory(e);
    for (int i = 0; i < count; i++) {
        if (!s) s = add_topic(topics, entries[i]->d_name, a, e);
        free(entries[i]);
    }
    free(entries);
    return s;
}

const Topic *topic_find(const Topics *topics, const char *name) {
    for (int i = 0; i < topics->count; i++)
        if (strcmp(topics->topic[i].name, name) == 0) return &topics->topic[i];
    return NULL;
}
