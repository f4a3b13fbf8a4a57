#include "config/name.h"

#include <inttypes.h>
#include <string.h>

enum { NAME_MOST = 100, MARKS_FIRST = 0x300, MARKS_LAST = 0x36F };

static const char allowed[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.+-";

bool name_good(const char *text) {
    const size_t n = strlen(text);
    return n > 0 && n <= NAME_MOST && strspn(text, allowed) == n && *text != '.' && *text != '-';
}

// Letters with an accent from U+00C0 to U+017F, without it; * for what is no letter.
enum { ACCENTED_FIRST = 0xC0 };
static const char unaccented[] = "AAAAAAACEEEEIIIIDNOOOOO*OUUUUYTsaaaaaaaceeeeiiiidnooooo*ouuuuyty"
                                 "AaAaAaCcCcCcCcDdDdEeEeEeEeEeGgGgGgGgHhHhIiIiIiIiIiIiJjKkkLlLlLlLlLl"
                                 "NnNnNnnNnOoOoOoOoRrRrRrSsSsSsSsTtTtTtUuUuUuUuUuUuWwYyYZzZzZzs";

// What stands for a character in a name: itself, its letter, or 0 for none.
static char plain(uint32_t c) {
    const size_t accented = c - ACCENTED_FIRST;
    if (c > 0 && c < 0x80) return strchr(allowed, (int)c) ? (char)c : 0;
    return c >= ACCENTED_FIRST && accented < sizeof unaccented - 1 && unaccented[accented] != '*' ? unaccented[accented]
                                                                                                  : 0;
}

void name_like(const char *text, Text *out) {
    const size_t start = out->size;
    bool between = false;
    for (size_t n; *text && out->size - start < NAME_MOST - 1; text += n) {
        uint32_t c = 0;
        n = utf8_read(text, &c);
        const char letter = n > 0 ? plain(c) : 0;
        if (n == 0) n = 1;
        if (c >= MARKS_FIRST && c <= MARKS_LAST) continue; // of the letter before
        const bool begins = out->size == start;
        if (!letter || ((begins || between) && strchr(".-_", letter))) {
            between = !begins;
            continue;
        }
        if (between) text_add(out, "_");
        text_add_n(out, &letter, 1);
        between = false;
    }
}

void name_refusal(const char *text, Text *out) {
    Text like = {0};
    text_printf(out,
                "names the results folder: at most %d of the letters a to z and A to Z, digits and _ . + -, not "
                "beginning with . or -",
                NAME_MOST);
    if (!text) return;
    const char *wrong = text + strspn(text, allowed);
    uint32_t c;
    size_t n = *wrong ? utf8_read(wrong, &c) : 0;
    if (*wrong && n == 0) n = 1;
    if (*wrong) text_printf(out, "; \"%.*s\" is none of these", (int)n, wrong);
    name_like(text, &like);
    if (like.data) text_printf(out, "; %s would do", like.data);
    out->failed |= like.failed;
    text_free(&like);
}
