// Samples that are there twice: within one part, or in the part that trains and in the part that tests.
#ifndef DATA_DUPLICATES_H
#define DATA_DUPLICATES_H

#include "data/dataset.h"

// Two samples are the same when all their features are, and their answers (label or targets).
typedef struct Duplicates {
    int32_t same;         // samples of the second part that the first one has as well
    int32_t other_answer; // samples whose features the first one has, but only with another answer
} Duplicates;

// Counts in a time in proportion to the samples. Both parts have the same features. ERR_IO without memory.
Status duplicates_between(const Part *first, const Part *second, Duplicates *out, Error *e);

// How many samples of the part are the same as one before them; or, with `answers` false, have the same features.
Status duplicates_within(const Part *part, bool answers, int32_t *out, Error *e);

#endif
