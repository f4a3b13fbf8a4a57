#include "train/metric.h"

#include <string.h>

#define METRIC_ADDRESS(constant, name) &metric_##name,
const MetricKind *const metric_kinds[METRIC_COUNT] = {METRICS(METRIC_ADDRESS)};

enum { COUNTS = 3 }; // of each class

size_t metric_scratch(int32_t samples, int32_t classes) {
    const size_t counts = COUNTS * (size_t)classes;
    return counts > (size_t)samples ? counts : (size_t)samples;
}

ClassCounts metric_count_classes(const MetricPass *pass) {
    const size_t classes = (size_t)pass->part->data->classes;
    uint64_t *right = pass->scratch, *there = right + classes, *said = there + classes;
    memset(right, 0, COUNTS * classes * sizeof *right);
    for (int32_t i = 0; i < pass->part->size; i++) {
        const int32_t label = pass->part->label[i], best = pass->best[i];
        right[label] += best == label;
        there[label]++;
        said[best]++;
    }
    return (ClassCounts){right, there, said};
}

double metric_error(const MetricPass *pass, int32_t i, int32_t k) {
    const size_t at = (size_t)i * (size_t)pass->part->data->targets + (size_t)k;
    const float shift = pass->split->target_shift[k], scale = pass->split->target_scale[k];
    const float scaled = (pass->part->target[at] - shift) * scale; // as a batch has it (data/batch.c)
    return ((double)pass->output[at] - (double)scaled) / (double)scale;
}
