#include "table/labels.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

#include "base/text.h"
#include "data/targets.h"
#include "table/columns.h"
#include "table/oddities.h"

// --- Words

// What was said so far, the text in quotes and `more` are the error.
static Status refuse(Text *said, const char *text, const char *more, Error *e) {
    if (text) table_quoted(text, said);
    text_add(said, more);
    Status status = said->failed ? error_memory(e) : error_set(e, ERR_DATA, "%s", said->data);
    text_free(said);
    return status;
}

CellClass label_word(const TableColumn *column) {
    static const CellClass words[] = {CELL_WORD, CELL_TRUTH, CELL_DATE, CELL_HEX};
    CellClass first = CELL_MISSING;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (column->cells[words[i]] > 0 &&
            (first == CELL_MISSING || column->first_line[words[i]] < column->first_line[first]))
            first = words[i];
    return first;
}

static int32_t count_numbers(const TableColumn *column) {
    return column->cells[CELL_NUMBER] + column->cells[CELL_HUGE];
}

// --- No label by default

static bool has_cells(const Table *t, int32_t c) {
    return t->column[c].cells[CELL_MISSING] < t->rows;
}

// Whether fewer than half of the rows have a cell there.
static bool is_sparse(const Table *t, int32_t c) {
    return 2 * (int64_t)(t->rows - t->column[c].cells[CELL_MISSING]) < t->rows;
}

static bool is_index(const TableColumn *column) {
    return !*column->name && column->counts;
}

// Whether the label is the last column because nobody named another.
static bool is_default(const DataSpec *spec) {
    return spec->label_count == 1 && strcmp(spec->labels[0], "-1") == 0;
}

bool labels_default_counts(const Table *t, const DataSpec *spec) {
    return is_default(spec) && t->header && is_index(&t->column[t->columns - 1]);
}

int32_t labels_elsewhere(const Table *t, const DataSpec *spec) {
    int32_t last = -1, others = 0;
    if (!is_default(spec) || spec->use.count > 0) return -1;
    if (!is_sparse(t, t->columns - 1) && !labels_default_counts(t, spec)) return -1;
    for (int32_t c = 0; c < t->columns; c++)
        if (t->column[c].role == ROLE_FEATURE && !is_sparse(t, c) && !is_index(&t->column[c])) last = c, others++;
    return others > 1 ? last : -1;
}

// Names the column that may be the label instead, and how the options call it; `more` where there is none.
static void add_elsewhere(const Table *t, const DataSpec *spec, const char *are, const char *more, Text *out) {
    const int32_t other = labels_elsewhere(t, spec);
    if (other < 0) {
        text_add(out, more);
        return;
    }
    column_words(t, other, out);
    text_printf(out, " is the last that %s: name it in data.label (", are);
    column_json(t, other, out);
    text_add(out, ")");
}

static Status refuse_empty(const Table *t, const DataSpec *spec, int32_t c, Error *e) {
    Text said = {0};
    cell_place(t, c, 0, &said);
    text_add(&said, "no row has a label; ");
    add_elsewhere(t, spec, "is filled", "data.label names another column", &said);
    if (labels_elsewhere(t, spec) < 0) return refuse(&said, NULL, "", e);
    text_add(&said, ", and this one in data.columns.ignore (");
    column_json(t, c, &said);
    return refuse(&said, NULL, ")", e);
}

static Status refuse_sparse(const Table *t, const DataSpec *spec, int32_t c, Error *e) {
    Text said = {0};
    cell_place(t, c, 0, &said);
    text_printf(&said, "only %d of %d rows have a label; ", t->rows - t->column[c].cells[CELL_MISSING], t->rows);
    add_elsewhere(t, spec, "is filled", "", &said);
    text_printf(&said, ", or this one (%d) if it is to be learned", c + 1);
    return refuse(&said, NULL, "", e);
}

static Status refuse_index(const Table *t, const DataSpec *spec, int32_t c, Error *e) {
    Text said = {0};
    cell_place(t, c, 0, &said);
    text_add(&said, "the label has no name and counts the rows; ");
    add_elsewhere(t, spec, "does not", "name another column in data.label", &said);
    text_printf(&said, ", or this one (%d) if it is to be learned", c + 1);
    return refuse(&said, NULL, "", e);
}

// --- Classes

// A label without the characters that do not count at its end. In `arena`; NULL without memory.
static const char *stripped(const char *text, const DataSpec *spec, Arena *arena) {
    const char *strip = spec->label_strip ? spec->label_strip : "";
    size_t n = strlen(text);
    while (n > 0 && strchr(strip, text[n - 1])) n--;
    return n == 0 || !text[n] ? text : arena_text_n(arena, text, n);
}

static Status learn_texts(Labels *l, const TableColumn *column, const DataSpec *spec, Arena *arena, Error *e) {
    Arena passing = {0};
    const char **text = arena_take(&passing, (size_t)column->categories, sizeof *text);
    Status status = text ? OK : error_memory(e);
    for (int32_t i = 0; status == OK && i < column->categories; i++) {
        text[i] = stripped(column->category[i], spec, arena);
        if (!text[i]) status = error_memory(e);
    }
    if (status == OK) status = categories_of_texts(&l->classes, text, column->categories, arena, e);
    arena_free(&passing);
    return status;
}

// Whether numbers are a target rather than classes: a fraction among them, or more than some different ones.
static bool is_target(const double *number, int32_t n) {
    double known[AUTO_CLASSES_MOST];
    int count = 0;
    for (int32_t i = 0; i < n; i++) {
        int k = 0;
        if (isnan(number[i])) continue;
        if (number[i] != trunc(number[i])) return true;
        while (k < count && known[k] != number[i]) k++;
        if (k == AUTO_CLASSES_MOST) return true;
        if (k == count) known[count++] = number[i];
    }
    return false;
}

// class_of[code]: the class of each of the column's texts; -1 where there is none.
static Status map_texts(const Labels *l, const TableColumn *column, const DataSpec *spec, int32_t *class_of,
                        Arena *passing, Error *e) {
    for (int32_t i = 0; i < column->categories; i++) {
        const char *text = stripped(column->category[i], spec, passing);
        if (!text) return error_memory(e);
        class_of[i] = categories_find(&l->classes, text);
    }
    return OK;
}

// A first row that was taken for data although its label, unlike others, stands nowhere else is more likely a header.
static Status doubt_header(const Labels *l, const Table *t, const DataSpec *spec, Error *e) {
    const TableColumn *column = &t->column[l->column[0]];
    const int32_t classes = l->classes.count, first = column->code[0];
    if (!t->header_guessed || t->header || first < 0 || classes < 2 || classes >= t->rows) return OK;
    Arena passing = {0};
    int32_t *class_of = arena_take(&passing, (size_t)column->categories, sizeof *class_of), same = 0;
    Status status = class_of ? map_texts(l, column, spec, class_of, &passing, e) : error_memory(e);
    for (int32_t i = 0; status == OK && i < t->rows; i++)
        same += column->code[i] >= 0 && class_of[column->code[i]] == class_of[first];
    arena_free(&passing);
    if (status != OK || same > 1) return status;
    Text said = {0};
    cell_place(t, l->column[0], column->first_line[label_word(column)], &said);
    text_add(&said, "the label ");
    return refuse(&said, column->category[first],
                  " stands in no other row; is this line a header? Say so with data.header (true or false)", e);
}

// More classes than data.max_categories: a name of each row, or free text, is nothing to learn.
static Status refuse_many(const Labels *l, const Table *t, const DataSpec *spec, Error *e) {
    const TableColumn *column = &t->column[l->column[0]];
    const bool texts = column->code, numbers = label_word(column) == CELL_MISSING;
    int32_t row = 0;
    char number[NUMBER_TEXT_SIZE];
    Text said = {0}, more = {0};
    while (texts ? column->code[row] < 0 : isnan(column->number[row])) row++;
    cell_place(t, l->column[0], row_line(t, spec, row), &said);
    text_printf(&said, "the label has %d different %s, like ", l->classes.count, numbers ? "numbers" : "texts");
    text_printf(&more, ", and each would be a class, but data.max_categories is %d; name another column in data.label",
                spec->max_categories);
    if (numbers) text_add(&more, ", or say data.task regression to predict them");
    if (l->classes.count <= CATEGORIES_MOST)
        text_printf(&more, ", or say data.max_categories %d to learn each as a class", l->classes.count);
    said.failed |= more.failed;
    Status status =
        refuse(&said, texts ? column->category[column->code[row]] : number_text_double(number, column->number[row]),
               more.data ? more.data : "", e);
    text_free(&more);
    return status;
}

static Status learn_classes(Labels *l, const Table *t, const DataSpec *spec, Arena *arena, Error *e) {
    const TableColumn *column = &t->column[l->column[0]];
    Status status = column->code ? learn_texts(l, column, spec, arena, e)
                                 : categories_of_numbers(&l->classes, column->number, t->rows, arena, e);
    if (status == OK && l->classes.count > spec->max_categories) return refuse_many(l, t, spec, e);
    return status == OK && !l->classes.numbers ? doubt_header(l, t, spec, e) : status;
}

// --- Learning what they are

// A text where a number is wanted; what to do is told with the problems of the table.
static Status refuse_word(const Table *t, int32_t c, Error *e) {
    const TableColumn *column = &t->column[c];
    const CellClass word = label_word(column);
    Text said = {0};
    cell_place(t, c, column->first_line[word], &said);
    text_add(&said, "the label ");
    return refuse(&said, column->first_text[word], " is not a number", e);
}

// Dates or hexadecimal numbers and no words: classes are not what most people want of them.
static Status refuse_dates(const Table *t, int32_t c, Error *e) {
    const TableColumn *column = &t->column[c];
    const CellClass class = column->cells[CELL_DATE] > 0 ? CELL_DATE : CELL_HEX;
    Text said = {0};
    cell_place(t, c, column->first_line[class], &said);
    text_add(&said, "the label ");
    return refuse(&said, column->first_text[class],
                  class == CELL_DATE
                      ? " is a date; name another column in data.label, make numbers of the dates, or say "
                        "data.task classification to learn each date as a class"
                      : " is hexadecimal; name another column in data.label, write decimal numbers, or "
                        "say data.task classification to learn each as a class",
                  e);
}

static Status refuse_huge(const Table *t, int32_t c, Error *e) {
    const TableColumn *column = &t->column[c];
    Text said = {0};
    cell_place(t, c, column->first_line[CELL_HUGE], &said);
    return refuse(&said, column->first_text[CELL_HUGE], " is too large for a 32-bit float; rescale the column", e);
}

// Whether every label of a regression is a number that can be predicted.
static Status check_target(const Table *t, int32_t c, Error *e) {
    if (label_word(&t->column[c]) != CELL_MISSING) return refuse_word(t, c, e);
    return t->column[c].cells[CELL_HUGE] > 0 ? refuse_huge(t, c, e) : OK;
}

// The columns that are labels, in the order of data.label.
static Status find_columns(Labels *l, const Table *t, Arena *arena, Error *e) {
    int32_t *column = arena_take(arena, (size_t)t->columns, sizeof *column);
    if (!column) return error_memory(e);
    for (int32_t c = 0; c < t->columns; c++) {
        if (t->column[c].role != ROLE_LABEL) continue;
        column[t->column[c].target] = c;
        l->columns++;
    }
    l->column = column;
    return OK;
}

// Whether dates or hexadecimal numbers, but no words, stand in a column of texts.
static bool is_dates(const TableColumn *column) {
    return column->cells[CELL_WORD] == 0 && column->cells[CELL_DATE] + column->cells[CELL_HEX] > 0;
}

bool labels_are_numbers(const Table *t, const DataSpec *spec, int32_t c) {
    const TableColumn *column = &t->column[c];
    const char *example;
    if (spec->task != TASK_AUTO) return spec->task == TASK_REGRESSION;
    if (spec->label_count > 1) return true;
    if (label_word(column) == CELL_MISSING) return is_target(column->number, t->rows);
    return count_numbers(column) > 0 || categories_other_decimal(t, c, &example) || categories_signed(t, c, &example);
}

Status labels_learn(Labels *l, const Table *t, const DataSpec *spec, Arena *arena, Error *e) {
    *l = (Labels){.columns = 0};
    Status status = find_columns(l, t, arena, e);
    for (int32_t k = 0; status == OK && k < l->columns; k++)
        if (!has_cells(t, l->column[k])) return refuse_empty(t, spec, l->column[k], e);
    if (status == OK && labels_default_counts(t, spec)) return refuse_index(t, spec, l->column[0], e);
    if (status == OK && labels_elsewhere(t, spec) >= 0) return refuse_sparse(t, spec, l->column[0], e);
    if (status != OK) return status;
    l->regression = labels_are_numbers(t, spec, l->column[0]);
    if (!l->regression && spec->task == TASK_AUTO && is_dates(&t->column[l->column[0]]))
        return refuse_dates(t, l->column[0], e);
    if (!l->regression) return learn_classes(l, t, spec, arena, e);
    for (int32_t k = 0; status == OK && k < l->columns; k++) {
        l->told = label_word(&t->column[l->column[k]]) != CELL_MISSING;
        status = check_target(t, l->column[k], e);
    }
    return status;
}

// --- Reading them

// Whether the row has all of its labels.
static bool has_labels(const Labels *l, const Table *t, int32_t row) {
    for (int32_t k = 0; k < l->columns; k++) {
        const TableColumn *column = &t->column[l->column[k]];
        if (column->code ? column->code[row] < 0 : isnan(column->number[row])) return false;
    }
    return true;
}

Status labels_rows(Rows *rows, const Labels *l, const Table *t, Arena *arena, Notes *notes, Error *e) {
    int32_t missing = 0;
    for (int32_t k = 0; k < l->columns; k++) missing += t->column[l->column[k]].cells[CELL_MISSING];
    *rows = (Rows){.count = t->rows};
    if (missing == 0) return OK;
    int32_t *row = arena_take(arena, (size_t)t->rows, sizeof *row), n = 0;
    if (!row) return error_memory(e);
    for (int32_t i = 0; i < t->rows; i++)
        if (has_labels(l, t, i)) row[n++] = i;
    if (n == 0) return error_set(e, ERR_DATA, "%s: no row has a label", t->path);
    *rows = (Rows){.row = row, .count = n};
    missing = t->rows - n;
    notes_add(notes, "%s: %d %s no label and %s left out%s", t->path, missing, missing == 1 ? "row has" : "rows have",
              missing == 1 ? "is" : "are",
              missing > n ? ", more than have one: data.label may name another column" : "");
    return OK;
}

// The character at the end of one of two texts that are else the same; 0: there is none.
static char end_beyond(const char *a, const char *b) {
    const size_t n = strlen(a), m = strlen(b);
    const char *longer = n > m ? a : b, *shorter = n > m ? b : a;
    const size_t length = strlen(shorter);
    const bool same = n != m && strncmp(longer, shorter, length) == 0 && !longer[length + 1];
    return same && ispunct((unsigned char)longer[length]) ? longer[length] : 0;
}

static Status refuse_class(const Labels *l, const Table *t, const DataSpec *spec, int32_t row, const char *text,
                           Error *e) {
    Text said = {0}, more = {0};
    cell_place(t, l->column[0], row_line(t, spec, row), &said);
    text_add(&said, "the class ");
    table_quoted(text, &said);
    text_add(&said, " does not occur in the training table");
    for (int32_t k = 0; k < l->classes.count; k++) {
        const char end = end_beyond(text, l->classes.name[k]);
        if (!end || more.size > 0) continue;
        text_add(&more, "; ");
        table_quoted(l->classes.name[k], &more);
        text_printf(&more, " does: data.label_strip \"%c\" makes one class of both", end);
    }
    said.failed |= more.failed;
    Status status = refuse(&said, NULL, more.size > 0 ? more.data : "", e);
    text_free(&more);
    return status;
}

Status labels_find(const Labels *l, const Table *t, const DataSpec *spec, Rows rows, int32_t *label, Error *e) {
    const TableColumn *column = &t->column[l->column[0]];
    Arena passing = {0};
    const bool texts = column->code;
    int32_t *class_of = arena_take(&passing, texts ? (size_t)column->categories : 0, sizeof *class_of);
    Status status = class_of ? OK : error_memory(e);
    if (status == OK && texts) status = map_texts(l, column, spec, class_of, &passing, e);
    for (int32_t i = 0; status == OK && i < rows.count; i++) {
        const int32_t row = rows.row ? rows.row[i] : i;
        if (texts ? column->code[row] < 0 : isnan(column->number[row]))
            label[i] = -1;
        else
            label[i] = texts ? class_of[column->code[row]] : categories_find_number(&l->classes, column->number[row]);
    }
    arena_free(&passing);
    return status;
}

static Status read_classes(const Labels *l, const Table *t, const DataSpec *spec, Rows rows, int32_t *label, Error *e) {
    const TableColumn *column = &t->column[l->column[0]];
    Status status = labels_find(l, t, spec, rows, label, e);
    for (int32_t i = 0; status == OK && i < rows.count; i++) {
        const int32_t row = rows.row ? rows.row[i] : i;
        char number[NUMBER_TEXT_SIZE];
        if (label[i] < 0)
            status = refuse_class(l, t, spec, row,
                                  column->code ? column->category[column->code[row]]
                                               : number_text_double(number, column->number[row]),
                                  e);
    }
    return status;
}

static Status name_targets(const Labels *l, const Table *t, Dataset *d, Arena *arena, Error *e) {
    Arena passing = {0};
    const char **header = t->header ? arena_take(&passing, (size_t)t->columns, sizeof *header) : NULL;
    Status status = t->header && !header ? error_memory(e) : OK;
    for (int32_t c = 0; header && c < t->columns; c++) header[c] = t->column[c].name;
    if (status == OK) status = targets_name(d, header, l->column, arena, e);
    arena_free(&passing);
    return status;
}

static Status read_targets(const Labels *l, const Table *t, Rows rows, Dataset *d, Arena *arena, Error *e) {
    const size_t targets = (size_t)l->columns;
    float *target = arena_take(arena, (size_t)rows.count * targets, sizeof *target);
    if (!target) return error_memory(e);
    for (size_t k = 0; k < targets; k++) {
        const double *number = t->column[l->column[k]].number;
        Status status = check_target(t, l->column[k], e);
        if (status != OK) return status;
        for (int32_t i = 0; i < rows.count; i++)
            target[(size_t)i * targets + k] = (float)number[rows.row ? rows.row[i] : i];
    }
    d->targets = l->columns;
    d->target = target;
    return name_targets(l, t, d, arena, e);
}

Status labels_read(const Labels *l, const Table *t, const DataSpec *spec, Rows rows, Dataset *d, Arena *arena,
                   Error *e) {
    if (l->regression) return read_targets(l, t, rows, d, arena, e);
    int32_t *label = arena_take(arena, (size_t)rows.count, sizeof *label);
    if (!label) return error_memory(e);
    d->label = label;
    d->classes = l->classes.count;
    d->class_names = l->classes.name;
    return read_classes(l, t, spec, rows, label, e);
}
