#include "table/notes.h"

#include <string.h>

#include "base/text.h"
#include "table/cell.h"
#include "table/columns.h"
#include "table/labels.h"
#include "table/oddities.h"

enum { COLUMNS_TOLD = 5, IDENTIFIERS_LEAST = 20 };

// What is looked at, with what is found once for all columns.
typedef struct View {
    const Table *t;
    const DataSpec *spec;
    bool *other_decimal; // [columns]: words of which all are numbers, but some only with the other mark
    bool two_marks;      // as table_mark_is_rare; set where a column is such
} View;

typedef bool (*Test)(const View *v, int32_t column);

static bool is_feature(const View *v, int32_t c) {
    return column_is_feature(v->t, v->spec, c);
}

static bool is_index(const View *v, int32_t c) {
    return column_is_index(v->t, v->spec, c);
}

static bool only_counts(const View *v, int32_t c) {
    return is_feature(v, c) && v->t->column[c].ascends && v->t->column[c].kind == KIND_NUMERIC;
}

static bool label_counts(const View *v, int32_t c) {
    return v->t->column[c].role == ROLE_LABEL && v->t->column[c].ascends && !labels_default_counts(v->t, v->spec);
}

static bool is_empty(const View *v, int32_t c) {
    return is_feature(v, c) && v->t->column[c].cells[CELL_MISSING] == v->t->rows;
}

static bool is_constant(const View *v, int32_t c) {
    return is_feature(v, c) && v->t->column[c].constant && v->t->rows > 1 && !is_empty(v, c);
}

// What only counts has its own note.
static bool is_blurred(const View *v, int32_t c) {
    return is_feature(v, c) && v->t->column[c].blurred && !v->t->column[c].ascends;
}

static void add_blurred(const Table *t, int32_t c, Text *out) {
    text_add(out, t->column[c].blurred);
}

// Whether the name that a guessed header gives to a column of words is one of these words.
static bool name_recurs(const View *v, int32_t c) {
    const Table *t = v->t;
    const TableColumn *column = &t->column[c];
    if (!t->header || !t->header_guessed || !*column->name) return false;
    for (int32_t k = 0; column->category && k < column->categories && k < CATEGORIES_MOST; k++)
        if (strcmp(column->category[k], column->name) == 0) return true;
    return false;
}

static bool has_categories(const View *v, int32_t c) {
    const TableColumn *column = &v->t->column[c];
    return is_feature(v, c) && column->kind == KIND_CATEGORICAL && column->categories > 0 &&
           column->categories <= CATEGORIES_MOST;
}

// Whether there are words of which nobody said that they are categories. Such labels are refused (table/problems.h).
static bool is_found(const View *v, int32_t c) {
    return has_categories(v, c) && !column_in(v->t, &v->spec->categorical, c);
}

// As the one mark of the table, or as one of two.
static bool is_other_mark(const View *v, int32_t c) {
    return v->other_decimal[c] && !v->two_marks;
}

static bool is_second_mark(const View *v, int32_t c) {
    return v->other_decimal[c] && v->two_marks;
}

static bool is_signed(const View *v, int32_t c) {
    const char *example;
    return is_found(v, c) && categories_signed(v->t, c, &example);
}

static void add_example(const char *example, Text *out) {
    text_add(out, " (");
    table_shown(example, out);
    text_add(out, ")");
}

static void add_second(const Table *t, int32_t c, Text *out) {
    const char *example;
    if (categories_other_decimal(t, c, &example)) add_example(example, out);
}

static void add_signed(const Table *t, int32_t c, Text *out) {
    const char *example;
    if (categories_signed(t, c, &example)) add_example(example, out);
}

// Numbers that are taken for words differ by right.
static bool is_identifier(const View *v, int32_t c) {
    const TableColumn *column = &v->t->column[c];
    const int32_t cells = v->t->rows - column->cells[CELL_MISSING];
    return has_categories(v, c) && cells >= IDENTIFIERS_LEAST && column->categories > cells / 2 && !is_signed(v, c) &&
           !v->other_decimal[c];
}

static bool has_alike(const View *v, int32_t c) {
    int32_t first, second;
    return has_categories(v, c) && categories_alike(&v->t->column[c], &first, &second);
}

static void add_alike(const Table *t, int32_t c, Text *out) {
    int32_t first, second;
    if (!categories_alike(&t->column[c], &first, &second)) return;
    text_add(out, ": ");
    table_quoted(t->column[c].category[first], out);
    text_add(out, " and ");
    table_quoted(t->column[c].category[second], out);
}

// What is noted of columns of which `test` is true: what they are, an example of the first of them, what to do.
typedef struct Saying {
    Test test;
    const char *one, *several;
    void (*example)(const Table *t, int32_t column, Text *out); // NULL: none
    const char *end_one, *end_several;                          // behind it
} Saying;

static void note(const View *v, const Saying *saying, Notes *notes) {
    const Table *t = v->t;
    Text columns = {0}, example = {0};
    int32_t count = 0;
    for (int32_t c = 0; c < t->columns; c++) {
        if (!saying->test(v, c) || ++count > COLUMNS_TOLD) continue;
        if (count > 1) text_add(&columns, ", ");
        column_words(t, c, &columns);
        if (count == 1 && saying->example) saying->example(t, c, &example);
    }
    if (count > COLUMNS_TOLD) text_printf(&columns, " and %d more", count - COLUMNS_TOLD);
    if (columns.data)
        notes_add(notes, "%s: %s %s%s%s", t->path, columns.data, count == 1 ? saying->one : saying->several,
                  example.data ? example.data : "", count == 1 ? saying->end_one : saying->end_several);
    notes->failed |= columns.failed || example.failed;
    text_free(&columns);
    text_free(&example);
}

// Numbers that are also the name of another column.
static void note_numbers(const Table *t, const char *key, const char *const *item, int count, Notes *notes) {
    int32_t number, named;
    for (int i = 0; i < count; i++)
        if (column_is_doubtful(t, item[i], &number, &named))
            notes_add(notes,
                      "%s: %s %s is the number of a column, from 1 on or from the right, and not the name of column %d",
                      t->path, key, item[i], named + 1);
}

// Texts of data.missing that no cell holds: misspelt, perhaps. The usual ones are there for other tables as well.
void table_note_missing(const Table *train, const Table *test, const DataSpec *spec, Notes *notes) {
    Text unseen = {0};
    int count = 0;
    for (int i = 0; i < spec->missing.count; i++) {
        const char *text = spec->missing.item[i];
        if (!*text || cell_is_usual_missing(text) || train->missing_seen[i] || (test && test->missing_seen[i]))
            continue;
        if (++count > COLUMNS_TOLD) continue;
        text_add(&unseen, count > 1 ? ", \"" : "\"");
        table_shown(text, &unseen);
        text_add(&unseen, "\"");
    }
    if (count > COLUMNS_TOLD) text_printf(&unseen, " and %d more", count - COLUMNS_TOLD);
    if (unseen.data)
        notes_add(notes, "data.missing: %s stand%s in no cell of %s%s%s", unseen.data, count == 1 ? "s" : "",
                  train->path, test ? " or " : "", test ? test->path : "");
    notes->failed |= unseen.failed;
    text_free(&unseen);
}

static const Saying sayings[] = {
    {is_index, "has no name and counts the rows: it is left out; data.columns.numeric keeps it",
     "have no name and count the rows: they are left out; data.columns.numeric keeps them", NULL, "", ""},
    {only_counts, "only counts the rows: data.columns.ignore leaves it out, if it says nothing else",
     "only count the rows: data.columns.ignore leaves them out, if they say nothing else", NULL, "", ""},
    {label_counts, "is the label and only counts the rows: data.label names another column, if it says nothing else",
     "are labels and only count the rows: data.label names other columns, if they say nothing else", NULL, "", ""},
    {is_empty, "is empty in every row: data.columns.ignore leaves it out",
     "are empty in every row: data.columns.ignore leaves them out", NULL, "", ""},
    {is_constant, "is the same in every row", "are each the same in every row", NULL, "", ""},
    {is_blurred, "holds numbers that 32-bit floats cannot tell apart: ",
     "hold numbers that 32-bit floats cannot tell apart: ", add_blurred,
     "; subtract a constant, or data.columns.ignore leaves it out",
     "; subtract a constant, or data.columns.ignore leaves them out"},
    {is_second_mark, "holds numbers with another decimal mark than other columns have",
     "hold numbers with another decimal mark than other columns have", add_second,
     ", taken for words: write all numbers with one mark", ", taken for words: write all numbers with one mark"},
    {is_other_mark, "holds numbers with another decimal mark, which are taken for words: data.decimal says which it is",
     "hold numbers with another decimal mark, which are taken for words: data.decimal says which it is", NULL, "", ""},
    {is_signed, "holds numbers with a sign beside them", "hold numbers with a sign beside them", add_signed,
     ", taken for words: make them numbers, if they are", ", taken for words: make them numbers, if they are"},
    {is_identifier, "looks like an identifier: data.columns.ignore leaves it out",
     "look like identifiers: data.columns.ignore leaves them out", NULL, "", ""},
    {has_alike, "has categories that differ only in case or blanks",
     "have categories that differ only in case or blanks", add_alike,
     ", which are features of their own: write them alike, if they mean the same",
     ", which are features of their own: write them alike, if they mean the same"},
    {name_recurs,
     "is named after the first row, but others hold the same text: if it is no header, say so with data.header false",
     "are named after the first row, but others hold the same texts: if it is no header, say so with data.header false",
     NULL, "", ""},
};

// Finds what several of them ask for. False without memory.
static bool begin(View *v, Arena *arena) {
    bool any = false;
    const char *example;
    v->other_decimal = arena_take(arena, (size_t)v->t->columns, sizeof *v->other_decimal);
    for (int32_t c = 0; v->other_decimal && c < v->t->columns; c++)
        any |= v->other_decimal[c] = is_found(v, c) && categories_other_decimal(v->t, c, &example);
    v->two_marks = any && table_mark_is_rare(v->t);
    return v->other_decimal;
}

void table_notes(const Table *t, const DataSpec *spec, Notes *notes) {
    note_numbers(t, "data.label", spec->labels, spec->label_count, notes);
    note_numbers(t, "data.split_column", &spec->split_column, 1, notes);
    note_numbers(t, "data.columns.ignore", spec->ignore.item, spec->ignore.count, notes);
    note_numbers(t, "data.columns.categorical", spec->categorical.item, spec->categorical.count, notes);
    note_numbers(t, "data.columns.numeric", spec->numeric.item, spec->numeric.count, notes);
    note_numbers(t, "data.use", spec->use.item, spec->use.count, notes);
    View v = {.t = t, .spec = spec};
    Arena passing = {0};
    if (begin(&v, &passing))
        for (size_t i = 0; i < sizeof sayings / sizeof *sayings; i++) note(&v, &sayings[i], notes);
    else
        notes->failed = true;
    arena_free(&passing);
}
