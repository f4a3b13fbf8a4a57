// Elementary statistics on doubles: Student's t, paired differences, sign flips, Holm, max-T. For comparing results;
// training calls none of it, so libm serves here. docs/statistics.md says what each number means.
#ifndef COMPARE_STATS_H
#define COMPARE_STATS_H

#include <stdbool.h>
#include <stdint.h>

// Mean of n values; NAN for n = 0.
double stats_mean(const double *x, int n);
// Standard deviation, dividing by n - 1; NAN for n < 2.
double stats_sd(const double *x, int n);
// Median of n values; NAN for n = 0. Sorts `x` in place.
double stats_median(double *x, int n);

// Regularized incomplete beta function I_x(a, b), a and b > 0, 0 <= x <= 1. By its continued fraction (NIST Digital
// Library of Mathematical Functions, 8.17.22), summed by Lentz's method. Relative error about 1e-13 for a, b < 1000.
double stats_beta(double a, double b, double x);

// Student's t with df > 0 degrees of freedom (whole or not): distribution function, two-sided p value of t, and the
// value that the distribution stays below with probability p (0 < p < 1).
double stats_t_cdf(double t, double df);
double stats_t_p(double t, double df);
double stats_t_quantile(double p, double df);

// Values that come from runs whose training sets overlap are not independent: the variance of their mean is taken as
// (1/n + overlap) sd^2 in the place of sd^2 / n, where overlap is the size of a test part by that of a training part
// (C. Nadeau, Y. Bengio, "Inference for the generalization error", Machine Learning 52, 2003; for repeated k-fold
// cross-validation R. R. Bouckaert, E. Frank, PAKDD 2004). 0: independent values.

// Half the width of the 95 % t interval of a mean: t(0.975, n - 1) * the root of that variance. NAN for n < 2.
double stats_t_margin(double sd, int n, double overlap);

// Two-sided p value of the one-sample t test of mean 0. NAN for n < 2. Where sd is 0: 1 if the mean is 0, else 0.
double stats_t_test(double mean, double sd, int n, double overlap);

// Two-sided p value of "each difference is as likely to bear the other sign": the share of sign patterns whose |sum|
// is at least the observed one, or less by no more than `rounding`. All 2^n patterns up to FLIPS_EXACT values; beyond,
// FLIPS_SAMPLED random ones drawn from `seed`, with the observed pattern counted among them. 1 for n = 0.
#define FLIPS_EXACT 16
#define FLIPS_SAMPLED 65535
double stats_sign_flip_p(const double *d, int n, double rounding, uint64_t seed);

// Comparisons that are tested together: `count` rows of differences, a column for each seed.
typedef struct FlipFamily {
    int count, seeds;
    const double *d;        // [count][seeds]; 0 where a comparison has no pair under the seed
    const int *pairs;       // [count] how many it has; at least 2
    const double *rounding; // [count] as of stats_sign_flip_p
} FlipFamily;

// Step-down max-T: P. H. Westfall, S. S. Young, "Resampling-Based Multiple Testing" (1993), algorithm 2.8 (there by the
// smallest p; here by the largest |t|). A seed's sign is flipped in all comparisons at once, so that what these share,
// the baseline and the seed, stays as it is. p[i]: the share of flips under which the largest |t| of the comparisons
// that show no more than i reaches i's own |t|; never less than that of one that shows more. Flips as those of
// stats_sign_flip_p, which it is where count is 1. False without memory.
bool stats_max_t(const FlipFamily *f, uint64_t seed, double *p);

// Factor that takes the bias out of mean / sd as an estimate of the standardized effect from n values (L. V. Hedges,
// "Distribution theory for Glass's estimator of effect size", 1981): J(n - 1), below 1. NAN for n < 2.
double stats_hedges(int n);

// Holm's step-down correction: adjusted[i] <= alpha exactly where Holm's procedure at level alpha rejects p[i]. A NAN
// stays NAN and counts as no comparison. Returns the number of comparisons, or -1 when memory cannot be had.
int stats_holm(const double *p, int n, double *adjusted);

#endif
