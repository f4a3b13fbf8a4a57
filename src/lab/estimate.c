#include "lab/estimate.h"

#include <math.h>

#include "base/clock.h"
#include "base/lookup.h"
#include "lab/measuring.h"

#define ROW_SECONDS 3e-5 // to write an evaluation's rows
#define GUESSED 2        // how far the pace of a kind may be off that was not calibrated, either way

enum { QUEUE_MOST = 10000 }; // runs that are dealt to the jobs one by one; of more, the mean is as good

// What an estimate is counted with.
typedef struct Counting {
    Estimate *estimate;
    const Engine *engine;
    Lookup sizes; // by source and work: the first setting of that size
    Lookup kinds; // by shape of the data and work
    Arena arena;  // of the two
    Split split;  // that the source at hand gives the first seed
} Counting;

// The copies of the weights that a run keeps.
static int copies(const TrainSpec *train) {
    return (train->stop.patience > 0 && train->stop.keep == STOP_KEEP_BEST) + (train->save >= SAVE_BEST);
}

// What only depends on the size of network and data.
static Status count_size(const Counting *c, int setting, size_t split_memory, Error *e) {
    const RunSpec *spec = &c->estimate->plan->experiment->settings[setting].spec;
    SettingCost *cost = &c->estimate->setting[setting];
    const Split *split = &c->split;
    Arena arena = {0};
    EpochRow row = {0};
    Measuring measuring = {.engine = c->engine, .split = split, .metrics = spec->train.metrics};
    TrainerSize size;
    Status s = c->engine->size(&size, &spec->model, &spec->train, split, e);
    if (!s && !measuring_take(&measuring, &row, c->estimate->plan->averages, &arena)) s = error_memory(e);
    if (!s)
        *cost = (SettingCost){.parameters = size.parameters,
                              .steps = size.epoch_steps,
                              .samples = size.epoch_samples,
                              .train = split->train.size,
                              .others = split->test.size + split->validation.size,
                              .looked = size.looked,
                              .memory = size.memory + split_memory + arena.taken};
    arena_free(&arena);
    return s;
}

// The number under which the text is known; -1 without memory. The text is kept in the arena where it is new.
static int known(Lookup *lookup, Arena *arena, const Text *text, int number) {
    const int found = lookup_find(lookup, text->data);
    if (found >= 0) return found;
    const char *kept = arena_text(arena, text->data);
    return kept ? lookup_add(lookup, arena, kept, number) : -1;
}

// Which kind a setting is of; -1 without memory.
static int find_kind(Counting *c, int setting, const char *work) {
    Estimate *t = c->estimate;
    const Dataset *data = &plan_source(t->plan, setting)->train;
    Text text = {0};
    text_printf(&text, "%d|%d|%d|%d|%s", data->features, data->classes, data->targets, data->pixels != NULL, work);
    const int kind = text.failed ? -1 : known(&c->kinds, &c->arena, &text, t->kind_count);
    if (kind == t->kind_count) t->example[t->kind_count++] = setting;
    text_free(&text);
    return kind;
}

// The first setting of the size of this one; -1 without memory.
static int find_size(Counting *c, int setting, const char *work) {
    Text text = {0};
    text_printf(&text, "%d|%s", c->estimate->plan->setting_source[setting], work);
    const int first = text.failed ? -1 : known(&c->sizes, &c->arena, &text, setting);
    text_free(&text);
    return first;
}

// A setting whose source's split is at hand.
static Status count_setting(Counting *c, int setting, size_t split_memory, Error *e) {
    Estimate *t = c->estimate;
    SettingCost *cost = &t->setting[setting];
    Text work = {0};
    options_work(&t->plan->experiment->settings[setting].spec, &work);
    const int first = work.failed ? -1 : find_size(c, setting, work.data);
    const int kind = first < 0 ? -1 : find_kind(c, setting, work.data);
    text_free(&work);
    if (kind < 0) return error_memory(e);
    const Status s = first == setting ? count_size(c, setting, split_memory, e) : OK;
    *cost = t->setting[first];
    cost->kind = kind;
    return s;
}

// At the start, at the last epoch, and at those between that are evaluated and whose turn it is.
static int64_t count_looks(const TrainSpec *train) {
    int64_t a = train->eval_every, b = train->probe_every;
    if (!train->probes) return 0;
    while (b > 0) {
        const int64_t rest = a % b;
        a = b, b = rest;
    }
    const int64_t every = train->eval_every / a * train->probe_every;
    return 1 + (train->epochs + every - 1) / every;
}

// From what an epoch takes to what a run does, when all settings are counted.
static void count_run(Estimate *t, int setting) {
    const TrainSpec *train = &t->plan->experiment->settings[setting].spec.train;
    SettingCost *cost = &t->setting[setting];
    cost->steps *= train->epochs;
    cost->samples *= train->epochs;
    cost->evaluations = 1 + (train->epochs + train->eval_every - 1) / train->eval_every;
    cost->looks = count_looks(train);
    cost->memory += (size_t)copies(train) * (size_t)cost->parameters * sizeof(float);
}

// All settings that draw from one source, whose split is made once. `next` lists them.
static Status count_source(Counting *c, int first, const int *next, Error *e) {
    Estimate *t = c->estimate;
    const Plan *plan = t->plan;
    Arena arena = {0}, *kept = plan->setting_source[first] == 0 ? &t->arena : &arena;
    const size_t before = kept->taken;
    const double start = clock_busy();
    Status s = source_split(plan_source(plan, first), plan->experiment->seeds[0], kept, &c->split, e);
    const size_t taken = kept->taken - before;
    if (kept == &t->arena) {
        t->split = c->split;
        t->split_seconds = clock_busy() - start;
    }
    for (int i = first; !s && i >= 0; i = next[i]) s = count_setting(c, i, taken, e);
    arena_free(&arena);
    return s;
}

static Status count_all(Counting *c, Error *e) {
    Estimate *t = c->estimate;
    const Plan *plan = t->plan;
    const int settings = plan->experiment->setting_count;
    // The settings of each source as a list, in order.
    int *next = arena_take(&c->arena, (size_t)settings, sizeof *next);
    int *head = arena_take(&c->arena, (size_t)plan->source_count, sizeof *head);
    if (!next || !head) return error_memory(e);
    for (int k = 0; k < plan->source_count; k++) head[k] = -1;
    for (int i = settings - 1; i >= 0; i--) {
        next[i] = head[plan->setting_source[i]];
        head[plan->setting_source[i]] = i;
    }
    Status s = OK;
    for (int k = 0; !s && k < plan->source_count; k++) {
        s = count_source(c, head[k], next, e);
        t->data_memory += plan->sources[k].arena.taken;
    }
    for (int i = 0; !s && i < settings; i++) count_run(t, i);
    return s;
}

Status estimate_open(Estimate *t, const Plan *plan, const Engine *engine, Error *e) {
    const size_t settings = (size_t)plan->experiment->setting_count;
    *t = (Estimate){.plan = plan, .load = 1};
    t->setting = arena_take(&t->arena, settings, sizeof *t->setting);
    t->example = arena_take(&t->arena, settings, sizeof *t->example);
    t->pace = arena_take(&t->arena, settings, sizeof *t->pace);
    if (!t->setting || !t->example || !t->pace) return error_memory(e);
    Counting c = {.estimate = t, .engine = engine};
    Status s = count_all(&c, e);
    arena_free(&c.arena);
    return s;
}

void estimate_close(Estimate *t) {
    arena_free(&t->arena);
    *t = (Estimate){0};
}

// --- Time

// The calibrated kind nearest to `kind`; -1: there is none.
static int calibrated_near(const Estimate *t, int kind) {
    for (int away = 0; away < t->kind_count; away++) {
        if (kind - away >= 0 && t->pace[kind - away].train.about > 0) return kind - away;
        if (kind + away < t->kind_count && t->pace[kind + away].train.about > 0) return kind + away;
    }
    return -1;
}

// How many times the parameters of the setting that a kind was timed by this one has.
static double size_of(const Estimate *t, const SettingCost *cost, int kind) {
    return (double)cost->parameters / (double)t->setting[t->example[kind]].parameters;
}

// Of computing.
static double look_seconds(const SettingCost *cost, const Pace *pace) {
    return (double)cost->looks * (pace->look + cost->looked * pace->look_sample);
}

double estimate_looks(const Estimate *t, int setting) {
    const SettingCost *cost = &t->setting[setting];
    const int near = calibrated_near(t, cost->kind);
    return near < 0 ? NAN : t->load * size_of(t, cost, near) * look_seconds(cost, &t->pace[near]);
}

Times estimate_run(const Estimate *t, int setting) {
    const SettingCost *cost = &t->setting[setting];
    const int near = calibrated_near(t, cost->kind);
    if (near < 0) return (Times){NAN, NAN, NAN};
    const Pace *pace = &t->pace[near];
    const double size = size_of(t, cost, near);
    const double samples = (double)cost->samples, rows = (double)cost->evaluations;
    const double rest = size * pace->start + rows * ROW_SECONDS + size * look_seconds(cost, pace) +
                        size * rows * (cost->train * pace->eval_train + cost->others * pace->eval_others);
    const double spread = near == cost->kind ? 1 : GUESSED;
    // The evaluations vary as the steps do, beside which they were timed.
    const double least = pace->train.least / pace->train.about, most = pace->train.most / pace->train.about;
    const double about = size * samples * pace->train.about + rest;
    return (Times){about * t->load, about * least / spread, about * t->load * most * spread};
}

// How long jobs that each take the next run have for all of them; `of` is the time of a run.
typedef double TimeOf(Times times);
static double about(Times times) {
    return times.about;
}
static double least(Times times) {
    return times.least;
}
static double most(Times times) {
    return times.most;
}

// The job that is free first.
static int free_first(const double *until, int jobs) {
    int first = 0;
    for (int j = 1; j < jobs; j++)
        if (until[j] < until[first]) first = j;
    return first;
}

// When the last of the runs ends, of which each job takes the next when it is free.
static double deal(const Estimate *t, const int *runs, double *until, int jobs, TimeOf *of) {
    double end = 0;
    for (int j = 0; j < jobs; j++) until[j] = 0;
    for (int i = 0; i < t->plan->experiment->setting_count; i++) {
        const double seconds = runs[i] > 0 ? of(estimate_run(t, i)) : 0;
        for (int k = 0; k < runs[i]; k++) {
            const int job = free_first(until, jobs);
            until[job] += seconds;
            if (until[job] > end) end = until[job];
        }
    }
    return end;
}

Times estimate_runs(const Estimate *t, const int *runs, int jobs) {
    Times sum = {0};
    Arena arena = {0};
    int64_t count = 0;
    for (int i = 0; i < t->plan->experiment->setting_count; i++) {
        if (runs[i] == 0) continue;
        const Times times = estimate_run(t, i);
        count += runs[i];
        sum.about += runs[i] * times.about;
        sum.least += runs[i] * times.least;
        sum.most += runs[i] * times.most;
    }
    double *until = count <= QUEUE_MOST && isfinite(sum.about) ? arena_take(&arena, (size_t)jobs, sizeof *until) : NULL;
    const Times all = until ? (Times){deal(t, runs, until, jobs, about), deal(t, runs, until, jobs, least),
                                      deal(t, runs, until, jobs, most)}
                            : (Times){sum.about / jobs, sum.least / jobs, sum.most / jobs};
    arena_free(&arena);
    return all;
}

size_t estimate_memory(const Estimate *t, int jobs) {
    size_t largest = 0;
    for (int i = 0; i < t->plan->experiment->setting_count; i++)
        if (t->setting[i].memory > largest) largest = t->setting[i].memory;
    return t->data_memory + (size_t)jobs * largest;
}
