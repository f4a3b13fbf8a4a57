#include "results/csv.h"

#include <stdbool.h>
#include <string.h>

#define SIZE_MOST ((size_t)INT32_MAX) // so that lines and lengths fit their types

typedef struct Scan {
    char *at, *end; // *end is 0
    int32_t line;
    int32_t column; // of the cell being read; the first is 1
    char separator;
    const char *path;
    Error *e;
} Scan;

static bool is_line_end(char c) {
    return c == '\n' || c == '\r';
}

// Whether a line ends with the character at p (of the pair \r\n it is the \n).
static bool ends_line(const char *p) {
    return *p == '\n' || (*p == '\r' && p[1] != '\n');
}

static Status read_quoted(Scan *s, CsvCell *cell) {
    int32_t opened = s->line;
    char *in = s->at + 1, *out = in;
    cell->text = out;
    for (; *in != '"' || in[1] == '"'; in++) {
        if (in == s->end)
            return error_set(s->e, ERR_DATA, "%s:%d: column %d: the quote that opens here is never closed", s->path,
                             opened, s->column);
        if (*in == '"') in++;
        if (ends_line(in)) s->line++;
        *out++ = *in;
    }
    s->at = in + 1;
    cell->length = (uint32_t)(out - cell->text);
    *out = 0;
    if (s->at < s->end && *s->at != s->separator && !is_line_end(*s->at))
        return error_set(
            s->e, ERR_DATA,
            "%s:%d: column %d: text after the closing quote; a quote inside a quoted cell is written twice", s->path,
            s->line, s->column);
    return OK;
}

static void read_bare(Scan *s, CsvCell *cell) {
    char *p = s->at;
    while (p < s->end && *p != s->separator && !is_line_end(*p)) p++;
    cell->text = s->at;
    cell->length = (uint32_t)(p - s->at);
    s->at = p;
}

static void skip_line_end(Scan *s) {
    s->at += s->at[0] == '\r' && s->at[1] == '\n' ? 2 : 1;
    s->line++;
}

// Reads the cells of one row; *count grows by their number.
static Status read_row(Scan *s, CsvCell *cells, size_t *count) {
    bool more = true;
    for (s->column = 1; more; s->column++) {
        CsvCell *cell = &cells[(*count)++];
        cell->line = s->line;
        if (s->at < s->end && *s->at == '"') {
            Status status = read_quoted(s, cell);
            if (status != OK) return status;
        } else {
            read_bare(s, cell);
        }
        char *stop = s->at;
        more = stop < s->end && *stop == s->separator;
        if (more)
            s->at++;
        else if (stop < s->end)
            skip_line_end(s);
        *stop = 0; // ends a bare cell's text; after a quoted one it changes nothing that is still read
    }
    return OK;
}

static Status check_bytes(const Scan *s, size_t size) {
    if (size > SIZE_MOST) return error_set(s->e, ERR_DATA, "%s: tables beyond 2 GiB cannot be read", s->path);
    const char *nul = memchr(s->at, 0, (size_t)(s->end - s->at));
    if (!nul) return OK;
    int32_t line = 1;
    for (const char *p = s->at; p < nul; p++) line += ends_line(p);
    return error_set(s->e, ERR_DATA, "%s:%d: a NUL byte; a table must be plain text (UTF-8, not UTF-16)", s->path,
                     line);
}

Status csv_split(CsvRows *rows, Arena *arena, char *data, size_t size, char separator, const char *path, Error *e) {
    size_t mark = size >= 3 && memcmp(data, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
    Scan s = {.at = data + mark, .end = data + size, .line = 1, .separator = separator, .path = path, .e = e};
    Status status = check_bytes(&s, size);
    if (status != OK) return status;

    size_t lines = 1, cells = 1; // at most
    for (const char *p = s.at; p < s.end; p++) {
        lines += is_line_end(*p);
        cells += is_line_end(*p) || *p == separator;
    }
    size_t *first = arena_take(arena, lines + 1, sizeof *first), count = 0;
    CsvCell *cell = arena_take(arena, cells, sizeof *cell);
    if (!first || !cell) return error_memory(e);

    rows->count = 0;
    while (s.at < s.end) {
        if (is_line_end(*s.at)) {
            skip_line_end(&s);
            continue;
        }
        first[rows->count++] = count;
        status = read_row(&s, cell, &count);
        if (status != OK) return status;
    }
    first[rows->count] = count;
    rows->first = first;
    rows->cell = cell;
    return OK;
}
