// The source "teacher": the labels of a random network, which another network (the student) is to find again.
//
//     h_j = s(2 w_j . x / sqrt(dimensions)),  s(z) = z / (1 + |z|),  j = 1 .. teacher_units
//     score_k = 2 v_k . h / sqrt(teacher_units) + noise z,  label = the k of the largest score
//
// x, w, v and z are standard normal; w and v are drawn once for a seed. s is odd, so that no class is favoured. After
// E. Gardner and B. Derrida, "Three unfinished works on the optimal storage capacity of networks", J. Phys. A 1989.
#include "data/task.h"

static bool teacher_check(const DataSpec *spec, SpecProblem *problem) {
    return task_check(spec, 1, problem);
}

static Status teacher_open(Source *s, Opening *o) {
    return task_open(s, o, (int32_t)s->spec.classes, false, "regrun teacher 1");
}

// w, scaled: [units][dimensions], then v, scaled: [units][classes].
static float *teacher_prepare(const DataSpec *spec, uint64_t seed, Arena *arena) {
    const size_t units = (size_t)spec->teacher_units, inputs = units * (size_t)spec->dimensions;
    const size_t count = inputs + units * (size_t)spec->classes;
    const float in = 2 / __builtin_sqrtf((float)spec->dimensions), out = 2 / __builtin_sqrtf((float)units);
    float *weight = arena_take(arena, count, sizeof *weight);
    Rng r = rng_stream(seed, "teacher weights", 0);
    for (size_t i = 0; weight && i < count; i++) weight[i] = (i < inputs ? in : out) * task_normal(&r);
    return weight;
}

// 2 v_k . h / sqrt(teacher_units); h is made anew for each class, so that nothing is kept.
static float score(const Drawing *d, const float *x, int64_t k) {
    const int64_t dimensions = d->spec->dimensions, units = d->spec->teacher_units, classes = d->spec->classes;
    const float *out = d->state + units * dimensions;
    float sum = 0;
    for (int64_t j = 0; j < units; j++) {
        const float z = task_dot(d->state + j * dimensions, x, dimensions);
        sum = __builtin_fmaf(out[j * classes + k], z / (1 + __builtin_fabsf(z)), sum);
    }
    return sum;
}

static void teacher_sample(const Drawing *d, uint64_t number, Sample sample) {
    const float noise = (float)d->spec->noise;
    Rng r = rng_stream(d->seed, "teacher", number);
    for (int64_t i = 0; i < d->spec->dimensions; i++) sample.values[i] = task_normal(&r);
    float most = 0;
    for (int64_t k = 0; k < d->spec->classes; k++) {
        const float got = __builtin_fmaf(noise, task_normal(&r), score(d, sample.values, k));
        if (k > 0 && got <= most) continue;
        most = got;
        *sample.label = (int32_t)k;
    }
}

extern const SourceType source_teacher;
const SourceType source_teacher = {.name = "teacher",
                                   .check = teacher_check,
                                   .open = teacher_open,
                                   .draw = teacher_sample,
                                   .prepare = teacher_prepare,
                                   .train_size = 300,
                                   .test_size = 2000,
                                   .dimensions = 20,
                                   .classes = 3,
                                   .scaling = SCALING_ZSCORE};
