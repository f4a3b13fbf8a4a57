// Texts put in order, each once: the classes of a label, the categories of a column.
//
// By value where all of them are numbers ("1" and "1.0" are one category), else bytewise. Whole numbers from 2^53 on,
// of which a double cannot tell all apart, differ where their digits do.
#ifndef TABLE_CATEGORIES_H
#define TABLE_CATEGORIES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"

typedef struct Categories {
    bool numbers; // all of them are
    int32_t count;
    const char *const *name; // [count], in order; of numbers below 2^53 the shortest text
    const double *value;     // [count] where all are numbers, else NULL
} Categories;

// Of n texts, some of which may be equal; a name may be one of them. Memory from `arena`; ERR_IO without.
Status categories_of_texts(Categories *c, const char *const *text, int32_t n, Arena *arena, Error *e);
// Of n numbers; NAN does not count.
Status categories_of_numbers(Categories *c, const double *number, int32_t n, Arena *arena, Error *e);

// The place of a text (of a number below 2^53) in the order; -1 where it is not there.
int32_t categories_find(const Categories *c, const char *text);
int32_t categories_find_number(const Categories *c, double number);

#endif
