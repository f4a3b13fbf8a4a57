#include "table/scan.h"

#include <string.h>

void scan_start(Scan *s, const char *text, size_t size, Form form, const char *path, Arena *passing, Error *e) {
    s->at = text;
    s->end = text + size;
    s->line = 1;
    s->form = form;
    s->path = path;
    s->e = e;
    s->room = NULL;
    s->room_size = 0;
    s->passing = passing;
    s->marks = marks_best();
    scan_mark(s, text);
}

// Marks what follows `from`. The end of the text counts as marked, and so does all behind it.
void scan_mark(Scan *s, const char *from) {
    const size_t left = from < s->end ? (size_t)(s->end - from) : 0;
    const size_t blocks = left / MARKS_BLOCK < SCAN_BLOCKS ? left / MARKS_BLOCK + 1 : SCAN_BLOCKS;
    const bool runs = s->form.separator == ' ';
    s->marks->find(s->mark, from, blocks, s->form.separator, runs ? '\t' : s->form.separator);
    s->marked = from;
    if (left >= sizeof s->mark * 8) return;
    s->mark[left / MARKS_BLOCK] |= ~(uint64_t)0 << (left % MARKS_BLOCK);
    for (size_t k = blocks; k < SCAN_BLOCKS; k++) s->mark[k] = ~(uint64_t)0;
}

bool scan_row(Scan *s) {
    while (s->at < s->end) {
        const char *p = s->at;
        while (p < s->end && scan_is_blank(s, *p)) p++;
        if (p == s->end) {
            s->at = p;
            return false;
        }
        if (!scan_is_line_end(*p) && (!s->form.comment || *p != s->form.comment)) {
            s->at = p;
            return true;
        }
        while (p < s->end && !scan_is_line_end(*p)) p++;
        s->at = p < s->end ? p + 1 + (p[0] == '\r' && p[1] == '\n') : p;
        s->line++;
    }
    return false;
}

static Status make_room(Scan *s, size_t size) {
    if (size <= s->room_size) return OK;
    const size_t wanted = 2 * size + SCAN_BEHIND;
    s->room = arena_take(s->passing, wanted, 1);
    s->room_size = s->room ? wanted - SCAN_BEHIND : 0;
    return s->room ? OK : error_memory(s->e);
}

// Takes text[0..n) with its doubled quotes made single.
static Status take_doubled(Scan *s, ScanCell *cell, const char *text, size_t n) {
    Status status = make_room(s, n);
    if (status != OK) return status;
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        i += text[i] == s->form.quote;
        s->room[kept++] = text[i];
    }
    cell->text = s->room;
    cell->length = kept;
    return OK;
}

static Status quote_error(const Scan *s, int32_t line, int32_t column, const char *what) {
    return error_set(s->e, ERR_DATA, "%s:%d: column %d: %s", s->path, line, column + 1, what);
}

// Takes the quoted cell whose quote stands at `p`; *stop is what follows it.
static Status take_quoted(Scan *s, const char *p, ScanCell *cell, int32_t column, const char **stop) {
    const char quote = s->form.quote, *text = ++p;
    bool doubled = false;
    for (; p < s->end && (*p != quote || (p + 1 < s->end && p[1] == quote)); p++) {
        if (*p == quote) {
            doubled = true;
            p++;
        }
        s->line += *p == '\n' || (*p == '\r' && p[1] != '\n');
    }
    if (p == s->end) return quote_error(s, cell->line, column, "the quote that opens here is never closed");
    cell->text = text;
    cell->length = (size_t)(p - text);
    cell->quoted = true;
    for (p++; p < s->end && scan_is_blank(s, *p) && s->form.separator != ' ';) p++;
    const bool ends =
        p == s->end || scan_is_line_end(*p) || *p == s->form.separator || (s->form.separator == ' ' && *p == '\t');
    if (!ends)
        return quote_error(s, s->line, column,
                           "text after the closing quote; a quote inside a quoted cell is written twice");
    *stop = p;
    return doubled ? take_doubled(s, cell, text, cell->length) : OK;
}

Status scan_cell(Scan *s, ScanCell *cell, int32_t column, bool *more) {
    const char *p = s->at, *stop = p;
    while (p < s->end && scan_is_blank(s, *p)) p++;
    *cell = (ScanCell){.text = p, .line = s->line};
    if (s->form.quote && p < s->end && *p == s->form.quote) {
        Status status = take_quoted(s, p, cell, column, &stop);
        if (status != OK) return status;
    } else {
        stop = scan_stop(s, p);
        cell->length = (size_t)(stop - p);
    }
    for (; cell->length > 0 && (*cell->text == ' ' || *cell->text == '\t'); cell->length--) cell->text++;
    while (cell->length > 0 && (cell->text[cell->length - 1] == ' ' || cell->text[cell->length - 1] == '\t'))
        cell->length--;
    *more = scan_pass(s, stop);
    return OK;
}

size_t scan_rows_most(const char *text, size_t size) {
    const Marks *marks = marks_best();
    uint64_t mark[SCAN_BLOCKS];
    size_t ends = 1;
    for (size_t done = 0; done < size; done += sizeof mark * 8) {
        const size_t left = size - done;
        const size_t blocks = left / MARKS_BLOCK < SCAN_BLOCKS ? left / MARKS_BLOCK + 1 : SCAN_BLOCKS;
        marks->find(mark, text + done, blocks, '\n', '\r');
        ends += marks->count(mark, blocks);
    }
    return ends;
}
