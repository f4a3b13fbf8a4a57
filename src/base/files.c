#include "base/files.h"

#include <errno.h>
#include <ftw.h>
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

// Creates one folder; one that exists is fine. Otherwise errno says why not.
static bool make_one(const char *path) {
    if (mkdir(path, 0777) == 0) return true;
    int number = errno; // not EEXIST alone: an existing folder may also be read-only (EROFS) or closed to us (EACCES)
    bool exists = folder_exists(path);
    errno = number;
    return exists;
}

Status folder_make(const char *path, Error *e) {
    Arena scratch = {0};
    Status status = OK;
    char *part = arena_text(&scratch, path);
    if (!part) return error_memory(e);
    for (char *p = part; *p && status == OK;) {
        p += strspn(p, "/");
        p += strcspn(p, "/");
        char end = *p;
        *p = 0; // `part` is now the path down to here
        if (!make_one(part)) status = error_errno(e, "cannot create the folder %s", part);
        *p = end;
    }
    arena_free(&scratch);
    return status;
}

static int remove_one(const char *path, const struct stat *s, int kind, struct FTW *place) {
    (void)s, (void)kind, (void)place;
    return remove(path);
}

Status folder_remove(const char *path, Error *e) {
    if (nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS) == 0 || errno == ENOENT) return OK;
    return error_errno(e, "cannot remove the folder %s", path);
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
