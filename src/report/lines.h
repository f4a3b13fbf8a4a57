// Things said in words, a line each, whatever the format.
#ifndef REPORT_LINES_H
#define REPORT_LINES_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/text.h"

typedef enum Tone { TONE_PLAIN, TONE_GOOD, TONE_BAD } Tone;

// One thing said about a setting.
typedef struct Line {
    const char *about; // the setting; "" where the line is about all
    const char *words;
    Tone tone;
} Line;

typedef struct Lines {
    int count, room;
    Line *line;
    bool failed; // memory ran out
} Lines;

// Adds a line; its texts must outlive the lines. In the arena.
void lines_add(Lines *lines, Arena *a, const char *about, const char *words, Tone tone);
// Likewise, with the words in `t`, which is empty afterwards.
void lines_add_text(Lines *lines, Arena *a, const char *about, Text *t, Tone tone);

// Writes words, and a line end, for a terminal that stands at column `indent`: broken at blanks, to stay within
// `columns` (0: no limit), into lines that begin there.
void lines_wrapped(Text *out, const char *words, int indent, int columns);

#endif
