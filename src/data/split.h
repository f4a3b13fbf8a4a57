// Choosing the rows that a run trains and tests on.
#ifndef DATA_SPLIT_H
#define DATA_SPLIT_H

#include "base/rng.h"
#include "data/dataset.h"

// What parts are chosen from.
typedef struct Choosing {
    const Dataset *pool;
    bool by_part; // only from the samples of which pool->part says `part`
    uint8_t part;
    bool stratify;
    int folds, fold; // with folds > 0 the first part is that fold of the pool, from 0; its size must be the fold's
    Rng rng;
} Choosing;

enum { SPLIT_PARTS_MOST = 3 };

// Chooses parts[i]->size rows of the pool for each of `count` parts (sizes are set before the call, their sum is at
// most pool->samples; any may be 0), no row twice, and lists them in ascending order, with their answers. With
// `stratify`, each class gets its share of every part by largest remainders (a tie goes to the lower class), so that
// the sizes are exact. Memory from `arena`; ERR_IO.
//
// What holds between calls with the same pool and the same state of `rng`: a part does not depend on the sizes of those
// after it, and with less of the last part it is a subset of what it was (with stratify: class by class, where the
// larger one gives the class no fewer rows).
Status split_choose(const Choosing *from, Part *const parts[], int count, Arena *arena, Error *e);

// The size of a fold: sizes differ by one at most, and the first folds are the larger ones.
static inline int32_t split_fold_size(int32_t samples, int folds, int fold) {
    return samples / folds + (fold < samples % folds);
}

// How many samples of the pool are for that part.
int32_t split_count(const Dataset *pool, uint8_t part);

// Copies the answers of part->row out of part->data into arrays of the part's own. Memory from `arena`; ERR_IO.
Status split_answers(Part *part, Arena *arena, Error *e);

// share[k] = what class k, of which there are have[k], gets of `size` by largest remainders; never more than have[k].
// `size` is at most the sum of `have`, which fits an int32_t. All lists are [classes]; `place` is room to work in.
void split_allot(const int32_t *have, int32_t classes, int32_t size, int32_t *share, int64_t *place);

#endif
