// The decoding of rows: a loop over cells, with short ways for numbers that stand bare between separators.
#include <math.h>
#include <string.h>

#include "table/reading.h"

// --- The matrix

#define SPREAD 64

// Makes floats of the bytes that are filled. The last come first, so that no float stands where a byte still waits.
static void spread(Reading *r) {
    uint8_t part[SPREAD];
    for (size_t left = r->filled; left > 0;) {
        const size_t n = left % SPREAD ? left % SPREAD : SPREAD;
        left -= n;
        memcpy(part, r->bytes + left, n);
        for (size_t i = 0; i < n; i++) r->values[left + i] = part[i];
    }
    r->bytes = NULL;
}

static inline void put(Reading *r, size_t at, double value) {
    if (r->bytes) {
        const uint8_t byte = value >= 0 && value <= 255 ? (uint8_t)value : 0;
        if (byte == value && !signbit(value)) {
            r->bytes[at] = byte;
            return;
        }
        spread(r);
    }
    r->values[at] = (float)value;
}

static inline size_t place(const Reading *r, int32_t c) {
    return (size_t)r->row * (size_t)r->t->width + (size_t)r->t->column[c].at;
}

static inline void put_number(Reading *r, int32_t c, double value) {
    if (r->t->column[c].at >= 0) {
        const size_t at = place(r, c);
        if (!r->again) r->filled = at;
        put(r, at, value);
    } else if (r->filler[c].number) {
        r->filler[c].number[r->row] = value;
    }
}

// --- A cell, whatever it is

// What the first cell that is not missing says of a column about which nothing was said.
static void find_route(Filler *f, CellClass class) {
    if (class == CELL_NUMBER || class == CELL_HUGE)
        f->route = ROUTE_NUMBER;
    else if (class == CELL_WORD || class == CELL_TRUTH)
        f->route = ROUTE_CODE;
    else if (class != CELL_MISSING)
        f->missed = true;
}

static Status count(Reading *r, int32_t c, CellClass class, const ScanCell *cell) {
    TableColumn *column = &r->t->column[c];
    column->cells[class]++;
    if (column->first_line[class] > 0) return OK;
    column->first_line[class] = cell->line;
    column->first_text[class] = arena_text_n(r->arena, cell->text, cell->length);
    return column->first_text[class] ? OK : error_memory(r->e);
}

// Takes a cell as the number of its text.
static Status take_code(Reading *r, int32_t c, CellClass class, int32_t code, double value) {
    Filler *f = &r->filler[c];
    if (code == WORDS_MEMORY) return error_memory(r->e);
    if (f->number) f->number[r->row] = class == CELL_NUMBER || class == CELL_HUGE ? value : (double)NAN;
    if (f->code) f->code[r->row] = class == CELL_MISSING || code < 0 ? -1 : code;
    if (r->t->column[c].at < 0) return OK;
    if (!r->again) r->filled = place(r, c);
    if (r->bytes) spread(r);
    r->values[place(r, c)] = class == CELL_MISSING ? NAN : code < 0 ? CELL_BEYOND : (float)code;
    return OK;
}

// Keeps the first few different words of a column of numbers.
static Status keep_odd(Reading *r, TableColumn *column, const ScanCell *cell) {
    if (column->odd_words > ODD_WORDS_MOST) return OK;
    for (int32_t i = 0; i < column->odd_words; i++)
        if (strncmp(column->odd_word[i], cell->text, cell->length) == 0 && column->odd_word[i][cell->length] == 0)
            return OK;
    if (column->odd_words++ == ODD_WORDS_MOST) return OK;
    const char *kept = column->odd_word[column->odd_words - 1] = arena_text_n(r->arena, cell->text, cell->length);
    return kept ? OK : error_memory(r->e);
}

static Status take_number(Reading *r, int32_t c, CellClass class, const ScanCell *cell, double value) {
    Filler *f = &r->filler[c];
    const bool label = r->t->column[c].role == ROLE_LABEL;
    const bool fine =
        class == CELL_NUMBER || (class == CELL_HUGE && label) || (class == CELL_TRUTH && !f->no_truth && !label);
    if (f->code) f->code[r->row] = -1; // a label before the first text is missing, whatever the others are
    if (fine && label) f->inexact |= cell_is_inexact(cell->text, cell->length, value);
    f->in_place |= class == CELL_NUMBER && !r->rules.missing_numbers;
    put_number(r, c, fine ? value : (double)NAN);
    return !fine && (class == CELL_WORD || class == CELL_TRUTH) && !label ? keep_odd(r, &r->t->column[c], cell) : OK;
}

static Status take(Reading *r, int32_t c, const ScanCell *cell) {
    Filler *f = &r->filler[c];
    double value = NAN;
    CellClass class = CELL_MISSING;
    int32_t code = -1;
    if (f->route == ROUTE_CODE && !cell_is_missing(&r->rules, cell->text, cell->length)) {
        code = words_number(&f->words, cell->text, cell->length);
        if (code >= 0) class = f->words.tag[code];
        if (code < 0 || class == WORDS_NEW_TAG || f->number)
            class = cell_class(&r->rules, cell->text, cell->length, &value);
        if (code >= 0) f->words.tag[code] = (uint8_t) class;
    } else if (f->route != ROUTE_CODE) {
        class = cell_class(&r->rules, cell->text, cell->length, &value);
    }
    if (r->row == 0 && class == CELL_NUMBER) f->first = value;
    Status status = count(r, c, class, cell);
    if (f->route == ROUTE_FIND) {
        find_route(f, class);
        if (f->route == ROUTE_CODE) code = words_number(&f->words, cell->text, cell->length);
        if (f->route == ROUTE_CODE && code >= 0) f->words.tag[code] = (uint8_t) class;
    }
    if (status != OK || f->route == ROUTE_COUNT) return status;
    if (f->route == ROUTE_CODE) return take_code(r, c, class, code, value);
    return take_number(r, c, class, cell, value);
}

// --- Cells in place

// Whether p[0..8) are four cells of one digit, each with a separator behind it; *digits are then theirs.
static inline bool one_digit_cells(const char *p, char separator, uint8_t digits[LANES]) {
    const uint64_t word = cell_load(p), low = 0x00ff00ff00ff00ffu;
    const uint64_t cells = word & low;
    if ((word & ~low) != (CELL_EACH(separator) & ~low)) return false;
    if (((cells & CELL_EACH(0xf0)) | (((cells + (CELL_EACH(6) & low)) & CELL_EACH(0xf0)) >> 4)) !=
        (CELL_EACH(0x33) & low))
        return false;
    for (int i = 0; i < LANES; i++) digits[i] = (uint8_t)(cells >> (16 * i)) & 15;
    return true;
}

// Takes one to three digits that fill p[0..n) into *value.
static inline bool few_digits(const char *p, size_t n, uint32_t *value) {
    if (n - 1 > 2) return false;
    const uint64_t word = cell_load(p) << (64 - 8 * n) | CELL_EACH('0') >> (8 * n);
    if (!cell_digits8(word)) return false;
    *value = (uint32_t)(word >> 56 & 15) + 10 * (uint32_t)(word >> 48 & 15) + 100 * (uint32_t)(word >> 40 & 15);
    return true;
}

// Takes column c's cell where it stands; false where it is nothing that goes without a closer look.
static inline bool take_in_place(Reading *r, int32_t c, bool *more) {
    Scan *s = &r->scan;
    const char *p = s->at, *stop = scan_stop(s, p);
    uint32_t small;
    double value;
    if (few_digits(p, (size_t)(stop - p), &small)) {
        put_number(r, c, small);
    } else {
        if (stop - r->text < 16 || !cell_plain_number(p, stop, r->form.decimal, &value)) return false;
        if (r->filler[c].number && fabs(value) >= 0x1p53) return false; // it may be inexact
        put_number(r, c, value);
    }
    *more = scan_pass(s, stop);
    return true;
}

// Takes cells from column c on as bytes, each with a separator behind it; the first column that it does not take.
static int32_t take_bytes(Reading *r, int32_t c, int32_t end) {
    Scan *s = &r->scan;
    const char separator = s->form.separator, *p = s->at;
    uint8_t *to = r->bytes + place(r, c);
    while (c < end) {
        if (end - c >= LANES && one_digit_cells(p, separator, to)) {
            to += LANES;
            c += LANES;
            p += 2 * LANES;
            continue;
        }
        for (const int32_t few = end - c < LANES ? end : c + LANES; c < few; c++) {
            const char *stop = scan_stop(s, p);
            uint32_t value;
            if (!few_digits(p, (size_t)(stop - p), &value) || value > 255 || *stop != separator) {
                s->at = p;
                return c;
            }
            *to++ = (uint8_t)value;
            p = stop + 1;
        }
    }
    s->at = p;
    return c;
}

// The same as floats.
static int32_t take_floats(Reading *r, int32_t c, int32_t end) {
    Scan *s = &r->scan;
    const char separator = s->form.separator, decimal = s->form.decimal;
    float *to = r->values + place(r, c);
    for (; c < end; c++) {
        const char *stop = scan_stop(s, s->at);
        double value;
        if (!cell_plain_number(s->at, stop, decimal, &value) || *stop != separator) break;
        *to++ = (float)value;
        s->at = stop + 1;
    }
    return c;
}

// --- Rows

static Status take_row(Reading *r) {
    Scan *s = &r->scan;
    const int32_t columns = r->t->columns, line = s->line;
    const char first = *s->at;
    for (int32_t c = 0; c < columns; c++) {
        if (r->filler[c].run > 0) c = (r->bytes ? take_bytes : take_floats)(r, c, c + r->filler[c].run);
        bool more;
        if (!(r->filler[c].in_place && take_in_place(r, c, &more)) &&
            !(r->filler[c].route == ROUTE_KEPT && scan_pass_over(s, &more))) {
            ScanCell cell;
            Status status = scan_cell(s, &cell, c, &more);
            if (status == OK && r->filler[c].route != ROUTE_KEPT) status = take(r, c, &cell);
            if (status != OK) return status;
        }
        if (more != (c + 1 < columns)) return survey_refuse(r, line, first, c + 1, more);
    }
    return OK;
}

// --- Columns that are watched

static double kept(const Reading *r, size_t at) {
    return r->bytes ? r->bytes[at] : r->values[at];
}

static bool same(double a, double b) {
    return a == b || (isnan(a) && isnan(b));
}

// Whether the watched columns i to i + n - 1, which are neighbours, hold the very bytes of the first row.
static bool hold_still(const Reading *r, int32_t i, int32_t n) {
    const size_t first = (size_t)r->t->column[r->watched[i]].at, now = place(r, r->watched[i]);
    return r->bytes ? memcmp(r->bytes + now, r->bytes + first, (size_t)n) == 0
                    : memcmp(r->values + now, r->values + first, (size_t)n * sizeof *r->values) == 0;
}

// Whether column c is to be watched on.
static bool watch_one(Reading *r, int32_t c, bool *changed) {
    TableColumn *column = &r->t->column[c];
    const double value = kept(r, place(r, c));
    const bool ascended = column->ascends;
    column->constant &= same(value, kept(r, (size_t)column->at));
    column->ascends &= (float)(r->filler[c].first + r->row) == (float)value;
    *changed |= column->ascends != ascended || (!column->constant && !column->ascends);
    return column->constant || column->ascends;
}

static void watch_together(Reading *r) {
    const TableColumn *column = r->t->column;
    for (int32_t i = r->watched_count - 1; i >= 0; i--) {
        const int32_t c = r->watched[i];
        const bool joins = i + 1 < r->watched_count && column[r->watched[i + 1]].at == column[c].at + 1;
        r->together[i] = column[c].ascends ? 0 : 1 + (joins ? r->together[i + 1] : 0);
    }
}

// Looks whether the watched columns still hold one value, or count; those that do neither are watched no longer.
static void watch(Reading *r) {
    int32_t still = 0;
    bool changed = false;
    for (int32_t i = 0, n; i < r->watched_count; i += n) {
        n = r->together[i] > 0 ? r->together[i] : 1;
        const bool fine = r->together[i] > 0 && hold_still(r, i, n);
        if (fine && still == i) {
            still += n;
            continue;
        }
        for (int32_t k = i; k < i + n; k++)
            if (fine || watch_one(r, r->watched[k], &changed)) r->watched[still++] = r->watched[k];
    }
    r->watched_count = still;
    if (changed) watch_together(r);
}

// How many columns from each on are read in place into neighbouring cells of the matrix. Not the last column, behind
// which no separator stands.
static void set_runs(Reading *r) {
    int32_t run = 0;
    if (r->scan.at - r->text < 16 || r->form.separator == ' ') return; // cell_plain_number looks back
    for (int32_t c = r->t->columns - 2; c >= 0; c--) {
        run = r->filler[c].in_place && r->t->column[c].at >= 0 ? run + 1 : 0;
        r->filler[c].run = run;
    }
}

static void start_pass(Reading *r) {
    r->watched_count = 0;
    for (int32_t c = 0; c < r->t->columns; c++) {
        TableColumn *column = &r->t->column[c];
        r->filler[c].run = 0;
        if (column->at < 0 || r->filler[c].route == ROUTE_KEPT) continue;
        column->constant = column->ascends = true;
        r->filler[c].first = NAN;
        r->watched[r->watched_count++] = c;
    }
    watch_together(r);
}

Status fill_pass(Reading *r) {
    reading_start(r);
    start_pass(r);
    if (r->t->header) {
        ScanCell cell;
        bool more = scan_row(&r->scan);
        for (int32_t c = 0; more; c++) {
            Status status = scan_cell(&r->scan, &cell, c, &more);
            if (status != OK) return status;
        }
    }
    for (r->row = 0; scan_row(&r->scan); r->row++) {
        Status status = take_row(r);
        if (status != OK) return status;
        if (r->watched_count > 0) watch(r);
        if (r->row < 64) set_runs(r);
    }
    r->t->rows = r->row;
    if (!r->again) r->filled = (size_t)r->row * (size_t)r->t->width;
    r->again = true;
    return OK;
}

Status fill_start(Reading *r) {
    Table *t = r->t;
    const size_t most = scan_rows_most(r->text, r->size);
    if (most > INT32_MAX)
        return error_set(r->e, ERR_DATA, "%s: a table of more than %d lines cannot be read", t->path, INT32_MAX);
    r->rows_most = (int32_t)most;
    for (int32_t c = 0; c < t->columns; c++) t->column[c].at = t->column[c].role == ROLE_FEATURE ? t->width++ : -1;
    r->values = arena_take(r->arena, most * (size_t)t->width, sizeof *r->values);
    r->watched = arena_take(&r->passing, (size_t)t->columns, sizeof *r->watched);
    r->together = arena_take(&r->passing, (size_t)t->columns, sizeof *r->together);
    if (!r->values || !r->watched || !r->together) return error_memory(r->e);
    r->bytes = (uint8_t *)r->values;
    for (int32_t c = 0; c < t->columns; c++) {
        Filler *f = &r->filler[c];
        const ColumnRole role = t->column[c].role;
        f->words =
            (Words){.arena = r->arena, .passing = &r->passing, .most = role == ROLE_FEATURE ? CATEGORIES_MOST : 0};
        if (role == ROLE_LABEL) f->number = arena_take(r->arena, most, sizeof *f->number);
        if (role == ROLE_LABEL || role == ROLE_SPLIT) f->code = arena_take(r->arena, most, sizeof *f->code);
        if ((role == ROLE_LABEL && !f->number) || (!f->code && (role == ROLE_LABEL || role == ROLE_SPLIT)))
            return error_memory(r->e);
        Status status = kind_begin(r, c);
        if (status != OK) return status;
    }
    return OK;
}
