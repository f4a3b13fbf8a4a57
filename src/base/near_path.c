#include "base/near_path.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/files.h"
#include "base/text.h"

// ".csv"; "" where it has none.
static const char *ending(const char *name) {
    const char *dot = strrchr(name, '.');
    return dot && dot > name ? dot : "";
}

// Whether a name may be what was meant by `wanted`: no hidden one for one that is not, no table for a picture.
static bool is_candidate(const char *name, const char *wanted) {
    if (*name == '.' && (*wanted != '.' || !name[1] || strcmp(name, "..") == 0)) return false;
    return strcasecmp(ending(name), ending(wanted)) == 0 || strncmp(name, wanted, strlen(wanted)) == 0;
}

// The name in `folder` that is nearest to `wanted`, or NULL.
static const char *nearest_in(Arena *a, const char *folder, const char *wanted) {
    struct dirent **entries;
    const int all = scandir(*folder ? folder : ".", &entries, NULL, alphasort);
    if (all < 0) return NULL;
    const char **names = arena_take(a, (size_t)all, sizeof *names);
    size_t count = 0;
    for (int i = 0; i < all; i++) {
        const char *name = names && is_candidate(entries[i]->d_name, wanted) ? arena_text(a, entries[i]->d_name) : NULL;
        if (name) names[count++] = name;
        free(entries[i]);
    }
    free(entries);
    return nearest_word(wanted, names, count);
}

const char *path_nearest(Arena *a, const char *path) {
    const char *found = *path == '/' ? "/" : "";
    for (const char *at = path + strspn(path, "/"); *at;) {
        const size_t n = strcspn(at, "/");
        const char *part = arena_text_n(a, at, n), *whole = part ? path_join(a, found, part) : NULL;
        if (whole && !file_exists(whole)) {
            const char *near = nearest_in(a, found, part); // the same where a link leads nowhere
            whole = near && strcmp(near, part) != 0 ? path_join(a, found, near) : NULL;
        }
        if (!whole) return NULL;
        found = whole;
        at += n + strspn(at + n, "/");
    }
    return *found ? found : NULL;
}

const char *path_suggestion(Arena *a, const char *path) {
    const char *near = file_exists(path) ? NULL : path_nearest(a, path);
    Text text = {0};
    if (!near) return "";
    text_printf(&text, "; did you mean %s?", near);
    near = text_keep(&text, a);
    return near ? near : "";
}
