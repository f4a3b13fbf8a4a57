#include "table/oddities.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

#include "table/cell.h"
#include "table/words.h"

enum { LENGTH_MOST = 60 }; // of a number with its signs

// --- Numbers with a sign

static const char *const blanks[] = {" ", "\t", "\n", "\r", "\u00a0", "\u2009", "\u202f"};
static const char *const signs[] = {"%", "$", "\u20ac", "\u00a3", "\u00a0", "\u202f"};

#define COUNT(list) (sizeof(list) / sizeof *(list))

// The length of the one of `list` that a text begins with; 0: with none.
static size_t begins_with(const char *text, const char *const *list, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (strncmp(text, list[i], strlen(list[i])) == 0) return strlen(list[i]);
    return 0;
}

static bool is_number(const DecimalRules *rules, const char *text) {
    return cell_text_is_number(&rules->own, text);
}

static bool is_any_number(const DecimalRules *rules, const char *text) {
    return is_number(rules, text) || decimal_is_other(rules, text);
}

bool text_is_signed(const DecimalRules *rules, const char *text) {
    char number[LENGTH_MOST + 1];
    size_t kept = 0;
    bool is_signed = false;
    while (*text) {
        const size_t sign = begins_with(text, signs, COUNT(signs)), blank = begins_with(text, blanks, COUNT(blanks));
        is_signed |= sign > 0;
        if (sign > 0 || blank > 0) {
            text += sign > blank ? sign : blank;
            continue;
        }
        if (kept == LENGTH_MOST) return false;
        number[kept++] = *text++;
    }
    number[kept] = 0;
    return is_signed && is_any_number(rules, number);
}

// --- All categories of a column

typedef bool (*TextTest)(const DecimalRules *rules, const char *text);

static int32_t kept(const TableColumn *column) {
    if (column->kind != KIND_CATEGORICAL) return 0;
    return column->categories < CATEGORIES_MOST ? column->categories : CATEGORIES_MOST;
}

// Whether each category is `odd`, or at least `fine`, and some are odd: the first of these.
static bool are_odd(const Table *t, int32_t c, TextTest odd, TextTest fine, const char **example) {
    const TableColumn *column = &t->column[c];
    DecimalRules rules;
    decimal_rules(&rules, &t->form);
    *example = NULL;
    for (int32_t k = 0; k < kept(column); k++) {
        const bool is_odd = odd(&rules, column->category[k]);
        if (!is_odd && !fine(&rules, column->category[k])) return false;
        if (is_odd && !*example) *example = column->category[k];
    }
    return *example != NULL;
}

bool categories_other_decimal(const Table *t, int32_t column, const char **example) {
    return are_odd(t, column, decimal_is_other, is_number, example);
}

// --- Two decimal marks

static int32_t count_fractions(const Table *t, const TableColumn *column) {
    int32_t count = 0;
    for (int32_t i = 0; i < t->rows; i++) {
        double value = NAN;
        if (column->number)
            value = column->number[i];
        else if (t->values)
            value = t->values[(size_t)i * (size_t)t->width + (size_t)column->at];
        count += !isnan(value) && value != trunc(value);
    }
    return count;
}

// Cells with a fraction behind the mark that was found. Where numbers are categories, the first of them says it for
// all; what may be thousands under the other mark (2.037) is no proof.
static int32_t count_own(const Table *t, const TableColumn *column, const DecimalRules *rules) {
    const char *first = column->first_text[CELL_NUMBER];
    const bool numbers = column->kind == KIND_NUMERIC;
    if (!first || (strchr(first, t->form.decimal) && cell_text_is_number(&rules->other, first))) return 0;
    if (numbers && (column->at >= 0 || column->number)) return count_fractions(t, column);
    return !numbers && strchr(first, t->form.decimal) ? column->cells[CELL_NUMBER] : 0;
}

bool table_mark_is_rare(const Table *t) {
    DecimalRules rules;
    int64_t own = 0, other = 0;
    decimal_rules(&rules, &t->form);
    for (int32_t c = 0; c < t->columns; c++) {
        const TableColumn *column = &t->column[c];
        const char *first = column->first_text[CELL_WORD];
        if (column->role == ROLE_IGNORED || column->role == ROLE_SPLIT) continue;
        own += count_own(t, column, &rules);
        if (first && decimal_is_other(&rules, first)) other += column->cells[CELL_WORD];
    }
    return own > 0 && other <= own;
}

bool categories_signed(const Table *t, int32_t column, const char **example) {
    return are_odd(t, column, text_is_signed, is_any_number, example);
}

// --- Categories that hardly differ

// Writes a text in small letters, with one blank for each run of them inside and none around, to `out`, which has room
// for the text; its length.
static size_t fold(const char *text, char *out) {
    size_t kept = 0;
    bool apart = false, accented = false; // behind the first byte of U+00C0 to U+00FF
    while (*text) {
        const size_t blank = begins_with(text, blanks, COUNT(blanks));
        if (blank > 0) {
            apart = kept > 0;
            text += blank;
            continue;
        }
        if (apart) out[kept++] = ' ';
        apart = false;
        const unsigned char c = (unsigned char)*text++;
        const bool capital = accented && c >= 0x80 && c <= 0x9e && c != 0x97; // but for the cross
        out[kept++] = (char)(capital ? c + 0x20 : c < 0x80 ? tolower(c) : c);
        accented = c == 0xc3;
    }
    return kept;
}

static bool find_alike(const TableColumn *column, Arena *arena, int32_t *first, int32_t *second) {
    const int32_t count = kept(column);
    Words words = {.arena = arena, .passing = arena};
    int32_t *of = arena_take(arena, (size_t)count, sizeof *of); // the category that each folded text first came from
    for (int32_t k = 0; of && k < count; k++) {
        char *folded = arena_take(arena, strlen(column->category[k]) + SCAN_BEHIND, 1);
        if (!folded) return false;
        const int32_t before = words.count, number = words_number(&words, folded, fold(column->category[k], folded));
        if (number < 0) return false;
        if (number < before) {
            *first = of[number], *second = k;
            return true;
        }
        of[number] = k;
    }
    return false;
}

bool categories_alike(const TableColumn *column, int32_t *first, int32_t *second) {
    Arena arena = {0};
    const bool found = find_alike(column, &arena, first, second);
    arena_free(&arena);
    return found;
}
