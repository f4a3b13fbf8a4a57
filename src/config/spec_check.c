#include "config/spec_check.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define PARAMETERS_MOST 2147483647.0

__attribute__((format(printf, 3, 4))) static bool refuse(SpecProblem *p, const char *key, const char *format, ...) {
    va_list args;
    va_start(args, format);
    vsnprintf(p->text, sizeof p->text, format, args);
    va_end(args);
    p->key = key;
    return false;
}

static bool check_csv(const DataSpec *d, SpecProblem *p) {
    if (!*d->file) return refuse(p, "data.source", "csv needs a table: give its path as data.file");
    if (!*d->label) return refuse(p, "data.label", "must name a column, or be its number (-1 is the last)");
    return true;
}

static bool check_idx(const DataSpec *d, SpecProblem *p) {
    if (!*d->train_images || !*d->train_labels)
        return refuse(p, "data.source",
                      "idx needs images and their labels: give their paths as data.train_images and data.train_labels");
    if (*d->test_images && !*d->test_labels)
        return refuse(p, "data.test_images", "needs data.test_labels beside it; give both or none");
    if (!*d->test_images && *d->test_labels)
        return refuse(p, "data.test_labels", "needs data.test_images beside it; give both or none");
    return true;
}

static bool check_data(const DataSpec *d, SpecProblem *p) {
    switch ((SourceKind)d->source) {
    case SOURCE_DIGITS:
        if (d->train_size == 0 || d->test_size == 0)
            return refuse(p, d->train_size ? "data.test_size" : "data.train_size",
                          "data.source digits draws as many as asked for, so there is no \"all\": give a number");
        return true;
    case SOURCE_CSV:
        return check_csv(d, p);
    case SOURCE_IDX:
        return check_idx(d, p);
    case SOURCE_MNIST:
        if (!*d->dir) return refuse(p, "data.dir", "must name the folder that holds MNIST's files");
        return true;
    }
    return true;
}

static bool check_model(const ModelSpec *m, int32_t features, SpecProblem *p) {
    double weights = m->hidden_count > 0 ? (double)features * m->hidden[0] : 0;
    for (int i = 1; i < m->hidden_count; i++) weights += (double)m->hidden[i - 1] * m->hidden[i];
    if (weights > PARAMETERS_MOST)
        return refuse(p, "model.hidden", "asks for %.3g weights; at most %.3g are possible", weights, PARAMETERS_MOST);
    if (m->dropout_count > 1 && m->dropout_count != m->hidden_count)
        return refuse(p, "regularize.dropout",
                      "has %d rates for %d hidden layer%s; give one for each, or a single number", m->dropout_count,
                      m->hidden_count, m->hidden_count == 1 ? "" : "s");
    return true;
}

static bool check_batches(const RunSpec *spec, SpecProblem *p) {
    const TrainSpec *t = &spec->train;
    bool batch_norm = spec->model.batch_norm.on && spec->model.hidden_count > 0;
    if (batch_norm && t->batch_size == 1)
        return refuse(p, "train.batch_size", "1 leaves regularize.batch_norm nothing to average over; at least 2");
    if (batch_norm && spec->data.train_size == 1)
        return refuse(p, "data.train_size", "1 leaves regularize.batch_norm nothing to average over; at least 2");
    if (t->last_batch == LAST_DROP && spec->data.train_size > 0 && spec->data.train_size < t->batch_size)
        return refuse(
            p, "train.batch_size",
            "%d is more than the %lld training samples, and train.last_batch drop would drop that only batch; "
            "at most %lld, or train.last_batch keep",
            t->batch_size, (long long)spec->data.train_size, (long long)spec->data.train_size);
    return true;
}

bool spec_check(const RunSpec *spec, int32_t features, SpecProblem *problem) {
    return check_data(&spec->data, problem) && check_model(&spec->model, features, problem) &&
           check_batches(spec, problem);
}
