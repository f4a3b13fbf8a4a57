// What the configs expect of their results, judged. An expectation is a number for each seed: by how much its left side
// is above its right one. It is tested as differences of settings are, all of a config as one family.
#ifndef COMPARE_EXPECTATION_H
#define COMPARE_EXPECTATION_H

#include "compare/comparison.h"
#include "config/expression.h"
#include "results/verdicts.h"

// An expectation, judged.
typedef struct Judged {
    int experiment;
    const Expectation *of;
    Judgement verdict;
    double left, right;    // means over the seeds
    Difference difference; // left - right (of "at least 2 times": left - 2 right), under each seed: n, values, mean,
                           // sd, low, high and overlap are set
    int left_out;          // seeds under which some number is missing
    double p, p_holm;      // two-sided, of what the claim asks to be below 0; NAN where nothing is tested
    int family;            // expectations that were tested together
    int needed;            // where it cannot be told: pairs that would tell; 0: not known, or beyond POWER_MOST
    bool never;            // some number is of what never came, and counted as coming one epoch after the end
    const char *missing;   // the setting that has no run, or of whose runs some number is missing; NULL: none
} Judged;

typedef struct Expectations {
    int count;
    Judged *judged; // [count], experiment by experiment
} Expectations;

// Fills c->expectations, experiment by experiment. ERR_IO without memory.
Status expectations_judge(Comparison *c, Error *e);

// How many have that verdict.
int expectations_count(const Comparison *c, Judgement verdict);

#endif
