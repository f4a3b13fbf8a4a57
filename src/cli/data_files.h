// Samples as the content of files.
#ifndef CLI_DATA_FILES_H
#define CLI_DATA_FILES_H

#include "base/error.h"
#include "base/text.h"
#include "data/dataset.h"

// What is written: parts of a split, one after the other.
typedef struct Written {
    const Split *split;
    const Part *part[3];
    const char *part_name[3];
    int parts;
    bool tell_part;     // a first column "part" with the part's name, as data.split_column reads it
    bool scaled;        // inputs and targets as the network gets them
    int decimals;       // of a number; 0: as many as it takes to read the same float again
    const char *answer; // what the column to predict is called; several have the names of the dataset
} Written;

// As CSV, with a header. A class stands there by its name; a pixel as 0 to 255 unless it is scaled.
void data_to_csv(const Written *w, Text *out);

// As MNIST's two files (data/idx.h): inputs as unsigned bytes, a table's as images of one row, labels as numbers in the
// order of the classes. ERR_USAGE where they are not just that: a target, a number that is no byte, too many classes.
Status data_to_idx(const Written *w, Text *images, Text *labels, Error *e);

#endif
