#include "cli/cost.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#include "config/asked.h"
#include "lab/pool.h"

#define BUSY 1.3 // a load that is told

Status cost_estimate(Estimate *t, const Plan *plan, Patience patience, Error *e) {
    const Engine *engine = engine_choose(getenv("REGRUN_KERNEL"), e);
    if (!engine) return e->status;
    Status s = estimate_open(t, plan, engine, e);
    if (!s && patience.all > 0) calibrate(t, engine, pool_processors(), patience);
    return s;
}

// --- Numbers of two digits

// A unit of something, used from `from` of the smallest unit on.
typedef struct Unit {
    double from, size;
    const char *name;
} Unit;

static const Unit times[] = {{0, 1, "s"}, {100, 60, "min"}, {100 * 60.0, 3600, "h"}, {48 * 3600.0, 86400, "days"}};
static const Unit sizes[] = {{0, 1e3, "kB"}, {1e6, 1e6, "MB"}, {1e9, 1e9, "GB"}, {1e12, 1e12, "TB"}};
enum { TIMES = sizeof times / sizeof *times, SIZES = sizeof sizes / sizeof *sizes };

static double two_digits(double value) {
    if (value <= 0) return 0;
    const double unit = pow(10, floor(log10(value)) - 1);
    return round(value / unit) * unit;
}

static const Unit *unit_of(const Unit *unit, int count, double value) {
    const Unit *last = unit;
    for (int i = 1; i < count && two_digits(value) >= unit[i].from; i++) last = &unit[i];
    return last;
}

static void add_in(const Unit *unit, double value, Text *out) {
    const double rounded = two_digits(value / unit->size);
    text_printf(out, rounded < 0.01 ? "%.3f" : rounded < 1 ? "%.2f" : rounded < 9.95 ? "%.1f" : "%.0f", rounded);
}

static void add_with_unit(const Unit *units, int count, double value, Text *out) {
    const Unit *unit = unit_of(units, count, value);
    add_in(unit, value, out);
    text_printf(out, " %s", unit->name);
}

void cost_add_time(double seconds, Text *out) {
    if (isnan(seconds))
        text_add(out, "-");
    else
        add_with_unit(times, TIMES, seconds, out);
}

void cost_add_bytes(size_t bytes, Text *out) {
    if (bytes == 0)
        text_add(out, "nothing");
    else
        add_with_unit(sizes, SIZES, (double)bytes, out);
}

// --- Of a setting

void cost_columns(TextTable *table) {
    table_column(table, "parameters", false);
    table_column(table, "steps", false);
    table_column(table, "time", false);
}

void cost_cells(TextTable *table, const Estimate *t, int setting) {
    const SettingCost *cost = &t->setting[setting];
    Text cell = {0};
    text_printf(&cell, "%" PRId64, cost->parameters);
    table_cell(table, &cell);
    text_printf(&cell, "%" PRId64, cost->steps);
    table_cell(table, &cell);
    cost_add_time(estimate_run(t, setting).about, &cell);
    table_cell(table, &cell);
}

// --- Of many runs

int cost_at_once(const Estimate *t, const int *runs, int jobs) {
    int64_t count = 0;
    if (jobs == 0) jobs = pool_processors();
    for (int i = 0; i < t->plan->experiment->setting_count; i++) count += runs[i];
    return count < jobs ? (int)count : jobs;
}

static void add_at_once(int jobs, Text *out) {
    if (jobs > 1) text_printf(out, " with %d runs at once", jobs);
}

void cost_add_times(const Estimate *t, const int *runs, int jobs, Text *out) {
    jobs = cost_at_once(t, runs, jobs);
    const int processors = pool_processors(); // more jobs are no faster
    const Times all = jobs > 0 ? estimate_runs(t, runs, jobs < processors ? jobs : processors) : (Times){0};
    if (isnan(all.about)) {
        text_add(out, "not known: nothing could be timed here");
        return;
    }
    text_add(out, "about ");
    cost_add_time(all.about, out);
    add_at_once(jobs, out);
    text_add(out, " (");
    const Unit *low = unit_of(times, TIMES, all.least), *high = unit_of(times, TIMES, all.most);
    add_in(low, all.least, out);
    if (low != high) text_printf(out, " %s", low->name);
    text_add(out, " to ");
    cost_add_time(all.most, out);
    text_add(out, ")");
}

void cost_add_memory(const Estimate *t, const int *runs, int jobs, Text *out) {
    jobs = cost_at_once(t, runs, jobs);
    text_add(out, "about ");
    cost_add_bytes(estimate_memory(t, jobs), out);
    add_at_once(jobs, out);
    text_add(out, ": ");
    cost_add_bytes(estimate_memory(t, 1) - estimate_memory(t, 0), out);
    text_add(out, " for a run, ");
    cost_add_bytes(estimate_memory(t, 0), out);
    text_add(out, " for data that they share");
}

void cost_add_instruments(const Estimate *t, const int *runs, Text *out) {
    const Experiment *x = t->plan->experiment;
    const TrainSpec *train = &x->settings[0].spec.train;
    double looks = 0, all = 0;
    if (!train->probes) return;
    for (int i = 0; i < x->setting_count; i++) {
        if (runs[i] == 0) continue;
        looks += runs[i] * estimate_looks(t, i);
        all += runs[i] * estimate_run(t, i).about;
    }
    asked_text(&asked_probes, train->probes, out);
    if (train->probe_every > 1)
        text_printf(out, ", every %d epochs", train->probe_every);
    else
        text_add(out, ", every epoch");
    if (all > 0) text_printf(out, ": about %.0f %% of the time", 100 * looks / all);
}

void cost_notes(const Estimate *t, Notes *notes) {
    bool stops = false;
    for (int i = 0; i < t->plan->experiment->setting_count; i++)
        stops |= t->plan->experiment->settings[i].spec.train.stop.patience > 0;
    if (t->calibrated > 0 && t->calibrated < t->kind_count)
        notes_add(notes,
                  "time: %d of %d kinds of runs were timed, the others are reckoned from these by their parameters",
                  t->calibrated, t->kind_count);
    if (t->load > BUSY)
        notes_add(notes,
                  "time: other work takes these processors now, so that a run takes %.1f times as long as it "
                  "computes; the shorter end of the range is without",
                  t->load);
    if (stops) notes_add(notes, "time: that of runs which train to their end; early stopping only shortens it");
}
