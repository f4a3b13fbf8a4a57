// A folder held by its descriptor: what is read and written is this very folder, whatever becomes of its path
// meanwhile. A folder that was removed refuses everything new; one that was put in its place is never touched.
#ifndef BASE_STORE_H
#define BASE_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

#include "base/arena.h"
#include "base/error.h"

typedef struct Store {
    const char *path; // for messages; borrowed
    int fd;           // -1: not open
} Store;

// No folder in particular: names are paths as anybody gives them.
extern const Store store_anywhere;

// Opens the folder; store_make makes it, and those above, first. ERR_IO.
Status store_open(Store *s, const char *path, Error *e);
Status store_make(Store *s, const char *path, Error *e);
void store_close(Store *s);

// ERR_IO where its path no longer leads to this folder.
Status store_check(const Store *s, Error *e);

// In all of these `name` is a path below the folder.
bool store_exists(const Store *s, const char *name);
// Makes a folder and those above it; one that exists is fine.
Status store_make_folder(const Store *s, const char *name, Error *e);
// Opens a file anew for writing; -1 with *e.
int store_create(const Store *s, const char *name, Error *e);
// The whole file with a 0 behind it, in the arena; *data is NULL where there is none.
Status store_read(const Store *s, const char *name, Arena *a, char **data, size_t *size, Error *e);
// Through a temporary file beside it, synced and renamed: readers see the old one or the new, never half.
Status store_write(const Store *s, const char *name, const char *data, size_t size, Error *e);
// The same piece by piece: store_begin gives the temporary file; store_end puts it in place (or, with `*e` set already,
// takes it away) and closes it.
typedef struct StoreFile {
    const Store *store;
    const char *name;      // borrowed
    const char *temporary; // its name until then, in `arena`
    int fd;
    Arena arena;
} StoreFile;
Status store_begin(StoreFile *f, const Store *s, const char *name, Error *e);
Status store_put(StoreFile *f, const char *data, size_t size, Error *e);
Status store_end(StoreFile *f, Error *e);

// Removes a file, or a folder with all in it (following no link); what is not there is fine.
Status store_remove(const Store *s, const char *name, Error *e);
// Whether all of it could be removed: ERR_IO names what could not.
Status store_check_removable(const Store *s, const char *name, Error *e);

// The names in a folder, sorted by bytes, in the arena; none where there is no such folder. ERR_IO.
typedef struct StoreNames {
    int count;
    const char **name;
} StoreNames;
Status store_list(const Store *s, const char *folder, StoreNames *names, Arena *a, Error *e);

#define STORE_TEMPORARY ".tmp" // how temporary files end: "log.csv.<maker>.tmp" (base/maker.h)

#endif
