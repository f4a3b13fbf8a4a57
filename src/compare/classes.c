#include "compare/classes.h"

#include <math.h>
#include <string.h>

static bool tells(const RunLog *run) {
    return run_usable(run) && run->confusion;
}

// Of the run's samples of a class, the part that is taken for `other`; NAN without such samples.
static double share_of(const RunLog *run, int classes, int class, int other) {
    const int32_t *row = run->confusion + (size_t) class * (size_t)classes;
    double all = 0;
    for (int k = 0; k < classes; k++) all += row[k];
    return all > 0 ? row[other] / all : NAN;
}

// The mean over the runs and, in *sd, their SD.
static double mean_share(const SettingLog *s, int class, int other, double *sd) {
    double sum = 0, square = 0;
    int n = 0;
    for (int i = 0; i < s->run_count; i++) {
        const double share = tells(&s->runs[i]) ? share_of(&s->runs[i], s->class_count, class, other) : NAN;
        if (!isnan(share)) sum += share, n++;
    }
    const double mean = n > 0 ? sum / n : NAN;
    for (int i = 0; i < s->run_count; i++) {
        const double share = tells(&s->runs[i]) ? share_of(&s->runs[i], s->class_count, class, other) : NAN;
        if (!isnan(share)) square += (share - mean) * (share - mean);
    }
    *sd = n > 1 ? sqrt(square / (n - 1)) : NAN;
    return mean;
}

bool class_summary(ClassSummary *c, const SettingLog *s, Arena *a) {
    const size_t classes = (size_t)s->class_count;
    *c = (ClassSummary){.name = s->classes};
    for (int i = 0; i < s->run_count; i++) c->runs += tells(&s->runs[i]);
    if (c->runs == 0) return true;
    c->share = arena_take(a, classes * classes, sizeof *c->share);
    c->sd = arena_take(a, classes, sizeof *c->sd);
    if (!c->share || !c->sd) return false;
    c->classes = s->class_count;
    for (int k = 0; k < c->classes; k++)
        for (int other = 0; other < c->classes; other++) {
            double sd;
            c->share[k * c->classes + other] = mean_share(s, k, other, &sd);
            if (other == k) c->sd[k] = sd;
        }
    return true;
}

bool class_summary_same(const ClassSummary *a, const ClassSummary *b) {
    bool same = a->classes == b->classes;
    for (int k = 0; same && k < a->classes; k++) same = strcmp(a->name[k], b->name[k]) == 0;
    return same;
}
