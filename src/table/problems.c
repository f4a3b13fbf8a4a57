#include "table/problems.h"

#include <string.h>

#include "table/columns.h"
#include "table/labels.h"
#include "table/odd_line.h"
#include "table/oddities.h"
#include "table/remedies.h"

enum { COLUMNS_TOLD = 8 }; // of each kind

#define IGNORE PROBLEM_IGNORE

// How a kind is told, and what mends it.
static const struct {
    const char *name, *mend;
    const char *option, *value; // value NULL: the column
} kinds[PROBLEM_KINDS] = {
    [PROBLEM_LINE] = {"a line that is no row", "remove it", NULL, NULL},
    [PROBLEM_HEADER] = {"words in the first row alone, which was taken for data",
                        "if it names the columns, say so with data.header true; else correct them, or name them in "
                        "data.missing, or the columns in data.columns.categorical or " IGNORE,
                        "data.header", "true"},
    [PROBLEM_COMMA] = {"numbers with a decimal comma",
                       "if a comma stands before fractions, say so with data.decimal ,; else correct them, or name the "
                       "columns in data.columns.categorical or " IGNORE,
                       "data.decimal", "\",\""},
    [PROBLEM_POINT] = {"numbers with a decimal point",
                       "if a point stands before fractions, say so with data.decimal .; else correct them, or name the "
                       "columns in data.columns.categorical or " IGNORE,
                       "data.decimal", "\".\""},
    [PROBLEM_MARKS] = {"numbers with another decimal mark than others",
                       "write all numbers with one mark (data.decimal says which it is), or ignore the column (" IGNORE
                       ")",
                       IGNORE, NULL},
    [PROBLEM_MISSING] =
        {"missing cells",
         "data.impute says what takes the place of missing cells: mean, median, most_frequent, drop_rows or indicator",
         "data.impute", "\"median\""},
    [PROBLEM_WORDS] =
        {"words among numbers",
         "correct them, or name them in data.missing, or the columns in data.columns.categorical or " IGNORE, IGNORE,
         NULL},
    [PROBLEM_LABELS] = {"labels that are no numbers", "correct them, or name them in data.missing", NULL, NULL},
    [PROBLEM_DATES] = {"dates", "ignore it (" IGNORE "), or make it a number", IGNORE, NULL},
    [PROBLEM_HEX] = {"hexadecimal numbers",
                     "write them as decimal numbers, or name the columns in data.columns.categorical or " IGNORE,
                     IGNORE, NULL},
    [PROBLEM_HUGE] = {"numbers that are too large for a 32-bit float", "rescale the column, or ignore it (" IGNORE ")",
                      IGNORE, NULL},
    [PROBLEM_SIGNS] = {"numbers with a sign beside them", "make them numbers, or ignore the column (" IGNORE ")",
                       IGNORE, NULL},
    [PROBLEM_CATEGORIES] = {"too many categories", "ignore it (" IGNORE "), or raise data.max_categories", IGNORE,
                            NULL},
};

// --- Finding them

typedef struct Search {
    const Table *t, *like;
    const DataSpec *spec;
    Arena *arena;
    TableProblem *problem;
    int32_t count;
    OddLine odd;
    bool failed;
    bool marks_known, mark_is_rare; // table_mark_is_rare, once somebody asks
    DecimalRules rules;
} Search;

// `class`: of the cells; CELL_CLASSES: of all of them.
static void add(Search *s, ProblemKind kind, int32_t c, int32_t cells, int class, Text *what) {
    Text value = {0};
    const TableColumn *column = &s->t->column[c];
    TableProblem *p = &s->problem[s->count++];
    column_json(s->t, c, &value);
    const bool empty = kind == PROBLEM_MISSING && cells == s->t->rows;
    *p = (TableProblem){.kind = kind,
                        .table = s->t,
                        .column = c,
                        .cells = cells,
                        .line = class == CELL_CLASSES ? first_row_line(s->t) : column->first_line[class],
                        .mend = kinds[kind].mend,
                        .option = empty ? IGNORE : kinds[kind].option,
                        .what = text_keep(what, s->arena),
                        .value = kinds[kind].value};
    const char *own = text_keep(&value, s->arena);
    if (empty || !p->value) p->value = own;
    s->failed |= !own || !p->what;
}

// Whether the cell is gone once a line that is no row is removed.
static bool goes_with_line(const Search *s, int32_t line) {
    return s->odd.kind > LINE_NAMES && line == s->odd.line;
}

static void find_missing(Search *s, int32_t c) {
    const TableColumn *column = &s->t->column[c];
    const int32_t cells = column->cells[CELL_MISSING];
    Text what = {0};
    if (cells == 0 || s->spec->impute != IMPUTE_REFUSE) return;
    if (cells == 1 && goes_with_line(s, column->first_line[CELL_MISSING])) return;
    text_printf(&what, "%d missing cell%s", cells, cells == 1 ? "" : "s");
    if (column->first_text[CELL_MISSING] && *column->first_text[CELL_MISSING]) {
        text_add(&what, " (");
        table_quoted(column->first_text[CELL_MISSING], &what);
        text_add(&what, ")");
    }
    add(s, PROBLEM_MISSING, c, cells, CELL_MISSING, &what);
}

// Numbers with the other decimal mark: the option helps where most numbers with a fraction have it.
static ProblemKind mark_kind(Search *s) {
    if (!s->marks_known) s->mark_is_rare = table_mark_is_rare(s->t);
    s->marks_known = true;
    if (s->mark_is_rare) return PROBLEM_MARKS;
    return s->t->form.decimal == ',' ? PROBLEM_POINT : PROBLEM_COMMA;
}

static ProblemKind word_kind(Search *s, const TableColumn *column, int class) {
    if (column->first_text[class] && decimal_is_other(&s->rules, column->first_text[class])) return mark_kind(s);
    return s->odd.kind == LINE_NAMES ? PROBLEM_HEADER : PROBLEM_WORDS;
}

static void find_words(Search *s, int32_t c) {
    const TableColumn *column = &s->t->column[c];
    const int32_t numbers = column->cells[CELL_NUMBER] + column->cells[CELL_HUGE];
    int class;
    const int32_t cells = odd_cells(column, &class);
    Text what = {0};
    if (cells == 0 || goes_with_line(s, column->first_line[class])) return;
    table_quoted(column->first_text[class], &what);
    text_add(&what, " is not a number");
    if (cells > 1) text_printf(&what, ", nor are %d more", cells - 1);
    if (numbers > 0) text_printf(&what, ", but %d other cell%s", numbers, numbers == 1 ? " is" : "s are");
    add(s, word_kind(s, column, class), c, cells, class, &what);
}

// Behind the first of some cells.
static void add_more(Text *what, int32_t cells) {
    if (cells > 1) text_printf(what, ", and there %s %d more", cells == 2 ? "is" : "are", cells - 1);
}

static void find_class(Search *s, int32_t c, ProblemKind kind, int class, const char *is) {
    const TableColumn *column = &s->t->column[c];
    Text what = {0};
    if (column->cells[class] == 0) return;
    table_quoted(column->first_text[class], &what);
    text_printf(&what, " is %s", is);
    add_more(&what, column->cells[class]);
    add(s, kind, c, column->cells[class], class, &what);
}

// More categories than are wanted: numbers that were taken for words, or what they seem.
static void find_categories(Search *s, int32_t c) {
    const TableColumn *column = &s->t->column[c];
    const bool more = column->categories > CATEGORIES_MOST, found = !column_in(s->t, &s->spec->categorical, c);
    const char *example;
    Text what = {0};
    if (found && categories_other_decimal(s->t, c, &example)) {
        find_class(s, c, mark_kind(s), CELL_WORD, "a number with another decimal mark");
    } else if (found && categories_signed(s->t, c, &example)) {
        find_class(s, c, PROBLEM_SIGNS, CELL_WORD, "a number with a sign beside it");
    } else {
        text_printf(&what, "%s%d different texts, and data.max_categories is %d", more ? "more than " : "",
                    more ? CATEGORIES_MOST : column->categories, s->spec->max_categories);
        add(s, PROBLEM_CATEGORIES, c, column->categories, CELL_CLASSES, &what);
    }
}

static void find_in(Search *s, int32_t c) {
    const TableColumn *column = &s->t->column[c];
    find_missing(s, c);
    if (column->kind == KIND_NUMERIC) {
        find_words(s, c);
        find_class(s, c, PROBLEM_DATES, CELL_DATE, "a date");
        find_class(s, c, PROBLEM_HEX, CELL_HEX, "hexadecimal");
        find_class(s, c, PROBLEM_HUGE, CELL_HUGE, "too large for a 32-bit float");
    } else if (!s->like && column->categories > s->spec->max_categories) {
        find_categories(s, c);
    }
}

// --- Labels

// What a label's text is told as.
static ProblemKind label_kind(Search *s, int32_t c, CellClass class) {
    const TableColumn *column = &s->t->column[c];
    const char *text = column->first_text[class] ? column->first_text[class] : "";
    if (class == CELL_WORD && decimal_is_other(&s->rules, text)) return mark_kind(s);
    if (class == CELL_WORD && text_is_signed(&s->rules, text)) return PROBLEM_SIGNS;
    return s->odd.kind == LINE_NAMES && column->first_line[class] == s->odd.line ? PROBLEM_HEADER : PROBLEM_LABELS;
}

// What to do about it, where that is not said of features in the same words.
static const char *label_mend(const Search *s, ProblemKind kind) {
    static const struct {
        ProblemKind kind;
        bool several;
        int task; // -1: any
        const char *mend;
    } mends[] = {
        {PROBLEM_HEADER, false, -1,
         "if it names the column, say so with data.header true; else correct it, name it in data.missing, or say in "
         "data.task what to learn"},
        {PROBLEM_COMMA, false, -1,
         "if a comma stands before fractions, say so with data.decimal ,; else correct them, or say data.task "
         "classification to learn each as a class"},
        {PROBLEM_POINT, false, -1,
         "if a point stands before fractions, say so with data.decimal .; else correct them, or say data.task "
         "classification to learn each as a class"},
        {PROBLEM_MARKS, false, -1, "write all numbers with one mark (data.decimal says which it is)"},
        {PROBLEM_SIGNS, true, -1, "make them numbers, or take the column out of data.label"},
        {PROBLEM_SIGNS, false, -1, "make them numbers, or say data.task classification to learn each as a class"},
        {PROBLEM_LABELS, true, -1,
         "correct it, name it in data.missing, or take the column out of data.label: only a single label can be "
         "classes"},
        {PROBLEM_LABELS, false, TASK_REGRESSION,
         "correct it, name it in data.missing, or say data.task classification"},
        {PROBLEM_LABELS, false, -1, "correct it, name it in data.missing, or say in data.task what to learn"},
    };
    size_t i = 0;
    while (mends[i].kind != kind || (mends[i].several && s->spec->label_count < 2) ||
           (mends[i].task >= 0 && mends[i].task != (int)s->spec->task))
        i++;
    return mends[i].mend;
}

// A text where a number is wanted.
static void find_label(Search *s, int32_t c) {
    const TableColumn *column = &s->t->column[c];
    const CellClass class = label_word(column);
    const int32_t *cells = column->cells, numbers = cells[CELL_NUMBER] + cells[CELL_HUGE];
    const int32_t words = s->t->rows - numbers - cells[CELL_MISSING];
    Text what = {0};
    if (class == CELL_MISSING || !labels_are_numbers(s->like ? s->like : s->t, s->spec, c)) return;
    if (goes_with_line(s, column->first_line[class])) return;
    const ProblemKind kind = label_kind(s, c, class);
    const bool asked = s->spec->label_count > 1 || s->spec->task == TASK_REGRESSION;
    const bool word = kind == PROBLEM_LABELS || kind == PROBLEM_HEADER;
    if (!word || !asked) text_add(&what, "the label ");
    table_quoted(column->first_text[class], &what);
    text_add(&what, word                    ? " is not a number"
                    : kind == PROBLEM_SIGNS ? " is a number with a sign beside it"
                                            : " is a number with another decimal mark");
    if (!word) add_more(&what, words);
    if (word && asked)
        text_printf(&what, ", and %s",
                    s->spec->label_count > 1 ? "several labels are to be predicted as such"
                                             : "the label is to be predicted as one");
    if (word && !asked) text_add(&what, ", but others are");
    add(s, kind, c, words, (int)class, &what);
    TableProblem *p = &s->problem[s->count - 1];
    p->mend = label_mend(s, kind);
    if (strcmp(p->option ? p->option : IGNORE, IGNORE) == 0) p->option = NULL;
}

// The line that is no row.
static void find_line(Search *s) {
    static const char units[] = "if they are units, remove the line; if they name the columns, remove what stands "
                                "above it; else correct them, or name them in data.missing";
    static const char *const mend[] = {
        [LINE_UNITS] = units,
        [LINE_AGAIN] = "remove it",
        [LINE_SUM] = "if it sums up the rows, remove it; else correct it, or name the word in data.missing"};
    const OddLine *odd = &s->odd;
    const TableColumn *column = &s->t->column[odd->column];
    int class;
    Text what = {0};
    odd_cells(column, &class);
    if (odd->kind == LINE_UNITS) text_add(&what, "there are words in all columns of numbers, like ");
    if (odd->kind == LINE_AGAIN) text_add(&what, "the header once more, ");
    table_quoted(column->first_text[class], &what);
    if (odd->kind == LINE_AGAIN) text_add(&what, " and so on");
    if (odd->kind == LINE_SUM) text_add(&what, " among numbers");
    if (odd->more > 0) text_printf(&what, ", and %d more such line%s", odd->more, odd->more == 1 ? "" : "s");
    add(s, PROBLEM_LINE, odd->column, 1 + odd->more, class, &what);
    s->problem[s->count - 1].mend = odd->kind == LINE_AGAIN && odd->more > 0 ? "remove them" : mend[odd->kind];
}

// By kind; within a kind they stand by column already.
static void sort(const TableProblem *found, int32_t count, TableProblem *sorted) {
    for (int kind = 0; kind < PROBLEM_KINDS; kind++)
        for (int32_t i = 0; i < count; i++)
            if ((int)found[i].kind == kind) *sorted++ = found[i];
}

Status table_problems(TableProblems *p, const Table *t, const DataSpec *spec, const Table *like, Arena *arena,
                      Error *e) {
    const size_t most = (size_t)t->columns * PROBLEM_KINDS;
    Search s = {
        .t = t, .like = like, .spec = spec, .arena = arena, .problem = arena_take(arena, most, sizeof *s.problem)};
    *p = (TableProblems){.count = 0};
    if (!s.problem) return error_memory(e);
    decimal_rules(&s.rules, &t->form);
    s.odd = odd_line_find(t, spec);
    if (s.odd.kind > LINE_NAMES) find_line(&s);
    for (int32_t c = 0; c < t->columns; c++)
        if (column_is_feature(t, spec, c)) find_in(&s, c);
    for (int32_t c = 0; c < t->columns; c++)
        if (t->column[c].role == ROLE_LABEL) find_label(&s, c);
    TableProblem *sorted = arena_take(arena, (size_t)s.count, sizeof *sorted);
    if (s.failed || !sorted) return error_memory(e);
    sort(s.problem, s.count, sorted);
    *p = (TableProblems){.count = s.count, .problem = sorted};
    return OK;
}

// --- Telling them

static void tell_one(const TableProblem *p, const Table *t, Text *out) {
    if (p->kind == PROBLEM_LINE)
        text_printf(out, "%s:%d: ", t->path, p->line);
    else
        cell_place(t, p->column, p->line, out);
    text_printf(out, "%s; %s", p->what, p->mend);
}

// What stands behind a column in a list of a kind.
static void tell_briefly(const TableProblem *p, const Table *t, Text *out) {
    column_words(t, p->column, out);
    if (p->kind == PROBLEM_MISSING || p->kind == PROBLEM_CATEGORIES) {
        text_printf(out, ": %d", p->cells);
        return;
    }
    const char *text = strchr(p->what, '"');
    text_printf(out, ": %.*s in line %d", (int)strcspn(text + 1, "\"") + 2, text, p->line);
}

static void tell_kind(const TableProblem *p, int32_t count, const Table *t, Text *out) {
    if (p->kind == PROBLEM_LINE) {
        text_printf(out, "\n  line %d: %s; %s", p->line, p->what, p->mend);
        return;
    }
    text_printf(out, "\n  %s: ", kinds[p->kind].name);
    for (int32_t i = 0; i < count && i < COLUMNS_TOLD; i++) {
        if (i > 0) text_add(out, ", ");
        tell_briefly(&p[i], t, out);
    }
    if (count > COLUMNS_TOLD) text_printf(out, " and %d more", count - COLUMNS_TOLD);
    text_printf(out, "; %s", p->mend);
}

// How many columns have problems.
static int32_t count_columns(const TableProblems *p) {
    int32_t columns = 0;
    for (int32_t i = 0; i < p->count; i++) {
        bool again = false;
        for (int32_t k = 0; k < i; k++)
            again |= p->problem[k].column == p->problem[i].column && p->problem[k].kind != PROBLEM_LINE;
        columns += !again && p->problem[i].kind != PROBLEM_LINE;
    }
    return columns;
}

void table_problems_tell(const TableProblems *p, const Table *t, Text *out) {
    if (p->count == 1) tell_one(p->problem, t, out);
    if (p->count < 2) return;
    const int32_t columns = count_columns(p);
    text_printf(out, "%s: %d of its %d columns cannot be trained on as %s:", t->path, columns, t->columns,
                columns == 1 ? "it is" : "they are");
    for (int32_t i = 0, n; i < p->count; i += n) {
        for (n = 1; i + n < p->count && p->problem[i + n].kind == p->problem[i].kind; n++) continue;
        tell_kind(&p->problem[i], n, t, out);
    }
}

// --- Those of two tables

// In one list, for the remedies.
static Status join(const TableProblems *a, const TableProblems *b, TableProblems *both, Arena *arena, Error *e) {
    const int32_t count = a->count + b->count;
    TableProblem *all = arena_take(arena, (size_t)count, sizeof *all), *sorted;
    sorted = arena_take(arena, (size_t)count, sizeof *sorted);
    if (!all || !sorted) return error_memory(e);
    for (int32_t i = 0; i < count; i++) all[i] = i < a->count ? a->problem[i] : b->problem[i - a->count];
    sort(all, count, sorted);
    *both = (TableProblems){.count = count, .problem = sorted};
    return OK;
}

// Of each table, and of both.
typedef struct BothProblems {
    TableProblems train, test, both;
} BothProblems;

static Status find_both(BothProblems *p, const Table *train, const Table *test, const DataSpec *spec, Arena *arena,
                        Error *e) {
    *p = (BothProblems){.train.count = 0};
    Status status = table_problems(&p->train, train, spec, NULL, arena, e);
    if (status == OK && test) status = table_problems(&p->test, test, spec, train, arena, e);
    return status == OK ? join(&p->train, &p->test, &p->both, arena, e) : status;
}

Status tables_problems(TableProblems *p, const Table *train, const Table *test, const DataSpec *spec, Arena *arena,
                       Error *e) {
    BothProblems found;
    Status status = find_both(&found, train, test, spec, arena, e);
    *p = found.both;
    return status;
}

static Status tell_remedies(const TableProblems *p, const Table *train, const Table *test, const DataSpec *spec,
                            Arena *arena, Text *out, Error *e) {
    Remedies r;
    Status status = remedies_find(&r, p, train, test, spec, arena, e);
    if (status != OK || r.count == 0 || (p->count < 2 && r.count < 2)) return status;
    text_printf(out, "\n  %s \"data\": ",
                r.again        ? "begin with"
                : p->count > 1 ? "all of it is mended by"
                               : "it is mended by");
    remedies_json(&r, out);
    if (r.again) text_add(out, ", then look again");
    return OK;
}

Status tables_check(const Table *train, const Table *test, const DataSpec *spec, Error *e) {
    Arena arena = {0};
    Text out = {0};
    BothProblems p;
    Status status = find_both(&p, train, test, spec, &arena, e);
    if (status == OK && p.both.count > 0) {
        table_problems_tell(&p.train, train, &out);
        if (p.train.count > 0 && p.test.count > 0) text_add(&out, "\n");
        if (p.test.count > 0) table_problems_tell(&p.test, test, &out);
        status = tell_remedies(&p.both, train, test, spec, &arena, &out, e);
        if (status == OK) status = out.failed ? error_memory(e) : error_set(e, ERR_DATA, "%s", out.data);
    }
    text_free(&out);
    arena_free(&arena);
    return status;
}
