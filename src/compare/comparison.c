#include "compare/comparison.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "compare/averages.h"
#include "compare/curve.h"
#include "compare/difference.h"
#include "compare/expectation.h"
#include "compare/factorial.h"
#include "compare/family.h"
#include "compare/focus.h"
#include "compare/marginal.h"
#include "compare/matched.h"
#include "compare/pairing.h"
#include "compare/primary.h"
#include "compare/stats.h"

void estimate_fill(Estimate *x, int count, double overlap, double *finite) {
    x->n = x->never = 0;
    for (int i = 0; i < count; i++) {
        if (isfinite(x->values[i]))
            finite[x->n++] = x->values[i];
        else if (isinf(x->values[i]))
            x->never++;
    }
    x->mean = stats_mean(finite, x->n);
    x->sd = stats_sd(finite, x->n);
    double margin = stats_t_margin(x->sd, x->n, overlap);
    x->low = x->mean - margin;
    x->high = x->mean + margin;
}

static Status summarize(Comparison *c, int setting, Error *e) {
    const SettingLog *log = &c->results->settings[setting];
    SettingSummary *s = &c->settings[setting];
    int longest = log->run_count;
    s->log = log;
    for (int i = 0; i < log->run_count; i++) {
        if (log->runs[i].row_count > longest) longest = log->runs[i].row_count;
        s->diverged += log->runs[i].diverged;
        s->unfinished += log->runs[i].unfinished;
        s->usable += run_usable(&log->runs[i]);
        s->nothing += run_usable(&log->runs[i]) && log->runs[i].nothing;
    }
    double *scratch = arena_take(&c->arena, (size_t)longest, sizeof *scratch);
    s->metric = arena_take(&c->arena, (size_t)c->table.count, sizeof *s->metric);
    if (!scratch || !s->metric) return error_memory(e);
    const MetricAid aid = {.reach = c->reach, .scratch = scratch};
    for (int k = 0; k < c->metrics.count; k++) {
        const MetricInfo *metric = &c->table.row[c->metrics.index[k]];
        Estimate *x = &s->metric[c->metrics.index[k]];
        x->values = arena_take(&c->arena, (size_t)log->run_count, sizeof *x->values);
        if (!x->values) return error_memory(e);
        for (int i = 0; i < log->run_count; i++)
            x->values[i] = run_usable(&log->runs[i]) ? metric->of(metric, &log->runs[i], &aid) : NAN;
        estimate_fill(x, log->run_count, folds_overlap(log), scratch);
    }
    return OK;
}

// The lowest train loss that every usable run reaches, rounded up to two digits; NAN when no run is usable.
static double choose_reach(const Results *r) {
    double reach = NAN;
    for (int s = 0; s < r->setting_count; s++)
        for (int i = 0; i < r->settings[s].run_count; i++)
            if (run_usable(&r->settings[s].runs[i])) reach = fmax(reach, curve_lowest_train(&r->settings[s].runs[i]));
    if (!(reach > 0)) return reach;
    double unit = pow(10, floor(log10(reach)) - 1), rounded;
    char text[NUMBER_TEXT_SIZE];
    int n = snprintf(text, sizeof text, "%.1e", ceil(reach / unit) * unit); // the product has a tail
    return number_read(text, (size_t)n, &rounded) ? fmax(reach, rounded) : reach;
}

#define NAMES_SHOWN 10

static Status no_such_baseline(Comparison *c, const char *name, Error *e) {
    const Results *r = c->results;
    int count = r->setting_count, shown = count <= NAMES_SHOWN ? count : NAMES_SHOWN;
    const char **names = arena_take(&c->arena, (size_t)count, sizeof *names);
    if (!names) return error_memory(e);
    for (int s = 0; s < count; s++) names[s] = r->settings[s].name;
    const char *near = nearest_word(name, names, (size_t)count);
    if (near) return error_set(e, ERR_USAGE, "--baseline %s: no such setting; did you mean \"%s\"?", name, near);
    Text list = {0};
    for (int s = 0; s < shown; s++) text_printf(&list, "%s\"%s\"", s > 0 ? ", " : "", names[s]);
    if (shown < count) text_printf(&list, " and %d more", count - shown);
    Status s = list.failed ? error_memory(e)
                           : error_set(e, ERR_USAGE, "--baseline %s: no such setting; there %s %s", name,
                                       count == 1 ? "is only" : "are", list.data);
    text_free(&list);
    return s;
}

static Status find_baseline(Comparison *c, const char *name, Error *e) {
    const Results *r = c->results;
    int found = -1, count = 0;
    for (int s = 0; name && s < r->setting_count; s++) {
        if (strcmp(r->settings[s].name, name) == 0) {
            c->baseline = s;
            return OK;
        }
        if (strcmp(r->settings[s].own_name, name) == 0) found = s, count++;
    }
    c->baseline = found < 0 ? 0 : found;
    if (!name || count == 1) return OK;
    if (count > 1)
        return error_set(e, ERR_USAGE, "--baseline %s: %d experiments have a setting of this name; say which: \"%s\"",
                         name, count, r->settings[found].name);
    return no_such_baseline(c, name, e);
}

// Pairs the values of one metric by replicate; none where the data differ.
static Status pair(Comparison *c, int setting, int m, Difference *d, Error *e) {
    const SettingSummary *a = &c->settings[c->baseline], *b = &c->settings[setting];
    const Against *against = &c->against[setting];
    d->values = arena_take(&c->arena, (size_t)a->log->run_count, sizeof *d->values);
    d->run = arena_take(&c->arena, (size_t)a->log->run_count, sizeof *d->run);
    if (!d->values || !d->run) return error_memory(e);
    bool same_data = against->other_data == DATA_FACTS;
    int seeds = same_data ? b->log->run_count : 0; // of either
    for (int i = 0; same_data && i < a->log->run_count; i++) {
        if (against->partner[i] < 0) {
            seeds++;
            continue;
        }
        double own = b->metric[m].values[against->partner[i]], base = a->metric[m].values[i];
        if (!isfinite(own - base)) continue;
        d->run[d->n] = i;
        d->values[d->n++] = own - base;
        d->rounding += FLT_EPSILON * (fabs(base) + fabs(own)); // a log's numbers are floats
    }
    d->left_out = seeds - d->n;
    d->overlap = against->overlap;
    difference_test(d);
    return OK;
}

static double setting_noise(const SettingSummary *s, int m, double *finite, int32_t *scratch) {
    int n = 0;
    for (int i = 0; i < s->log->run_count; i++)
        if (isfinite(s->metric[m].values[i])) finite[n++] = s->metric[m].values[i];
    return noise_floor(finite, n, scratch);
}

// The noise floor of each difference: the mean of the two settings'.
static Status noise_floors(Comparison *c, Error *e) {
    int most = 0;
    for (int s = 0; s < c->setting_count; s++)
        if (c->settings[s].log->run_count > most) most = c->settings[s].log->run_count;
    double *finite = arena_take(&c->arena, (size_t)most, sizeof *finite);
    int32_t *scratch = arena_take(&c->arena, (size_t)most, sizeof *scratch);
    if (!finite || !scratch) return error_memory(e);
    for (int k = 0; k < c->judged.count; k++) {
        double base = setting_noise(&c->settings[c->baseline], c->judged.index[k], finite, scratch);
        for (int s = 0; s < c->setting_count; s++) {
            double own = setting_noise(&c->settings[s], c->judged.index[k], finite, scratch);
            bool same_data = c->against[s].other_data == DATA_FACTS;
            bool independent = c->against[s].overlap == 0; // halves of runs that overlap differ by less than chance
            c->against[s].difference[k].noise_floor = same_data && independent ? (base + own) / 2 : NAN;
        }
    }
    return OK;
}

static Status compare(Comparison *c, Error *e) {
    for (int s = 0; s < c->setting_count; s++) {
        c->against[s].difference = arena_take(&c->arena, (size_t)c->judged.count, sizeof *c->against->difference);
        c->against[s].partner = pair_runs(c->settings[c->baseline].log, c->settings[s].log, &c->arena);
        if (!c->against[s].difference || !c->against[s].partner) return error_memory(e);
        c->against[s].overlap = fmax(folds_overlap(c->settings[s].log), folds_overlap(c->settings[c->baseline].log));
        c->against[s].other_data = data_difference(c->settings[s].log, c->settings[c->baseline].log);
    }
    for (int s = 0; s < c->setting_count; s++)
        for (int k = 0; s != c->baseline && k < c->judged.count; k++)
            if (pair(c, s, c->judged.index[k], &c->against[s].difference[k], e)) return e->status;
    if (noise_floors(c, e) || families_judge(c, e)) return e->status;
    for (int s = 0; s < c->setting_count; s++)
        if (matched_fit(c, s, e)) return e->status;
    return factorial_make(c, e);
}

Status comparison_make(Comparison *c, const Results *r, const ComparisonOptions *options, Error *e) {
    *c = (Comparison){.results = r, .setting_count = r->setting_count};
    c->settings = arena_take(&c->arena, (size_t)r->setting_count, sizeof *c->settings);
    c->against = arena_take(&c->arena, (size_t)r->setting_count, sizeof *c->against);
    if (!c->settings || !c->against) return error_memory(e);
    if (metrics_make(&c->table, r, &c->arena, e)) return e->status;
    if (metrics_list(&c->metrics, &c->table, r, METRICS_ALL, &c->arena, e)) return e->status;
    if (metrics_list(&c->shown, &c->table, r, METRICS_SHOWN, &c->arena, e)) return e->status;
    if (metrics_list(&c->judged, &c->table, r, METRICS_JUDGED, &c->arena, e)) return e->status;
    if (primary_choose(c, options->primary, e)) return e->status;
    if (find_baseline(c, options->baseline, e)) return e->status;
    c->reach = isnan(options->reach) ? choose_reach(r) : options->reach;
    for (int s = 0; s < r->setting_count; s++)
        if (summarize(c, s, e)) return e->status;
    if (averages_compare(c, e) || compare(c, e) || marginals_make(c, e) || expectations_judge(c, e)) return e->status;
    return focus_all(c, e);
}

Status comparison_ensembles(Comparison *c, const Engine *engine, Error *e) {
    Ensemble *all = arena_take(&c->arena, (size_t)c->setting_count, sizeof *all);
    Status s = all ? OK : error_memory(e);
    for (int i = 0; !s && i < c->setting_count; i++)
        s = ensemble_make(&all[i], c->results, c->settings[i].log, engine, &c->arena, e);
    c->ensemble = all;
    return s;
}

void comparison_free(Comparison *c) {
    arena_free(&c->arena);
    *c = (Comparison){0};
}

const MetricNames *comparison_names(const Comparison *c, int metric) {
    return metric_names(&c->table.row[metric], c->results->regression);
}
