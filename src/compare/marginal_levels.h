// How options divide settings: the levels of each, and which settings stand beside which.
#ifndef COMPARE_MARGINAL_LEVELS_H
#define COMPARE_MARGINAL_LEVELS_H

#include "compare/marginal.h"

// An option's levels over the settings that count.
typedef struct Levels {
    const char *key;
    bool numeric; // every label is a number; then levels ascend, else the baseline's is the first
    int count;
    int *of;            // [setting_count] -1: the setting does not count
    const char **label; // [count]
} Levels;

// Options with two levels or more over the settings of which `counts` holds; those that only vary together are one.
// `levels` has room for MARGINAL_OPTIONS_MOST; returns how many, -1 without memory.
int levels_find(Comparison *c, const bool *counts, Levels *levels);

// Which settings stand with the same combinations of all options but `one` and `other` (the same for one option):
// taken[s]. `cells` is how many combinations of levels these two have. False without memory.
bool levels_balance(const Comparison *c, const Levels *levels, int count, int one, int other, Balance *balance,
                    bool *taken);

// Puts the levels of numbers into bins of about as many settings of `taken` each. False without memory.
bool levels_bin(Comparison *c, Levels *levels, const bool *taken);

#endif
