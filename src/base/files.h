// Files: whole reads, atomic writes, folders.
#ifndef BASE_FILES_H
#define BASE_FILES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "base/error.h"

#define FILE_READ_MOST ((size_t)1 << 34) // 16 GB

// The whole file, as bytes_open reads it (base/bytes.h), in the arena and with a 0 byte behind it that `size` does not
// count. Of a config or a log, which are no longer than FILE_READ_MOST, or with a bound of one's own.
Status file_read(Arena *a, const char *path, char **data, size_t *size, Error *e);
Status file_read_bounded(Arena *a, const char *path, BytesBound bound, char **data, size_t *size, Error *e);

// Writes a temporary file of a new name beside `path`, syncs and renames it: a reader sees the old file or the new,
// never half.
Status file_write(const char *path, const char *data, size_t size, Error *e);

bool file_exists(const char *path);   // anything of that name
bool folder_exists(const char *path); // a folder of that name

// Creates the folder and those above it; one that exists is fine.
Status folder_make(const char *path, Error *e);

// Deletes the folder with all that is in it (does not follow links); one that does not exist is fine.
Status folder_remove(const char *path, Error *e);

// "a/b" from "a" and "b"; `b` alone when it is absolute or `a` is empty. In the arena; NULL without memory.
char *path_join(Arena *a, const char *folder, const char *name);
// The folder part of `path`: what stands before its last slash ("" when there is none, "/" for a file in the root). In
// the arena; NULL without memory.
char *path_folder(Arena *a, const char *path);

#endif
