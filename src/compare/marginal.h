// Marginal means: what each swept option does, as the mean over all settings that share a value of it, and what two do
// together, as a grid of such means. docs/statistics.md defines them.
#ifndef COMPARE_MARGINAL_H
#define COMPARE_MARGINAL_H

#include "compare/comparison.h"

// Whether the levels of an option (or the cells of a grid) differ in nothing else.
typedef enum Balance {
    BALANCE_CROSSED, // each stands with the same combinations of the other options
    BALANCE_MATCHED, // only some of these stand with all levels: means are over them alone, at least half the settings
    BALANCE_CONFOUNDED, // fewer do: means are over all settings of a level, which differ in other options, too
} Balance;

#define MARGINAL_OPTIONS_MOST 12 // of more options the first
#define MARGINAL_PAIRS_MOST 15   // each two of six
#define MARGINAL_LEVELS_MOST 12  // of numbers beyond so many levels become bins
#define MARGINAL_BINS 3

typedef struct MarginalLevel {
    const char *label;   // "64"; "0.001 to 0.04" of a bin
    int settings;        // that the means are over
    Estimate *metric;    // [Comparison.table.count] over seeds: a value is the mean over these settings under a seed
    Difference *against; // [table.count] minus level 0, seed by seed: n, values, mean, sd, low, high; n = 0 of level 0
} MarginalLevel;

typedef struct Marginal {
    const char *key; // dotted key; "a & b" for options that vary only together
    bool binned;     // levels are ranges of numbers with about as many settings each
    Balance balance;
    int level_count;
    MarginalLevel *level;
    int *of; // [setting_count] the level; -1: not in the means
} Marginal;

// A grid: the columns are levels of one option, the rows levels of another.
typedef struct MarginalPair {
    int across, down; // indices of the options; down has no fewer levels than across
    Balance balance;
    int *settings; // [down][across] that a mean is over
    double *mean;  // [table.count][down][across] over these settings and the seeds; NAN where there is none
} MarginalPair;

typedef struct Marginals {
    int seeds;    // the replicates under which all settings that count have a usable run
    int left_out; // settings that do not count: fewer than half as many usable runs as others
    int option_count;
    Marginal *option;
    int pair_count;
    MarginalPair *pair; // each two options
} Marginals;

// Fills c->marginals. Settings of other data, or fewer than two levels of every option: there are none. ERR_IO without
// memory.
Status marginals_make(Comparison *c, Error *e);

// How far a grid is from rows and columns that just add up: the largest minus the smallest deviation of a cell from its
// row's mean plus its column's minus the mean of all. NAN where there is no number.
double marginal_interaction(const Comparison *c, const MarginalPair *pair, int metric);
// The grid that is worth a look: of those that are crossed (of others, where none is) the one with the largest
// interaction; -1 where there is none.
int marginal_pair_most(const Comparison *c, int metric);
// The grid of two options, named by their keys or these keys' last parts; -1 where there is none.
int marginal_pair_find(const Comparison *c, const char *one, const char *other);
// Whether that is a name of the option: its key, the last part of it, or of one of those that vary with it.
bool marginal_named(const Marginal *m, const char *name);

#endif
