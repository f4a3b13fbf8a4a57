#include "lab/folder.h"

#include <string.h>
#include <unistd.h>

#include "base/files.h"
#include "lab/manifest.h"
#include "lab/names.h"
#include "lab/scan.h"

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

static Status check_restart(const Store *s, Error *e) {
    LiveAttempts live;
    Status status = scan_live(s, &live, e);
    if (!status && live.count > 0)
        status = error_set(e, ERR_IO,
                           "another regrun is at work in %s (%s); stop it first, or choose another folder with --out",
                           s->path, live.who);
    for (const Written *w = written; !status && w->name; w++) status = store_check_removable(s, w->name, e);
    return status;
}

static Status check_content(const char *folder, bool restart, Error *e) {
    const char *name;
    Store store;
    Status s = find_written(folder, &name, e);
    const bool ours = manifest_exists(folder); // looked for last, since another regrun may be putting it there first
    if (!s && !ours && name)
        return error_set(e, ERR_IO,
                         "%s holds %s but no " FILE_MANIFEST
                         " of regrun's, so it is not ours to overwrite; choose another "
                         "folder with --out",
                         folder, name);
    if (s || !ours || !restart) return s;
    s = store_open(&store, folder, e);
    if (!s) s = check_restart(&store, e);
    store_close(&store);
    return s;
}

Status folder_check(const char *folder, bool restart, Error *e) {
    Status s = check_writable(folder, e);
    return s ? s : check_content(folder, restart, e);
}

// The manifest comes first into a folder and goes last from it, so that a folder with any of the others and no manifest
// is somebody else's.
static Status remove_results(const Store *store, Error *e) {
    Status s = OK;
    for (const Written *w = written; !s && w->name; w++)
        if (strcmp(w->name, FILE_MANIFEST) != 0) s = store_remove(store, w->name, e);
    if (!s) s = scan_clean_temporary(store, e);
    return s ? s : store_remove(store, FILE_MANIFEST, e);
}

Status folder_take(const char *folder, bool restart, Store *store, Error *e) {
    Status s = store_make(store, folder, e);
    if (!s) s = folder_check(folder, restart, e);
    if (!s && restart) s = remove_results(store, e);
    if (s) store_close(store);
    return s;
}
