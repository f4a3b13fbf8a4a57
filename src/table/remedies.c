#include "table/remedies.h"

#include <string.h>

#include "base/json_writer.h"
#include "table/cell.h"
#include "table/columns.h"

enum { LETTERS_MOST = 60 }; // of a word that is named

static const char data[] = "data.", impute[] = "data.impute", missing[] = "data.missing", ignore[] = PROBLEM_IGNORE;

// While remedies are sought.
typedef struct Search {
    const TableProblems *p;
    const Table *train, *test; // NULL: no test table
    const DataSpec *spec;
    Arena *arena;
    DecimalRules rules; // of the table that is looked at
    bool *missing;      // [p->count]: the words of this problem become missing cells
    const char *word[ODD_WORDS_MOST];
    int32_t words;
    bool features; // some of them are a feature's
    Remedies *r;
    bool failed;
} Search;

// --- Words that become missing cells

static bool is_word(const Search *s, const char *text) {
    for (int32_t i = 0; i < s->words; i++)
        if (strcmp(s->word[i], text) == 0) return true;
    return false;
}

// Whether a label's texts stand where numbers are wanted: they are no classes.
static bool is_odd_label(const Search *s, int32_t c) {
    for (int32_t i = 0; i < s->p->count; i++)
        if (s->p->problem[i].kind == PROBLEM_LABELS && s->p->problem[i].column == c) return true;
    return false;
}

// Whether a column that is learned from, or from which is learned, has the text for a category.
static bool is_category(const Search *s, const Table *t, const char *text) {
    for (int32_t c = 0; c < t->columns; c++) {
        const TableColumn *column = &t->column[c];
        if (is_odd_label(s, c)) continue;
        const int32_t kept =
            column->categories > CATEGORIES_MOST && column->role == ROLE_FEATURE ? CATEGORIES_MOST : column->categories;
        for (int32_t k = 0; column->role != ROLE_IGNORED && k < kept; k++)
            if (strcmp(column->category[k], text) == 0) return true;
    }
    return false;
}

static bool may_be_missing(const Search *s, const TableColumn *column, const char *text) {
    if (is_category(s, s->train, text) || (s->test && is_category(s, s->test, text))) return false;
    return strlen(text) <= LETTERS_MOST && column->cells[CELL_TRUTH] == 0;
}

// Takes the words of a column, if all of them can be named and nothing else must be mended there.
static bool take_words(Search *s, const TableProblem *problem) {
    const Table *t = problem->table;
    const TableColumn *column = &t->column[problem->column];
    const int32_t *cells = column->cells, before = s->words;
    if ((problem->kind != PROBLEM_WORDS && problem->kind != PROBLEM_LABELS) || column->odd_words > ODD_WORDS_MOST)
        return false;
    if (cells[CELL_DATE] + cells[CELL_HEX] + cells[CELL_HUGE] > 0 || cells[CELL_WORD] >= cells[CELL_NUMBER])
        return false;
    decimal_rules(&s->rules, &t->form);
    for (int32_t i = 0; i < column->odd_words; i++) {
        const char *text = column->odd_word[i];
        if (is_word(s, text)) continue;
        if (s->words == ODD_WORDS_MOST || !may_be_missing(s, column, text) || decimal_is_other(&s->rules, text)) {
            s->words = before;
            return false;
        }
        s->word[s->words++] = text;
    }
    s->features |= problem->kind == PROBLEM_WORDS;
    return true;
}

// --- Options

// Whether an option changes how all is read, names and numbers: what else is found wrong may be none then.
static bool reads_anew(const char *option) {
    return strcmp(option, "data.header") == 0 || strcmp(option, "data.decimal") == 0;
}

static void add(Search *s, const char *option, const char *value) {
    for (int32_t i = 0; i < s->r->count; i++)
        if (strcmp(s->r->remedy[i].option, option) == 0) return;
    s->failed |= !value;
    s->r->remedy[s->r->count++] = (Remedy){option, value};
}

static bool is_ignored(const Search *s, int32_t i) {
    return !s->missing[i] && s->p->problem[i].option && strcmp(s->p->problem[i].option, ignore) == 0;
}

// Whether a column is on the list already: one that a problem before has put there.
static bool is_listed(const Search *s, int32_t before, const char *value) {
    for (int32_t i = 0; i < before; i++)
        if (is_ignored(s, i) && strcmp(s->p->problem[i].value, value) == 0) return true;
    return false;
}

static void add_list(Search *s, const char *option, Text *list) {
    add(s, option, text_keep(list, s->arena));
}

static void add_missing(Search *s) {
    Text list = {0};
    JsonWriter w = {.out = &list};
    CellRules rules; // an option's list takes the place of the usual one
    if (s->words == 0) return;
    if (s->features && s->spec->impute == IMPUTE_REFUSE) add(s, impute, "\"median\"");
    cell_rules(&rules, '.', s->spec->missing.item, s->spec->missing.count);
    json_list(&w, JSON_INLINE);
    for (int i = 0; i < rules.missing_count; i++) json_text(&w, rules.missing[i]);
    for (int32_t i = 0; i < s->words; i++) json_text(&w, s->word[i]);
    json_end(&w);
    add_list(s, missing, &list);
}

// False where no column would be left to learn from.
static bool add_ignored(Search *s) {
    Text list = {0};
    JsonWriter w = {.out = &list};
    int32_t added = 0, features = 0;
    json_list(&w, JSON_INLINE);
    for (int i = 0; i < s->spec->ignore.count; i++) json_text(&w, s->spec->ignore.item[i]);
    for (int32_t i = 0; i < s->p->count; i++) {
        if (!is_ignored(s, i) || is_listed(s, i, s->p->problem[i].value)) continue;
        json_raw(&w, s->p->problem[i].value);
        added++;
    }
    json_end(&w);
    if (added > 0) add_list(s, ignore, &list);
    text_free(&list);
    for (int32_t c = 0; c < s->train->columns; c++) features += column_is_feature(s->train, s->spec, c);
    return added < features;
}

Status remedies_find(Remedies *r, const TableProblems *p, const Table *train, const Table *test, const DataSpec *spec,
                     Arena *arena, Error *e) {
    Search s = {.p = p, .train = train, .test = test, .spec = spec, .arena = arena, .r = r};
    *r = (Remedies){.count = 0};
    s.missing = arena_take(arena, (size_t)p->count, sizeof *s.missing);
    if (!s.missing) return error_memory(e);
    for (int32_t i = 0; i < p->count; i++)
        if (!p->problem[i].option && p->problem[i].kind != PROBLEM_LABELS) return OK;
    for (int32_t i = 0; i < p->count; i++) r->again |= p->problem[i].option && reads_anew(p->problem[i].option);
    for (int32_t i = 0; i < p->count; i++) {
        const TableProblem *problem = &p->problem[i];
        const char *option = problem->option;
        if (r->again && !(option && reads_anew(option))) continue;
        s.missing[i] = take_words(&s, problem);
        if (!option && !s.missing[i]) return r->count = 0, OK;
        if (option && strcmp(option, ignore) != 0) add(&s, option, problem->value);
    }
    if (r->again) return s.failed ? error_memory(e) : OK;
    add_missing(&s);
    if (!add_ignored(&s)) r->count = 0;
    return s.failed ? error_memory(e) : OK;
}

// --- As JSON

void remedies_json(const Remedies *r, Text *out) {
    JsonWriter w = {.out = out};
    json_object(&w, JSON_INLINE);
    for (int32_t i = 0; i < r->count; i++) {
        const bool is_ignore = strcmp(r->remedy[i].option, ignore) == 0;
        if (is_ignore) {
            json_key(&w, "columns");
            json_object(&w, JSON_INLINE);
        }
        json_key(&w, is_ignore ? "ignore" : r->remedy[i].option + strlen(data));
        json_raw(&w, r->remedy[i].value);
        if (is_ignore) json_end(&w);
    }
    json_end(&w);
}
