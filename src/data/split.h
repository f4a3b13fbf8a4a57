// Choosing the rows that a run trains and tests on.
#ifndef DATA_SPLIT_H
#define DATA_SPLIT_H

#include "base/rng.h"
#include "data/dataset.h"

// Chooses `test->size` and `train->size` rows of `pool` (set before the call, the sum at most pool->samples; either may
// be 0), no row twice, and lists them in ascending order, with
// their answers. With `stratify`, each class gets its share of both parts by
// largest remainders (a tie goes to the lower class), so that the sizes are exact. Memory from `arena`; ERR_IO.
//
// What holds between calls with the same pool and the same state of `rng`: the test part does not depend on the size of
// the training part, and a smaller training part is a subset of a larger one (with stratify: class by class, where the
// larger one gives the class no fewer rows).
Status split_choose(const Dataset *pool, bool stratify, Rng rng, Part *test, Part *train, Arena *arena, Error *e);

// Copies the answers of part->row out of part->data into arrays of the part's own. Memory from `arena`; ERR_IO.
Status split_answers(Part *part, Arena *arena, Error *e);

// share[k] = what class k, of which there are have[k], gets of `size` by largest remainders; never more than have[k].
// `size` is at most the sum of `have`, which fits an int32_t. All lists are [classes]; `place` is room to work in.
void split_allot(const int32_t *have, int32_t classes, int32_t size, int32_t *share, int64_t *place);

#endif
