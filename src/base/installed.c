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

// What shows that a folder is regrun's: others have docs and scripts, too.
#define LANDMARK "docs/regularizers.md"

// The name in that folder, if both are there and the folder is regrun's; else NULL.
static const char *found_in(Arena *a, const char *folder, const char *name) {
    const char *landmark = path_join(a, folder, LANDMARK), *path = path_join(a, folder, name);
    return landmark && path && file_exists(landmark) && file_exists(path) ? path : NULL;
}

const char *installed_path(Arena *a, const char *name, bool *there) {
    const char *folders[3] = {NULL, NULL, ""}, *found = NULL;
    if (installed_folder(a, &folders[0])) program_folder(a, &folders[1]);
    for (int i = 0; i < 3 && !found; i++)
        if (folders[i]) found = found_in(a, folders[i], name);
    if (there) *there = found;
    return found ? shortened(found) : name;
}
