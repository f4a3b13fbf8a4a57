// Which runs of a plan one call does: those of its config, by state or by name, by ID, or a share of them.
#ifndef LAB_SELECT_H
#define LAB_SELECT_H

#include "lab/plan.h"
#include "lab/state.h"

typedef struct Selection {
    const Experiment *asked; // its settings and seeds alone; NULL: all of the plan's
    int only_count;
    const char **only; // each words of states with commas between ("failed,missing"), or a pattern of settings' names
    int id_count;
    const char **ids;  // of runs, each with commas between
    int shard, shards; // the part `shard` (from 1) of `shards`; 0: all
} Selection;

// The words of states, in alphabetical order: "failed"; NULL behind the last.
const char *selection_word(int i);

// Checks what can be told without the plan's data: ERR_USAGE for a pattern that no setting has, with a suggestion.
Status selection_check(const Selection *s, const Plan *p, Error *e);

// chosen [run_count]: whether the call does the run. The plan is open. ERR_USAGE for an ID that no run has.
Status selection_apply(const Selection *s, const Plan *p, const RunState *states, bool *chosen, Error *e);

// "2/8", from --shard. ERR_USAGE.
Status selection_shard(const char *text, Selection *s, Error *e);

#endif
