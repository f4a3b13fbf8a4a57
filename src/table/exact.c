// What only the exact numbers of a column tell, once their floats are known: whether they are one number, or count, or
// whether different ones have become the same float. One more pass over the text for all columns that may be concerned,
// which most tables do not have; it ends as soon as nothing is open.
#include <math.h>
#include <string.h>

#include "base/text.h"
#include "table/reading.h"

#define LARGE 0x1p24f // from here on floats do not hold every whole number
#define SEEN_BITS 10
#define EXAMPLE_MOST 40 // letters of a number in an example

typedef struct Seen {
    const char *text; // in the table's text; NULL: none
    size_t length;
    float value;
} Seen;

// A column, and what is still open about it.
typedef struct Look {
    int32_t column;
    bool constant, ascends, large; // large: whether whole numbers beyond 2^24 become the same float
    Seen first;
    // [1 << SEEN_BITS] of the large ones the last with its float, by a hash: those that are alike stand near each
    // other, or are so many that some do.
    Seen *seen;
} Look;

// Which places of a row hold a large number anywhere.
static void find_large(const Reading *r, bool *large) {
    const float *row = r->values;
    for (int32_t i = 0; i < r->t->rows; i++, row += r->t->width)
        for (int32_t at = 0; at < r->t->width; at++) large[at] |= fabsf(row[at]) >= LARGE;
}

// Takes the columns that must be looked at. Bytes are exact, and so is a 0, but for numbers that are as good as 0.
static Status choose(Reading *r, Look *look, int32_t *count) {
    bool *large = arena_take(&r->passing, (size_t)r->t->width, sizeof *large);
    if (!large) return error_memory(r->e);
    find_large(r, large);
    for (int32_t c = 0; c < r->t->columns; c++) {
        const TableColumn *column = &r->t->column[c];
        if (column->role != ROLE_FEATURE || column->kind != KIND_NUMERIC || column->cells[CELL_NUMBER] == 0) continue;
        Look l = {.column = c,
                  .constant = column->constant && r->values[column->at] != 0 && r->t->rows > 1,
                  .ascends = column->ascends,
                  .large = large[column->at]};
        if (!l.constant && !l.ascends && !l.large) continue;
        if (l.large) l.seen = arena_take(&r->passing, (size_t)1 << SEEN_BITS, sizeof *l.seen);
        if (l.large && !l.seen) return error_memory(r->e);
        look[(*count)++] = l;
    }
    return OK;
}

static double number_of(const Reading *r, const Seen *s) {
    double value = NAN;
    cell_class(&r->rules, s->text, s->length, &value);
    return value;
}

// Whether two numbers differ, be it in digits that a double does not hold.
static bool differ(const Reading *r, const Seen *a, const Seen *b) {
    if (a->length == b->length && memcmp(a->text, b->text, a->length) == 0) return false;
    const double x = number_of(r, a), y = number_of(r, b);
    return x != y || cell_is_inexact(a->text, a->length, x) || cell_is_inexact(b->text, b->length, y);
}

static int shown(const Seen *s) {
    return s->length < EXAMPLE_MOST ? (int)s->length : EXAMPLE_MOST;
}

static Status blur(Reading *r, Look *l, const Seen *a, const Seen *b) {
    Text example = {0};
    text_printf(&example, "%.*s and %.*s", shown(a), a->text, shown(b), b->text);
    l->large = false;
    r->t->column[l->column].blurred = text_keep(&example, r->arena);
    return r->t->column[l->column].blurred ? OK : error_memory(r->e);
}

static Seen *place_of(const Look *l, float value) {
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    return &l->seen[bits * 0x9e3779b1u >> (32 - SEEN_BITS)];
}

static Status look_at(Reading *r, Look *l, int32_t row, const ScanCell *cell) {
    TableColumn *column = &r->t->column[l->column];
    double value;
    Status status = OK;
    if (cell_class(&r->rules, cell->text, cell->length, &value) != CELL_NUMBER) return OK;
    const Seen now = {cell->text, cell->length, (float)value};
    if (row == 0) l->first = now;
    if (l->constant && differ(r, &l->first, &now)) {
        column->constant = l->constant = false;
        status = blur(r, l, &l->first, &now);
    }
    if (l->ascends && (value != r->filler[l->column].first + row || fabs(value) >= 0x1p53))
        column->ascends = l->ascends = false;
    if (!l->large || fabs(value) < (double)LARGE || value != trunc(value)) return status;
    Seen *place = place_of(l, now.value);
    if (place->text && place->value == now.value && differ(r, place, &now)) return blur(r, l, place, &now);
    *place = now;
    return status;
}

static Status look_at_row(Reading *r, Look *look, int32_t count, int32_t row) {
    bool more = true;
    for (int32_t c = 0, k = 0; more; c++) {
        const bool wanted = row >= 0 && k < count && look[k].column == c;
        ScanCell cell;
        if (!wanted && scan_pass_over(&r->scan, &more)) continue;
        Status status = scan_cell(&r->scan, &cell, c, &more);
        if (status == OK && wanted) status = look_at(r, &look[k++], row, &cell);
        if (status != OK) return status;
    }
    return OK;
}

Status exact_look(Reading *r) {
    int32_t count = 0;
    Look *look = arena_take(&r->passing, (size_t)r->t->columns, sizeof *look);
    if (!look) return error_memory(r->e);
    Status status = r->bytes ? OK : choose(r, look, &count);
    reading_start(r);
    for (int32_t row = -r->t->header; status == OK && count > 0 && scan_row(&r->scan); row++) {
        status = look_at_row(r, look, count, row);
        int32_t open = 0;
        for (int32_t i = 0; i < count; i++)
            if (look[i].constant || look[i].ascends || look[i].large) look[open++] = look[i];
        count = open;
    }
    return status;
}
