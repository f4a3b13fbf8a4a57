#include "base/files.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/store.h"

Status file_write(const char *path, const char *data, size_t size, Error *e) {
    return store_write(&store_anywhere, path, data, size, e);
}

bool file_exists(const char *path) {
    return access(path, F_OK) == 0;
}

bool folder_exists(const char *path) {
    struct stat s;
    return stat(path, &s) == 0 && S_ISDIR(s.st_mode);
}

Status folder_make(const char *path, Error *e) {
    return store_make_folder(&store_anywhere, path, e);
}

Status folder_remove(const char *path, Error *e) {
    return store_remove(&store_anywhere, path, e);
}

char *path_join(Arena *a, const char *folder, const char *name) {
    size_t n = strlen(folder), m = strlen(name);
    if (n == 0 || name[0] == '/') return arena_text_n(a, name, m);
    char *path = arena_take(a, n + m + 2, 1);
    if (path) snprintf(path, n + m + 2, "%s%s%s", folder, folder[n - 1] == '/' ? "" : "/", name);
    return path;
}

char *path_folder(Arena *a, const char *path) {
    const char *slash = strrchr(path, '/');
    if (slash == path) return arena_text(a, "/");
    return arena_text_n(a, path, slash ? (size_t)(slash - path) : 0);
}
