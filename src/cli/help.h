// The program's own help.
#ifndef CLI_HELP_H
#define CLI_HELP_H

#include <stddef.h>

#include "base/text.h"
#include "cli/args.h"

// What help and the manual pages both tell; a line of its own for each, a NULL term at the end.
typedef struct HelpEntry {
    const char *term, *text; // \n may stand in the text
} HelpEntry;
extern const HelpEntry help_examples[], help_exits[], help_variables[];
extern const HelpEntry help_top_level[]; // what stands at the top of a config besides options (top_level_keys)
extern const char help_about[];          // what the program is, in a paragraph

// What to type first: for somebody who typed nothing.
void help_short(Text *out);
// --help: usage, the options of `run` (a table of n), commands, examples, files, exit codes, environment.
void help_full(const Arg *options, size_t n, Text *out);

#endif
