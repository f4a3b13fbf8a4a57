// Manual pages in mdoc(7): texts that stay what they are, whatever the formatter takes for its own.
#ifndef CLI_MDOC_H
#define CLI_MDOC_H

#include "base/text.h"

// Adds ".Dd" to ".Nd": a page of that name and section, about something.
void mdoc_begin(Text *out, const char *name, int section, const char *about);
// Adds ".Sh HEADING".
void mdoc_section(Text *out, const char *macro, const char *heading);

// Adds `n` bytes as they shall be read. A line end becomes a blank; in a literal text it stays one.
void mdoc_text(Text *out, const char *s, size_t n);
void mdoc_literal(Text *out, const char *s, size_t n);
// Adds " WORD", an argument of a macro.
void mdoc_argument(Text *out, const char *word);

// Lists of a term and what is said of it.
void mdoc_list(Text *out);
void mdoc_item(Text *out, const char *macro, const char *term, const char *text);
void mdoc_list_end(Text *out);

#endif
