#include "table/margins.h"

#include <string.h>
#include <strings.h>

static bool is_space(char c) {
    return c == ' ' || c == '\t';
}

size_t margin_first(const char *text, size_t size, char *separator) {
    static const char key[] = "sep=", no_separators[] = "\"'.+-_\r\n";
    const char *p = text, *end = text + size;
    const bool quoted = size > 0 && *p == '"';
    p += quoted;
    if ((size_t)(end - p) <= strlen(key) || strncasecmp(p, key, strlen(key)) != 0) return 0;
    p += strlen(key);
    const bool tab = *p == '\\' && end - p > 1 && p[1] == 't';
    const unsigned char mark = (unsigned char)(tab ? '\t' : *p), letter = mark | 0x20;
    if (mark == 0 || mark >= 0x80 || strchr(no_separators, mark)) return 0;
    if ((mark >= '0' && mark <= '9') || (letter >= 'a' && letter <= 'z')) return 0;
    p += tab ? 2 : 1;
    if (quoted && (p == end || *p++ != '"')) return 0;
    while (p < end && is_space(*p)) p++;
    if (p < end && !scan_is_line_end(*p)) return 0;
    *separator = (char)mark;
    if (p < end) p += 1 + (p[0] == '\r' && p + 1 < end && p[1] == '\n');
    return (size_t)(p - text);
}

// --- The end

typedef enum LineKind { LINE_NOTHING, LINE_EMPTY_ROW, LINE_OTHER } LineKind;

// What a line is, by itself. A line that begins inside a quoted cell has the odd quote that ends it, or the cell never
// ends: so a line whose quotes are pairs is what it looks like.
static LineKind line_kind(const char *p, const char *end, Form form) {
    int quotes = 0;
    bool comment = false, row = false;
    for (; p < end; p++) {
        if (form.quote && *p == form.quote) {
            quotes++;
        } else if (form.comment && *p == form.comment && !row && quotes == 0) {
            comment = true;
        } else if (*p == form.separator && *p != ' ') {
            if (quotes % 2) return LINE_OTHER; // of a cell that holds one
            row = true;
        } else if (!comment && !is_space(*p)) {
            return LINE_OTHER;
        }
    }
    if (quotes % 2) return LINE_OTHER;
    if (comment) return LINE_NOTHING;
    return row || quotes > 0 ? LINE_EMPTY_ROW : LINE_NOTHING;
}

size_t margin_last(const char *text, size_t size, Form form, int32_t *rows) {
    size_t left = size;
    *rows = 0;
    for (size_t at = size; at > 0;) {
        size_t end = at;
        while (end > 0 && scan_is_line_end(text[end - 1])) end--;
        size_t begin = end;
        while (begin > 0 && !scan_is_line_end(text[begin - 1])) begin--;
        const LineKind kind = line_kind(text + begin, text + end, form);
        if (kind == LINE_OTHER) break;
        if (kind == LINE_EMPTY_ROW) {
            left = begin;
            ++*rows;
        }
        at = begin;
    }
    return left;
}
