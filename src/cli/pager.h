// Long texts: a screen at a time where somebody reads them on a terminal.
#ifndef CLI_PAGER_H
#define CLI_PAGER_H

#include "base/text.h"

// Writes the text to stdout, on a terminal through $PAGER, or `less`, and frees it. Returns the exit code.
int pager_print(Text *t);

#endif
