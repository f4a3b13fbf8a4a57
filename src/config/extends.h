// "extends": the configs that a config stands upon.
#ifndef CONFIG_EXTENDS_H
#define CONFIG_EXTENDS_H

#include "config/json.h"

#define CHAIN_MOST 16 // configs, the first included

typedef struct Chain {
    int count;
    JsonDoc doc[CHAIN_MOST]; // [0] the config itself, each other one what that before it extends
} Chain;

// Reads what doc[0], which is read, extends, and so on. `folder`: where doc[0] stands; NULL where it is part of another
// file, and extends nothing. ERR_CONFIG with the place of "extends" for what is no name, a circle or too many, ERR_IO
// for what cannot be found. The documents are to be freed in either case.
Status extends_read(Chain *chain, const char *folder, Arena *arena, Error *e);
void extends_free(Chain *chain);

#endif
