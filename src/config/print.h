// The option table for people: `regrun options`.
#ifndef CONFIG_PRINT_H
#define CONFIG_PRINT_H

#include "base/text.h"

// At most `columns` wide (where that leaves room for keys and defaults).
void options_print(Text *out, int columns);

#endif
