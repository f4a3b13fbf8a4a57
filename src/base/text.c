#include "base/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// Makes room for `more` bytes and the 0 after them.
static bool grow(Text *t, size_t more) {
    if (t->failed) return false;
    if (more < t->capacity - t->size) return true;
    size_t capacity = t->capacity ? t->capacity : 256;
    while (capacity - t->size <= more && capacity <= SIZE_MAX / 2) capacity *= 2;
    char *data = capacity - t->size > more ? realloc(t->data, capacity) : NULL;
    if (!data) {
        t->failed = true;
        return false;
    }
    t->data = data;
    t->capacity = capacity;
    return true;
}

void text_add_n(Text *t, const char *s, size_t n) {
    if (!grow(t, n)) return;
    memcpy(t->data + t->size, s, n);
    t->size += n;
    t->data[t->size] = 0;
}

void text_add(Text *t, const char *s) {
    text_add_n(t, s, strlen(s));
}

void text_vprintf(Text *t, const char *format, va_list args) {
    va_list again;
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, args);
    if (n < 0) {
        t->failed = true;
    } else if (grow(t, (size_t)n)) {
        vsnprintf(t->data + t->size, (size_t)n + 1, format, again);
        t->size += (size_t)n;
    }
    va_end(again);
}

void text_printf(Text *t, const char *format, ...) {
    va_list args;
    va_start(args, format);
    text_vprintf(t, format, args);
    va_end(args);
}

void text_free(Text *t) {
    free(t->data);
    *t = (Text){0};
}

const char *text_keep(Text *t, Arena *a) {
    const char *kept = t->failed ? NULL : arena_text(a, t->data ? t->data : "");
    text_free(t);
    return kept;
}

size_t utf8_read(const char *s, uint32_t *code_point) {
    static const uint32_t least[5] = {0, 0, 0x80, 0x800, 0x10000};
    unsigned char lead = (unsigned char)*s;
    size_t n = lead < 0x80 ? 1 : lead >> 5 == 6 ? 2 : lead >> 4 == 14 ? 3 : lead >> 3 == 30 ? 4 : 0;
    if (n == 0) return 0;
    uint32_t c = n == 1 ? lead : lead & (0x7fu >> n);
    for (size_t i = 1; i < n; i++) {
        if (((unsigned char)s[i] & 0xc0) != 0x80) return 0;
        c = c << 6 | ((unsigned char)s[i] & 0x3f);
    }
    if (c < least[n] || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff)) return 0;
    *code_point = c;
    return n;
}

void text_add_json(Text *t, const char *s) {
    static const char plain[] = "\"\\\b\f\n\r\t", letter[] = "\"\\bfnrt";
    text_add(t, "\"");
    while (*s) {
        uint32_t c;
        size_t n = utf8_read(s, &c);
        const char *short_form = n == 1 ? strchr(plain, *s) : NULL;
        if (short_form) {
            text_printf(t, "\\%c", letter[short_form - plain]);
        } else if (n == 1 && c < 0x20) {
            text_printf(t, "\\u%04x", (unsigned)c);
        } else if (n == 0) {
            text_add(t, "\\ufffd"); // the replacement character
        } else {
            text_add_n(t, s, n);
        }
        s += n > 0 ? n : 1;
    }
    text_add(t, "\"");
}

void text_add_csv(Text *t, const char *s) {
    if (!s[strcspn(s, ",\"\r\n")]) {
        text_add(t, s);
        return;
    }
    text_add(t, "\"");
    for (;;) {
        size_t n = strcspn(s, "\"");
        text_add_n(t, s, n);
        if (!s[n]) break;
        text_add(t, "\"\"");
        s += n + 1;
    }
    text_add(t, "\"");
}

typedef struct Range {
    uint32_t first, last;
} Range;

// Combining marks, joiners and variation selectors: no column of their own. In ascending order, as all tables here.
static const Range no_column[] = {
    {0x0300, 0x036f}, {0x0483, 0x0489}, {0x0591, 0x05bd}, {0x0610, 0x061a}, {0x064b, 0x065f},   {0x0670, 0x0670},
    {0x06d6, 0x06dc}, {0x0900, 0x0902}, {0x093c, 0x093c}, {0x0941, 0x0948}, {0x094d, 0x094d},   {0x0e31, 0x0e31},
    {0x0e34, 0x0e3a}, {0x0e47, 0x0e4e}, {0x1ab0, 0x1ace}, {0x1dc0, 0x1dff}, {0x200b, 0x200f},   {0x20d0, 0x20f0},
    {0x302a, 0x302d}, {0x3099, 0x309a}, {0xfe00, 0xfe0f}, {0xfe20, 0xfe2f}, {0xe0100, 0xe01ef},
};

// Unicode's East_Asian_Width W and F: CJK, Hangul, full-width forms and emoji.
static const Range two_columns[] = {
    {0x1100, 0x115f},   {0x231a, 0x231b},   {0x23e9, 0x23ec},   {0x23f0, 0x23f0},   {0x23f3, 0x23f3},
    {0x25fd, 0x25fe},   {0x2614, 0x2615},   {0x2648, 0x2653},   {0x267f, 0x267f},   {0x2693, 0x2693},
    {0x26a1, 0x26a1},   {0x26aa, 0x26ab},   {0x26bd, 0x26be},   {0x26c4, 0x26c5},   {0x26ce, 0x26ce},
    {0x26d4, 0x26d4},   {0x26ea, 0x26ea},   {0x26f2, 0x26f3},   {0x26f5, 0x26f5},   {0x26fa, 0x26fa},
    {0x26fd, 0x26fd},   {0x2705, 0x2705},   {0x270a, 0x270b},   {0x2728, 0x2728},   {0x274c, 0x274c},
    {0x274e, 0x274e},   {0x2753, 0x2755},   {0x2757, 0x2757},   {0x2795, 0x2797},   {0x27b0, 0x27b0},
    {0x27bf, 0x27bf},   {0x2b1b, 0x2b1c},   {0x2b50, 0x2b50},   {0x2b55, 0x2b55},   {0x2e80, 0x303e},
    {0x3041, 0x4dbf},   {0x4e00, 0xa4cf},   {0xa960, 0xa97c},   {0xac00, 0xd7a3},   {0xf900, 0xfaff},
    {0xfe10, 0xfe19},   {0xfe30, 0xfe6b},   {0xff01, 0xff60},   {0xffe0, 0xffe6},   {0x16fe0, 0x18cd5},
    {0x1b000, 0x1b2fb}, {0x1f004, 0x1f004}, {0x1f0cf, 0x1f0cf}, {0x1f18e, 0x1f18e}, {0x1f191, 0x1f19a},
    {0x1f200, 0x1f320}, {0x1f32d, 0x1f335}, {0x1f337, 0x1f37c}, {0x1f37e, 0x1f393}, {0x1f3a0, 0x1f3ca},
    {0x1f3cf, 0x1f3d3}, {0x1f3e0, 0x1f3f0}, {0x1f3f4, 0x1f3f4}, {0x1f3f8, 0x1f43e}, {0x1f440, 0x1f440},
    {0x1f442, 0x1f4fc}, {0x1f4ff, 0x1f53d}, {0x1f54b, 0x1f54e}, {0x1f550, 0x1f567}, {0x1f57a, 0x1f57a},
    {0x1f595, 0x1f596}, {0x1f5a4, 0x1f5a4}, {0x1f5fb, 0x1f64f}, {0x1f680, 0x1f6c5}, {0x1f6cc, 0x1f6cc},
    {0x1f6d0, 0x1f6d2}, {0x1f6d5, 0x1f6df}, {0x1f6eb, 0x1f6ec}, {0x1f6f4, 0x1f6fc}, {0x1f7e0, 0x1f7eb},
    {0x1f7f0, 0x1f7f0}, {0x1f90c, 0x1f93a}, {0x1f93c, 0x1f945}, {0x1f947, 0x1f9ff}, {0x1fa70, 0x1faf8},
    {0x20000, 0x3fffd},
};

static bool within(const Range *ranges, size_t n, uint32_t c) {
    size_t low = 0, high = n;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (ranges[middle].last < c) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < n && ranges[low].first <= c;
}

#define WITHIN(table, c) within(table, sizeof table / sizeof *table, c)

size_t text_columns(const char *utf8) {
    size_t columns = 0;
    while (*utf8) {
        uint32_t c = 0xfffd; // terminals show one for each byte that is no UTF-8
        size_t n = utf8_read(utf8, &c);
        columns += WITHIN(no_column, c) ? 0 : WITHIN(two_columns, c) ? 2 : 1;
        utf8 += n > 0 ? n : 1;
    }
    return columns;
}
