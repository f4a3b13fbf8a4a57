#include "config/find.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/files.h"
#include "base/installed.h"
#include "base/lookup.h"
#include "base/near_path.h"
#include "base/text.h"

enum { NAMES_MOST = 256, FOLDERS = 4 };

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

// Where to look, in this order: in `first`, here, in configs/, and among those that came with the program. The last is
// NULL where it is not known where they are.
static bool list_folders(Arena *arena, const char *first, const char *folders[FOLDERS]) {
    const char *installed;
    folders[0] = first;
    folders[1] = "";
    folders[2] = "configs";
    folders[3] = NULL;
    if (!installed_folder(arena, &installed)) return false;
    if (!installed) return true;
    folders[3] = path_join(arena, installed, "configs");
    return folders[3];
}

// The nearest name among those that `name` was looked for among, or NULL; the ending .json may be missing.
static const char *nearest_config(Arena *arena, const char *name, const char *const folders[FOLDERS]) {
    const char *names[NAMES_MOST], *slash = strrchr(name, '/'), *above = path_folder(arena, name);
    const char *wanted = slash ? slash + 1 : name, *dot = strrchr(wanted, '.');
    size_t n = 0;
    if (!dot || strcmp(dot, ".json") != 0) {
        Text whole = {0};
        text_printf(&whole, "%s.json", wanted);
        wanted = whole.failed ? NULL : arena_text(arena, whole.data);
        text_free(&whole);
    }
    if (!wanted || !above) return NULL;
    for (size_t i = 0; i < FOLDERS && folders[i]; i++) {
        const char *folder = path_join(arena, folders[i], above);
        if (folder && (i == 0 || *name != '/')) list_configs(arena, *folder ? folder : ".", names, &n);
    }
    const char *near = nearest_word(wanted, names, n);
    return near ? path_join(arena, above, near) : NULL;
}

static Status not_found(Arena *arena, const char *name, const char *const folders[FOLDERS], Error *e) {
    const char *near = nearest_config(arena, name, folders);
    if (!near) near = path_nearest(arena, name);
    const bool elsewhere = *name != '/', beside = elsewhere && *folders[0];
    if (folder_exists(name)) return error_set(e, ERR_IO, "%s: is a folder; --config takes a file", name);
    return error_set(e, ERR_IO, "%s: no such config%s%s%s%s%s%s%s%s", name, beside ? ", neither in " : "",
                     beside ? folders[0] : "",
                     beside      ? " nor here nor in configs/"
                     : elsewhere ? ", neither here nor in configs/"
                                 : "",
                     elsewhere && folders[3] ? " nor in " : "", elsewhere && folders[3] ? folders[3] : "",
                     near ? "; did you mean " : "", near ? near : "", near ? "?" : "");
}

static Status find(Arena *arena, const char *first, const char *name, const char **path, Error *e) {
    const char *folders[FOLDERS];
    if (!*name) return error_set(e, ERR_USAGE, "--config needs the name of a file");
    if (!list_folders(arena, first, folders)) return error_memory(e);
    for (size_t i = 0; i < FOLDERS && folders[i]; i++) {
        char *candidate = path_join(arena, folders[i], name);
        if (!candidate) return error_memory(e);
        if (is_file(candidate)) {
            *path = candidate;
            return OK;
        }
    }
    return not_found(arena, name, folders, e);
}

bool config_is_table(const char *name) {
    static const char *const endings[] = {".csv", ".tsv", ".tab", ".txt", ".dat", ".data"};
    const size_t all = strlen(name), n = all > 3 && strcasecmp(name + all - 3, ".gz") == 0 ? all - 3 : all;
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        const size_t m = strlen(endings[i]);
        if (n > m && strncasecmp(name + n - m, endings[i], m) == 0) return true;
    }
    return false;
}

Status config_read_from(Arena *arena, const char *folder, const char *name, const char **path, char **text,
                        size_t *size, Error *e) {
    Status s = find(arena, folder, name, path, e);
    if (!s) s = file_read(arena, *path, text, size, e);
    if (s || !config_is_table(*path) || (*text)[strspn(*text, " \t\r\n")] == '{') return s;
    return error_set(e, ERR_CONFIG,
                     "%s: is a table, and a config is what says how to train on one; `regrun data show %s` prints a "
                     "config to begin with",
                     *path, *path);
}

Status config_read(Arena *arena, const char *name, const char **path, char **text, size_t *size, Error *e) {
    if (strcmp(name, "-") != 0) return config_read_from(arena, "", name, path, text, size, e);
    *path = CONFIG_STDIN;
    return file_read(arena, "-", text, size, e);
}

// --- All that are there

static int is_config(const struct dirent *entry) {
    const char *dot = strrchr(entry->d_name, '.');
    return dot && dot > entry->d_name && strcmp(dot, ".json") == 0;
}

typedef struct Listing {
    Arena *arena;
    Lookup names;
    FoundConfig *found;
    int count, room;
} Listing;

static bool add_found(Listing *l, const char *folder, const char *file) {
    const char *name = arena_text_n(l->arena, file, strlen(file) - strlen(".json"));
    const char *path = path_join(l->arena, folder, file);
    if (!name || !path) return false;
    if (!is_file(path)) return true;
    const int place = lookup_add(&l->names, l->arena, name, l->count);
    if (place < l->count) return place >= 0; // there is one of that name
    if (l->count == l->room) {
        FoundConfig *more = arena_take(l->arena, (size_t)l->room * 2 + 16, sizeof *more);
        for (int i = 0; more && i < l->count; i++) more[i] = l->found[i];
        if (!more) return false;
        l->found = more;
        l->room = l->room * 2 + 16;
    }
    l->found[l->count++] = (FoundConfig){name, path};
    return true;
}

static bool add_folder(Listing *l, const char *folder) {
    struct dirent **entries;
    const int count = scandir(*folder ? folder : ".", &entries, is_config, alphasort);
    bool kept = true;
    for (int i = 0; i < count; i++) {
        kept = kept && add_found(l, folder, entries[i]->d_name);
        free(entries[i]);
    }
    if (count >= 0) free(entries);
    return kept;
}

static int by_name(const void *a, const void *b) {
    return strcmp(((const FoundConfig *)a)->name, ((const FoundConfig *)b)->name);
}

Status config_list(Arena *arena, const char *below, const FoundConfig **found, int *count, Error *e) {
    const char *folders[FOLDERS];
    Listing l = {.arena = arena};
    bool kept = list_folders(arena, "", folders);
    for (size_t i = 1; kept && i < FOLDERS && folders[i]; i++) { // the first is here, as the second
        const char *folder = path_join(arena, folders[i], below);
        kept = folder && add_folder(&l, folder);
    }
    if (!kept) return error_memory(e);
    if (l.count > 0) qsort(l.found, (size_t)l.count, sizeof *l.found, by_name);
    *found = l.found;
    *count = l.count;
    return OK;
}
