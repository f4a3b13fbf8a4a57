// The comparison of settings: every number that a table or a page shows; report/ has the words. docs/statistics.md
// defines each number.
#ifndef COMPARE_COMPARISON_H
#define COMPARE_COMPARISON_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/error.h"
#include "compare/ensemble.h"
#include "compare/focus.h"
#include "compare/metric.h"
#include "results/results.h"

// A number over the runs of a setting.
typedef struct Estimate {
    int n;            // finite values
    int never;        // runs in which it never came (onset, epochs to reach)
    double mean, sd;  // of the finite values; NAN below 1 / 2 of them. sd divides by n - 1
    double low, high; // 95 % t interval of the mean, widened for folds; NAN below 2
    double *values;   // [run_count], in run order; NAN: the run is not usable, INFINITY: never
} Estimate;

// Fills the rest of an estimate from `values` [count]; `finite` has room for as many.
void estimate_fill(Estimate *x, int count, double overlap, double *finite);

typedef struct SettingSummary {
    const SettingLog *log;
    int usable;       // runs that the estimates rest on
    int diverged;     // runs left out because they diverged
    int unfinished;   // runs left out because they did not finish
    int nothing;      // usable runs that learned nothing. They count: a setting that cannot learn is a result, too
    Estimate *metric; // [Comparison.table.count]; filled for Comparison.metrics
} SettingSummary;

typedef enum Verdict {
    VERDICT_TOO_FEW, // fewer than 3 pairs (or none, where the data differ): the numbers, and no verdict
    VERDICT_SAME,    // every pair is equal, to the last bit: there is nothing to test
    VERDICT_NONE,    // no difference that these seeds can show
    VERDICT_LESS,    // lower than the baseline, p < 0.05 once corrected (Family)
    VERDICT_MORE,    // higher
} Verdict;

// Setting minus baseline, paired by seed.
typedef struct Difference {
    int n;                // pairs
    double overlap;       // of the runs' training sets: what makes intervals and tests wider; 0: independent runs
    int left_out;         // seeds of either that have no usable partner
    double *values;       // [n], in the baseline's run order
    int *run;             // [n] whose index there; NULL but in Against.difference
    double rounding;      // the most that the rounding of the log may have moved the sum of the values
    double mean, sd;      // NAN below 1 / 2 pairs
    double low, high;     // 95 % paired t interval; NAN below 2
    double p;             // paired t, two-sided (sign flips where sd is 0); NAN below 2
    double p_holm;        // Holm's correction of p over its family; NAN below 3 pairs, and where all are equal
    double p_max_t;       // step-down max-T over its family; NAN where the family has none
    double p_permutation; // sign flips, exact up to 16 pairs, else sampled; NAN below 6, and with folds
    double effect; // mean / sd with the small-sample correction (Hedges' g of paired differences); NAN where sd is 0
    bool same;     // 3 pairs or more, and all are equal
    double noise_floor; // mean absolute difference that two disjoint halves of one setting's seeds show; NAN below 2
                        // runs, with folds
    Verdict verdict;
} Difference;

// What the match adds to the verdict on the final gap.
typedef enum Match {
    MATCH_NONE, // the baseline itself
    MATCH_OTHER_DATA,
    MATCH_TOO_FEW,     // fewer than 3 pairs
    MATCH_ONLY_SLOWER, // the final gap is smaller and the train loss behind; at equal train loss the gap is no smaller
    MATCH_NOT_ONLY_SLOWER, // ... and at equal train loss the gap is smaller too
    MATCH_SMALLER,         // the interval at equal train loss lies below 0
    MATCH_LARGER,          // above 0
    MATCH_SAME,            // around 0
} Match;

// The gap where both fit the training data alike. Intervals only: they explain a verdict and carry none.
typedef struct MatchedFit {
    Difference equal_loss;  // difference of gaps at the lowest train loss that both runs of a pair reach
    double train_loss;      // that train loss, mean over pairs
    Difference equal_steps; // difference of gaps at the last step that both runs of a pair reach
    double steps;           // that step, mean over pairs
    Match match;
} MatchedFit;

// One setting against the baseline.
typedef struct Against {
    int *partner;           // [runs of the baseline] the run of this setting under the same replicate, or -1
    DataFact other_data;    // where its data are not the baseline's, by what; then nothing is paired. Else DATA_FACTS
    double overlap;         // the larger of the two settings', by their folds
    Difference *difference; // [Comparison.judged.count]
    MatchedFit matched;
} Against;

#define FACTOR_MAX 6

// An option (or several that vary only together) whose levels the settings cross.
typedef struct Factor {
    const char *key;     // dotted key; "a & b" for several
    const char *label;   // for people: "batch norm"
    int level_count;     // at least 2; level 0 is the baseline's
    const char **levels; // texts
} Factor;

// What the interval of an effect on the gap says. An interaction of two has a sign beside the signs of its main
// effects.
typedef enum Reading {
    READING_TOO_FEW, // fewer than 3 seeds
    READING_NONE,    // the interval holds 0
    READING_NARROWS, // a main effect: the gap is smaller
    READING_WIDENS,
    READING_REINFORCE, // together further than the sum of two that pull the same way
    READING_AGAINST,   // less far
    READING_CHANGE,    // two that pull opposite ways change each other's effect
    READING_DEPEND,    // three and more
} Reading;

// A contrast over the crossing, per seed: a difference for one factor (main effect), a difference of differences for
// two.
typedef struct Effect {
    int order;                 // 1: main effect; 2 and more: interaction
    int factor[FACTOR_MAX];    // [order]
    int level[FACTOR_MAX];     // [order] the level that is held against level 0
    Difference gap, test_loss; // n, values, mean, sd, low, high are set
    Reading reading;
} Effect;

typedef struct Factorial {
    int factor_count; // 0: the settings do not cross
    Factor factors[FACTOR_MAX];
    int *level; // [setting_count][factor_count]
    int seeds;  // seeds under which every setting has a usable run
    int effect_count;
    Effect *effects; // main effects first, then interactions by order
} Factorial;

// A number of an average (train/average.h) beside the same of the network itself, in the runs that have both.
typedef struct BesideNumber {
    int own, average;      // indices of the metrics
    Estimate network;      // of the network itself, in the runs where the average says something
    Difference difference; // average minus network: n, values, mean, sd, low, high are set
} BesideNumber;

typedef struct Beside {
    int setting, average;   // AverageChoice
    int count;              // numbers: the test loss and, but for several targets, the test score
    BesideNumber number[2]; // [count]
} Beside;

// The comparisons of all settings by one metric, which are corrected together.
typedef struct Family {
    int count;  // those that could carry a verdict
    bool max_t; // verdicts go by p_max_t, not by p_holm
} Family;

typedef struct Comparison {
    const Results *results;
    int baseline; // index of the setting
    double reach; // the train loss to which epochs are counted
    MetricTable table;
    MetricList metrics, shown;
    MetricList judged; // those that these results have, see MetricOrder; of the judged the primary one is first, and
                       // the others are exploratory
    int setting_count;
    SettingSummary *settings; // [setting_count]
    const Ensemble *ensemble; // [setting_count]; NULL: nobody asked (comparison_ensembles)
    Against *against;         // [setting_count]; the baseline's own has n = 0
    bool primary_given;       // somebody said which metric is judged.index[0]: the others were not asked for
    Family *family;           // [judged.count]
    Factorial factorial;
    int beside_count;                        // averages of settings that have them
    Beside *beside;                          // setting by setting
    const struct Marginals *marginals;       // compare/marginal.h
    const struct Expectations *expectations; // compare/expectation.h; NULL: the configs expect nothing
    Focus focus;                             // what of all this is shown: all, until focus_make
    int done, total; // runs, while the experiment is at work (a caller says so); 0 of 0: it is not
    Arena arena;     // owns all of the above but `results`
} Comparison;

typedef struct ComparisonOptions {
    const char *baseline; // a setting's name; NULL: the first
    const char *primary;  // a judged metric's key; NULL: what all the experiments' configs say, else the first
    double reach;         // NAN: chosen from the data
} ComparisonOptions;

// `r` must outlive `c`. ERR_USAGE for a baseline or primary metric that is not there (with a suggestion), ERR_IO
// without memory. comparison_free is due in either case.
Status comparison_make(Comparison *c, const Results *r, const ComparisonOptions *options, Error *e);
void comparison_free(Comparison *c);

// Also takes the mean prediction of each setting's seeds. Errors as ensemble_make.
Status comparison_ensembles(Comparison *c, const Engine *engine, Error *e);

// What the metric of that index is called in these results.
const MetricNames *comparison_names(const Comparison *c, int metric);

#endif
