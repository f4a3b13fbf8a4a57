// What can be unfair about tunings that are compared: budgets that differ, and a best value at the edge of what was
// tried.
#ifndef COMPARE_TUNED_H
#define COMPARE_TUNED_H

#include "base/arena.h"
#include "results/tuning.h"

// An option whose best value is the lowest or the highest of the three or more that were tried.
typedef struct Edge {
    const Tuning *tuning;
    const char *key;   // of the option
    const char *value; // as the log has it
    bool high;
    int seeds; // for which that was chosen: half of those that have a choice, or more
} Edge;

typedef struct Edges {
    int count;
    Edge *edge;
} Edges;

// In the arena; false without memory. Left out are options that cannot have values further out.
bool edges_find(Edges *edges, const Results *r, Arena *a);

// Among how many candidates a setting is chosen; 1 where it is not tuned.
int setting_budget(const SettingLog *log);
// Whether settings differ in that.
bool budgets_differ(const Results *r);

// For how many seeds a candidate is chosen.
int tuning_decided(const Tuning *t);

#endif
