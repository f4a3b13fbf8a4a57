#include "data/baseline.h"

// What always predicting the classes' shares loses, or, where they are weighted, those of their weights.
static Status of_classes(const Part *part, ConstantLoss *of, const double *weight, double *loss, Error *e) {
    Arena passing = {0};
    const int32_t classes = part->data->classes;
    double *share = arena_take(&passing, (size_t)classes, sizeof *share), sum = 0;
    double *guess = arena_take(&passing, (size_t)classes, sizeof *guess);
    if (share && guess) {
        for (int32_t i = 0; i < part->size; i++) share[part->label[i]]++;
        for (int32_t k = 0; k < classes; k++) {
            share[k] /= part->size;
            guess[k] = weight ? share[k] * weight[k] : share[k];
            sum += guess[k];
        }
        for (int32_t k = 0; weight && k < classes; k++) guess[k] /= sum;
        *loss = of(share, guess, classes);
    }
    const bool memory = share && guess;
    arena_free(&passing);
    return memory ? OK : error_memory(e);
}

// A target in float, as it comes into a batch (data/batch.c).
static double scaled_target(const Split *split, int32_t sample, int32_t target) {
    const size_t at = (size_t)sample * (size_t)split->train.data->targets + (size_t)target;
    return (split->train.target[at] - split->target_shift[target]) * split->target_scale[target];
}

static double variance(const Split *split, int32_t target) {
    const int32_t n = split->train.size;
    double mean = 0, square = 0;
    for (int32_t i = 0; i < n; i++) mean += scaled_target(split, i, target);
    mean /= n;
    for (int32_t i = 0; i < n; i++) {
        const double distance = scaled_target(split, i, target) - mean;
        square += distance * distance;
    }
    return square / n;
}

Status baseline_loss(const Split *split, ConstantLoss *of, const double *weight, double *loss, Error *e) {
    if (split->train.label) return of_classes(&split->train, of, weight, loss, e);
    const int32_t targets = split->train.data->targets;
    *loss = 0;
    for (int32_t k = 0; k < targets; k++) *loss += variance(split, k);
    *loss /= targets;
    return OK;
}
