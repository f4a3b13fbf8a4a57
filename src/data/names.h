// What the columns of a table are called that holds the samples of a source.
#ifndef DATA_NAMES_H
#define DATA_NAMES_H

#include "data/dataset.h"

#define FEATURE_NAME_SIZE 32

// The name of a feature: that of the dataset, else "r3c0" for the pixel of row 3 in column 0, or "feature 4". What has
// no name yet gets one in `room`.
const char *feature_name(const Dataset *d, int32_t feature, char room[FEATURE_NAME_SIZE]);

// The name of the column to predict, of one answer.
const char *source_answer(const Source *s);

#endif
