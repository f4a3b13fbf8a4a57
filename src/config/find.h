// Where a config is.
#ifndef CONFIG_FIND_H
#define CONFIG_FIND_H

#include "base/arena.h"
#include "base/error.h"

// The path of the config that `name` means: as given, then in configs/, then in ../share/regrun/configs as
// seen from the running program's folder, which is where `make install` puts them.
// ERR_IO says where was looked, and the nearest name that is there. *path lives in the arena.
Status config_find(Arena *arena, const char *name, const char **path, Error *e);

#endif
