#include "config/find.h"

#include <dirent.h>
#include <string.h>

#include "base/files.h"
#include "base/text.h"

enum { NAMES_MOST = 256 };

static const char *const folders[] = {"", "configs", REGRUN_SHARE "/configs"};
enum { FOLDERS = sizeof folders / sizeof *folders };

static bool is_file(const char *path) {
    return file_exists(path) && !folder_exists(path);
}

// Adds the names in `folder` that end in .json.
static void list_configs(Arena *arena, const char *folder, const char **names, size_t *n) {
    DIR *d = opendir(folder);
    if (!d) return;
    for (struct dirent *entry; (entry = readdir(d)) && *n < NAMES_MOST;) {
        const char *dot = strrchr(entry->d_name, '.');
        char *copy = dot && strcmp(dot, ".json") == 0 ? arena_text(arena, entry->d_name) : NULL;
        if (copy) names[(*n)++] = copy;
    }
    closedir(d);
}

static Status not_found(Arena *arena, const char *name, Error *e) {
    const char *names[NAMES_MOST], *slash = strrchr(name, '/');
    size_t n = 0;
    for (size_t i = 1; i < FOLDERS; i++) list_configs(arena, folders[i], names, &n);
    const char *near = nearest_word(slash ? slash + 1 : name, names, n);
    if (folder_exists(name)) return error_set(e, ERR_IO, "%s: is a folder; --config takes a file", name);
    if (*name == '/')
        return error_set(e, ERR_IO, "%s: no such config%s%s%s", name, near ? "; did you mean " : "", near ? near : "",
                         near ? "?" : "");
    return error_set(e, ERR_IO, "%s: no such config, neither here nor in configs/ nor in %s/%s%s%s", name, folders[2],
                     near ? "; did you mean " : "", near ? near : "", near ? "?" : "");
}

Status config_find(Arena *arena, const char *name, const char **path, Error *e) {
    if (!*name) return error_set(e, ERR_USAGE, "--config needs the name of a file");
    for (size_t i = 0; i < FOLDERS; i++) {
        char *candidate = path_join(arena, folders[i], name);
        if (!candidate) return error_memory(e);
        if (is_file(candidate)) {
            *path = candidate;
            return OK;
        }
    }
    return not_found(arena, name, e);
}
