// What the comparison says in words; each appended to `out`.
#ifndef REPORT_WORDS_H
#define REPORT_WORDS_H

#include "base/text.h"
#include "compare/comparison.h"

// "overfits less (gap -0.21, 95 % CI -0.25 to -0.17)": a setting against the baseline, by the k-th judged metric.
// Nothing for the baseline itself, as below.
void words_verdict(Text *out, const Comparison *c, int setting, int k);

// "only slower: no smaller gap at equal train loss (gap ...)", or what else the matched fit says.
void words_matched(Text *out, const Comparison *c, int setting);

// "batch norm", "batch norm x dropout", "batch size 128 vs 32".
void words_effect_name(Text *out, const Comparison *c, const Effect *effect);
// "batch norm and dropout work against each other: interaction +0.20, 95 % CI ..."
void words_effect(Text *out, const Comparison *c, const Effect *effect);

// "0.612 (0.58 to 0.64)": the mean and its interval, the mean alone where there is none, "never" where no run has one.
void words_estimate(Text *out, const Estimate *x);

// "-0.21, 95 % CI -0.25 to -0.17", the mean alone where there is no interval; the mean "-0.21" and the interval
// "-0.25 to -0.17" alone, "-" where there is none.
void words_difference(Text *out, const Difference *d);
void words_mean(Text *out, const Difference *d);
void words_interval(Text *out, const Difference *d);
// "-0.21 (-0.25 to -0.17)", the mean alone below 2 pairs.
void words_mean_interval(Text *out, const Difference *d);

// What always guessing scores, by the runs that tell of it, mean over these; nothing where none does.
void words_guessing(Text *out, const Comparison *c);

// What folds do to intervals and tests, for every format; nothing where no setting has folds.
void words_folds(Text *out, const Comparison *c);

#endif
