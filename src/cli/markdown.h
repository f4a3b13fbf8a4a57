// Markdown for a terminal: what docs/*.md use of it.
#ifndef CLI_MARKDOWN_H
#define CLI_MARKDOWN_H

#include "base/text.h"

// Adds the text at most `columns` wide: paragraphs and items broken anew, headings and **words** bold, links by their
// words, comments left out; code and tables as they are.
void markdown_text(Text *out, const char *markdown, int columns);

// The first heading; in the arena, NULL where there is none or memory is missing.
const char *markdown_title(Arena *a, const char *markdown);

#endif
