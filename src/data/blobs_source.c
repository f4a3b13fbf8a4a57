// The source "blobs": a round cloud for each class.
//
//     x = c_k + noise z,  z standard normal in each dimension
//
// The centres c_k are uniform in the cube from -1 to 1, drawn once for a seed. Clouds overlap: where they do, only
// learning by heart brings the training loss further down. After make_blobs of scikit-learn.
#include "data/task.h"

static bool blobs_check(const DataSpec *spec, SpecProblem *problem) {
    return task_check(spec, 1, problem);
}

static Status blobs_open(Source *s, Opening *o) {
    return task_open(s, o, (int32_t)s->spec.classes, false, "regrun blobs 1");
}

// The centres: [classes][dimensions].
static float *blobs_prepare(const DataSpec *spec, uint64_t seed, Arena *arena) {
    const size_t count = (size_t)spec->classes * (size_t)spec->dimensions;
    float *centre = arena_take(arena, count, sizeof *centre);
    Rng r = rng_stream(seed, "blob centres", 0);
    for (size_t i = 0; centre && i < count; i++) centre[i] = task_signed(&r);
    return centre;
}

static void blobs_sample(const Drawing *d, uint64_t number, Sample sample) {
    const float noise = (float)d->spec->noise;
    Rng r = rng_stream(d->seed, "blobs", number);
    *sample.label = (int32_t)(number % (uint64_t)d->spec->classes);
    const float *centre = d->state + *sample.label * d->spec->dimensions;
    for (int64_t i = 0; i < d->spec->dimensions; i++)
        sample.values[i] = __builtin_fmaf(noise, task_normal(&r), centre[i]);
}

extern const SourceType source_blobs;
const SourceType source_blobs = {.name = "blobs",
                                 .check = blobs_check,
                                 .open = blobs_open,
                                 .draw = blobs_sample,
                                 .prepare = blobs_prepare,
                                 .train_size = 200,
                                 .test_size = 2000,
                                 .dimensions = 2,
                                 .classes = 4,
                                 .scaling = SCALING_ZSCORE};
