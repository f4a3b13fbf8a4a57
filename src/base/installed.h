// Where the things are that come with the program: configs, docs, scripts.
#ifndef BASE_INSTALLED_H
#define BASE_INSTALLED_H

#include <stdbool.h>

#include "base/arena.h"

// The folder that has them: the running program's own, where that is a checkout (links to the program are followed),
// else the one that `make install` puts them into, as seen from bin/regrun: share/regrun. NULL where the system does
// not say which program runs. False without memory. All in the arena.
bool installed_folder(Arena *a, const char **folder);

// The path of "scripts/get_mnist.sh": in that folder, else here; in folders alone that are regrun's, and short where
// that is below the working folder. The name itself where it is nowhere, or memory is missing; *there says which (it
// may be NULL).
const char *installed_path(Arena *a, const char *name, bool *there);

#endif
