#include "data/csv_table.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/files.h"
#include "base/text.h"

static const CsvCell *row_cells(const CsvTable *t, int32_t row) {
    return t->rows.cell + t->rows.first[row];
}

static int32_t row_length(const CsvTable *t, int32_t row) {
    return (int32_t)(t->rows.first[row + 1] - t->rows.first[row]);
}

const CsvCell *csv_table_cell(const CsvTable *t, int32_t sample, int32_t column) {
    return row_cells(t, sample + t->header) + column;
}

CsvCell csv_trim(const CsvCell *cell) {
    CsvCell c = *cell;
    for (; c.length > 0 && (*c.text == ' ' || *c.text == '\t'); c.length--) c.text++;
    while (c.length > 0 && (c.text[c.length - 1] == ' ' || c.text[c.length - 1] == '\t')) c.length--;
    return c;
}

bool csv_number(const CsvCell *cell, double *value) {
    CsvCell c = csv_trim(cell);
    return number_read(c.text, c.length, value);
}

// Writes text[0..n) between the marks `open` and `close`, on one line, cut to `room` bytes; `out` has room for 6 more.
static void copy_shown(char *out, char open, const char *text, size_t n, size_t room, char close) {
    size_t kept = n;
    if (n > room)
        for (kept = room; kept > 0 && ((unsigned char)text[kept] & 0xc0) == 0x80; kept--) continue; // whole characters
    *out++ = open;
    for (size_t i = 0; i < kept; i++) *out++ = (unsigned char)text[i] < ' ' ? ' ' : text[i];
    sprintf(out, "%s%c", kept < n ? "..." : "", close);
}

char *csv_shown(char out[CSV_SHOWN_SIZE], const CsvCell *cell) {
    CsvCell c = csv_trim(cell);
    copy_shown(out, '"', c.text, c.length, CSV_SHOWN_SIZE - 6, '"');
    return out;
}

char *csv_place(char out[CSV_PLACE_SIZE], const CsvTable *t, int32_t sample, int32_t column) {
    const CsvCell *cell = csv_table_cell(t, sample, column);
    const char *name = t->names ? t->names[column] : "";
    size_t length = strlen(t->path), most = CSV_PLACE_SIZE - CSV_SHOWN_SIZE - 48; // of a long path, the end
    const char *path = t->path + (length > most ? length - most : 0);
    char shown[CSV_SHOWN_SIZE] = "";
    if (*name) copy_shown(shown, '(', name, strlen(name), CSV_SHOWN_SIZE - 6, ')');
    snprintf(out, CSV_PLACE_SIZE, "%s:%d: column %d%s%s", path, cell->line, column + 1, *name ? " " : "", shown);
    return out;
}

// What may help with a cell that is no number: other quotes ...
static const char *quotes_hint(const CsvCell *cell) {
    CsvCell c = csv_trim(cell);
    bool quoted = c.length > 1 && *c.text == '\'' && c.text[c.length - 1] == '\'';
    return quoted ? "; apostrophes do not quote, only \" does" : "";
}

// Whether what the first line has in a column stands in other lines, too: names of columns do not, as a rule.
static bool first_recurs(const CsvTable *t, int32_t column) {
    const CsvCell first = csv_trim(row_cells(t, 0) + column);
    for (int32_t row = 1; row < t->rows.count; row++) {
        const CsvCell c = csv_trim(row_cells(t, row) + column);
        if (c.length == first.length && memcmp(c.text, first.text, c.length) == 0) return true;
    }
    return false;
}

// ... or a first line that is a header after all, or is none.
static const char *header_hint(const CsvTable *t, int32_t sample, int32_t column) {
    const bool recurs = first_recurs(t, column);
    if (!t->header && sample == 0 && !recurs)
        return "; line 1 was taken for data: if it names the columns, say so with data.header true";
    if (t->header && t->header_guessed && recurs)
        return "; line 1 was taken for a header: if it is data, say so with data.header false";
    return "";
}

Status csv_table_number(const CsvTable *t, int32_t sample, int32_t column, float *value, Error *e) {
    const CsvCell *cell = csv_table_cell(t, sample, column);
    double number;
    bool read = csv_number(cell, &number);
    if (read && isfinite((float)number)) {
        *value = (float)number;
        return OK;
    }
    char place[CSV_PLACE_SIZE], shown[CSV_SHOWN_SIZE];
    csv_place(place, t, sample, column);
    if (csv_trim(cell).length == 0)
        return error_set(e, ERR_DATA,
                         "%s: the cell is empty where a number must stand; fill it in or leave the row out", place);
    csv_shown(shown, cell);
    if (read) return error_set(e, ERR_DATA, "%s: %s is too large for a 32-bit float; rescale the column", place, shown);
    return error_set(
        e, ERR_DATA,
        "%s: %s is not a number that can be trained on; only the label may be text, so encode the column as "
        "numbers or leave it out%s%s",
        place, shown, quotes_hint(cell), header_hint(t, sample, column));
}

// Whether an option names a column by its number; it may still be out of range.
static bool column_number(const char *given, double *number) {
    return number_read(given, strlen(given), number) && *number == trunc(*number);
}

static bool guess_header(const CsvTable *t, const DataSpec *spec) {
    double number, split = 0, ignored;
    if (!column_number(spec->label, &number) || (*spec->split_column && !column_number(spec->split_column, &split)))
        return true;
    double label = number > 0 ? number - 1 : t->columns + number;
    split = split > 0 ? split - 1 : t->columns + split; // beyond the last where there is none
    bool words = false;
    for (int32_t c = 0; c < t->columns; c++) {
        const CsvCell *cell = row_cells(t, 0) + c;
        if (c == label || c == split) continue;
        if (csv_number(cell, &ignored)) return false;
        words = words || csv_trim(cell).length > 0;
    }
    return words;
}

static Status take_names(CsvTable *t, Arena *arena, Error *e) {
    const char **names = arena_take(arena, (size_t)t->columns, sizeof *names);
    if (!names) return error_memory(e);
    for (int32_t c = 0; c < t->columns; c++) {
        CsvCell cell = csv_trim(row_cells(t, 0) + c);
        names[c] = arena_text_n(arena, cell.text, cell.length);
        if (!names[c]) return error_memory(e);
    }
    t->names = names;
    return OK;
}

static Status no_such_column(const CsvTable *t, const char *key, const char *given, Error *e) {
    const char *near = t->names ? nearest_word(given, t->names, (size_t)t->columns) : NULL;
    double number;
    if (column_number(given, &number))
        return error_set(e, ERR_CONFIG, "%s: %s has no column %s; its columns are 1 to %d, or -1 to -%d from the right",
                         key, t->path, given, t->columns, t->columns);
    if (near)
        return error_set(e, ERR_CONFIG, "%s: %s has no column \"%s\"; did you mean \"%s\"?", key, t->path, given, near);
    if (t->names) return error_set(e, ERR_CONFIG, "%s: %s has no column \"%s\" in its first line", key, t->path, given);
    return error_set(e, ERR_CONFIG,
                     "%s is the name \"%s\", but data.header says that %s has none; give the column's number", key,
                     given, t->path);
}

// The column that the option `key` names.
static Status find_column(CsvTable *t, const char *key, const char *given, int32_t *column, Error *e) {
    int32_t found = 0;
    for (int32_t c = 0; t->names && c < t->columns; c++) {
        if (strcmp(t->names[c], given) != 0) continue;
        *column = c;
        found++;
    }
    if (found > 1)
        return error_set(e, ERR_CONFIG, "%s: %s has %d columns named \"%s\"; give the column's number", key, t->path,
                         found, given);
    if (found == 1) return OK;
    double number;
    if (!column_number(given, &number) || number == 0 || fabs(number) > t->columns)
        return no_such_column(t, key, given, e);
    *column = number > 0 ? (int32_t)number - 1 : t->columns + (int32_t)number;
    return OK;
}

static Status find_columns(CsvTable *t, const DataSpec *spec, Error *e) {
    t->split = -1;
    Status status = find_column(t, "data.label", spec->label, &t->label, e);
    if (status != OK || !*spec->split_column) return status;
    status = find_column(t, "data.split_column", spec->split_column, &t->split, e);
    if (status == OK && t->split == t->label)
        return error_set(e, ERR_CONFIG,
                         "data.split_column: is column %d, which is the label's (data.label); name another",
                         t->split + 1);
    if (status == OK && t->columns < 3)
        return error_set(e, ERR_CONFIG, "data.split_column: %s has no columns but this one and the label's", t->path);
    return status;
}

// Takes header and label from the training table.
static Status follow(CsvTable *t, const CsvTable *like, Error *e) {
    if (t->columns != like->columns)
        return error_set(e, ERR_DATA, "%s:%d: %d columns, but %s has %d; both tables must have the same", t->path,
                         row_cells(t, 0)->line, t->columns, like->path, like->columns);
    for (int32_t c = 0; t->names && c < t->columns; c++)
        if (strcmp(t->names[c], like->names[c]) != 0)
            return error_set(e, ERR_DATA,
                             "%s:%d: column %d is named \"%.60s\", but \"%.60s\" in %s; both tables must have "
                             "the same columns",
                             t->path, row_cells(t, 0)->line, c + 1, t->names[c], like->names[c], like->path);
    t->label = like->label;
    t->split = like->split;
    return OK;
}

static Status check_lengths(const CsvTable *t, Error *e) {
    for (int32_t row = 1; row < t->rows.count; row++) {
        int32_t n = row_length(t, row);
        if (n != t->columns)
            return error_set(e, ERR_DATA, "%s:%d: %d cell%s, but line %d has %d; every row must have the same number",
                             t->path, row_cells(t, row)->line, n, n == 1 ? "" : "s", row_cells(t, 0)->line, t->columns);
    }
    return OK;
}

static Status check_shape(const CsvTable *t, const DataSpec *spec, Error *e) {
    if (t->rows.count == 0) return error_set(e, ERR_DATA, "%s: the file is empty; a table needs rows", t->path);
    if (t->columns < 2)
        return error_set(
            e, ERR_DATA,
            "%s:%d: one column only, but a table needs features and a label; is data.separator (now \"%s\") right?",
            t->path, row_cells(t, 0)->line, *spec->separator == '\t' ? "\\t" : spec->separator);
    return OK;
}

Status csv_table_read(CsvTable *t, const char *path, const DataSpec *spec, const CsvTable *like, Arena *arena,
                      Hash *hash, Error *e) {
    *t = (CsvTable){.path = path};
    char *data;
    size_t size;
    Status status = file_read(arena, path, &data, &size, e);
    if (status != OK) return status;
    hash_add(hash, data, size);
    status = csv_split(&t->rows, arena, data, size, spec->separator[0], path, e);
    if (status != OK) return status;

    if (t->rows.count > 0) t->columns = row_length(t, 0);
    status = check_shape(t, spec, e);
    if (status != OK) return status;
    t->header_guessed = spec->header == HEADER_AUTO;
    t->header = like ? like->header : t->header_guessed ? guess_header(t, spec) : spec->header == HEADER_YES;
    t->samples = t->rows.count - t->header;
    if (t->header) status = take_names(t, arena, e);
    if (status == OK) status = like ? follow(t, like, e) : find_columns(t, spec, e);
    if (status == OK) status = check_lengths(t, e);
    if (status == OK && t->samples == 0)
        status = error_set(e, ERR_DATA, "%s: the header is all there is; a table needs rows below it", path);
    return status;
}
