// Where a config is, and what it says.
#ifndef CONFIG_FIND_H
#define CONFIG_FIND_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/error.h"

#define CONFIG_STDIN "stdin" // the path of a config from the standard input

// Reads the config that `name` means: as given, then in configs/, then among those that came with the program
// (base/installed.h); "-" is standard input, whose path is CONFIG_STDIN. ERR_IO says where was looked, and the nearest
// name that is there; ERR_CONFIG of a table how a config is made of it. *path and *text (with a 0 after its *size
// bytes) live in the arena.
Status config_read(Arena *arena, const char *name, const char **path, char **text, size_t *size, Error *e);
// The same of a file only, which is looked for in `folder` before all these; "" is here.
Status config_read_from(Arena *arena, const char *folder, const char *name, const char **path, char **text,
                        size_t *size, Error *e);

// Whether a file of that name is a table, as far as its ending says (.csv, .tsv.gz).
bool config_is_table(const char *name);

typedef struct FoundConfig {
    const char *name; // without .json
    const char *path;
} FoundConfig;

// The configs in the folder `below` of each place where configs are looked for, sorted by name; of those of one name
// the first, which is the one that config_read finds. In the arena. ERR_IO without memory.
Status config_list(Arena *arena, const char *below, const FoundConfig **found, int *count, Error *e);

#endif
