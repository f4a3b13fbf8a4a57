#include "cli/terminal.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { COLUMNS_LEAST = 20, COLUMNS_UNKNOWN = 80, COLUMNS_FILE = 100 };

bool terminal_live(FILE *stream) {
    const char *term = getenv("TERM");
    return isatty(fileno(stream)) && (!term || strcmp(term, "dumb") != 0);
}

bool terminal_color(FILE *stream) {
    const char *no_color = getenv("NO_COLOR");
    return terminal_live(stream) && (!no_color || !*no_color);
}

int terminal_columns(FILE *stream) {
    struct winsize size;
    if (!isatty(fileno(stream))) return COLUMNS_FILE;
    if (ioctl(fileno(stream), TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return COLUMNS_UNKNOWN;
    return size.ws_col < COLUMNS_LEAST ? COLUMNS_LEAST : size.ws_col;
}
