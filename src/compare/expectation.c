#include "compare/expectation.h"

#include <float.h>
#include <math.h>
#include <string.h>

#include "compare/curve.h"
#include "compare/difference.h"
#include "compare/pairing.h"
#include "compare/power.h"
#include "compare/stats.h"
#include "results/probes.h"
#include "results/timing.h"

enum { NAMED_MOST = 256 }; // more than fit into the longest expectation

// One expectation while it is judged: the settings that it names and, under one seed, a run of each.
typedef struct Judging {
    const Comparison *c;
    Judged *judged;
    int count;
    int setting[NAMED_MOST];  // indices into c->settings
    int *partner[NAMED_MOST]; // [runs of the first] whose run that is
    const RunLog *run[NAMED_MOST];
    bool equal_loss; // some number is one at equal train loss
    double loss;     // the lowest that all of them reach, where one is
    int64_t last;    // the last epoch of the longest of them
    bool never;      // some number of the side at hand never came
} Judging;

// --- Numbers of a run

static int named(const Judging *j, const char *setting) {
    int i = 0;
    while (i < j->count && strcmp(j->c->settings[j->setting[i]].log->own_name, setting) != 0) i++;
    return i;
}

// What never comes is counted as coming one epoch after the end of the longest run.
static double counted(Judging *j, double value) {
    j->never |= isinf(value);
    return isinf(value) ? (double)j->last + 1 : value;
}

static double metric_number(Judging *j, const Quantity *q, const SettingSummary *of, const RunLog *run) {
    const Comparison *c = j->c;
    RunLog upto = *run;
    int m = 0;
    while (m < c->table.count && strcmp(comparison_names(c, m)->key, q->metric) != 0) m++;
    if (m == c->table.count || !run_usable(run)) return NAN;
    if (q->epoch == MOMENT_EQUAL_LOSS) {
        const RunLog kept = run_kept(run);
        const double gap = curve_gap_at_loss(&kept, j->loss);
        return strcmp(q->metric, "gap") == 0 ? gap : j->loss + gap;
    }
    if (q->epoch != MOMENT_END) {
        int row = 0;
        while (row < run->row_count && run->rows[row].epoch != q->epoch) row++;
        if (row == run->row_count) return NAN;
        upto.row_count = row + 1;
        upto.taken_back = 0;
    }
    const double *values = of->metric[m].values; // of what the comparison has anyway
    if (q->epoch == MOMENT_END && values) return counted(j, values[run - of->log->runs]);
    Arena arena = {0};
    const MetricAid aid = {.reach = c->reach, .scratch = arena_take(&arena, (size_t)run->row_count, sizeof(double))};
    const double value = aid.scratch ? c->table.row[m].of(&c->table.row[m], &upto, &aid) : NAN;
    arena_free(&arena);
    return counted(j, value);
}

static void lack(Judged *judged, Missing why, const char *setting) {
    judged->why = why;
    judged->missing = setting;
}

static double quantity_number(const Quantity *q, void *aid) {
    Judging *j = aid;
    const int i = named(j, q->setting);
    const RunLog *run = j->run[i];
    double value = NAN;
    if (q->kind == QUANTITY_DIVERGED) {
        value = run->diverged ? 1 : run_usable(run) ? 0 : NAN;
    } else if (q->kind == QUANTITY_METRIC) {
        value = metric_number(j, q, &j->c->settings[j->setting[i]], run);
    } else if (run_usable(run)) {
        if (q->kind == QUANTITY_PROBE) value = probe_number(run, q->value, q->layer, q->epoch);
        if (q->kind == QUANTITY_EPOCHS_TO) value = counted(j, curve_reach(run, q->loss));
        if (q->kind == QUANTITY_EPOCH_TIME)
            value = run_epoch_seconds(j->c->results, j->c->settings[j->setting[i]].log, run);
    }
    if (isfinite(value)) return value;
    const bool lost = q->kind != QUANTITY_DIVERGED && run->diverged;
    lack(j->judged,
         lost               ? MISSING_DIVERGED
         : !run_usable(run) ? MISSING_END
                            : MISSING_NUMBER,
         j->c->settings[j->setting[i]].log->name);
    return NAN;
}

// --- Seeds

static void find_named(const Quantity *q, void *aid) {
    Judging *j = aid;
    const Comparison *c = j->c;
    int s = 0;
    j->equal_loss |= q->kind == QUANTITY_METRIC && q->epoch == MOMENT_EQUAL_LOSS;
    if (named(j, q->setting) < j->count) return;
    while (s < c->setting_count && !(c->settings[s].log->experiment == j->judged->experiment &&
                                     strcmp(c->settings[s].log->own_name, q->setting) == 0))
        s++;
    if (s == c->setting_count || j->count == NAMED_MOST)
        lack(j->judged, MISSING_RUN, q->setting);
    else
        j->setting[j->count++] = s;
}

// Whether each of them has a run under the seed of the first one's run i, be it one that diverged.
static bool find_runs(Judging *j, int i) {
    j->loss = -INFINITY;
    j->last = 0;
    for (int k = 0; k < j->count; k++) {
        const SettingLog *log = j->c->settings[j->setting[k]].log;
        if (j->partner[k][i] < 0) {
            lack(j->judged, MISSING_RUN, log->name);
            return false;
        }
        j->run[k] = &log->runs[j->partner[k][i]];
        if (j->run[k]->rows[j->run[k]->row_count - 1].epoch > j->last)
            j->last = j->run[k]->rows[j->run[k]->row_count - 1].epoch;
        if (!j->equal_loss) continue;
        const RunLog kept = run_kept(j->run[k]);
        j->loss = fmax(j->loss, curve_lowest_train(&kept));
    }
    return true;
}

// By how much the claim fails: below 0 where it holds.
static double excess(const Expression *x, double left, double right, double sign) {
    switch (x->relation) {
    case RELATION_MORE:
        return right - left;
    case RELATION_AT_LEAST:
        return x->number * right - left;
    case RELATION_AT_MOST:
        return left - x->number * right;
    case RELATION_WITHIN:
        return sign * (left - right) - x->number;
    default:
        return left - right;
    }
}

static double times(const Expression *x) {
    return x->relation == RELATION_AT_LEAST || x->relation == RELATION_AT_MOST ? x->number : 1;
}

// --- The verdict

// Tests the claim by the excess under each seed; *test is in the arena.
static void test(Judged *judged, const double *left, const double *right, double *values, Difference *test) {
    const Expression *x = &judged->of->x;
    Difference *d = &judged->difference;
    for (int i = 0; i < d->n; i++) d->values[i] = left[i] - times(x) * right[i];
    difference_interval(d);
    judged->left = stats_mean(left, d->n);
    judged->right = stats_mean(right, d->n);
    double rounding = 0; // differences that are equal but for the last bit have no spread
    for (int i = 0; i < d->n; i++) {
        values[i] = excess(x, left[i], right[i], d->mean < 0 ? -1 : 1);
        rounding += 4 * DBL_EPSILON * (fabs(left[i]) + times(x) * fabs(right[i]));
    }
    *test = (Difference){.n = d->n, .values = values, .overlap = d->overlap, .rounding = rounding};
    difference_test(test);
    judged->p = d->n < VERDICT_PAIRS || test->same || x->relation == RELATION_EQUAL ? NAN : test->p;
}

// What needs no test: whether all are equal, to the last bit.
static Judgement equal_verdict(const Judged *judged, const Difference *test) {
    const Expression *x = &judged->of->x;
    if (test->n < VERDICT_PAIRS) return JUDGED_CANNOT_TELL;
    const bool strictly = ((x->relation == RELATION_LESS || x->relation == RELATION_MORE) && !x->or_equal) ||
                          x->relation == RELATION_WITHIN;
    return test->same && !strictly ? JUDGED_SUPPORTED : JUDGED_REFUTED;
}

static void decide(Judged *judged, const Difference *test) {
    if (isnan(judged->p)) {
        judged->verdict = equal_verdict(judged, test);
        return;
    }
    judged->verdict = !(judged->p_holm < ALPHA) ? JUDGED_CANNOT_TELL
                      : test->mean < 0          ? JUDGED_SUPPORTED
                                                : JUDGED_REFUTED;
    if (judged->verdict == JUDGED_CANNOT_TELL)
        judged->needed = power_pairs(test->mean, test->sd, ALPHA / judged->family, test->overlap);
}

static double side(Judging *j, const Term *term, bool *never) {
    j->never = false;
    const double value = term_value(term, quantity_number, j);
    *never = j->never;
    return value;
}

// The numbers under each seed, and their test.
static Status measure(Comparison *c, Judged *judged, Difference *tested, Error *e) {
    Judging j = {.c = c, .judged = judged};
    expression_each(&judged->of->x, find_named, &j);
    if (judged->why) return OK;
    const SettingLog *first = c->settings[j.setting[0]].log;
    const size_t room = (size_t)first->run_count;
    double *left = arena_take(&c->arena, room, sizeof *left), *right = arena_take(&c->arena, room, sizeof *right);
    double *values = arena_take(&c->arena, room, sizeof *values);
    Difference *d = &judged->difference;
    d->values = arena_take(&c->arena, room, sizeof *d->values);
    if (!left || !right || !values || !d->values) return error_memory(e);
    for (int k = 0; k < j.count; k++) {
        const SettingLog *log = c->settings[j.setting[k]].log;
        j.partner[k] = pair_runs(first, log, &c->arena);
        if (!j.partner[k]) return error_memory(e);
        d->overlap = fmax(d->overlap, folds_overlap(log));
    }
    for (int i = 0; i < first->run_count; i++) {
        const Missing before = judged->why;
        bool never[2] = {0};
        judged->why = MISSING_NOTHING;
        const bool there = find_runs(&j, i);
        left[d->n] = there ? side(&j, judged->of->x.left, &never[0]) : NAN;
        right[d->n] = there ? side(&j, judged->of->x.right, &never[1]) : NAN;
        if (there && never[0] && never[1]) { // nothing is known of either
            lack(judged, MISSING_NEVER, NULL);
            left[d->n] = NAN;
        }
        judged->never += there && never[0] != never[1];
        if (isfinite(left[d->n]) && isfinite(right[d->n])) {
            d->n++;
            judged->why = before;
            continue;
        }
        if (!judged->why) lack(judged, MISSING_VALUE, NULL);
        judged->left_out++;
    }
    test(judged, left, right, values, tested);
    return OK;
}

static Status judge_experiment(Comparison *c, int experiment, Judged *judged, Error *e) {
    const ExperimentLog *log = &c->results->experiments[experiment];
    const size_t count = (size_t)log->expect_count;
    Arena arena = {0};
    Difference *tested = arena_take(&arena, count, sizeof *tested);
    double *p = arena_take(&arena, count, sizeof *p), *corrected = arena_take(&arena, count, sizeof *corrected);
    Status s = tested && p && corrected ? OK : error_memory(e);
    for (int i = 0; !s && i < log->expect_count; i++) {
        judged[i] = (Judged){.experiment = experiment, .of = &log->expect[i], .verdict = JUDGED_CANNOT_TELL, .p = NAN};
        s = measure(c, &judged[i], &tested[i], e);
        p[i] = judged[i].p;
    }
    const int family = s ? 0 : stats_holm(p, log->expect_count, corrected);
    if (family < 0) s = error_memory(e);
    for (int i = 0; !s && i < log->expect_count; i++) {
        judged[i].p_holm = corrected[i];
        judged[i].family = family;
        decide(&judged[i], &tested[i]);
    }
    arena_free(&arena);
    return s;
}

Status expectations_judge(Comparison *c, Error *e) {
    const Results *r = c->results;
    int count = 0;
    for (int i = 0; i < r->experiment_count; i++) count += r->experiments[i].expect_count;
    if (count == 0) return OK;
    Expectations *all = arena_take(&c->arena, 1, sizeof *all);
    if (!all || !(all->judged = arena_take(&c->arena, (size_t)count, sizeof *all->judged))) return error_memory(e);
    Status s = OK;
    for (int i = 0; !s && i < r->experiment_count; i++) {
        s = judge_experiment(c, i, all->judged + all->count, e);
        all->count += r->experiments[i].expect_count;
    }
    c->expectations = all;
    return s;
}

int expectations_count(const Comparison *c, Judgement verdict) {
    int count = 0;
    for (int i = 0; c->expectations && i < c->expectations->count; i++)
        count += c->expectations->judged[i].verdict == verdict;
    return count;
}
