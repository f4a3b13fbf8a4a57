// The source "linear": regression with known noise.
//
//     y = w . x + noise z,  |w| = 1
//
// x and z are standard normal; w has a random direction, drawn once for a seed. No model has a test RMSE below
// data.noise, and the least squares fit of n samples has about noise sqrt(1 + dimensions / (n - dimensions - 1)).
#include "data/task.h"

static bool linear_check(const DataSpec *spec, SpecProblem *problem) {
    return task_check(spec, 1, problem);
}

static Status linear_open(Source *s, Opening *o) {
    return task_open(s, o, 0, false, "regrun linear 1");
}

static float *linear_prepare(const DataSpec *spec, uint64_t seed, Arena *arena) {
    const int64_t n = spec->dimensions;
    float *w = arena_take(arena, (size_t)n, sizeof *w);
    Rng r = rng_stream(seed, "linear weights", 0);
    float square = 0;
    while (w && square < 1e-6f) { // a draw too near to nothing has no direction
        for (int64_t i = 0; i < n; i++) w[i] = task_normal(&r);
        square = task_dot(w, w, n);
    }
    for (int64_t i = 0; w && i < n; i++) w[i] /= __builtin_sqrtf(square);
    return w;
}

static void linear_sample(const Drawing *d, uint64_t number, Sample sample) {
    Rng r = rng_stream(d->seed, "linear", number);
    for (int64_t i = 0; i < d->spec->dimensions; i++) sample.values[i] = task_normal(&r);
    *sample.target =
        __builtin_fmaf((float)d->spec->noise, task_normal(&r), task_dot(d->state, sample.values, d->spec->dimensions));
}

extern const SourceType source_linear;
const SourceType source_linear = {.name = "linear",
                                  .check = linear_check,
                                  .open = linear_open,
                                  .draw = linear_sample,
                                  .prepare = linear_prepare,
                                  .train_size = 100,
                                  .test_size = 2000,
                                  .dimensions = 20,
                                  .scaling = SCALING_ZSCORE};
