// The structure of a table's text: rows of cells. What the cells mean is table/cell.h's.
//
// Cells stand between separators; blanks around them do not count. A cell that begins with the quote ends at the next
// quote that is not doubled and may hold separators and line ends. A quote inside a cell that does not begin with one
// is a character like any other. Lines end with \n, \r\n or \r; the last may lack its end. Lines of blanks alone and
// lines that begin with the comment mark are no rows. A separator ' ' stands for any run of blanks; such a row may
// begin and end with blanks.
#ifndef TABLE_SCAN_H
#define TABLE_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "base/error.h"
#include "table/marks.h"

#define SCAN_BLOCKS 32           // that are marked at a time
#define SCAN_BEHIND BYTES_BEHIND // readable bytes that must follow a text

typedef struct Form {
    char separator;
    char quote;   // 0: none
    char comment; // 0: none
    char decimal; // the mark before the fraction of a number: '.' or ','
    bool said;    // the first line names the separator: sep=;
} Form;

typedef struct Scan {
    const char *at, *end;
    int32_t line; // of `at`; the first is 1
    Form form;
    const char *path;
    Error *e;
    char *room; // where a quoted cell stands once its doubled quotes are single
    size_t room_size;
    Arena *passing; // gives the room
    const Marks *marks;
    const char *marked; // mark[k] tells about marked + 64 k; none is marked where NULL
    uint64_t mark[SCAN_BLOCKS];
} Scan;

typedef struct ScanCell {
    const char *text; // without quotes and the blanks around it; SCAN_BEHIND bytes behind it can be read. Of a quoted
                      // cell with a doubled quote: only good until the next cell is read.
    size_t length;
    int32_t line; // where it begins
    bool quoted;
} ScanCell;

// Begins at text[0..size), which SCAN_BEHIND readable bytes must follow and which must outlive the scan.
void scan_start(Scan *s, const char *text, size_t size, Form form, const char *path, Arena *passing, Error *e);

// Goes to the next row; false where there is none.
bool scan_row(Scan *s);
// Takes a cell of the row. *more: another follows; otherwise the row and its line end are behind. `column` (from 0) is
// for messages. Errors: ERR_DATA for a quote that is never closed and for text after a closing quote; ERR_IO.
Status scan_cell(Scan *s, ScanCell *cell, int32_t column, bool *more);
// The rows that can be there, by the number of line ends; more than there are where cells and comments hold some.
size_t scan_rows_most(const char *text, size_t size);

// For those who read a cell in place -------------------------------------------------------------------------------

void scan_mark(Scan *s, const char *from);

static inline bool scan_is_line_end(char c) {
    return c == '\n' || c == '\r';
}

// The first character from p on that ends a cell which is not quoted, or the end of the text.
static inline const char *scan_stop(Scan *s, const char *p) {
    size_t offset = (size_t)(p - s->marked), k = offset / MARKS_BLOCK;
    if (k >= SCAN_BLOCKS) {
        scan_mark(s, p);
        offset = k = 0;
    }
    uint64_t mark = s->mark[k] & (~(uint64_t)0 << (offset % MARKS_BLOCK));
    while (mark == 0) {
        if (++k == SCAN_BLOCKS) {
            scan_mark(s, s->marked + sizeof s->mark * 8);
            k = 0;
        }
        mark = s->mark[k];
    }
    return s->marked + MARKS_BLOCK * k + __builtin_ctzll(mark);
}

static inline bool scan_is_blank(const Scan *s, char c) {
    return (c == ' ' || c == '\t') && (c != s->form.separator || c == ' ');
}

// Goes on behind the character `stop` that ended a cell; whether another cell of the row follows.
static inline bool scan_pass(Scan *s, const char *stop) {
    if (s->form.separator == ' ')
        while (stop < s->end && (*stop == ' ' || *stop == '\t')) stop++; // a run, of which the last may end the row
    const bool more = s->form.separator == ' ' ? stop < s->end && !scan_is_line_end(*stop)
                                               : stop < s->end && *stop == s->form.separator;
    if (more) {
        s->at = stop + (s->form.separator != ' ');
        return true;
    }
    s->at = stop < s->end ? stop + 1 + (stop[0] == '\r' && stop[1] == '\n') : stop;
    s->line++;
    return false;
}

// Passes over a cell that begins with neither a quote nor what may stand before one; false where it does.
static inline bool scan_pass_over(Scan *s, bool *more) {
    if (*s->at <= ' ' || *s->at == s->form.quote) return false;
    *more = scan_pass(s, scan_stop(s, s->at));
    return true;
}

#endif
