// How many pairs it would take to tell.
#ifndef COMPARE_POWER_H
#define COMPARE_POWER_H

#define POWER 0.8        // the share of experiments in which it would be told
#define POWER_MOST 10000 // pairs, beyond which nobody counts

// The fewest pairs, at least VERDICT_PAIRS, of which a paired t test at level `alpha` would tell a true mean as large
// as `mean`, with this SD, from 0: mean / se >= t(1 - alpha / 2) + t(0.8), both with n - 1 degrees of freedom, which is
// the usual approximation to the noncentral t (J. Cohen, "Statistical Power Analysis for the Behavioral Sciences",
// 1988, has tables of the exact numbers; from 5 pairs on it is at most one pair off). Without spread (sd 0) those of
// which sign flips can reach alpha. `overlap` as of stats_t_margin: more pairs never take it away. 0: not even
// POWER_MOST would do, or the mean is 0.
int power_pairs(double mean, double sd, double alpha, double overlap);

#endif
