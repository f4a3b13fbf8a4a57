// Other programs, called by a command.
#ifndef CLI_SPAWN_H
#define CLI_SPAWN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

// Whether PATH has a program of this name.
bool program_there(const char *name);

// Runs the program argv[0], found in PATH, and waits for it. `answer` gets what it prints up to the first line end, cut
// to its size; what it says on stderr is seen by the caller of regrun. ERR_IO where it cannot be started or ends with
// another status than 0.
Status program_ask(const char *const *argv, char *answer, size_t size, Error *e);

#endif
