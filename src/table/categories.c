#include "table/categories.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

#define EXACT 9007199254740992.0 // 2^53: below it, different whole numbers are different doubles

// What texts are ordered by: the value of a number, then the digits of a large one; or the text.
typedef struct Key {
    double value;
    const char *text;
} Key;

static bool is_large(double value) {
    return fabs(value) >= EXACT;
}

// The digits of a whole number as they are written, without what does not count before them; "" where it is written in
// another way.
static const char *digits_of(const char *text) {
    text += *text == '+' || *text == '-';
    if (!*text || text[strspn(text, "0123456789")]) return "";
    return text + strspn(text, "0");
}

static int compare_digits(const char *a, const char *b) {
    const char *x = digits_of(a), *y = digits_of(b);
    const size_t n = strlen(x), m = strlen(y);
    return n != m ? (n > m) - (n < m) : strcmp(x, y);
}

static int compare_numbers(const void *a, const void *b) {
    const Key *x = a, *y = b;
    if (x->value != y->value) return x->value > y->value ? 1 : -1;
    if (!is_large(x->value) || !x->text || !y->text) return 0;
    const int order = compare_digits(x->text, y->text);
    return x->value < 0 ? -order : order;
}

static int compare_texts(const void *a, const void *b) {
    return strcmp(((const Key *)a)->text, ((const Key *)b)->text);
}

static bool read_number(const char *text, double *value) {
    return number_read(text, strlen(text), value);
}

static const char *name_of(const Key *key, bool numbers, Arena *arena) {
    char number[NUMBER_TEXT_SIZE];
    if (key->text && (!numbers || is_large(key->value))) return key->text;
    return arena_text(arena, number_text_double(number, key->value));
}

// Sorts the keys and keeps each once.
static Status make(Categories *c, Key *key, int32_t n, Arena *arena, Error *e) {
    int (*compare)(const void *, const void *) = c->numbers ? compare_numbers : compare_texts;
    int32_t count = 0;
    qsort(key, (size_t)n, sizeof *key, compare);
    for (int32_t i = 0; i < n; i++)
        if (i == 0 || compare(&key[i], &key[count - 1]) != 0) key[count++] = key[i];
    const char **name = arena_take(arena, (size_t)count, sizeof *name);
    double *value = c->numbers ? arena_take(arena, (size_t)count, sizeof *value) : NULL;
    if (!name || (c->numbers && !value)) return error_memory(e);
    for (int32_t i = 0; i < count; i++) {
        name[i] = name_of(&key[i], c->numbers, arena);
        if (value) value[i] = key[i].value;
        if (!name[i]) return error_memory(e);
    }
    c->count = count, c->name = name, c->value = value;
    return OK;
}

Status categories_of_texts(Categories *c, const char *const *text, int32_t n, Arena *arena, Error *e) {
    Arena passing = {0};
    Key *key = arena_take(&passing, (size_t)n, sizeof *key);
    *c = (Categories){.numbers = true};
    for (int32_t i = 0; key && i < n; i++) {
        key[i].text = text[i];
        c->numbers &= read_number(text[i], &key[i].value);
    }
    Status status = key ? make(c, key, n, arena, e) : error_memory(e);
    arena_free(&passing);
    return status;
}

Status categories_of_numbers(Categories *c, const double *number, int32_t n, Arena *arena, Error *e) {
    Arena passing = {0};
    int32_t count = 0;
    Key *key = arena_take(&passing, (size_t)n, sizeof *key);
    *c = (Categories){.numbers = true};
    for (int32_t i = 0; key && i < n; i++)
        if (!isnan(number[i])) key[count++].value = number[i];
    Status status = key ? make(c, key, count, arena, e) : error_memory(e);
    arena_free(&passing);
    return status;
}

static int32_t find(const Categories *c, const Key *key) {
    for (int32_t low = 0, high = c->count; low < high;) {
        const int32_t middle = low + (high - low) / 2;
        const Key other = {.value = c->numbers ? c->value[middle] : 0, .text = c->name[middle]};
        const int order = c->numbers ? compare_numbers(key, &other) : compare_texts(key, &other);
        if (order == 0) return middle;
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return -1;
}

int32_t categories_find(const Categories *c, const char *text) {
    Key key = {.text = text};
    return c->numbers && !read_number(text, &key.value) ? -1 : find(c, &key);
}

int32_t categories_find_number(const Categories *c, double number) {
    char text[NUMBER_TEXT_SIZE];
    if (!c->numbers) return categories_find(c, number_text_double(text, number));
    return find(c, &(Key){.value = number});
}
