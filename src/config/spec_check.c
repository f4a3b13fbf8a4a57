#include "config/spec_check.h"

#include "config/option_type.h"

#define PARAMETERS_MOST 2147483647.0

static bool check_model(const ModelSpec *m, int32_t features, SpecProblem *p) {
    double weights = m->hidden_count > 0 ? (double)features * m->hidden[0] : 0;
    for (int i = 1; i < m->hidden_count; i++) weights += (double)m->hidden[i - 1] * m->hidden[i];
    if (weights > PARAMETERS_MOST)
        return spec_refuse(p, "model.hidden", "asks for %.3g weights; at most %.3g are possible", weights,
                           PARAMETERS_MOST);
    return true;
}

// Lists of numbers are about the hidden layers.
static bool check_lists(const RunSpec *spec, SpecProblem *p) {
    const int layers = spec->model.hidden_count;
    for (const Option *o = options; o < options + option_count; o++) {
        const int count = o->type == OPTION_NUMBERS ? option_count_of(o, spec) : 1;
        if (count > 1 && count != layers)
            return spec_refuse(p, o->key, "has %d numbers for %d hidden layer%s; give one for each, or a single number",
                               count, layers, layers == 1 ? "" : "s");
    }
    return true;
}

// What is on in a setting cannot be on together with another.
static bool check_rivals(const RunSpec *spec, SpecProblem *p) {
    static const struct {
        const char *key, *other, *why;
    } rivals[] = {
        {"regularize.gaussian_dropout", "regularize.dropout", "both put random factors on the same units"},
        {"regularize.alpha_dropout", "regularize.dropout", "both drop the same units"},
        {"regularize.alpha_dropout", "regularize.gaussian_dropout", "both put random factors on the same units"},
    };
    for (size_t i = 0; i < sizeof rivals / sizeof *rivals; i++)
        if (option_on(rivals[i].key, spec) && option_on(rivals[i].other, spec))
            return spec_refuse(p, rivals[i].key, "cannot be had together with %s: %s; leave one of them out",
                               rivals[i].other, rivals[i].why);
    return true;
}

static bool check_batches(const RunSpec *spec, SpecProblem *p) {
    const TrainSpec *t = &spec->train;
    bool batch_norm = spec->model.batch_norm.on && spec->model.hidden_count > 0;
    if (batch_norm && t->batch_size == 1)
        return spec_refuse(p, "train.batch_size", "1 leaves regularize.batch_norm nothing to average over; at least 2");
    if (batch_norm && spec->data.train_size == 1)
        return spec_refuse(p, "data.train_size", "1 leaves regularize.batch_norm nothing to average over; at least 2");
    if (t->last_batch == LAST_DROP && spec->data.train_size > 0 && spec->data.train_size < t->batch_size)
        return spec_refuse(
            p, "train.batch_size",
            "%d is more than the %lld training samples, and train.last_batch drop would drop that only batch; "
            "at most %lld, or train.last_batch keep",
            t->batch_size, (long long)spec->data.train_size, (long long)spec->data.train_size);
    return true;
}

bool spec_check(const RunSpec *spec, int32_t features, SpecProblem *problem) {
    return source_check(&spec->data, problem) && check_model(&spec->model, features, problem) &&
           check_lists(spec, problem) && check_rivals(spec, problem) && check_batches(spec, problem);
}
