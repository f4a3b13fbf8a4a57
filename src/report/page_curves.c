#include "report/page_curves.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "compare/stats.h"
#include "report/mean_curve.h"
#include "report/page_values.h"
#include "train/metric.h"

// --- What is drawn

// Whether some row of the results has a number in that column.
static bool says_something(const Results *r, const Column *column) {
    for (int s = 0; s < r->setting_count; s++) {
        const SettingLog *setting = &r->settings[s];
        for (int i = 0; i < setting->run_count; i++)
            for (int row = 0; row < setting->runs[i].row_count; row++)
                if (isfinite(column_value(&setting->runs[i].rows[row], column))) return true;
    }
    return false;
}

bool page_curves_find(PageCurves *curves, const Results *r, Arena *a) {
    const Column *all = results_columns(r, a);
    int count = 0;
    *curves = (PageCurves){0};
    while (all && all[count].name) count++;
    curves->column = arena_take(a, (size_t)count, sizeof(Column *));
    if (!all || !curves->column) return false;
    for (const Column *c = all; c->name; c++) {
        if (strcmp(c->name, "gap") == 0)
            curves->gap = c;
        else if (c->kind == COLUMN_FLOAT && (c->flags & COLUMN_REQUIRED || says_something(r, c)))
            curves->column[curves->count++] = c;
    }
    return true;
}

// The metric that an extra column holds, or NULL.
static const MetricKind *metric_of(const char *name) {
    const char *target;
    Extra extra;
    if (!column_find_extra(name, &extra, &target)) return NULL;
    return extra.metric != METRIC_NONE && extra.metric < EXTRA_AVERAGES ? metric_kinds[extra.metric] : NULL;
}

static bool is_loss(const char *name) {
    const size_t n = strlen(name);
    return n >= 5 && strcmp(name + n - 5, "_loss") == 0;
}

bool page_curve_higher(const Results *r, const Column *column) {
    const MetricKind *metric = metric_of(column->name);
    if (metric) return metric->higher;
    return !r->regression && !is_loss(column->name) && strcmp(column->name, "gap") != 0;
}

static const char *scale_of(const Results *r, const Column *column) {
    const MetricKind *metric = metric_of(column->name);
    if (metric) return !metric->regression ? "share" : metric->higher ? "free" : "loss";
    return is_loss(column->name) || r->regression ? "loss" : "share";
}

static void add_drawn(JsonWriter *w, const Results *r, const PageCurves *curves) {
    json_key(w, "drawn");
    json_list(w, JSON_DENSE);
    for (int k = 0; k <= curves->count; k++) {
        const Column *column = k < curves->count ? curves->column[k] : curves->gap;
        json_object(w, JSON_DENSE);
        page_text(w, "key", column->name);
        page_text(w, "scale", k < curves->count ? scale_of(r, column) : "gap");
        json_end(w);
    }
    json_end(w);
}

// --- What there is room for

typedef struct Plan {
    int rows;          // of a curve, at most
    int longest;       // rows of the longest run
    bool *seeds;       // [setting_count] each run has its curve
    int without_seeds; // settings of whose runs none has
} Plan;

// The rows of a setting's longest run that its curves show: `count` of them, evenly chosen.
typedef struct Thinned {
    const RunLog *longest;
    int count;
} Thinned;

static Thinned thin(const SettingLog *s, int most) {
    Thinned t = {&s->runs[0], 0};
    for (int i = 1; i < s->run_count; i++) {
        if (s->runs[i].row_count > t.longest->row_count) t.longest = &s->runs[i];
    }
    t.count = t.longest->row_count < most ? t.longest->row_count : most;
    return t;
}

static int64_t thinned_epoch(const Thinned *t, int i) {
    return t->longest->rows[page_thinned(i, t->count, t->longest->row_count)].epoch;
}

// Numbers of about 8 bytes that the page has still room for.
static int64_t room(const JsonWriter *w) {
    const int64_t left = (PAGE_BYTES - (int64_t)w->out->size) / 8;
    return left < PAGE_CURVE_NUMBERS / 5 ? PAGE_CURVE_NUMBERS / 5
           : left < PAGE_CURVE_NUMBERS   ? left
                                         : PAGE_CURVE_NUMBERS;
}

// Every run has its curves where these have at least PAGE_CURVE_ROWS rows. Else all settings have means, and the first
// ones in that order the runs' own as far as there is room.
static bool make_plan(Plan *p, const Results *r, const PageCurves *curves, const int *order, int64_t numbers,
                      Arena *a) {
    int64_t runs = 0;
    // A run has a row at least.
    *p = (Plan){.seeds = arena_take(a, (size_t)r->setting_count, sizeof *p->seeds), .longest = 1};
    if (!p->seeds) return false;
    for (int s = 0; s < r->setting_count; s++) {
        const Thinned all = thin(&r->settings[s], 0);
        if (all.longest->row_count > p->longest) p->longest = all.longest->row_count;
        runs += r->settings[s].run_count;
    }
    const int64_t least = p->longest < PAGE_CURVE_ROWS ? p->longest : PAGE_CURVE_ROWS;
    int64_t rows =
        numbers / (curves->count * runs); // NOLINT(clang-analyzer-core.DivideZero): a log has runs and losses
    const bool all = rows >= least;
    const int64_t means = 2 * (curves->count + 1); // of a setting: mean and SD, of the gap too
    if (!all) rows = numbers / 2 / (means * r->setting_count);
    if (rows < 20) rows = 20;
    p->rows = (int)(rows < p->longest ? rows : p->longest);
    int64_t left = numbers / p->rows - means * r->setting_count;
    for (int i = 0; i < r->setting_count; i++) {
        const int64_t cost = (int64_t)curves->count * r->settings[order[i]].run_count;
        p->seeds[order[i]] = all || cost <= left;
        if (!all && p->seeds[order[i]]) left -= cost;
        p->without_seeds += !p->seeds[order[i]];
    }
    return true;
}

static void add_rows(JsonWriter *w, const Plan *p) {
    json_key(w, "rows");
    json_object(w, JSON_DENSE);
    json_key(w, "shown");
    json_whole(w, p->rows);
    json_key(w, "all");
    json_whole(w, p->longest);
    json_key(w, "without_seeds");
    json_whole(w, p->without_seeds);
    json_end(w);
}

// --- The curves of each run

// One curve of a run at the epochs of `t`, as it counts in the mean; null where the run has no such epoch.
static void add_curve(JsonWriter *w, const RunLog *run, bool stops, const Thinned *t, const Column *column) {
    json_list(w, JSON_DENSE);
    for (int i = 0, row = 0; i < t->count; i++) {
        const EpochRow *at = row_at(run, stops, thinned_epoch(t, i), &row);
        page_number(w, at ? column_value(at, column) : NAN);
    }
    json_end(w);
}

// How many of the epochs of `t` the run has gone through.
static int own_epochs(const RunLog *run, const Thinned *t) {
    int count = 0;
    while (count < t->count && thinned_epoch(t, count) <= run->rows[run->row_count - 1].epoch) count++;
    return count;
}

static void add_run(JsonWriter *w, const PageCurves *curves, const RunLog *run, bool stops, const Thinned *t) {
    char seed[NUMBER_TEXT_SIZE];
    snprintf(seed, sizeof seed, "%" PRIu64, run->replicate.seed); // a text: more digits than JavaScript's numbers have
    json_object(w, JSON_DENSE);
    page_text(w, "seed", seed);
    json_key(w, "usable");
    json_bool(w, run_usable(run));
    if (own_epochs(run, t) < t->count) {
        json_key(w, "own"); // what follows in its curves is not its own
        json_whole(w, own_epochs(run, t));
    }
    for (int k = 0; k < curves->count; k++) {
        json_key(w, curves->column[k]->name);
        add_curve(w, run, stops, t, curves->column[k]);
    }
    json_end(w);
}

static void add_runs(JsonWriter *w, const PageCurves *curves, const SettingLog *s, const Thinned *t) {
    json_key(w, "runs");
    json_list(w, JSON_DENSE);
    for (int i = 0; i < s->run_count; i++) add_run(w, curves, &s->runs[i], s->stops, t);
    json_end(w);
}

// --- Means alone

// What the usable runs of a setting say at each of the epochs of a curve.
typedef struct Means {
    double *mean, *sd; // [rows]
    int *n;
    double *value; // [runs] scratch
    int *row;      // [runs] where row_at goes on
} Means;

static void take_means(Means *m, const SettingLog *s, const Thinned *t, const Column *column) {
    memset(m->row, 0, (size_t)s->run_count * sizeof *m->row);
    for (int i = 0; i < t->count; i++) {
        int n = 0;
        for (int k = 0; k < s->run_count; k++) {
            if (!run_usable(&s->runs[k])) continue;
            const EpochRow *at = row_at(&s->runs[k], s->stops, thinned_epoch(t, i), &m->row[k]);
            const double value = at ? column_value(at, column) : NAN;
            if (isfinite(value)) m->value[n++] = value;
        }
        m->n[i] = n;
        m->mean[i] = n > 0 ? stats_mean(m->value, n) : NAN;
        m->sd[i] = n > 1 ? stats_sd(m->value, n) : NAN;
    }
}

static void add_means(JsonWriter *w, const PageCurves *curves, const SettingLog *s, const Thinned *t) {
    Arena a = {0};
    const size_t rows = (size_t)t->count, runs = (size_t)s->run_count;
    Means m = {arena_take(&a, rows, sizeof *m.mean), arena_take(&a, rows, sizeof *m.sd),
               arena_take(&a, rows, sizeof *m.n), arena_take(&a, runs, sizeof *m.value),
               arena_take(&a, runs, sizeof *m.row)};
    const bool good = m.mean && m.sd && m.n && m.value && m.row;
    w->out->failed |= !good;
    json_key(w, "runs");
    json_list(w, JSON_DENSE);
    json_end(w);
    json_key(w, "means");
    json_object(w, JSON_DENSE);
    for (int k = 0; good && k <= curves->count; k++) {
        const Column *column = k < curves->count ? curves->column[k] : curves->gap;
        take_means(&m, s, t, column);
        json_key(w, column->name);
        json_object(w, JSON_DENSE);
        page_means(w, m.mean, m.sd, m.n, t->count);
        json_end(w);
    }
    json_end(w);
    arena_free(&a);
}

static void add_setting(JsonWriter *w, const PageCurves *curves, const SettingLog *s, int rows, bool seeds) {
    const Thinned t = thin(s, rows);
    json_object(w, JSON_DENSE);
    json_key(w, "epochs");
    json_list(w, JSON_DENSE);
    for (int i = 0; i < t.count; i++) json_whole(w, thinned_epoch(&t, i));
    json_end(w);
    (seeds ? add_runs : add_means)(w, curves, s, &t);
    json_end(w);
}

void page_curves(JsonWriter *w, const Comparison *c, const PageCurves *curves, const int *order) {
    Arena arena = {0};
    Plan plan;
    const bool good = make_plan(&plan, c->results, curves, order, room(w), &arena);
    w->out->failed |= !good;
    if (good) {
        add_drawn(w, c->results, curves);
        add_rows(w, &plan);
        json_key(w, "curves");
        json_list(w, JSON_DENSE);
        for (int s = 0; s < c->setting_count; s++)
            add_setting(w, curves, &c->results->settings[s], plan.rows, plan.seeds[s]);
        json_end(w);
    }
    arena_free(&arena);
}
