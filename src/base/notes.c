#include "base/notes.h"

#include <string.h>

#include "base/text.h"

static bool make_room(Notes *n) {
    if (n->count < n->room) return true;
    int room = n->room ? 2 * n->room : 8;
    const char **text = arena_take(n->arena, (size_t)room, sizeof *text);
    if (!text) return false;
    if (n->count) memcpy(text, n->text, (size_t)n->count * sizeof *text);
    n->text = text;
    n->room = room;
    return true;
}

void notes_add(Notes *n, const char *format, ...) {
    Text text = {0};
    va_list args;
    va_start(args, format);
    text_vprintf(&text, format, args);
    va_end(args);
    const char *kept = text_keep(&text, n->arena);
    for (int i = 0; kept && i < n->count; i++)
        if (strcmp(n->text[i], kept) == 0) return;
    if (kept && make_room(n))
        n->text[n->count++] = kept;
    else
        n->failed = true;
}
