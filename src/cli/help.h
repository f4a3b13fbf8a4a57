// The program's own help.
#ifndef CLI_HELP_H
#define CLI_HELP_H

#include <stddef.h>

#include "base/text.h"
#include "cli/args.h"

// What to type first: for somebody who typed nothing.
void help_short(Text *out);
// --help: usage, the options of `run` (a table of n), commands, examples, files, exit codes, environment.
void help_full(const Arg *options, size_t n, Text *out);

#endif
