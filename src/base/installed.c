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

// What shows that a folder is regrun's: others have docs and scripts, too.
#define LANDMARK "docs/regularizers.md"

static bool is_regruns(Arena *a, const char *folder) {
    const char *landmark = path_join(a, folder, LANDMARK);
    return landmark && file_exists(landmark);
}

bool installed_folder(Arena *a, const char **folder) {
    const char *own;
    *folder = NULL;
    if (!program_folder(a, &own)) return false;
    if (!own) return true;
    if (is_regruns(a, own)) return *folder = own, true;
    const char *prefix = path_folder(a, own);
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
    const char *folders[2] = {NULL, ""}, *found = NULL;
    if (!installed_folder(a, &folders[0])) folders[0] = NULL;
    for (int i = 0; i < 2 && !found; i++) {
        const char *path = folders[i] && is_regruns(a, folders[i]) ? path_join(a, folders[i], name) : NULL;
        if (path && file_exists(path)) found = path;
    }
    if (there) *there = found;
    return found ? shortened(found) : name;
}
