#include "train/average.h"

#include <math.h>
#include <string.h>

#include "math/build.h"
#include "train/trainer.h"

#define AVERAGE_ADDRESS(constant, name, title) &average_##name,
static const AverageKind *const kinds[AVERAGE_COUNT] = {AVERAGES(AVERAGE_ADDRESS)};

static bool take_networks(Trainer *t, int average) {
    Averages *a = &t->averages;
    const int count = kinds[average]->networks ? kinds[average]->networks(&t->spec) : 0;
    if (count == 0) return true;
    a->networks[average] = count;
    a->kept[average] = arena_take(&t->arena, (size_t)count, sizeof *a->kept[average]);
    if (!a->kept[average]) return false;
    for (int i = 0; i < count; i++)
        if (!network_copy_take(&a->kept[average][i], t->net, &t->arena)) return false;
    return a->aside.params || network_copy_take(&a->aside, t->net, &t->arena);
}

bool averages_take(Trainer *t) {
    Averages *a = &t->averages;
    const unsigned wanted = averages_wanted(&t->spec);
    if (!wanted) return true;
    const int32_t test = t->split->test.size, validation = t->split->validation.size;
    const size_t samples = (size_t)(test > validation ? test : validation);
    a->sum = arena_take(&t->arena, samples * (size_t)t->net->outputs, sizeof *a->sum);
    if (!a->sum) return false;
    for (int i = 0; i < AVERAGE_COUNT; i++) {
        if (!(wanted >> i & 1)) continue;
        a->kind[i] = kinds[i];
        if (!take_networks(t, i)) return false;
    }
    return true;
}

// Calls `what` of each average that is wanted and has it.
#define EACH(t, what)                                                                                                  \
    for (int i = 0; i < AVERAGE_COUNT; i++)                                                                            \
        if ((t)->averages.kind[i] && (t)->averages.kind[i]->what) (t)->averages.kind[i]->what(t, (t)->averages.kept[i])

void averages_start(Trainer *t) {
    EACH(t, start);
}

void averages_step(Trainer *t) {
    EACH(t, step);
}

void averages_epoch(Trainer *t) {
    EACH(t, epoch);
}

void averages_refresh(Trainer *t) {
    EACH(t, refresh);
}

void average_population(Trainer *t, NetworkCopy *kept) {
    NetworkCopy *aside = &t->averages.aside;
    network_copy_from(aside, t->net);
    network_copy_into(kept, t->net);
    population_refresh(t);
    network_copy_from(kept, t->net);
    network_copy_into(aside, t->net);
}

double averages_score(Trainer *t, int r, const double *p, int32_t *best) {
    const bool classes = t->split->train.data->classes > 0;
    const int outputs = t->net->outputs;
    const real *target = classes ? NULL : t->batch.target + (ptrdiff_t)r * outputs;
    for (int k = 0; target && t->rmse && k < outputs; k++) {
        const double difference = p[k] - (double)target[k];
        t->rmse[k] += difference * difference;
    }
    *best = 0;
    for (int k = 1; classes && k < outputs; k++)
        if (p[k] > p[*best]) *best = k;
    return t->loss->of(p, outputs, classes ? t->batch.label[r] : 0, target);
}

Measure averages_measure_mean(Trainer *t, const Part *part, double *sum, int members) {
    const int outputs = t->net->outputs;
    Score all = {0};
    double *p = sum;
    for (int k = 0; t->rmse && k < outputs; k++) t->rmse[k] = 0;
    for (int first = 0, rows; first < part->size; first += rows) {
        rows = trainer_gather(t, part, first);
        for (int r = 0; r < rows; r++, p += outputs) {
            int32_t *best = &t->best[first + r];
            for (int k = 0; k < outputs; k++) p[k] /= members;
            all.loss += averages_score(t, r, p, best);
            all.correct += t->split->train.data->classes > 0 && *best == t->batch.label[r];
            if (t->output) outputs_keep_one(t, p, t->output + (size_t)(first + r) * (size_t)outputs);
        }
    }
    return trainer_measure_of(t, part, all);
}

Measure averages_measure(Trainer *t, int average, const Part *part) {
    Averages *a = &t->averages;
    const AverageKind *kind = a->kind[average];
    const NetworkCopy *kept = a->kept[average];
    const int members = kind ? kind->members(t) : 0;
    if (members == 0) return (Measure){.loss = NAN, .metric = NAN};
    if (kept) network_copy_from(&a->aside, t->net);
    if (members > 1) memset(a->sum, 0, (size_t)part->size * (size_t)t->net->outputs * sizeof *a->sum);
    for (int m = 0; members > 1 && m < members; m++) trainer_predict(t, part, kind->member(t, kept, m), a->sum);
    const Measure measure = members > 1 ? averages_measure_mean(t, part, a->sum, members)
                                        : trainer_measure(t, part, kind->member(t, kept, 0));
    if (kept) network_copy_into(&a->aside, t->net);
    return measure;
}
