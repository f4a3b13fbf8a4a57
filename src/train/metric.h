// Metrics: what else can be said of a network's answers over a whole part, beside their loss and accuracy (or RMSE). A
// metric is one file and one row of METRICS (train/spec.h). It reads probabilities and answers in sample order, sums in
// double and calls no libm function whose last bit may differ, so that its bytes are the same everywhere; training
// never sees it.
#ifndef TRAIN_METRIC_H
#define TRAIN_METRIC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "data/dataset.h"
#include "train/spec.h"

// A part, and what the network says of its samples.
typedef struct MetricPass {
    const Split *split;
    const Part *part;
    const float *output; // Measure.output
    const int32_t *best; // Measure.best
    uint64_t *scratch;   // [metric_scratch(...)], whatever it holds
} MetricPass;

typedef struct MetricKind {
    const char *name;  // "auc": columns train_auc, test_auc, val_auc
    const char *title; // for people: "AUC"
    bool regression;   // of numbers; else of classes
    bool higher;       // whether more is better
    // Fills value[0]; of numbers value[targets], one for each target. NAN where the part does not say.
    void (*of)(const MetricPass *pass, double *value);
} MetricKind;

// By MetricChoice.
extern const MetricKind *const metric_kinds[METRIC_COUNT];

// Each of METRICS is metric_name in train/name_metric.c.
#define METRIC_DECLARE(constant, name) extern const MetricKind metric_##name;
METRICS(METRIC_DECLARE)
#undef METRIC_DECLARE

// How much scratch metrics want for a part of so many samples.
size_t metric_scratch(int32_t samples, int32_t classes);

// --- What metrics share

// How often each class is right, is there, and is said.
typedef struct ClassCounts {
    const uint64_t *right, *there, *said; // [classes], in the pass's scratch
} ClassCounts;
ClassCounts metric_count_classes(const MetricPass *pass);

// Of target k of sample i: what the network says minus what is so, in the target's unit. Taken in the scaled target, as
// the loss is, for the difference of two large floats in the target's unit would say little.
double metric_error(const MetricPass *pass, int32_t i, int32_t k);

#endif
