// A paired difference: its statistics and its verdict.
#ifndef COMPARE_DIFFERENCE_H
#define COMPARE_DIFFERENCE_H

#include "compare/comparison.h"

// 95 % intervals and tests need this many pairs to be worth a verdict, and the sign flips this many to reach p < 0.05.
#define VERDICT_PAIRS 3
#define PERMUTATION_PAIRS 6
// From so many pairs on max-T carries the verdict: with fewer its p values are so coarse that Holm's sees more.
#define MAX_T_PAIRS 8
#define ALPHA 0.05 // a verdict is given below it

// What the runs of a setting share by its folds: the size of a test part by that of a training part, 1 / (folds - 1); 0
// without folds.
double folds_overlap(const SettingLog *log);

// Fills mean, sd, low and high from n, values and overlap.
void difference_interval(Difference *d);

// difference_interval, and p, p_permutation and effect. Sums that differ by no more than the rounding are taken as
// equal. With an overlap there are no sign flips, which rest on independent values, and so no test of equal differences
// (p is 1).
void difference_test(Difference *d);

// Whether the interval, of enough pairs, does not hold 0.
bool difference_shows(const Difference *d);

// What `p`, corrected for the number of comparisons, and the mean allow to say.
Verdict difference_verdict(const Difference *d, double p);

// The seed of the sign flips, any number: all of them go through the same patterns, each time.
#define FLIP_SEED 1

// Mean absolute difference of the means of two disjoint halves of the values, over all ways to halve them up to
// HALVES_EXACT values and HALVES_SAMPLED random ways beyond; what a normal law gives from HALVES_MOST values on. With
// an odd number one value is left out each time. NAN for n < 2. `scratch` has room for n items.
#define HALVES_EXACT 9
#define HALVES_SAMPLED 4096
#define HALVES_MOST 1000
double noise_floor(const double *values, int n, int32_t *scratch);

#endif
