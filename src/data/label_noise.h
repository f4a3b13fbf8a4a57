// Labels redrawn at random: the classic test of a regularizer (C. Zhang et al., "Understanding deep learning requires
// rethinking generalization", ICLR 2017). A network that can learn them by heart has nothing to gain from it.
#ifndef DATA_LABEL_NOISE_H
#define DATA_LABEL_NOISE_H

#include "data/dataset.h"

// Gives `part` other labels: round(share * size) of its samples (a half goes up) have one drawn uniformly from all
// classes, which may be the one that they had. Which samples, and what they become, is drawn for each by its row alone,
// from the stream "label noise" of `seed`: of one part, a larger share redraws the same samples to the same labels, and
// some. Memory from `arena`; ERR_IO. The part must have labels; 0 <= share <= 1.
Status label_noise_add(Part *part, double share, uint64_t seed, Arena *arena, Error *e);

// The label that sample i of the part has in the data, whatever was redrawn. Only for looking at what was learned.
static inline int32_t label_noise_true(const Part *part, int32_t i) {
    return part->data->label[part->row[i]];
}

#endif
