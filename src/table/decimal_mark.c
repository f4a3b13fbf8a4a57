#include "table/decimal_mark.h"

#include <string.h>

#include "table/cell.h"

enum { POINT, COMMA, MARKS };
static const char marks[MARKS] = {'.', ','}, *const names[MARKS] = {"point", "comma"};

// What the cells of a column say.
typedef struct ColumnMarks {
    int32_t marked, words;     // words: not those of the first row, which may be names
    bool proves[MARKS];        // by a fraction
    bool groups[MARKS];        // by several groups, which the other mark sets apart
    int32_t numbers[MARKS];    // that read under one mark alone
    const char *proof[MARKS];  // the first that proves it
    const char *either[MARKS]; // the first number with this mark that reads under both
} ColumnMarks;

typedef struct Search {
    CellRules rules[MARKS];
    Form form;
    Arena *passing;
    ColumnMarks *column; // [columns]
    int32_t columns;
} Search;

// --- A cell

static bool has(const ScanCell *cell, char c) {
    return memchr(cell->text, c, cell->length);
}

static bool has_exponent(const ScanCell *cell) {
    return has(cell, 'e') || has(cell, 'E');
}

// Whether groups of digits are four numbers up to 255.
static bool is_address(const ScanCell *cell) {
    int groups = 1, value = 0;
    for (size_t i = 0; i < cell->length; i++) {
        if (cell->text[i] == '.') {
            groups++;
            value = 0;
            continue;
        }
        value = 10 * value + (cell->text[i] - '0');
        if (value < 0 || value > 255) return false;
    }
    return groups == 4;
}

// Whether a number begins with a zero that is all there is before its mark.
static bool begins_with_zero(const ScanCell *cell) {
    const size_t sign = cell->length > 0 && (*cell->text == '-' || *cell->text == '+');
    return cell->length > sign + 1 && cell->text[sign] == '0' && cell->text[sign + 1] == ',';
}

static Status keep(Search *s, const char **kept, const ScanCell *cell, Error *e) {
    if (*kept) return OK;
    *kept = arena_text_n(s->passing, cell->text, cell->length);
    return *kept ? OK : error_memory(e);
}

// A number that reads under `mark` alone.
static Status take_proof(Search *s, ColumnMarks *column, int mark, const ScanCell *cell, Error *e) {
    const bool groups = !has(cell, marks[mark]); // then they are set apart by the other
    if (groups && mark == COMMA && is_address(cell)) return OK;
    column->numbers[mark]++;
    if (!groups && mark == COMMA && s->form.separator == ',' && !begins_with_zero(cell)) return OK;
    *(groups ? &column->groups[mark] : &column->proves[mark]) = true;
    return keep(s, &column->proof[mark], cell, e);
}

static Status take(Search *s, ColumnMarks *column, const ScanCell *cell, bool first_row, Error *e) {
    double ignored;
    bool reads[MARKS];
    if (!has(cell, '.') && !has(cell, ',')) {
        column->words += !first_row && cell_class(&s->rules[POINT], cell->text, cell->length, &ignored) == CELL_WORD;
        return OK;
    }
    for (int m = 0; m < MARKS; m++)
        reads[m] = cell_class(&s->rules[m], cell->text, cell->length, &ignored) == CELL_NUMBER;
    column->marked += reads[POINT] || reads[COMMA];
    if (!reads[POINT] && !reads[COMMA]) {
        column->words += !first_row && cell_class(&s->rules[POINT], cell->text, cell->length, &ignored) == CELL_WORD;
        return OK;
    }
    if (reads[POINT] != reads[COMMA]) return take_proof(s, column, reads[COMMA] ? COMMA : POINT, cell, e);
    const int own = has(cell, ',') ? COMMA : POINT;
    if (has_exponent(cell)) return take_proof(s, column, own, cell, e); // nobody writes groups before one
    return keep(s, &column->either[own], cell, e);
}

static Status take_rows(Search *s, const char *text, size_t size, Error *e) {
    Error broken = {0}; // what does not end as it must is told by whoever reads the rows
    Scan scan;
    Status status = OK;
    scan_start(&scan, text, size, s->form, "", s->passing, &broken);
    for (int32_t row = 0; status == OK && scan_row(&scan); row++) {
        bool more = true;
        for (int32_t c = 0; status == OK && more; c++) {
            ScanCell cell;
            if (scan_cell(&scan, &cell, c, &more) != OK) return broken.status == ERR_IO ? error_memory(e) : OK;
            if (c < s->columns) status = take(s, &s->column[c], &cell, row == 0, e);
        }
    }
    return status;
}

// --- What they say together

static bool is_proof(const ColumnMarks *column, int mark) {
    return column->proves[mark] || (column->groups[mark] && column->marked > column->words);
}

static const char *find_proof(const Search *s, int mark) {
    for (int32_t c = 0; c < s->columns; c++)
        if (is_proof(&s->column[c], mark)) return s->column[c].proof[mark];
    return NULL;
}

// Numbers with that mark alone, in columns that prove it.
static int64_t count_numbers(const Search *s, int mark) {
    int64_t count = 0;
    for (int32_t c = 0; c < s->columns; c++)
        if (is_proof(&s->column[c], mark)) count += s->column[c].numbers[mark];
    return count;
}

static const char *find_either(const Search *s, int mark) {
    for (int32_t c = 0; c < s->columns; c++)
        if (s->column[c].either[mark]) return s->column[c].either[mark];
    return NULL;
}

// A number that is read as thousands though its own column proves nothing. Quoted commas go without saying where
// commas separate and others have a point before their fractions.
static const char *find_thousands(const Search *s, int mark, MarkBasis basis) {
    if (basis == MARK_PROVEN && mark == POINT && s->form.separator == ',') return NULL;
    for (int32_t c = 0; c < s->columns; c++)
        if (s->column[c].either[!mark] && !is_proof(&s->column[c], mark)) return s->column[c].either[!mark];
    return NULL;
}

static void decide(DecimalMark *m, const Search *s) {
    const char *const proof[MARKS] = {find_proof(s, POINT), find_proof(s, COMMA)};
    const char *const either[MARKS] = {find_either(s, POINT), find_either(s, COMMA)};
    int mark =
        count_numbers(s, COMMA) > count_numbers(s, POINT) ? COMMA : POINT; // a stray one makes no words of all others
    if (!proof[POINT] && (proof[COMMA] || (either[COMMA] && !either[POINT] && s->form.separator != ','))) mark = COMMA;
    m->mark = marks[mark];
    m->proof = proof[mark];
    m->basis = proof[mark] ? MARK_PROVEN : either[POINT] || either[COMMA] ? MARK_GUESSED : MARK_UNSEEN;
    m->doubtful = find_thousands(s, mark, m->basis);
    m->thousands = m->doubtful;
    if (!m->doubtful && m->basis == MARK_GUESSED) m->doubtful = either[mark];
}

Status decimal_mark_find(DecimalMark *m, const char *text, size_t size, Form form, int32_t columns,
                         const DataSpec *spec, Arena *passing, Error *e) {
    Search s = {.form = form, .passing = passing, .columns = columns};
    *m = (DecimalMark){.mark = spec->decimal == DECIMAL_COMMA ? ',' : '.', .basis = MARK_PROVEN};
    if (spec->decimal != DECIMAL_AUTO) return OK;
    for (int mark = 0; mark < MARKS; mark++) {
        cell_rules(&s.rules[mark], marks[mark], spec->missing.item, spec->missing.count);
        s.rules[mark].missing_numbers = false; // as numbers they say what others do
    }
    s.column = arena_take(passing, (size_t)columns, sizeof *s.column);
    if (!s.column) return error_memory(e);
    Status status = take_rows(&s, text, size, e);
    if (status == OK) decide(m, &s);
    return status;
}

void decimal_mark_doubt(const DecimalMark *m, Text *out) {
    static const char *const does[] = {"stand before a fraction", "set thousands apart"};
    static const char *const if_not[] = {"sets thousands apart", "stands before fractions"};
    if (!m->doubtful) return;
    const int own = strchr(m->doubtful, ',') ? COMMA : POINT;
    text_printf(out, "a %s in a number (\"%.40s\") is taken to %s: if it %s, say so with data.decimal %c", names[own],
                m->doubtful, does[m->thousands], if_not[m->thousands], m->mark == ',' ? '.' : ',');
}
