#include "table/dialect.h"

#include <string.h>

#include "table/cell.h"
#include "table/table.h"

enum {
    SAMPLE_MOST = 1 << 16, // bytes that are judged ...
    SAMPLE_LINES = 2,      // ... or as many lines, however long
    WIDTHS_MOST = 64       // different numbers of cells that are counted
};

static const char separators[] = {',', ';', '\t', '|', ' '}, quotes[] = {'"', '\''}, comments[] = {0, '#', '%'};

// The rows under one form.
typedef struct Width {
    int32_t cells, rows;
} Width;

typedef struct Profile {
    Form form;
    int32_t rows, quoted; // quoted: cells
    int32_t agreeing;     // rows of the most frequent width
    int32_t width;        // cells of such a row
    int32_t cells, plain; // of all rows; those that are numbers, truths, dates or missing
    int32_t torn;         // those that are words with another separator in them
    bool broken;          // a quoted cell does not end as it must
} Profile;

typedef struct Sample {
    const char *text;
    size_t size;
    bool cut; // the text goes on
    const DataSpec *spec;
    const Table *like; // the training table, or NULL
    CellRules point, comma;
    Arena *passing;
} Sample;

// Whole lines from the beginning: SAMPLE_MOST bytes, or SAMPLE_LINES lines where these are longer.
static size_t sample_size(const char *text, size_t size) {
    size_t end = 0;
    for (size_t at = 0, lines = 0; at < size; at++) {
        if (at >= SAMPLE_MOST && lines >= SAMPLE_LINES) return end;
        if (text[at] != '\n' && (text[at] != '\r' || text[at + 1] == '\n')) continue;
        end = at + 1;
        lines++;
    }
    return size;
}

// --- A form and the rows it gives

static bool is_plain(const Sample *s, const ScanCell *cell) {
    double ignored;
    if (cell_class(&s->point, cell->text, cell->length, &ignored) != CELL_WORD) return true;
    return s->spec->decimal != DECIMAL_POINT &&
           cell_class(&s->comma, cell->text, cell->length, &ignored) == CELL_NUMBER;
}

// Whether a word may be several cells, or the half of two. A number with commas is none, whatever is given.
static bool is_torn(const Sample *s, const ScanCell *cell) {
    double ignored;
    if (cell->quoted) return false;
    for (size_t i = 0; i < sizeof separators; i++)
        if (separators[i] != ' ' && memchr(cell->text, separators[i], cell->length))
            return cell_class(&s->comma, cell->text, cell->length, &ignored) != CELL_NUMBER &&
                   cell_class(&s->point, cell->text, cell->length, &ignored) != CELL_NUMBER;
    return false;
}

static void count_width(Width *width, int32_t *widths, int32_t cells) {
    int32_t i = 0;
    while (i < *widths && width[i].cells != cells) i++;
    if (i == *widths && i < WIDTHS_MOST) width[(*widths)++] = (Width){.cells = cells};
    if (i < WIDTHS_MOST) width[i].rows++;
}

// Looks how the sample reads under a form.
static Profile look(const Sample *s, Form form) {
    Error e = {0};
    Scan scan;
    Profile p = {.form = form};
    Width width[WIDTHS_MOST];
    int32_t widths = 0;
    const char *whole = s->text;
    scan_start(&scan, s->text, s->size, form, "", s->passing, &e);
    while (!p.broken && scan_row(&scan)) {
        bool more = true;
        int32_t cells = 0, quoted = 0, plain = 0, torn = 0;
        for (; more && !p.broken; cells++) {
            ScanCell cell;
            p.broken = scan_cell(&scan, &cell, cells, &more) != OK;
            if (p.broken) break;
            quoted += cell.quoted;
            const bool is = is_plain(s, &cell);
            plain += is;
            torn += !is && is_torn(s, &cell);
        }
        if (p.broken) break;
        count_width(width, &widths, cells);
        p.rows++;
        p.cells += cells;
        p.quoted += quoted;
        p.plain += plain;
        p.torn += torn;
        whole = scan.at;
    }
    if (p.broken && s->cut) p.broken = (size_t)(whole - s->text) < s->size / 2; // a cell may go on behind the sample
    for (int32_t i = 0; i < widths; i++)
        if (width[i].rows > p.agreeing || (width[i].rows == p.agreeing && width[i].cells > p.width)) {
            p.agreeing = width[i].rows;
            p.width = width[i].cells;
        }
    return p;
}

// --- Which of two forms

// The share of rows that agree; where a quoted cell ends the look, what stands before it counts half.
static double agreement(const Profile *p) {
    return p->rows > 0 ? (double)p->agreeing / p->rows * (p->broken ? 0.5 : 1) : 0;
}

// What speaks for a form: 0 where it finds no columns. Words stand between blanks by nature: of them more is asked.
static double merit(const Profile *p) {
    const double agree = agreement(p), least = p->form.separator == ' ' ? 0.75 : 0.25;
    if (p->width < 2 || agree < least) return 0;
    return agree * (1 + (double)p->plain / p->cells) * (1 - (double)p->torn / p->cells);
}

// Whether a mark begins a line of the sample.
static bool begins_line(const Sample *s, char mark) {
    bool begins = true;
    for (size_t i = 0; i < s->size; i++) {
        if (begins && s->text[i] == mark) return true;
        begins = s->text[i] == '\n' || s->text[i] == '\r' || (begins && (s->text[i] == ' ' || s->text[i] == '\t'));
    }
    return false;
}

// The best comment mark for a separator and a quote: none, unless more rows agree without the lines that it begins.
static Profile look_comments(const Sample *s, Form form) {
    const char *given = s->spec->comment;
    if (strcmp(given, DIALECT_AUTO) != 0) {
        form.comment = strcmp(given, DIALECT_NONE) == 0 ? 0 : *given;
        return look(s, form);
    }
    Profile best = look(s, form);
    for (size_t i = 1; i < sizeof comments; i++) {
        form.comment = comments[i];
        if (form.comment == form.separator || !begins_line(s, form.comment)) continue;
        const Profile p = look(s, form);
        if (agreement(&p) > agreement(&best)) best = p;
    }
    return best;
}

// The best quote for a separator: ", unless no cell has it, but some are in ' ... ', and rows agree no less for it.
// That of the training table, unless rows agree more with the other.
static Profile look_quotes(const Sample *s, Form form) {
    static const char given[] = {[QUOTE_DOUBLE] = '"', [QUOTE_SINGLE] = '\'', [QUOTE_NONE] = 0};
    form.quote = s->like ? s->like->form.quote : quotes[0];
    if (s->spec->quote != QUOTE_AUTO) form.quote = given[s->spec->quote];
    const Profile first = look_comments(s, form);
    form.quote = quotes[form.quote == quotes[0]];
    if (s->spec->quote != QUOTE_AUTO || first.quoted > 0 || !memchr(s->text, form.quote, s->size)) return first;
    const Profile second = look_comments(s, form);
    const double gain = agreement(&second) - agreement(&first);
    return second.quoted > 0 && (s->like ? gain > 0 : gain >= 0) ? second : first;
}

// Whether a form gives every row the cells of the training table.
static bool is_like(const Sample *s, const Profile *p) {
    return s->like && !p->broken && p->rows > 0 && p->agreeing == p->rows && p->width == s->like->columns;
}

// The best separator. That of the training table is taken where it fits, and it and those that come first win where
// nothing else decides.
static Profile look_separators(const Sample *s) {
    Form form = {.separator = s->like ? s->like->form.separator : separators[0], .decimal = '.'};
    const bool given = strcmp(s->spec->separator, DIALECT_AUTO) != 0;
    if (given) form.separator = *s->spec->separator;
    const char first = form.separator;
    Profile best = look_quotes(s, form);
    if (given || is_like(s, &best)) return best;
    for (size_t i = 0; i < sizeof separators; i++) {
        form.separator = separators[i];
        const bool blanks = form.separator == ' ';
        if (form.separator == first) continue;
        if (!memchr(s->text, form.separator, s->size) && !(blanks && memchr(s->text, '\t', s->size))) continue;
        const Profile p = look_quotes(s, form);
        if (merit(&p) > merit(&best)) best = p;
    }
    return best;
}

Status dialect_find(Form *form, DecimalMark *decimal, const char *text, size_t size, const DataSpec *spec,
                    const Table *like, Arena *passing, Error *e) {
    // Judged in a copy: what the reader may look at behind a text must not be the rest of this one.
    Sample s = {.size = sample_size(text, size), .spec = spec, .like = like, .passing = passing};
    char *copy = arena_take(passing, s.size + SCAN_BEHIND, 1);
    if (!copy) return error_memory(e);
    memcpy(copy, text, s.size);
    s.text = copy;
    s.cut = s.size < size;
    cell_rules(&s.point, '.', spec->missing.item, spec->missing.count);
    cell_rules(&s.comma, ',', spec->missing.item, spec->missing.count);
    const Profile best = look_separators(&s);
    *form = best.form;
    Status status = decimal_mark_find(decimal, s.text, s.size, *form, best.width, spec, passing, e);
    form->decimal = decimal->mark;
    return status;
}

bool dialect_is_given(const DataSpec *spec) {
    return strcmp(spec->separator, DIALECT_AUTO) != 0 && spec->quote != QUOTE_AUTO &&
           strcmp(spec->comment, DIALECT_AUTO) != 0 && spec->decimal != DECIMAL_AUTO;
}

bool dialect_is_plain(const Form *form) {
    return form->separator == ',' && !form->said && form->quote == '"' && !form->comment && form->decimal == '.';
}

static void add_mark(char mark, Text *out) {
    static const struct {
        char mark;
        const char *words;
    } named[] = {{',', "commas"}, {';', "semicolons"}, {'\t', "tabs"}, {'|', "bars (|)"}, {' ', "runs of blanks"}};
    for (size_t i = 0; i < sizeof named / sizeof *named; i++)
        if (named[i].mark == mark) {
            text_add(out, named[i].words);
            return;
        }
    text_printf(out, "\"%c\"", mark);
}

void dialect_words(const Form *form, Text *out) {
    text_add(out, "cells between ");
    add_mark(form->separator, out);
    if (form->said) text_add(out, " (as line 1 says)");
    if (form->quote)
        text_printf(out, ", quoted with %c", form->quote);
    else
        text_add(out, ", no quotes");
    if (form->comment) text_printf(out, ", comments after %c", form->comment);
    if (form->decimal == ',') text_add(out, ", decimal commas");
}
