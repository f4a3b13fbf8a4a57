// The plain way to read a table: split it into cells, look at them, keep them.
#include "data/table.h"

#include <ctype.h>
#include <math.h>
#include <string.h>
#include <strings.h>

#include "base/files.h"
#include "base/lookup.h"
#include "base/text.h"
#include "data/csv.h"
#include "data/source_type.h"

static const char *const missing_texts[] = {"?", "NA", "N/A", "NaN", "nan", "null", "NULL", "-"};

static CsvCell trimmed(CsvCell c) {
    for (; c.length > 0 && isblank((unsigned char)*c.text); c.length--) c.text++;
    while (c.length > 0 && isblank((unsigned char)c.text[c.length - 1])) c.length--;
    return c;
}

static bool is(CsvCell c, const char *text) {
    return c.length == strlen(text) && memcmp(c.text, text, c.length) == 0;
}

static bool is_truth(CsvCell c, double *value) {
    static const struct {
        const char *text;
        double value;
    } truths[] = {{"true", 1}, {"false", 0}, {"yes", 1}, {"no", 0}};
    for (size_t i = 0; i < 4; i++)
        if (c.length == strlen(truths[i].text) && strncasecmp(c.text, truths[i].text, c.length) == 0) {
            *value = truths[i].value;
            return true;
        }
    return false;
}

static bool is_date(CsvCell c) {
    static const char form[] = "dddd-dd-dd";
    if (c.length < 10) return false;
    for (int i = 0; i < 10; i++)
        if (form[i] == 'd' ? !isdigit((unsigned char)c.text[i]) : c.text[i] != form[i]) return false;
    return c.length == 10 || c.text[10] == ' ' || c.text[10] == 'T';
}

static bool is_missing(CsvCell c, const TextList *given) {
    const TextList usual = {missing_texts, (int)(sizeof missing_texts / sizeof *missing_texts)};
    const TextList *missing = given->item ? given : &usual;
    if (c.length == 0) return true;
    for (int i = 0; i < missing->count; i++)
        if (is(c, missing->item[i])) return true;
    return false;
}

static CellClass class_of(CsvCell c, const DataSpec *spec, double *value) {
    if (is_missing(c, &spec->missing)) return CELL_MISSING;
    if (number_read(c.text, c.length, value)) return isfinite((float)*value) ? CELL_NUMBER : CELL_HUGE;
    if (is_truth(c, value)) return CELL_TRUTH;
    if (is_date(c)) return CELL_DATE;
    if (c.length > 2 && c.text[0] == '0' && (c.text[1] | 32) == 'x') return CELL_HEX;
    return CELL_WORD;
}

// --- What is being read

typedef struct Reading {
    Table *t;
    const Table *like;
    const DataSpec *spec;
    CsvRows rows;
    Arena *arena;
    Arena passing;
    Error *e;
} Reading;

static CsvCell cell(const Reading *r, int32_t row, int32_t column) {
    return trimmed(r->rows.cell[r->rows.first[row + r->t->header] + (size_t)column]);
}

// Whether an option names a column by its number: its place from 0, which may be out of range.
static bool column_number(const Reading *r, const char *given, double *place) {
    double number;
    if (!number_read(given, strlen(given), &number)) return false;
    *place = number > 0 ? number - 1 : r->t->columns + number;
    return true;
}

static bool guess_header(const Reading *r) {
    const DataSpec *spec = r->spec;
    double label, split = -1, ignored;
    bool words = false;
    if (!column_number(r, spec->label, &label)) return true;
    if (*spec->split_column && !column_number(r, spec->split_column, &split)) return true;
    for (int32_t c = 0; c < r->t->columns; c++) {
        CsvCell name = cell(r, 0, c);
        if (c == label || c == split) continue;
        if (number_read(name.text, name.length, &ignored)) return false;
        words |= name.length > 0;
    }
    return words;
}

static Status shape(Reading *r) {
    Table *t = r->t;
    if (r->rows.count == 0) return error_set(r->e, ERR_DATA, "%s: the file is empty; a table needs rows", t->path);
    const size_t *first = r->rows.first;
    t->columns = (int32_t)(first[1] - first[0]);
    for (int32_t row = 1; row < r->rows.count; row++) {
        size_t n = first[row + 1] - first[row];
        if (n != (size_t)t->columns)
            return error_set(r->e, ERR_DATA,
                             "%s:%d: %zu cell%s, but line %d has %d; every row must have the same number", t->path,
                             r->rows.cell[first[row]].line, n, n == 1 ? "" : "s", r->rows.cell[0].line, t->columns);
    }
    t->header_guessed = r->spec->header == HEADER_AUTO;
    t->header = r->like ? r->like->header : t->header_guessed ? guess_header(r) : r->spec->header == HEADER_YES;
    t->rows = r->rows.count - t->header;
    if (t->rows == 0)
        return error_set(r->e, ERR_DATA, "%s: the header is all there is; a table needs rows below it", t->path);
    return OK;
}

static Status name_columns(Reading *r) {
    Table *t = r->t;
    t->column = arena_take(r->arena, (size_t)t->columns, sizeof *t->column);
    if (!t->column) return error_memory(r->e);
    for (int32_t c = 0; c < t->columns; c++) {
        CsvCell name = t->header ? cell(r, -1, c) : (CsvCell){.text = ""};
        t->column[c].name = arena_text_n(r->arena, name.text, name.length);
        if (!t->column[c].name) return error_memory(r->e);
    }
    return OK;
}

static Status follow(Reading *r) {
    Table *t = r->t;
    const Table *like = r->like;
    const int line = r->rows.cell[0].line;
    if (t->columns != like->columns)
        return error_set(r->e, ERR_DATA, "%s:%d: %d columns, but %s has %d; both tables must have the same", t->path,
                         line, t->columns, like->path, like->columns);
    for (int32_t c = 0; c < t->columns; c++) {
        if (strcmp(t->column[c].name, like->column[c].name) != 0)
            return error_set(r->e, ERR_DATA,
                             "%s:%d: column %d is named \"%.60s\", but \"%.60s\" in %s; both tables must have "
                             "the same columns",
                             t->path, line, c + 1, t->column[c].name, like->column[c].name, like->path);
        t->column[c].role = like->column[c].role;
        t->column[c].kind = like->column[c].kind;
    }
    return OK;
}

static Status count_cells(Reading *r, int32_t c) {
    TableColumn *column = &r->t->column[c];
    double number = 0, before = 0;
    CsvCell first = cell(r, 0, c);
    column->counts = column->ascends = r->t->rows > 1;
    column->constant = true;
    for (int32_t i = 0; i < r->t->rows; i++) {
        CsvCell at = cell(r, i, c);
        CellClass class = class_of(at, r->spec, &number);
        column->constant &= at.length == first.length && memcmp(at.text, first.text, at.length) == 0;
        column->ascends &= class == CELL_NUMBER && number == trunc(number) && (i == 0 || number == before + 1);
        column->counts &= column->ascends && (i > 0 || number == 0 || number == 1);
        before = number;
        if (column->cells[class]++ > 0) continue;
        column->first_line[class] = at.line;
        column->first_text[class] = arena_text_n(r->arena, at.text, at.length);
        if (!column->first_text[class]) return error_memory(r->e);
    }
    return OK;
}

static void find_kind(TableColumn *column) {
    const int32_t *cells = column->cells;
    if (column->kind != KIND_FOUND) return;
    bool numbers = cells[CELL_NUMBER] + cells[CELL_HUGE] > 0;
    bool words = cells[CELL_WORD] + (numbers ? 0 : cells[CELL_TRUTH]) > 0 && !(cells[CELL_WORD] == 0 && !numbers);
    column->kind = words && !numbers ? KIND_CATEGORICAL : KIND_NUMERIC;
}

// Numbers the texts of a column into code[rows].
static Status find_categories(Reading *r, int32_t c, int32_t *code) {
    TableColumn *column = &r->t->column[c];
    const TableColumn *like = r->like ? &r->like->column[c] : NULL;
    const int32_t most = r->t->rows + (like ? like->categories : 0);
    const char **category = arena_take(r->arena, (size_t)most, sizeof *category);
    Lookup known = {0};
    if (!category) return error_memory(r->e);
    for (int32_t k = 0; like && k < like->categories; k++) {
        category[k] = like->category[k];
        if (lookup_add(&known, &r->passing, category[k], k) < 0) return error_memory(r->e);
    }
    column->categories = like ? like->categories : 0;
    for (int32_t i = 0; i < r->t->rows; i++) {
        double ignored;
        CsvCell at = cell(r, i, c);
        code[i] = -1;
        if (class_of(at, r->spec, &ignored) == CELL_MISSING) continue;
        const char *text = arena_text_n(r->arena, at.text, at.length);
        code[i] = text ? lookup_add(&known, &r->passing, text, column->categories) : -1;
        if (code[i] < 0) return error_memory(r->e);
        if (code[i] == column->categories) category[column->categories++] = text;
    }
    column->category = category;
    return OK;
}

static Status keep_aside(Reading *r, int32_t c) {
    TableColumn *column = &r->t->column[c];
    double *number = arena_take(r->arena, (size_t)r->t->rows, sizeof *number);
    int32_t *code = arena_take(r->arena, (size_t)r->t->rows, sizeof *code);
    if (!number || !code) return error_memory(r->e);
    for (int32_t i = 0; i < r->t->rows; i++) {
        CellClass class = class_of(cell(r, i, c), r->spec, &number[i]);
        if (class != CELL_NUMBER && class != CELL_HUGE) number[i] = NAN;
    }
    column->code = code;
    if (column->role == ROLE_LABEL) column->number = number;
    return find_categories(r, c, code);
}

static Status keep_features(Reading *r, int32_t c, float *values) {
    Table *t = r->t;
    TableColumn *column = &t->column[c];
    if (column->kind == KIND_CATEGORICAL) {
        int32_t *code = arena_take(&r->passing, (size_t)t->rows, sizeof *code);
        Status status = code ? find_categories(r, c, code) : error_memory(r->e);
        for (int32_t i = 0; status == OK && i < t->rows; i++)
            values[(size_t)i * (size_t)t->width + (size_t)column->at] = code[i] < 0 ? NAN : (float)code[i];
        return status;
    }
    for (int32_t i = 0; i < t->rows; i++) {
        double number;
        CellClass class = class_of(cell(r, i, c), r->spec, &number);
        bool fine = class == CELL_NUMBER || (class == CELL_TRUTH && column->cells[CELL_NUMBER] == 0);
        values[(size_t)i * (size_t)t->width + (size_t)column->at] = fine ? (float)number : NAN;
    }
    return OK;
}

static Status keep_cells(Reading *r) {
    Table *t = r->t;
    Status status = OK;
    for (int32_t c = 0; c < t->columns; c++) t->column[c].at = t->column[c].role == ROLE_FEATURE ? t->width++ : -1;
    float *values = arena_take(r->arena, (size_t)t->rows * (size_t)t->width, sizeof *values);
    if (!values) return error_memory(r->e);
    t->values = values;
    for (int32_t c = 0; status == OK && c < t->columns; c++) {
        status = count_cells(r, c);
        find_kind(&t->column[c]);
        if (status == OK && t->column[c].role == ROLE_FEATURE) status = keep_features(r, c, values);
        if (status == OK && (t->column[c].role == ROLE_LABEL || t->column[c].role == ROLE_SPLIT))
            status = keep_aside(r, c);
    }
    return status;
}

Status table_read(Table *t, const char *path, const DataSpec *spec, const Table *like, TableChoice choice, Arena *arena,
                  Hash *hash, Notes *notes, Error *e) {
    *t = (Table){.path = bytes_name(path)};
    Reading r = {.t = t, .like = like, .spec = spec, .arena = arena, .e = e};
    char *data;
    size_t size;
    (void)notes;
    Status status = file_read_bounded(&r.passing, path, source_bound(spec), &data, &size, e);
    if (status == OK) {
        hash_add(hash, data, size);
        status = csv_split(&r.rows, &r.passing, data, size, spec->separator[0], path, e);
    }
    if (status == OK) status = shape(&r);
    if (status == OK) status = name_columns(&r);
    if (status == OK) status = like ? follow(&r) : choice.choose(choice.of, t, e);
    if (status == OK) status = keep_cells(&r);
    arena_free(&r.passing);
    return status;
}

int32_t table_line(const Table *t, const DataSpec *spec, int32_t row) {
    Arena passing = {0};
    Error e;
    char *data;
    size_t size;
    CsvRows rows;
    int32_t line = 0;
    if (file_read_bounded(&passing, t->path, source_bound(spec), &data, &size, &e) == OK &&
        csv_split(&rows, &passing, data, size, spec->separator[0], t->path, &e) == OK && row + t->header < rows.count)
        line = rows.cell[rows.first[row + t->header]].line;
    arena_free(&passing);
    return line;
}
