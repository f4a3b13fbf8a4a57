// Why options that are each within their bounds cannot be had together: the option to change, and words.
#ifndef BASE_SPEC_PROBLEM_H
#define BASE_SPEC_PROBLEM_H

#include <stdbool.h>

typedef struct SpecProblem {
    const char *key; // the option to change
    char text[384];  // what is wrong and what helps
} SpecProblem;

// Fills `problem`; false, so that a check can `return spec_refuse(...)`.
bool spec_refuse(SpecProblem *problem, const char *key, const char *format, ...) __attribute__((format(printf, 3, 4)));

#endif
