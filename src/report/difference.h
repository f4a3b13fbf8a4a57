// A paired difference: its statistics, and its verdict in words.
#ifndef REPORT_DIFFERENCE_H
#define REPORT_DIFFERENCE_H

#include "base/text.h"
#include "report/comparison.h"

// 95 % intervals and tests need this many pairs to be worth a verdict, and the sign flips this many to reach p < 0.05.
#define VERDICT_PAIRS 3
#define PERMUTATION_PAIRS 6

// Fills mean, sd, low and high from n and values.
void difference_interval(Difference *d);

// difference_interval, and p, p_permutation and effect. `rounding`: the most that the rounding of the log may have
// moved the sum of the values; what differs by no more is taken as equal.
void difference_test(Difference *d, double rounding);

// The verdict that p_holm and mean allow, and its words. `family`: comparisons that p_holm was corrected for.
// False without memory.
bool difference_verdict(Difference *d, const MetricInfo *metric, int family, Arena *a);

// "-0.21, 95 % CI -0.25 to -0.17"; the mean alone where there is no interval.
void difference_add(Text *out, const Difference *d);
// The mean alone, and "-0.25 to -0.17" alone; "-" where there is none.
void difference_add_mean(Text *out, const Difference *d);
void difference_add_interval(Text *out, const Difference *d);

// Mean absolute difference of the means of two disjoint halves of the values, over all ways to halve them up to
// HALVES_EXACT values and HALVES_SAMPLED random ways beyond. With an odd number one value is left out each time. NAN
// for n < 2. `scratch` has room for n items.
#define HALVES_EXACT 9
#define HALVES_SAMPLED 4096
double noise_floor(const double *values, int n, int32_t *scratch);

#endif
