// What a setting's runs take the samples of each class for, at their last evaluation: the mean over its runs.
#ifndef COMPARE_CLASSES_H
#define COMPARE_CLASSES_H

#include <stdbool.h>

#include "base/arena.h"
#include "results/results.h"

typedef struct ClassSummary {
    int classes; // 0: no usable run's result.json tells
    int runs;    // usable runs that do
    const char *const *name;
    double
        *share; // [classes][classes]: of the samples of a class (row), which part is taken for another (column); mean
                // over the runs whose test part has such samples, NAN where none has. The diagonal is the recall ...
    double *sd; // [classes] ... and this its SD over these runs, dividing by n - 1; NAN below 2
} ClassSummary;

// In the arena; false without memory.
bool class_summary(ClassSummary *c, const SettingLog *s, Arena *a);
// Whether both are about the same classes.
bool class_summary_same(const ClassSummary *a, const ClassSummary *b);

#endif
