// The manual pages, made from what the program knows of itself: regrun(1) from the pages of its commands,
// regrun-config(5) from the option table, the metrics and the instruments.
#ifndef CLI_MANUAL_H
#define CLI_MANUAL_H

#include "base/error.h"
#include "base/text.h"

// Adds the page of that name; ERR_USAGE where there is none.
Status manual_page(const char *name, Text *out, Error *e);

void manual_commands(Text *out); // regrun(1)
void manual_config(Text *out);   // regrun-config(5)

#endif
