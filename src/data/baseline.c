#include "data/baseline.h"

#include <math.h>

// How many samples of the part each class has; NULL without memory.
static int32_t *count_classes(const Part *part, Arena *arena) {
    int32_t *count = arena_take(arena, (size_t)part->data->classes, sizeof *count);
    for (int32_t i = 0; count && i < part->size; i++) count[part->label[i]]++;
    return count;
}

// What always predicting the classes' shares loses, or, where they are weighted, those of their weights.
static Status of_classes(const Part *part, ConstantLoss *of, const double *weight, double *loss, Error *e) {
    Arena passing = {0};
    const int32_t classes = part->data->classes, *count = count_classes(part, &passing);
    double *share = arena_take(&passing, (size_t)classes, sizeof *share), sum = 0;
    double *guess = arena_take(&passing, (size_t)classes, sizeof *guess);
    const bool memory = count && share && guess;
    for (int32_t k = 0; memory && k < classes; k++) {
        share[k] = (double)count[k] / part->size;
        guess[k] = weight ? share[k] * weight[k] : share[k];
        sum += guess[k];
    }
    for (int32_t k = 0; memory && weight && k < classes; k++) guess[k] /= sum;
    if (memory) *loss = of(share, guess, classes);
    if (memory && !isfinite(*loss)) *loss = 0; // a class that is there is never guessed
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

Status baseline_accuracy(const Split *split, int32_t *commonest, double *accuracy, Error *e) {
    Arena passing = {0};
    const int32_t *count = count_classes(&split->train, &passing);
    if (!count) return error_memory(e);
    int32_t right = 0, best = 0;
    for (int32_t k = 1; k < split->train.data->classes; k++)
        if (count[k] > count[best]) best = k;
    for (int32_t i = 0; i < split->test.size; i++) right += split->test.label[i] == best;
    *commonest = best;
    *accuracy = (double)right / split->test.size;
    arena_free(&passing);
    return OK;
}

static double mean_target(const Part *part, int32_t target) {
    double mean = 0;
    for (int32_t i = 0; i < part->size; i++)
        mean += (double)part->target[(size_t)i * (size_t)part->data->targets + (size_t)target];
    return mean / part->size;
}

double baseline_rmse(const Split *split, int32_t target) {
    const Part *test = &split->test;
    const double mean = mean_target(&split->train, target);
    double square = 0;
    for (int32_t i = 0; i < test->size; i++) {
        const double off = (double)test->target[(size_t)i * (size_t)test->data->targets + (size_t)target] - mean;
        square += off * off;
    }
    return sqrt(square / test->size);
}
