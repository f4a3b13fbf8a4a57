#include "table/survey.h"

#include <string.h>

#include "base/text.h"
#include "table/reading.h"

// --- Looking

static Status keep_row(Reading *r, SurveyRow *row, int32_t line, const char *text) {
    const size_t left = (size_t)(r->text + r->size - text), most = left < SURVEY_LETTERS ? left : SURVEY_LETTERS;
    size_t n = 0;
    while (n < most && !scan_is_line_end(text[n])) n++;
    if (n == SURVEY_LETTERS)
        while (n > 0 && ((unsigned char)text[n] & 0xc0) == 0x80) n--; // whole letters
    *row = (SurveyRow){.line = line, .text = arena_text_n(r->arena, text, n)};
    return row->text ? OK : error_memory(r->e);
}

static Status count_row(Reading *r, Survey *s, int32_t cells, int32_t line, const char *text) {
    int32_t i = 0;
    Status status = OK;
    if (s->rows < SURVEY_ROWS) status = keep_row(r, &s->row[s->rows], line, text);
    s->rows++;
    while (i < s->widths && s->width[i].cells != cells) i++;
    if (i == SURVEY_WIDTHS) {
        s->others++;
        return status;
    }
    if (i == s->widths) {
        s->width[s->widths++] = (SurveyWidth){.cells = cells};
        if (status == OK) status = keep_row(r, &s->width[i].first, line, text);
    }
    s->width[i].rows++;
    return status;
}

// Puts the most frequent width first; of several, the one that comes first.
static void sort_widths(Survey *s) {
    int32_t most = 0;
    for (int32_t i = 1; i < s->widths; i++)
        if (s->width[i].rows > s->width[most].rows) most = i;
    const SurveyWidth first = s->width[most];
    memmove(s->width + 1, s->width, (size_t)most * sizeof *s->width);
    s->width[0] = first;
}

Status survey_take(Reading *r) {
    Error unread, *e = r->e; // why a row cannot be read is told by whoever came upon it
    Status status = OK;
    if (r->t->survey) return OK;
    Survey *s = arena_take(r->arena, 1, sizeof *s);
    if (!s) return error_memory(e);
    reading_start(r);
    r->scan.e = &unread;
    for (bool whole = true; status == OK && whole && scan_row(&r->scan);) {
        const char *text = r->scan.at;
        const int32_t line = r->scan.line;
        bool more = true;
        int32_t cells = 0;
        for (; whole && more; cells += whole) {
            ScanCell cell;
            const Status read = scan_cell(&r->scan, &cell, cells, &more);
            whole = read == OK;
            if (read == ERR_IO) status = error_memory(e);
        }
        if (whole) status = count_row(r, s, cells, line, text);
    }
    r->scan.e = e;
    if (s->widths > 0) sort_widths(s);
    r->t->survey = s;
    return status;
}

// --- Refusing

// The first row is unlike most: it is no row of the table, or lacks a cell.
static Status refuse_first(Reading *r, int32_t cells, const SurveyWidth *most) {
    const char mark[] = {r->form.comment ? r->form.comment : '#', 0};
    Text mend = {0};
    text_printf(&mend, "if it is a title, remove it, or put %s before it (data.comment)", mark);
    if (cells > 1 && cells + 1 == most->cells)
        text_add(&mend, "; if it only lacks the name of the first column, put a separator before it");
    Text others = {0};
    if (most->rows > 1) text_printf(&others, " and %d more row%s", most->rows - 1, most->rows == 2 ? "" : "s");
    Status status =
        mend.failed || others.failed
            ? error_memory(r->e)
            : error_set(r->e, ERR_DATA, "%s:%d: %d cell%s, but line %d%s %s %d; %s", r->t->path, r->t->head_line, cells,
                        cells == 1 ? "" : "s", most->first.line, others.data ? others.data : "",
                        most->rows > 1 ? "have" : "has", most->cells, mend.data);
    text_free(&mend);
    text_free(&others);
    return status;
}

// Whether the first row is unlike more than half of all.
static bool first_is_odd(const Reading *r) {
    const Survey *s = r->t->survey;
    return s && s->width[0].cells != r->t->columns && 2 * s->width[0].rows > s->rows;
}

Status survey_title(Reading *r) {
    Status status = survey_take(r);
    if (status == OK && first_is_odd(r)) return refuse_first(r, r->t->columns, r->t->survey->width);
    r->t->survey = NULL;
    return status;
}

Status survey_refuse(Reading *r, int32_t line, char mark, int32_t cells, bool more) {
    const char comment[] = {r->form.comment == 0 && (mark == '#' || mark == '%') ? mark : '\0', 0};
    while (more) {
        ScanCell cell;
        Status status = scan_cell(&r->scan, &cell, cells++, &more);
        if (status != OK) return status;
    }
    Status status = survey_take(r);
    if (status != OK) return status;
    if (first_is_odd(r)) return refuse_first(r, r->t->columns, r->t->survey->width);
    return error_set(r->e, ERR_DATA, "%s:%d: %d cell%s, but line %d has %d; every row must have the same number%s%s",
                     r->t->path, line, cells, cells == 1 ? "" : "s", r->t->head_line, r->t->columns,
                     *comment ? "; if it is a comment, say so with data.comment " : "", comment);
}
