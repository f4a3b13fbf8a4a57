#include "data/task.h"

#include <inttypes.h>
#include <string.h>

#include "base/text.h"

bool task_check(const DataSpec *spec, int least, SpecProblem *problem) {
    const char *name = source_types[spec->source]->name;
    if (spec->train_size == 0 || spec->test_size == 0)
        return spec_refuse(problem, spec->train_size ? "data.test_size" : "data.train_size",
                           "data.source %s draws as many as asked for, so there is no \"all\": give a number", name);
    if (spec->dimensions >= least) return true;
    return spec_refuse(problem, "data.dimensions",
                       "data.source %s lies in a plane: it has at least %d dimensions, not %" PRId64, name, least,
                       spec->dimensions);
}

// `first` names of its own, then `prefix`1, `prefix`2, ...
static const char *const *number_names(int64_t first, const char *const *own, const char *prefix, int64_t count,
                                       Arena *arena) {
    const char **names = arena_take(arena, (size_t)count, sizeof *names);
    for (int64_t i = 0; names && i < count; i++) {
        Text name = {0};
        if (i < first)
            text_add(&name, own[i]);
        else
            text_printf(&name, "%s%" PRId64, prefix, i - first + 1);
        names[i] = name.failed ? NULL : arena_text(arena, name.data);
        text_free(&name);
        if (!names[i]) return NULL;
    }
    return names;
}

// All that decides a sample but its seed and number.
static Status add_hash(const DataSpec *spec, Opening *o, const char *version) {
    char noise[NUMBER_TEXT_SIZE];
    Text t = {0};
    text_printf(&t, "%s noise %s dimensions %" PRId64 " classes %" PRId64 " units %d", version,
                number_text_double(noise, spec->noise), spec->dimensions, spec->classes, spec->teacher_units);
    Status status = t.failed ? error_memory(o->e) : OK;
    if (status == OK) hash_add(&o->hash, t.data, t.size);
    text_free(&t);
    return status;
}

Status task_open(Source *s, Opening *o, int32_t classes, bool plane, const char *version) {
    static const char *const axes[] = {"x", "y"};
    const int64_t own = plane ? 2 : 0;
    s->train =
        (Dataset){.features = (int32_t)s->spec.dimensions,
                  .classes = classes,
                  .targets = classes == 0,
                  .feature_names = number_names(own, axes, plane ? "noise" : "x", s->spec.dimensions, &s->arena)};
    if (!s->train.feature_names) return error_memory(o->e);
    if (classes > 0 && !(s->train.class_names = number_names(0, NULL, "", classes, &s->arena)))
        return error_memory(o->e);
    s->test = s->train;
    return add_hash(&s->spec, o, version);
}

float task_normal(Rng *r) {
    float sum = -6;
    for (int i = 0; i < 12; i++) sum += rng_uniform(r);
    return sum;
}

float task_signed(Rng *r) {
    return 2 * rng_uniform(r) - 1;
}

float task_dot(const float *a, const float *b, int64_t n) {
    float sum = 0;
    for (int64_t i = 0; i < n; i++) sum = __builtin_fmaf(a[i], b[i], sum);
    return sum;
}
