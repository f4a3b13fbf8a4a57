// The confusion matrix of a run: what the samples of each class are taken for.
#ifndef LAB_CONFUSION_H
#define LAB_CONFUSION_H

#include <stdint.h>

#include "base/arena.h"
#include "base/json_writer.h"
#include "data/dataset.h"

#define CONFUSION_CLASSES 100 // more are no table that anybody reads

typedef struct Confusion {
    int32_t classes; // 0: there is none: a regression, or too many
    int64_t *count;  // [classes][classes]: of the samples of a class (row), how many are taken for another (column)
    bool counted;
} Confusion;

// The memory for so many classes, from `arena`; false without memory.
bool confusion_take(Confusion *c, int32_t classes, Arena *arena);
// Counts a part anew; `best` is Measure.best, and where it is NULL, nothing is counted.
void confusion_count(Confusion *c, const Part *part, const int32_t *best);
// What `from`, of as many classes, has counted.
void confusion_copy(Confusion *to, const Confusion *from);
// "classes", "confusion" and "recall" as members of an object, where something was counted: the names, the matrix, and
// of each class the share that is classified right (null where it has no sample).
void confusion_json(const Confusion *c, const Dataset *data, JsonWriter *w);

#endif
