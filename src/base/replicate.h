// Which repetition of a setting a run is: what pairs the runs of different settings. All randomness of a run comes from
// its seed; the fold is the part of the data that is held out where data are divided into folds.
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

#endif
