#include "cli/topics.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "base/files.h"
#include "base/installed.h"
#include "cli/markdown.h"

#define ENDING ".md"
#define FOLDER "docs/"

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
    topic->title = topic->about = topic->group = NULL;
    if (!topic->name || !topic->path) return error_memory(e);
    if (file_read(&passing, topic->path, &text, &size, &why) == OK) topic->title = markdown_title(a, text);
    if (!topic->title) topic->title = "";
    topics->count++;
    arena_free(&passing);
    return OK;
}

// --- The order of the list, and what it says

// Of "| [data.md](data.md) | what it has |" in the list: the words of the last cell, where the row is of that topic.
static const char *row_of(const char *row, size_t n, const char *name, Arena *a) {
    const char *rest = row + strlen("| ["), *end = row + n;
    const size_t size = strlen(name);
    if (n < size + 8 || strncmp(row, "| [", 3) != 0 || strncmp(rest, name, size) != 0) return NULL;
    if (strncmp(rest + size, ENDING "]", strlen(ENDING "]")) != 0) return NULL;
    const char *cell = memchr(rest, '|', (size_t)(end - rest));
    if (!cell || end - cell < 4) return NULL;
    return arena_text_n(a, cell + 2, (size_t)(end - cell - 4));
}

// Puts what the list has in front, in its order.
static Status read_list(Topics *topics, const char *list, Arena *a, Error *e) {
    const char *group = NULL;
    int known = 0;
    for (const char *line = list; *line;) {
        const size_t n = strcspn(line, "\n");
        if (strncmp(line, "## ", 3) == 0 && !(group = arena_text_n(a, line + 3, n - 3))) return error_memory(e);
        for (int i = known; group && i < topics->count; i++) {
            Topic topic = topics->topic[i];
            topic.about = row_of(line, n, topic.name, a);
            if (!topic.about) continue;
            topic.group = group;
            memmove(&topics->topic[known + 1], &topics->topic[known], (size_t)(i - known) * sizeof topic);
            topics->topic[known++] = topic;
            break;
        }
        line += n + (line[n] == '\n');
    }
    return OK;
}

static Status sort(Topics *topics, Arena *a, Error *e) {
    Error why;
    char *text;
    size_t size;
    const Topic *list = topic_find(topics, TOPICS_LIST);
    return list && file_read(a, list->path, &text, &size, &why) == OK ? read_list(topics, text, a, e) : OK;
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
    return s ? s : sort(topics, a, e);
}

const Topic *topic_find(const Topics *topics, const char *name) {
    if (strncmp(name, FOLDER, strlen(FOLDER)) == 0) name += strlen(FOLDER);
    for (int i = 0; i < topics->count; i++) {
        const char *own = topics->topic[i].name;
        const size_t n = strlen(own);
        if (strncmp(own, name, n) == 0 && (!name[n] || strcmp(name + n, ENDING) == 0)) return &topics->topic[i];
    }
    return NULL;
}
