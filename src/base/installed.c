#include "base/installed.h"

#include <limits.h>
#include <string.h>
#include <unistd.h>

#include "base/files.h"

// The running program's folder; NULL where the system does not say. False without memory.
static bool program_folder(Arena *a, const char **folder) {
    char program[PATH_MAX];
    const ssize_t n = readlink("/proc/self/exe", program, sizeof program);
    *folder = NULL;
    if (n <= 0 || n == sizeof program) return true;
    const char *path = arena_text_n(a, program, (size_t)n);
    *folder = path ? path_folder(a, path) : NULL;
    return *folder;
}

bool installed_folder(Arena *a, const char **folder) {
    const char *bin;
    *folder = NULL;
    if (!program_folder(a, &bin)) return false;
    if (!bin) return true;
    const char *prefix = path_folder(a, bin);
    *folder = prefix ? path_join(a, prefix, "share/regrun") : NULL;
    return *folder;
}

// The path without the working folder before it.
static const char *shortened(const char *path) {
    char here[PATH_MAX];
    if (!getcwd(here, sizeof here)) return path;
    const size_t n = strlen(here);
    return strncmp(path, here, n) == 0 && path[n] == '/' ? path + n + 1 : path;
}

const char *installed_path(Arena *a, const char *name, bool *there) {
    const char *folders[3] = {NULL, NULL, ""};
    if (installed_folder(a, &folders[0])) program_folder(a, &folders[1]);
    for (int i = 0; i < 3; i++) {
        const char *path = folders[i] ? path_join(a, folders[i], name) : NULL;
        const bool found = path && file_exists(path);
        if (there) *there = found;
        if (found) return shortened(path);
    }
    return name;
}
