#include "report/lines.h"

#include <string.h>

void lines_add(Lines *lines, Arena *a, const char *about, const char *words, Tone tone) {
    if (lines->count == lines->room) {
        int room = lines->room ? 2 * lines->room : 16;
        Line *line = arena_take(a, (size_t)room, sizeof *line);
        if (!line) {
            lines->failed = true;
            return;
        }
        if (lines->line) memcpy(line, lines->line, sizeof *line * (size_t)lines->count);
        lines->line = line;
        lines->room = room;
    }
    lines->line[lines->count++] = (Line){about, words, tone};
}

void lines_add_text(Lines *lines, Arena *a, const char *about, Text *t, Tone tone) {
    const char *words = text_keep(t, a);
    if (words)
        lines_add(lines, a, about, words, tone);
    else
        lines->failed = true;
}
