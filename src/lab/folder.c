#include "lab/folder.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/files.h"
#include "lab/manifest.h"
#include "lab/names.h"

static Status check_writable(const char *folder, Error *e) {
    Arena arena = {0};
    Status s = OK;
    const char *at = folder;
    while (at && *at && !file_exists(at)) at = path_folder(&arena, at);
    if (!at)
        s = error_memory(e);
    else if (!*at)
        at = *folder == '/' ? "/" : ".";
    if (!s && !folder_exists(at))
        s = error_set(e, ERR_IO, "cannot write results to %s: %s is no folder; choose another with --out", folder, at);
    else if (!s && access(at, W_OK | X_OK) != 0)
        s = error_errno(e, "cannot write results to %s (choose another with --out): %s", folder, at);
    arena_free(&arena);
    return s;
}

// *name: something of a name that we would write, or NULL.
static Status find_written(const char *folder, const char **name, Error *e) {
    Arena arena = {0};
    Status s = OK;
    *name = NULL;
    for (const Written *w = written; !s && !*name && w->name; w++) {
        char *path = path_join(&arena, folder, w->name);
        if (!path)
            s = error_memory(e);
        else if (file_exists(path))
            *name = w->name;
    }
    arena_free(&arena);
    return s;
}

static Status check_content(const char *folder, bool restart, Error *e) {
    bool ours = manifest_exists(folder);
    const char *name;
    Status s = find_written(folder, &name, e);
    if (!s && ours && !restart)
        s = error_set(e, ERR_IO,
                      "%s holds results already; begin anew with --restart, or choose another folder with --out",
                      folder);
    else if (!s && !ours && name)
        s = error_set(e, ERR_IO,
                      "%s holds %s but no " FILE_MANIFEST
                      " of regrun's, so it is not ours to overwrite; choose another "
                      "folder with --out",
                      folder, name);
    return s;
}

Status folder_check(const char *folder, bool restart, Error *e) {
    Status s = check_writable(folder, e);
    return s ? s : check_content(folder, restart, e);
}

static Status remove_one(const char *folder, const char *name, Error *e) {
    Arena arena = {0};
    Status s = OK;
    char *path = path_join(&arena, folder, name);
    if (!path)
        s = error_memory(e);
    else if (folder_exists(path))
        s = folder_remove(path, e);
    else if (unlink(path) != 0 && errno != ENOENT)
        s = error_errno(e, "cannot remove %s", path);
    arena_free(&arena);
    return s;
}

// The manifest comes first into a folder and goes last from it, so that a folder with any of the others and no manifest
// is somebody else's.
static Status remove_results(const char *folder, Error *e) {
    Status s = OK;
    for (const Written *w = written; !s && w->name; w++)
        if (strcmp(w->name, FILE_MANIFEST) != 0) s = remove_one(folder, w->name, e);
    return s ? s : remove_one(folder, FILE_MANIFEST, e);
}

Status folder_take(const char *folder, bool restart, int *lock, Error *e) {
    Status s = folder_make(folder, e);
    if (s) return s;
    *lock = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (*lock < 0) return error_errno(e, "cannot open %s", folder);
    if (flock(*lock, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK)
        s = error_set(e, ERR_IO, "another regrun is writing to %s; wait for it, or choose another folder with --out",
                      folder);
    if (!s) s = folder_check(folder, restart, e);
    if (!s && restart) s = remove_results(folder, e);
    if (s) close(*lock);
    return s;
}

Status folder_make_runs(const char *folder, const Plan *p, Error *e) {
    Arena arena = {0};
    Status s = OK;
    for (int i = 0; !s && i < p->run_count; i++) {
        char *path = path_join(&arena, folder, p->runs[i].folder);
        s = path ? folder_make(path, e) : error_memory(e);
    }
    arena_free(&arena);
    return s;
}
