// What a stream can show.
#ifndef CLI_TERMINAL_H
#define CLI_TERMINAL_H

#include <stdbool.h>
#include <stdio.h>

// Whether it is a terminal whose cursor can be moved (TERM is not "dumb").
bool terminal_live(FILE *stream);
// Whether colours are welcome: terminal_live, and NO_COLOR is unset or empty (https://no-color.org).
bool terminal_color(FILE *stream);
// Whether the locale's character set is UTF-8.
bool terminal_unicode(void);
// The width to write for: what the variable COLUMNS says, or the terminal's now (both at least 20), 80 where that is
// not known, and 0, no limit, where the stream is no terminal.
int terminal_columns(FILE *stream);
// The terminal's own width now, whatever COLUMNS says: for what moves the cursor.
int terminal_width(FILE *stream);
// As terminal_columns for what reads and looks best within a width wherever it goes, such as prose and rows of
// pictures: 100 for 0.
int terminal_text_columns(FILE *stream);
// Its height now (at least 4); 24 where it is not known.
int terminal_rows(FILE *stream);

#endif
