// Which repetition of a setting a run is: what pairs the runs of different settings, from the plan to the page. All
// randomness of a run comes from its seed; the fold is the part of the data that is held out where data are divided
// into folds.
//
// Nothing makes folds yet, so every fold is 0 and none is written. What reads takes them already: a column `fold` of a
// log and a key `fold` of a run in the manifest, both 0 where they are missing. Whoever adds folds writes them there
// (lab/log.c behind the seed, lab/manifest.c), lists a run for each in lab/plan.c, with a folder of its own, and hands
// the fold to source_split.
#ifndef BASE_REPLICATE_H
#define BASE_REPLICATE_H

#include <stdbool.h>
#include <stdint.h>

typedef struct Replicate {
    uint64_t seed;
    int fold; // 0 where there are no folds
} Replicate;

static inline bool replicate_same(Replicate a, Replicate b) {
    return a.seed == b.seed && a.fold == b.fold;
}

// Below, at or above 0 as `a` stands before, at or behind `b`: by seed, then by fold.
static inline int replicate_order(Replicate a, Replicate b) {
    if (a.seed != b.seed) return a.seed < b.seed ? -1 : 1;
    return (a.fold > b.fold) - (a.fold < b.fold);
}

#endif
