// The source "spirals": arms that wind around each other, one for each class, blurred by data.noise.
//
//     r = RADIUS t,  a = 2 pi (TURNS t + k / classes),  (x, y) = r (cos a, sin a),  t = sqrt(u), u uniform in [0, 1)
//
// and dimensions - 2 more features, normal with variance 1, that mean nothing. With two arms and noise 0.3 about three
// points in a hundred lie nearer to the wrong arm. After the two spirals of K. J. Lang and M. J. Witbrock, "Learning
// to tell two spirals apart", Connectionist Models Summer School 1988.
#include "data/task.h"
#include "math/elementary.h"

#define RADIUS 4.0
#define TURNS 1.5

static bool spirals_check(const DataSpec *spec, SpecProblem *problem) {
    return task_check(spec, 2, problem);
}

static Status spirals_open(Source *s, Opening *o) {
    return task_open(s, o, (int32_t)s->spec.classes, true, "regrun spirals 1");
}

static void spirals_sample(const Drawing *d, uint64_t number, Sample sample) {
    const uint64_t classes = (uint64_t)d->spec->classes;
    const float noise = (float)d->spec->noise;
    Rng r = rng_stream(d->seed, "spirals", number);
    *sample.label = (int32_t)(number % classes);
    const double along = __builtin_sqrt((double)rng_uniform(&r));
    const double angle = 2 * (TURNS * along + (double)*sample.label / (double)classes); // in units of pi
    const double radius = RADIUS * along;
    sample.values[0] = __builtin_fmaf(noise, task_normal(&r), (float)(radius * cos_pi(angle)));
    sample.values[1] = __builtin_fmaf(noise, task_normal(&r), (float)(radius * cos_pi(angle - 0.5))); // sin
    for (int64_t i = 2; i < d->spec->dimensions; i++) sample.values[i] = task_normal(&r);
}

extern const SourceType source_spirals;
const SourceType source_spirals = {.name = "spirals",
                                   .check = spirals_check,
                                   .open = spirals_open,
                                   .draw = spirals_sample,
                                   .train_size = 200,
                                   .test_size = 2000,
                                   .dimensions = 2,
                                   .classes = 2,
                                   .scaling = SCALING_ZSCORE};
