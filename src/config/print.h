// The option table for people: `regrun options`.
#ifndef CONFIG_PRINT_H
#define CONFIG_PRINT_H

#include "base/text.h"

// The sections of the option table, in its order.
typedef struct OptionSection {
    const char *name, *title; // "data", "data: what is learned from"
} OptionSection;
extern const OptionSection option_sections[]; // ends with a NULL name

// At most `columns` wide (where that leaves room for keys and defaults).
void options_print(Text *out, int columns);

#endif
