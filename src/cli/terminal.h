// What a stream can show.
#ifndef CLI_TERMINAL_H
#define CLI_TERMINAL_H

#include <stdbool.h>
#include <stdio.h>

// Whether colours and cursor movement are welcome: a terminal that is not dumb.
bool terminal_live(FILE *stream);
// Whether colours are: terminal_live, and NO_COLOR is unset or empty (https://no-color.org).
bool terminal_color(FILE *stream);
// Its width now (at least 20); 80 where it is not known, 100 where the stream is no terminal.
int terminal_columns(FILE *stream);

#endif
