// What the configs expect of their results, judged. An expectation is a number for each seed: by how much its left side
// is above its right one. It is tested as differences of settings are, all of a config as one family.
#ifndef COMPARE_EXPECTATION_H
#define COMPARE_EXPECTATION_H

#include "compare/comparison.h"
#include "config/expression.h"
#include "results/verdicts.h"

// Why a number is missing under some seed.
typedef enum Missing {
    MISSING_NOTHING,
    MISSING_RUN,      // the setting has no run there yet
    MISSING_DIVERGED, // it diverged
    MISSING_END,      // it did not come to its end
    MISSING_NUMBER,   // the run has no such number
    MISSING_NEVER,    // neither side's ever comes
    MISSING_VALUE,    // what is made of the numbers is none: division by 0, the logarithm of less than 0
    MISSINGS
} Missing;

// An expectation, judged.
typedef struct Judged {
    int experiment;
    const Expectation *of;
    Judgement verdict;
    double left, right;    // means over the seeds
    Difference difference; // left - right (of "at least 2 times": left - 2 right), under each seed: n, values, mean,
                           // sd, low, high and overlap are set
    int left_out;          // seeds under which some number is missing ...
    Missing why;           // ... the reason of the last of them, and ...
    const char *missing;   // ... whose it is: a setting; NULL where it is of no setting
    double p, p_holm;      // two-sided, of what the claim asks to be below 0; NAN where nothing is tested
    int family;            // expectations that were tested together
    int needed;            // where it cannot be told: pairs that would tell; 0: not known, or beyond POWER_MOST
    int never; // seeds of one side's number that never came, and counts as coming after the longest run's end
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
