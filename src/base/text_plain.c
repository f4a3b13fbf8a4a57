// Text from elsewhere (names in a config, cells of a log) made fit to be shown.
#include <string.h>

#include "base/text.h"

// Whether a character commands a terminal, or makes text look like what it is not: controls, line separators, and those
// that set the direction of writing.
static bool misleads(uint32_t c) {
    static const uint32_t ranges[][2] = {{0, 0x1F},        {0x7F, 0x9F},     {0x61C, 0x61C},  {0x200E, 0x200F},
                                         {0x2028, 0x202E}, {0x2060, 0x206F}, {0xFEFF, 0xFEFF}};
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
        if (c >= ranges[i][0] && c <= ranges[i][1]) return true;
    return false;
}

bool text_has_control(const char *s) {
    for (const unsigned char *p = (const unsigned char *)s; *p; p++)
        if (*p < 0x20 || *p == 0x7F || (*p == 0xC2 && p[1] < 0xA0)) return true; // C1 controls are C2 80 to C2 9F
    return false;
}

void text_add_plain(Text *out, const char *s) {
    while (*s) {
        uint32_t c;
        size_t n = utf8_read(s, &c);
        if (n == 0 || misleads(c))
            text_add(out, "?");
        else
            text_add_n(out, s, n);
        s += n > 0 ? n : 1;
    }
}

void text_add_message(Text *out, const char *s) {
    while (*s) {
        uint32_t c = (unsigned char)*s;
        size_t n = utf8_read(s, &c);
        if (*s == '\n' || (n > 0 && !misleads(c)))
            text_add_n(out, s, n);
        else
            text_printf(out, c < 0x100 ? "\\x%02x" : "\\u%04x", (unsigned)c);
        s += n > 0 ? n : 1;
    }
}

// The bytes at the start of `s` that take no more than `most` columns. `s` is UTF-8.
static size_t bytes_within(const char *s, int most) {
    size_t bytes = 0;
    for (char character[8] = ""; s[bytes];) {
        uint32_t c;
        size_t n = utf8_read(s + bytes, &c);
        memcpy(character, s + bytes, n);
        character[n] = 0;
        most -= (int)text_columns(character);
        if (most < 0) break;
        bytes += n;
    }
    return bytes;
}

void text_add_shortened(Text *out, const char *s, int most, bool unicode) {
    const char *cut = unicode ? "\u2026" : "...";
    Text plain = {0};
    text_add_plain(&plain, s);
    out->failed |= plain.failed;
    const char *end = plain.data ? plain.data : "";
    int columns = (int)text_columns(end);
    if (columns > most) {
        int room = most - (unicode ? 1 : 3), tail = room / 2;
        text_add_n(out, end, bytes_within(end, room - tail));
        text_add(out, cut);
        end += bytes_within(end, columns - tail);
    }
    text_add(out, end);
    text_free(&plain);
}

bool text_is_formula(const char *s) {
    static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.,+-/% ";
    s += strspn(s, " ");
    if (*s == '+' || *s == '-') {
        while (*s && ((unsigned char)*s >= 0x80 || strchr(plain, *s))) s++;
        return *s;
    }
    return *s == '=' || *s == '@' || (*s && (unsigned char)*s < ' ');
}

bool text_ends_with(const char *s, const char *end) {
    const size_t n = strlen(s), m = strlen(end);
    return n >= m && strcmp(s + n - m, end) == 0;
}
