#include "cli/terminal.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum {
    COLUMNS_LEAST = 20,
    COLUMNS_UNKNOWN = 80,
    COLUMNS_TEXT = 100,
    COLUMNS_MOST = 10000,
    ROWS_LEAST = 4,
    ROWS_UNKNOWN = 24
};

bool terminal_live(FILE *stream) {
    const char *term = getenv("TERM");
    return isatty(fileno(stream)) && (!term || strcmp(term, "dumb") != 0);
}

bool terminal_color(FILE *stream) {
    const char *no_color = getenv("NO_COLOR");
    return terminal_live(stream) && (!no_color || !*no_color);
}

bool terminal_unicode(void) {
    static const char *const variables[] = {"LC_ALL", "LC_CTYPE", "LANG"}; // the first that is set decides
    for (size_t i = 0; i < sizeof variables / sizeof *variables; i++) {
        const char *locale = getenv(variables[i]);
        if (locale && *locale) return strcasestr(locale, "UTF-8") || strcasestr(locale, "utf8");
    }
    return false;
}

static struct winsize size_of(FILE *stream) {
    struct winsize size = {0};
    if (ioctl(fileno(stream), TIOCGWINSZ, &size) != 0) size = (struct winsize){0};
    return size;
}

static int at_least(int least, int value) {
    return value < least ? least : value;
}

// What the variable COLUMNS says; 0 where it says nothing, or no width.
static int columns_wanted(void) {
    const char *text = getenv("COLUMNS");
    char *end;
    long columns = text ? strtol(text, &end, 10) : 0;
    return columns > 0 && columns <= COLUMNS_MOST && *end == 0 ? at_least(COLUMNS_LEAST, (int)columns) : 0;
}

int terminal_width(FILE *stream) {
    int columns = size_of(stream).ws_col;
    return columns ? at_least(COLUMNS_LEAST, columns) : COLUMNS_UNKNOWN;
}

int terminal_columns(FILE *stream) {
    int wanted = columns_wanted();
    if (wanted) return wanted;
    return isatty(fileno(stream)) ? terminal_width(stream) : 0;
}

int terminal_text_columns(FILE *stream) {
    int columns = terminal_columns(stream);
    return columns ? columns : COLUMNS_TEXT;
}

int terminal_rows(FILE *stream) {
    int rows = size_of(stream).ws_row;
    return rows ? at_least(ROWS_LEAST, rows) : ROWS_UNKNOWN;
}
