// Which repetition of a setting a run is: what pairs the runs of different settings, from the plan to the page. All
// randomness of a run comes from its seed; the fold is the part of the data that is held out where data are divided
// into folds: of the seed s and k folds it is s mod k, of the division that s div k makes. A log and a manifest have it
// where there are folds; where they have not it is 0.
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
