// What the configs expect of their results, judged. An expectation is a number for each seed: by how much its left side
// is above its right one. It is tested as differences of settings are, all of a config as one family.
#ifndef COMPARE_EXPECTATION_H
#define COMPARE_EXPECTATION_H

#include "compare/comparison.h"
#include "config/expect.h"

typedef enum Expected { EXPECT_SUPPORTED, EXPECT_REFUTED, EXPECT_OPEN, EXPECT_VERDICTS } Expected;
extern const char *const expected_names[EXPECT_VERDICTS]; // "supported", "refuted", "cannot tell"

typedef struct Expectations {
    int count;
    struct Judged {
        int experiment;
        const struct Expectation *of;
        Expected verdict;
        double left, right;    // means over the seeds
        Difference difference; // left - right (of "at least 2 times": left - 2 right), under each seed
        int left_out;          // seeds under which some number is missing
        double p, p_holm; // two-sided, of what the claim asks to be below 0; NAN where nothing is tested
        int family;       // expectations that were tested together
        int needed;       // where it cannot be told: pairs that would tell; 0: not known, or beyond POWER_MOST
        const char *missing; // the setting that has no run, or of whose runs the number is missing; NULL: none
    } * judged;                                                                         // [count]
} Expectations;

// Fills c->expectations, experiment by experiment. ERR_IO without memory.
Status expectations_judge(Comparison *c, Error *e);

// How many have that verdict.
int expectations_count(const Comparison *c, Expected verdict);

#endif
