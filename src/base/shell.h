// Words for a POSIX shell.
#ifndef BASE_SHELL_H
#define BASE_SHELL_H

#include "base/text.h"

// Adds `word` so that a shell reads back its very bytes as one word: as it is where nothing in it means anything to a
// shell, else between single quotes.
void shell_add_word(Text *out, const char *word);
// The same of the words of a command line, blanks between them; NULL ends `words`.
void shell_add_command(Text *out, const char *const *words);

#endif
