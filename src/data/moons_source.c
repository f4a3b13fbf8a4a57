// The source "moons": two half circles of radius 1 that reach into each other, blurred by data.noise.
//
//     upper: (cos a, sin a)           a uniform in [0, pi]
//     lower: (1 - cos a, 1/2 - sin a)
//
// and dimensions - 2 more features, normal with variance 1, that mean nothing: a network with few samples learns them
// by heart. After make_moons of scikit-learn. The rule is in data/moons.c, which `regrun data write moons` shares.
#include "data/moons.h"
#include "data/task.h"

enum { FEATURES_LEAST = 2, CLASSES = 2 };

static bool moons_check(const DataSpec *spec, SpecProblem *problem) {
    return task_check(spec, FEATURES_LEAST, problem);
}

static Status moons_open(Source *s, Opening *o) {
    static const char *const names[CLASSES] = {"upper", "lower"};
    Status status = task_open(s, o, CLASSES, "regrun moons 1");
    s->train.class_names = s->test.class_names = names;
    return status;
}

static void moons_sample(const Drawing *d, uint64_t number, Sample sample) {
    Rng r = rng_stream(d->seed, "moons", number);
    *sample.label = (int32_t)(number % CLASSES);
    moons_point(&r, *sample.label, (float)d->spec->noise, sample.values, (int32_t)d->spec->dimensions);
}

extern const SourceType source_moons;
const SourceType source_moons = {.name = "moons",
                                 .check = moons_check,
                                 .open = moons_open,
                                 .draw = moons_sample,
                                 .train_size = 200,
                                 .test_size = 2000,
                                 .dimensions = 10,
                                 .scaling = SCALING_ZSCORE};
