// The source "moons": two half circles of radius 1 that reach into each other, blurred by data.noise.
//
//     upper: (cos a, sin a)           a uniform in [0, pi]
//     lower: (1 - cos a, 1/2 - sin a)
//
// and dimensions - 2 more features, normal with variance 1, that mean nothing: a network with few samples learns them
// by heart. After make_moons of scikit-learn. data/moons.csv are samples of it.
#include "data/task.h"

enum { FEATURES_LEAST = 2, CLASSES = 2 };

static bool moons_check(const DataSpec *spec, SpecProblem *problem) {
    return task_check(spec, FEATURES_LEAST, problem);
}

static Status moons_open(Source *s, Opening *o) {
    static const char *const names[CLASSES] = {"lower", "upper"}; // in the order of a table's classes
    Status status = task_open(s, o, CLASSES, true, "regrun moons 1");
    s->train.class_names = s->test.class_names = names;
    return status;
}

// A direction in the upper half plane, uniform over the angle: a point drawn in the half disc, brought to length 1.
static void draw_direction(Rng *r, float *x, float *y) {
    float square;
    do {
        *x = task_signed(r);
        *y = rng_uniform(r);
        square = *x * *x + *y * *y;
    } while (square > 1 || square < 1e-6f);
    float length = __builtin_sqrtf(square);
    *x /= length;
    *y /= length;
}

static void moons_sample(const Drawing *d, uint64_t number, Sample sample) {
    const float noise = (float)d->spec->noise;
    const bool lower = number % CLASSES;
    Rng r = rng_stream(d->seed, "moons", number);
    float x, y;
    draw_direction(&r, &x, &y);
    // The lower moon is the upper one upside down, with its middle at the upper one's right end.
    sample.values[0] = (lower ? 1 - x : x) + noise * task_normal(&r);
    sample.values[1] = (lower ? 0.5f - y : y) + noise * task_normal(&r);
    for (int64_t k = 2; k < d->spec->dimensions; k++) sample.values[k] = task_normal(&r);
    *sample.label = !lower;
}

extern const SourceType source_moons;
const SourceType source_moons = {.name = "moons",
                                 .answer = "moon",
                                 .check = moons_check,
                                 .open = moons_open,
                                 .draw = moons_sample,
                                 .train_size = 200,
                                 .test_size = 2000,
                                 .dimensions = 10,
                                 .scaling = SCALING_ZSCORE};
