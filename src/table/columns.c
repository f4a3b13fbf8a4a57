#include "table/columns.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

enum { SHOWN_MOST = 42, NAMED_MOST = 8 };

// --- Names

void table_shown(const char *text, Text *out) {
    size_t n = strlen(text), kept = n;
    if (n > SHOWN_MOST)
        for (kept = SHOWN_MOST; kept > 0 && ((unsigned char)text[kept] & 0xc0) == 0x80; kept--) continue;
    for (size_t i = 0; i < kept; i++) text_add_n(out, (unsigned char)text[i] < ' ' ? " " : text + i, 1);
    if (kept < n) text_add(out, "...");
}

void table_quoted(const char *text, Text *out) {
    const char *quote = text && strchr(text, '"') ? "'" : "\"";
    text_add(out, quote);
    table_shown(text ? text : "", out);
    text_add(out, quote);
}

void columns_named(const Table *t, Text *out) {
    for (int32_t c = 0; c < t->columns && c < NAMED_MOST; c++) {
        if (c > 0) text_add(out, ", ");
        table_quoted(t->column[c].name, out);
    }
    if (t->columns > NAMED_MOST) text_printf(out, " and %d more", t->columns - NAMED_MOST);
}

void column_words(const Table *t, int32_t column, Text *out) {
    text_printf(out, "column %d", column + 1);
    if (!*t->column[column].name) return;
    text_add(out, " (");
    table_shown(t->column[column].name, out);
    text_add(out, ")");
}

void cell_place(const Table *t, int32_t column, int32_t line, Text *out) {
    text_add(out, t->path);
    if (line > 0) text_printf(out, ":%d", line);
    text_add(out, ": ");
    column_words(t, column, out);
    text_add(out, ": ");
}

int32_t row_line(const Table *t, const DataSpec *spec, int32_t row) {
    struct stat is; // a pipe gives its content once, and who asks again waits for ever
    return stat(t->path, &is) == 0 && S_ISREG(is.st_mode) ? table_line(t, spec, row) : 0;
}

int32_t first_row_line(const Table *t) {
    int32_t line = 0; // every cell of it is the first of its class in its column
    for (int class = 0; class < CELL_CLASSES; class ++) {
        const int32_t at = t->column[0].first_line[class];
        if (at > 0 && (line == 0 || at < line)) line = at;
    }
    return line;
}

static int32_t count_named(const Table *t, const char *name, int32_t *last) {
    int32_t found = 0;
    for (int32_t c = 0; c < t->columns; c++)
        if (strcmp(t->column[c].name, name) == 0) found++, *last = c;
    return found;
}

// Whether a header only counts: all names but an empty first and a last word are whole numbers that go up by one.
static bool names_count(const Table *t) {
    double value, before = 0;
    int32_t numbers = 0;
    for (int32_t c = 0; c < t->columns; c++) {
        const char *name = t->column[c].name;
        if (c == 0 && !*name) continue;
        if (!number_read(name, strlen(name), &value)) {
            if (c == t->columns - 1) continue;
            return false;
        }
        if (value != trunc(value) || (numbers > 0 && value != before + 1)) return false;
        before = value;
        numbers++;
    }
    return numbers > 1;
}

// --- Columns as options name them

static const char split_key[] = "data.split_column"; // the one that takes no list

typedef struct Range {
    int32_t first, last;
} Range;

// Whether the text is a column's number, which may still be out of range: from 1, or negative from the end.
static bool read_number(const Table *t, const char *text, size_t n, double *column) {
    double number;
    if (!number_read(text, n, &number) || number != trunc(number)) return false;
    *column = number > 0 ? number - 1 : number < 0 ? t->columns + number : -1;
    return true;
}

// "3-7"; the numbers may still be out of range.
static bool read_range(const Table *t, const char *text, double *first, double *last) {
    const size_t digits = strspn(text, "0123456789"), more = text[digits] ? strspn(text + digits + 1, "0123456789") : 0;
    if (digits == 0 || text[digits] != '-' || more == 0 || text[digits + 1 + more]) return false;
    return read_number(t, text, digits, first) && read_number(t, text + digits + 1, more, last);
}

// Reads a column, by its name where the header has it, else by its number; with `ranges`, also several. What may be
// either is the number where it counts from the right ("-1" is the last column, which is the label by default), and
// where the names only count: "1" is the first column, be it called 0 or 1. Returns how many columns have that name:
// more than 1 are none that could be meant. A range of nothing (first < 0) where there is no such column.
static int32_t read_columns(const Table *t, const char *text, bool ranges, Range *r) {
    double first, last;
    int32_t column, named = count_named(t, text, &column);
    *r = (Range){-1, -1};
    const bool number = named >= 1 && read_number(t, text, strlen(text), &first) && first >= 0 && first < t->columns;
    if (number && (*text == '-' || (named == 1 && names_count(t)))) {
        *r = (Range){(int32_t)first, (int32_t)first};
        return 1;
    }
    if (named == 1) *r = (Range){column, column};
    if (named >= 1) return named;
    if (read_number(t, text, strlen(text), &first))
        last = first;
    else if (!ranges || !read_range(t, text, &first, &last))
        return 0;
    if (first >= 0 && first <= last && last < t->columns) *r = (Range){(int32_t)first, (int32_t)last};
    return 0;
}

void column_json(const Table *t, int32_t column, Text *out) {
    const char *name = t->column[column].name;
    Range r;
    if (*name && !names_count(t) && read_columns(t, name, false, &r) == 1 && r.first == column)
        text_add_json(out, name);
    else
        text_printf(out, "%d", column + 1);
}

static bool looks_like_number(const Table *t, const char *text, bool ranges) {
    double first, last;
    return read_number(t, text, strlen(text), &first) || (ranges && read_range(t, text, &first, &last));
}

// Whether a text names several columns, with commas between them; adds them as a list to `out`.
static bool is_list(const Table *t, const char *text, bool ranges, Text *out) {
    char part[256];
    bool all = strchr(text, ',');
    for (const char *p = text; all; p++) {
        Range r;
        const size_t n = strcspn(p, ",");
        snprintf(part, sizeof part, "%.*s", (int)(n < sizeof part ? n : 0), p);
        read_columns(t, part, ranges, &r);
        all = r.first >= 0;
        text_add(out, p == text ? "[" : ", ");
        text_add_json(out, part);
        p += n;
        if (!*p) break;
    }
    text_add(out, "]");
    return all;
}

static Status refuse_list(const Table *t, const char *key, const char *text, const Text *list, Error *e) {
    if (list->failed) return error_memory(e);
    return error_set(e, ERR_CONFIG, "%s: %s has no column \"%s\"; several are said as a list: %s", key, t->path, text,
                     list->data);
}

static Status no_such_column(const Table *t, const DataSpec *spec, const char *key, const char *text, bool ranges,
                             Error *e) {
    Text list = {0};
    const bool several = key != split_key && is_list(t, text, ranges, &list);
    const Status refused = several ? refuse_list(t, key, text, &list, e) : OK;
    text_free(&list);
    if (several) return refused;
    if (looks_like_number(t, text, ranges))
        return error_set(e, ERR_CONFIG, "%s: %s has no column %s; its columns are 1 to %d, or -1 to -%d from the right",
                         key, t->path, text, t->columns, t->columns);
    if (!t->header)
        return error_set(e, ERR_CONFIG, "%s is the name \"%s\", but %s that %s has none; give the column's number", key,
                         text, spec->header == HEADER_NO ? "data.header says" : "the first line looks", t->path);
    const char *near = NULL;
    for (int32_t c = 0; c < t->columns; c++) {
        const char *names[] = {near ? near : t->column[c].name, t->column[c].name};
        near = nearest_word(text, names, 2);
    }
    if (near)
        return error_set(e, ERR_CONFIG, "%s: %s has no column \"%s\"; did you mean \"%s\"?", key, t->path, text, near);
    Text names = {0};
    columns_named(t, &names);
    const Status s = names.failed
                         ? error_memory(e)
                         : error_set(e, ERR_CONFIG, "%s: %s has no column \"%s\" in its first line, which has %s", key,
                                     t->path, text, names.data);
    text_free(&names);
    return s;
}

static Status find_columns(const Table *t, const DataSpec *spec, const char *key, const char *text, bool ranges,
                           Range *r, Error *e) {
    int32_t named = read_columns(t, text, ranges, r);
    if (named > 1)
        return error_set(e, ERR_CONFIG, "%s: %s has %d columns named \"%s\"; give the column's number", key, t->path,
                         named, text);
    return r->first < 0 ? no_such_column(t, spec, key, text, ranges, e) : OK;
}

bool column_in(const Table *t, const TextList *list, int32_t column) {
    Range r;
    for (int i = 0; i < list->count; i++) {
        read_columns(t, list->item[i], true, &r);
        if (r.first <= column && column <= r.last) return true;
    }
    return false;
}

bool column_is_doubtful(const Table *t, const char *text, int32_t *number, int32_t *named) {
    Range r;
    if (count_named(t, text, named) != 1) return false;
    read_columns(t, text, false, &r);
    *number = r.first;
    return *number != *named;
}

// --- What each list wants

// What the columns of a list become.
typedef struct Wish {
    const char *key;
    const TextList *list;
    ColumnRole role;
    ColumnKind kind;
    bool *named;       // [columns], or NULL: gets true for those in the list
    const bool *among; // [columns], or NULL: those that data.use has
} Wish;

static Status refuse_wish(const Table *t, const Wish *w, int32_t column, const char *why, Error *e) {
    Text words = {0};
    column_words(t, column, &words);
    Status status = words.failed ? error_memory(e) : error_set(e, ERR_CONFIG, "%s: %s %s", w->key, words.data, why);
    text_free(&words);
    return status;
}

// Why a column that has its own purpose cannot be what a list wants; NULL: it can.
static const char *why_not(const TableColumn *column, const Wish *w, bool left_out) {
    if (column->role == ROLE_LABEL && w->role == ROLE_IGNORED)
        return "is the label; say in data.label what else to predict";
    if (column->role == ROLE_LABEL && w->kind != KIND_FOUND) return "is the label; data.task says how it is learned";
    if (column->role == ROLE_SPLIT && (w->role == ROLE_IGNORED || w->kind != KIND_FOUND))
        return "is data.split_column, and no feature; take it out of one of them";
    if (column->role == ROLE_IGNORED && w->role != ROLE_IGNORED)
        return "is in data.columns.ignore, too; take it out of one of them";
    if (left_out) return "is not in data.use, which leaves it out; add it there, or take it out here";
    if (w->kind != KIND_FOUND && column->kind != KIND_FOUND && column->kind != w->kind)
        return "is in data.columns.categorical, too; take it out of one of them";
    return NULL;
}

static Status grant(const Table *t, const Wish *w, int32_t c, Error *e) {
    TableColumn *column = &t->column[c];
    const char *why = why_not(column, w, w->among && !w->among[c]);
    if (why) return refuse_wish(t, w, c, why, e);
    if (w->role == ROLE_IGNORED) column->role = ROLE_IGNORED;
    if (w->kind != KIND_FOUND) column->kind = w->kind;
    if (w->named) w->named[c] = true;
    return OK;
}

static Status grant_list(const Table *t, const DataSpec *spec, const Wish *w, Error *e) {
    Status status = OK;
    for (int i = 0; status == OK && i < w->list->count; i++) {
        Range r;
        status = find_columns(t, spec, w->key, w->list->item[i], true, &r, e);
        for (int32_t c = r.first; status == OK && c <= r.last; c++) status = grant(t, w, c, e);
    }
    return status;
}

// All of data.label: different columns, and some are left to learn from.
static Status choose_labels(const Table *t, const DataSpec *spec, Error *e) {
    for (int i = 0; i < spec->label_count; i++) {
        Range label;
        Status status = find_columns(t, spec, "data.label", spec->labels[i], false, &label, e);
        if (status != OK) return status;
        TableColumn *column = &t->column[label.first];
        if (column->role == ROLE_LABEL)
            return error_set(e, ERR_CONFIG, "data.label: \"%s\" and \"%s\" are one column of %s; name it once",
                             spec->labels[column->target], spec->labels[i], t->path);
        column->role = ROLE_LABEL;
        column->target = i;
    }
    if (spec->label_count < t->columns) return OK;
    return error_set(e, ERR_CONFIG, "data.label names all %d columns of %s; some must be left to learn from",
                     t->columns, t->path);
}

static Status choose_answers(const Table *t, const DataSpec *spec, Error *e) {
    Range split;
    Status status = choose_labels(t, spec, e);
    if (status != OK || !*spec->split_column) return status;
    status = find_columns(t, spec, split_key, spec->split_column, false, &split, e);
    if (status != OK) return status;
    if (t->column[split.first].role == ROLE_LABEL)
        return error_set(e, ERR_CONFIG,
                         "data.split_column: is column %d, which is the label's (data.label); name another",
                         split.first + 1);
    t->column[split.first].role = ROLE_SPLIT;
    if (t->columns > spec->label_count + 1) return OK;
    return error_set(e, ERR_CONFIG, "data.split_column: %s has no columns but this one and the label's", t->path);
}

static Status check_left(const Table *t, const DataSpec *spec, Error *e) {
    int32_t features = 0;
    for (int32_t c = 0; c < t->columns; c++) features += t->column[c].role == ROLE_FEATURE;
    if (features > 0) return OK;
    return error_set(e, ERR_CONFIG, "%s: leaves %s no column to learn from",
                     spec->use.count > 0 ? "data.use" : "data.columns.ignore", t->path);
}

static Status grant_lists(const Table *t, const DataSpec *spec, bool *used, Error *e) {
    const bool *among = spec->use.count > 0 ? used : NULL;
    const Wish wishes[] = {
        {"data.columns.ignore", &spec->ignore, ROLE_IGNORED, KIND_FOUND, NULL, NULL},
        {"data.use", &spec->use, ROLE_FEATURE, KIND_FOUND, used, NULL},
        {"data.columns.categorical", &spec->categorical, ROLE_FEATURE, KIND_CATEGORICAL, NULL, among},
        {"data.columns.numeric", &spec->numeric, ROLE_FEATURE, KIND_NUMERIC, NULL, among},
    };
    Status status = OK;
    for (size_t i = 0; status == OK && i < sizeof wishes / sizeof *wishes; i++)
        status = grant_list(t, spec, &wishes[i], e);
    for (int32_t c = 0; status == OK && spec->use.count > 0 && c < t->columns; c++)
        if (t->column[c].role == ROLE_FEATURE && !used[c]) t->column[c].role = ROLE_IGNORED;
    return status;
}

static Status choose(void *of, Table *t, Error *e) {
    const DataSpec *spec = of;
    if (t->columns < 2 && t->form.said)
        return error_set(e, ERR_DATA,
                         "%s: one column only, but a table needs features and a label; is the first line (sep=) right? "
                         "Remove it, or give data.separator",
                         t->path);
    if (t->columns < 2 && strlen(spec->separator) != 1)
        return error_set(e, ERR_DATA,
                         "%s: one column only, but a table needs features and a label; no comma, semicolon, tab, | or "
                         "blank separates cells: give data.separator, if something else does",
                         t->path);
    if (t->columns < 2)
        return error_set(
            e, ERR_DATA,
            "%s: one column only, but a table needs features and a label; is data.separator (now \"%s\") right?",
            t->path, *spec->separator == '\t' ? "\\t" : spec->separator);
    Arena passing = {0};
    bool *used = arena_take(&passing, (size_t)t->columns, sizeof *used);
    Status status = used ? choose_answers(t, spec, e) : error_memory(e);
    if (status == OK) status = grant_lists(t, spec, used, e);
    if (status == OK) status = check_left(t, spec, e);
    arena_free(&passing);
    return status;
}

TableChoice columns_choice(const DataSpec *spec) {
    return (TableChoice){.choose = choose, .of = (void *)spec};
}

// --- Row numbers

static bool counts_unasked(const Table *t, const DataSpec *spec, int32_t c) {
    const TableColumn *column = &t->column[c];
    return column->role == ROLE_FEATURE && !*column->name && column->counts && column->kind == KIND_NUMERIC &&
           !column_in(t, &spec->numeric, c) && !column_in(t, &spec->use, c);
}

bool column_is_index(const Table *t, const DataSpec *spec, int32_t column) {
    if (!counts_unasked(t, spec, column)) return false;
    for (int32_t c = 0; c < t->columns; c++)
        if (t->column[c].role == ROLE_FEATURE && !counts_unasked(t, spec, c)) return true;
    return false;
}

bool column_is_feature(const Table *t, const DataSpec *spec, int32_t column) {
    return t->column[column].role == ROLE_FEATURE && !column_is_index(t, spec, column);
}
