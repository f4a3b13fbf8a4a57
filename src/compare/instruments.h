// What instruments said (results/probes.h), setting by setting: means over the usable runs.
#ifndef COMPARE_INSTRUMENTS_H
#define COMPARE_INSTRUMENTS_H

#include "compare/comparison.h"
#include "results/probes.h"

// A number over the runs that say it.
typedef struct ProbeMean {
    int n;
    double mean, sd, low, high; // as Estimate has them
} ProbeMean;

// A layer of a setting's stack. Settings whose stacks differ are held beside each other by kind: the second linear
// layer of one and of the other.
typedef struct ProbeLayer {
    int place;        // PROBE_WHOLE: the whole network
    const char *name; // "3.linear"
    const char *kind; // "linear"; "" of the whole
    int nth;          // of its kind, from 1 on; 0 of the whole
} ProbeLayer;

// What one setting says of one value at one layer.
typedef struct ProbeSeries {
    int value;             // ProbeValue
    int layer;             // index into SettingProbes.layer
    ProbeMean *at;         // [epoch_count]
    ProbeMean first, last; // of each run, where it said the value first and last
} ProbeSeries;

typedef struct ProbeEpochs {
    int least, most; // over runs
} ProbeEpochs;

typedef struct SettingProbes {
    int epoch_count; // at which some run says something
    int *epoch;
    int layer_count; // by place
    ProbeLayer *layer;
    int series_count; // by value, then by layer
    ProbeSeries *series;
    ProbeEpochs first[PROBE_VALUE_COUNT], last[PROBE_VALUE_COUNT]; // whose `first` and `last` that are
} SettingProbes;

typedef struct Instruments {
    const Comparison *comparison;
    SettingProbes *setting;       // [comparison->setting_count]
    bool said[PROBE_VALUE_COUNT]; // some setting says it
    bool any;
    Arena arena;
} Instruments;

// `c` must outlive it. ERR_IO without memory; instruments_free is due in either case.
Status instruments_make(Instruments *in, const Comparison *c, Error *e);
void instruments_free(Instruments *in);

// The layers at which one of the settings [count] says the value, from the input up and the whole network last. What
// only later settings have stands behind what comes before it in their stacks. NULL without memory.
typedef struct ProbeColumn {
    const char *kind;
    int nth;
} ProbeColumn;
ProbeColumn *instruments_columns(const Instruments *in, int value, const int *setting, int count, int *columns,
                                 Arena *a);
// What a setting says there; NULL: nothing.
const ProbeSeries *instruments_at(const SettingProbes *s, int value, const ProbeColumn *column);

// Marks in `wanted` the values that a list of names means, with commas between: of values, of instruments, or "all".
// `flag`: whose argument it is. ERR_USAGE for a name that is none, with a suggestion; ERR_DATA, with the remedy, where
// nothing was said of one of them.
Status instruments_choose(const Instruments *in, const char *names, const char *flag, bool wanted[PROBE_VALUE_COUNT],
                          Error *e);

#endif
