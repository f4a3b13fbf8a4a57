// The first rows of a table: how many columns there are, what they are called, and whether the first row says that.
#include <math.h>
#include <string.h>

#include "base/text.h"
#include "table/dialect.h"
#include "table/reading.h"

#define COUNTED_LEAST 3 // columns whose names count, where a first row of numbers is taken for names
#define TITLE_COLUMNS_LEAST 3
#define RECUR_ROWS 10000 // among which the texts of a first row are sought

static Status add_cell(Reading *r, ScanCell **cells, int32_t *count, const ScanCell *cell) {
    if ((*count & (*count - 1)) == 0) { // no room once a power of 2 is reached
        ScanCell *wider = arena_take(&r->passing, *count > 0 ? 2 * (size_t)*count : 1, sizeof *wider);
        if (!wider) return error_memory(r->e);
        if (*count > 0) memcpy(wider, *cells, (size_t)*count * sizeof *wider);
        *cells = wider;
    }
    ScanCell kept = *cell;
    if (cell->text == r->scan.room) kept.text = arena_text_n(&r->passing, cell->text, cell->length);
    if (!kept.text) return error_memory(r->e);
    (*cells)[(*count)++] = kept;
    return OK;
}

// Reads a row, if there is one; *count stays 0 where there is none.
static Status read_row(Reading *r, ScanCell **cells, int32_t *count) {
    *count = 0;
    *cells = NULL;
    if (!scan_row(&r->scan)) return OK;
    for (bool more = true; more;) {
        ScanCell cell;
        Status status = scan_cell(&r->scan, &cell, *count, &more);
        if (status == OK) status = add_cell(r, cells, count, &cell);
        if (status != OK) return status;
    }
    return OK;
}

static bool is_number(const Reading *r, const ScanCell *cell, double *value) {
    const CellClass class = cell_class(&r->rules, cell->text, cell->length, value);
    return class == CELL_NUMBER || class == CELL_HUGE;
}

// Whether an option names its column, or none, by number; *column is then its place, -1 where there is no such.
static bool is_numbered(const Reading *r, const char *given, int32_t *column) {
    double number = 0;
    *column = -1;
    if (*given && !number_read(given, strlen(given), &number)) return false;
    if (number != 0 && fabs(number) <= r->t->columns)
        *column = number > 0 ? (int32_t)number - 1 : r->t->columns + (int32_t)number;
    return true;
}

// The columns that say nothing about the first row: they may be words anywhere.
typedef struct Aside {
    int32_t label[LABELS_MOST], split;
    int labels;
} Aside;

// Finds them; false where one goes by its name.
static bool find_aside(const Reading *r, Aside *aside) {
    const DataSpec *spec = r->spec;
    aside->labels = spec->label_count;
    for (int i = 0; i < spec->label_count; i++)
        if (!is_numbered(r, spec->labels[i], &aside->label[i])) return false;
    return is_numbered(r, spec->split_column, &aside->split);
}

static bool is_aside(const Aside *aside, int32_t column) {
    bool label = false;
    for (int i = 0; i < aside->labels; i++) label |= column == aside->label[i];
    return label || column == aside->split;
}

// Whether at least COUNTED_LEAST cells are numbers, and all of them whole ones that count up by one from *first.
// `words`: cells that are no numbers are passed over; else only a first one without a name, and a word in the last
// place, the split's or a label's. A label that is a number counts as any cell: which column is asked for does not make
// a header of data.
static bool row_counts(const Reading *r, const ScanCell *row, const Aside *aside, bool words, double *first) {
    int32_t seen = 0;
    for (int32_t c = 0; c < r->t->columns; c++) {
        double value;
        if (c == 0 && row[0].length == 0) continue;
        if (!is_number(r, &row[c], &value)) {
            if (words || c == r->t->columns - 1 || is_aside(aside, c)) continue;
            return false;
        }
        if (seen == 0) *first = value;
        if (value != trunc(value) || value != *first + seen++) return false;
    }
    return seen >= COUNTED_LEAST;
}

// Whether the first row is 0, 1, 2, ... or 1, 2, 3, ..., and the second is not its continuation.
static bool names_count(const Reading *r, const Aside *aside, double *first) {
    double second;
    if (!row_counts(r, r->head, aside, false, first) || (*first != 0 && *first != 1)) return false;
    return !r->second || !row_counts(r, r->second, aside, false, &second);
}

// --- Words that come again

// Whether each text of the first row stands in its own column again, in one of the next RECUR_ROWS rows: then it is
// data, for names do not. Only asked of tables of words: a second row with a number says that the first holds names.
static Status texts_recur(Reading *r, bool *all) {
    int32_t waiting = 0;
    double ignored;
    *all = r->second != NULL;
    for (int32_t c = 0; *all && c < r->t->columns; c++) *all = !is_number(r, &r->second[c], &ignored);
    if (!*all) return OK;
    bool *waits = arena_take(&r->passing, (size_t)r->t->columns, sizeof *waits);
    if (!waits) return error_memory(r->e);
    for (int32_t c = 0; c < r->t->columns; c++) {
        waits[c] = !cell_is_missing(&r->rules, r->head[c].text, r->head[c].length);
        waiting += waits[c];
    }
    reading_start(r);
    for (int32_t row = 0; waiting > 0 && row <= RECUR_ROWS && scan_row(&r->scan); row++) {
        bool more = true;
        for (int32_t c = 0; more; c++) {
            ScanCell cell;
            Status status = scan_cell(&r->scan, &cell, c, &more);
            if (status != OK) return status;
            if (row == 0 || c >= r->t->columns || !waits[c] || cell.length != r->head[c].length) continue;
            waits[c] = memcmp(cell.text, r->head[c].text, cell.length) != 0;
            waiting -= !waits[c];
        }
    }
    *all = waiting == 0;
    return OK;
}

// What the first row is, by itself.
static bool guess_header(const Reading *r) {
    Aside aside;
    bool words = false;
    double first;
    if (!find_aside(r, &aside)) return true; // a name needs a header
    if (names_count(r, &aside, &first)) {
        notes_add(r->notes,
                  "%s:%d: the first row only counts (%.0f, %.0f, ...) and is taken for the names of the columns; if it "
                  "is data, say so with data.header false",
                  r->t->path, r->t->head_line, first, first + 1);
        return true;
    }
    for (int32_t c = 0; c < r->t->columns; c++) {
        double ignored;
        const ScanCell *cell = &r->head[c];
        if (is_aside(&aside, c)) continue;
        switch (cell_class(&r->rules, cell->text, cell->length, &ignored)) {
        case CELL_NUMBER:
        case CELL_HUGE:
        case CELL_HEX:
        case CELL_DATE:
            return false;
        default:
            words |= cell->length > 0;
        }
    }
    return words;
}

static Status name_columns(Reading *r) {
    Table *t = r->t;
    t->column = arena_take(r->arena, (size_t)t->columns, sizeof *t->column);
    r->filler = arena_take(&r->passing, (size_t)t->columns, sizeof *r->filler);
    if (!t->column || !r->filler) return error_memory(r->e);
    for (int32_t c = 0; c < t->columns; c++) {
        t->column[c].name = t->header ? arena_text_n(r->arena, r->head[c].text, r->head[c].length) : "";
        if (!t->column[c].name) return error_memory(r->e);
    }
    return OK;
}

// --- A test table

// How the table that is followed has a column of this name elsewhere; NULL where it has none.
static const TableColumn *named(const Table *t, const char *name) {
    for (int32_t c = 0; *name && c < t->columns; c++)
        if (strcmp(t->column[c].name, name) == 0) return &t->column[c];
    return NULL;
}

static Status refuse_count(const Reading *r) {
    const Table *t = r->t, *like = r->like;
    Text forms = {0};
    if (t->form.separator != like->form.separator) {
        text_add(&forms, "; it was read as ");
        dialect_words(&t->form, &forms);
        text_add(&forms, ", the other as ");
        dialect_words(&like->form, &forms);
        text_add(&forms, ": if that is wrong, say data.separator");
    }
    Status status = forms.failed
                        ? error_memory(r->e)
                        : error_set(r->e, ERR_DATA,
                                    "%s:%d: %d column%s, but %s has %d; give both tables the same columns, in the same "
                                    "order%s",
                                    t->path, t->head_line, t->columns, t->columns == 1 ? "" : "s", like->path,
                                    like->columns, forms.data ? forms.data : "");
    text_free(&forms);
    return status;
}

static Status refuse_name(const Reading *r, int32_t c) {
    const Table *t = r->t, *like = r->like;
    const char *name = t->column[c].name, *want = like->column[c].name;
    const TableColumn *there = named(like, name);
    double ignored;
    if (there)
        return error_set(
            r->e, ERR_DATA,
            "%s:%d: column %d is named \"%.60s\", which is column %d of %s; put the columns of both tables "
            "in the same order",
            t->path, t->head_line, c + 1, name, (int)(there - like->column) + 1, like->path);
    if (is_number(r, &r->head[c], &ignored))
        return error_set(r->e, ERR_DATA,
                         "%s:%d: column %d is named \"%.60s\", but \"%.60s\" in %s; if the first row is data, put the "
                         "names of %s before it",
                         t->path, t->head_line, c + 1, name, want, like->path, like->path);
    return error_set(
        r->e, ERR_DATA,
        "%s:%d: column %d is named \"%.60s\", but \"%.60s\" in %s; give both tables the same columns, with "
        "the same names",
        t->path, t->head_line, c + 1, name, want, like->path);
}

// Whether, of a table without names, the first row has words in all columns of numbers, and the second has none there.
static bool names_alone(const Reading *r) {
    int32_t numeric = 0;
    for (int32_t c = 0; r->second && c < r->t->columns; c++) {
        double ignored;
        if (r->like->column[c].role != ROLE_FEATURE || r->like->column[c].kind != KIND_NUMERIC) continue;
        if (is_number(r, &r->head[c], &ignored) || !is_number(r, &r->second[c], &ignored)) return false;
        if (cell_is_missing(&r->rules, r->head[c].text, r->head[c].length)) return false;
        numeric++;
    }
    return numeric > 0;
}

static Status follow(Reading *r) {
    Table *t = r->t;
    const Table *like = r->like;
    if (t->columns != like->columns) return refuse_count(r);
    for (int32_t c = 0; c < t->columns; c++)
        if (strcmp(t->column[c].name, like->column[c].name) != 0) return refuse_name(r, c);
    if (!like->header && names_alone(r))
        return error_set(r->e, ERR_DATA,
                         "%s:%d: the first row names columns, but %s has no such row; remove it, or put it before both "
                         "tables",
                         t->path, t->head_line, like->path);
    for (int32_t c = 0; c < t->columns; c++) {
        t->column[c].role = like->column[c].role;
        t->column[c].target = like->column[c].target;
        t->column[c].kind = like->column[c].kind;
    }
    return OK;
}

// ---

// Whether the first row has text in its first cell alone, and the second is empty or has words in all of its cells: a
// title, as a spreadsheet saves it.
static bool is_title(const Reading *r) {
    const int32_t columns = r->t->columns;
    int32_t words = 0, empty = 0;
    if (columns < TITLE_COLUMNS_LEAST || !r->second || r->head[0].length == 0) return false;
    for (int32_t c = 0; c < columns; c++) {
        double ignored;
        if (c > 0 && r->head[c].length > 0) return false;
        empty += r->second[c].length == 0;
        words += r->second[c].length > 0 && !is_number(r, &r->second[c], &ignored);
    }
    return words == columns || empty == columns;
}

// What the first row is.
static Status find_header(Reading *r) {
    Table *t = r->t;
    bool recur = false;
    Aside aside;
    t->header_guessed = r->spec->header == HEADER_AUTO;
    t->header = r->like ? r->like->header : t->header_guessed ? guess_header(r) : r->spec->header == HEADER_YES;
    if (r->like || !t->header || !t->header_guessed || !find_aside(r, &aside)) return OK;
    if (is_title(r))
        return error_set(
            r->e, ERR_DATA,
            "%s:%d: 1 of %d cells has a text, and the next row has no number; if it is a title, remove it, "
            "with the empty rows below it; if it names the columns, say so with data.header true",
            t->path, t->head_line, t->columns);
    Status status = texts_recur(r, &recur);
    if (!recur) return status;
    t->header = false;
    notes_add(r->notes,
              "%s:%d: each text of the first row comes again below it, so it is taken for data; if it names the "
              "columns, say so with data.header true",
              t->path, t->head_line);
    return OK;
}

Status head_read(Reading *r, TableChoice choice) {
    Table *t = r->t;
    int32_t second;
    reading_start(r);
    const bool any = scan_row(&r->scan);
    if (!any) return error_set(r->e, ERR_DATA, "%s: the file is empty; a table needs rows", t->path);
    t->head_line = r->scan.line;
    Status status = read_row(r, &r->head, &t->columns);
    const bool alone = status == OK && !scan_row(&r->scan);
    const int32_t line = r->scan.line;
    const char mark = *r->scan.at;
    if (status == OK) status = read_row(r, &r->second, &second);
    if (status != OK) return status;
    if (alone) r->second = NULL;
    if (!alone && second != t->columns) return survey_refuse(r, line, mark, second, false);
    if (t->columns == 1) status = survey_title(r); // several lines of a title look like a table of one column
    if (status == OK) status = find_header(r);
    if (status != OK) return status;
    if (alone && t->header)
        return error_set(r->e, ERR_DATA, "%s: the header is all there is; a table needs rows below it", t->path);
    status = name_columns(r);
    if (status != OK) return status;
    return r->like ? follow(r) : choice.choose(choice.of, t, r->e);
}
