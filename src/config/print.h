// The option table for people: `regrun options`, and an option's page.
#ifndef CONFIG_PRINT_H
#define CONFIG_PRINT_H

#include <stdbool.h>

#include "base/text.h"
#include "config/options.h"

// The sections of the option table, in its order.
typedef struct OptionSection {
    const char *name, *title; // "data", "data: what is learned from"
} OptionSection;
extern const OptionSection option_sections[]; // ends with a NULL name

// Those whose keys begin with `prefix` ("": all), at most `columns` wide (where that leaves room for keys and
// defaults).
void options_print(Text *out, const char *prefix, int columns);
bool options_begin_with(const char *prefix); // whether there are some

// All that the table says of one.
void option_print(const Option *o, int columns, Text *out);
// What it has an effect with: "only with model.hidden: one layer or more"; nothing where it always has.
void option_needs(const Option *o, Text *out);

#endif
