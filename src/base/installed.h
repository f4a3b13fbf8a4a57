// Where the things are that come with the program: configs, docs, scripts.
#ifndef BASE_INSTALLED_H
#define BASE_INSTALLED_H

#include <stdbool.h>

#include "base/arena.h"

// The folder that `make install` puts them into, as seen from the running program: bin/regrun, share/regrun. NULL where
// the system does not say which program runs. False without memory. All in the arena.
bool installed_folder(Arena *a, const char **folder);

// The path of "scripts/get_mnist.sh": as installed, else beside the program (a checkout), else here; in folders alone
// that are regrun's, and short where that is below the working folder. The name itself where it is nowhere, or memory
// is missing; *there says which (it may be NULL).
const char *installed_path(Arena *a, const char *name, bool *there);

#endif
