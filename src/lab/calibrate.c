#include "lab/calibrate.h"

#include <errno.h>
#include <math.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "lab/interrupt.h"
#include "lab/measuring.h"

#define KIND_LEAST 0.01  // seconds; a shorter look at a kind says nothing
#define TRAIN_SHARE 0.5  // of the time for a kind; the rest is for evaluations
#define LOOK_SHARE 2     // of that time on top, for a look of instruments
#define LOOK_FIRST 0.125 // the share of its samples that a first look is at
#define FLOPS_LEAST 5e9  // of a second, of any machine: keeps one step of a huge network from taking all the time
#define STEADY_LEAST 0.8 // a range is never narrower than this share of what was seen ...
#define STEADY_MOST 1.3  // ... to this one: other work, other clock rates
#define SMALL_RATE 1e-6  // a learning rate at which nothing diverges

enum { SAMPLES = 512, BATCH_LEAST = 32, PERIODS = 4, LOOK_BATCHES = 2, LOOK_GROWTH = 2 };

// What one process calibrates, and with what.
typedef struct Bench {
    const Estimate *estimate;
    const Engine *engine;
    double seconds;       // for a kind, but for its instruments ...
    double look_seconds;  // ... and for these; 0: none are wanted
    const Source *source; // whose split it is; NULL: none yet
    Split split;          // of the first seed
    double split_seconds; // that it took
    Arena split_arena;
    // Of the kind at hand:
    Arena arena;
    TrainSpec spec;
    Split some; // a few samples of each part
    Trainer *trainer;
    Measuring measuring;
    EpochRow row;
} Bench;

// --- Some samples

// `size` rows of a part, evenly among all.
static bool take_some(Part *some, const Part *part, int32_t size, Arena *arena) {
    const int32_t targets = part->data->targets, *labels = part->label;
    const float *answers = part->target;
    int32_t *row = arena_take(arena, (size_t)size, sizeof *row);
    int32_t *label = labels ? arena_take(arena, (size_t)size, sizeof *label) : NULL;
    float *target = answers ? arena_take(arena, (size_t)size * (size_t)targets, sizeof *target) : NULL;
    if (!row || (labels && !label) || (answers && !target)) return false;
    for (int32_t i = 0; i < size; i++) {
        const int32_t from = (int32_t)((int64_t)i * part->size / size);
        row[i] = part->row[from];
        if (labels) label[i] = labels[from];
        for (int32_t k = 0; answers && k < targets; k++) target[i * targets + k] = answers[from * targets + k];
    }
    *some = (Part){.data = part->data, .row = row, .size = size, .label = label, .target = target};
    return true;
}

static int32_t at_most(int64_t a, int64_t b) {
    return (int32_t)(a < b ? a : b);
}

// How many samples a huge network may train on in the time there is.
static int64_t affordable(const Bench *b, int setting) {
    const double flops = 6.0 * (double)b->estimate->setting[setting].parameters;
    const double samples = b->seconds * TRAIN_SHARE * FLOPS_LEAST / flops;
    return samples > INT32_MAX ? INT32_MAX : samples < BATCH_LEAST ? BATCH_LEAST : (int64_t)samples;
}

// Whole batches, as far as the time lets them be whole; the specs of training go with them.
static bool choose_samples(Bench *b, int setting) {
    const int64_t most = affordable(b, setting);
    if (b->spec.batch_size > most) b->spec.batch_size = (int)most;
    const int64_t wanted = at_most(SAMPLES, most) / b->spec.batch_size * b->spec.batch_size;
    const int64_t samples = wanted > 0 ? wanted : b->spec.batch_size;
    const int32_t others = at_most(SAMPLES, most);
    b->some = b->split;
    return take_some(&b->some.train, &b->split.train, at_most(samples, b->split.train.size), &b->arena) &&
           take_some(&b->some.test, &b->split.test, at_most(others, b->split.test.size), &b->arena) &&
           take_some(&b->some.validation, &b->split.validation, 0, &b->arena);
}

// --- One kind

// What only comes late in a run is there from its first epoch on, and nothing diverges.
static void hasten(TrainSpec *spec) {
    spec->epochs = 1;
    if (spec->learning_rate > SMALL_RATE) spec->learning_rate = SMALL_RATE;
    if (spec->schedule.restart > 0) spec->schedule.restart = spec->schedule.stretch = 1;
}

static bool open_kind(Bench *b, int setting) {
    const Plan *plan = b->estimate->plan;
    const RunSpec *spec = &plan->experiment->settings[setting].spec;
    const uint64_t seed = plan->experiment->seeds[0];
    Error e;
    b->spec = spec->train;
    hasten(&b->spec);
    if (!choose_samples(b, setting) || b->engine->open(&b->trainer, &spec->model, &b->spec, &b->some, seed, &e))
        return false;
    b->measuring = (Measuring){.engine = b->engine,
                               .trainer = b->trainer,
                               .split = &b->some,
                               .metrics = b->spec.metrics,
                               .averages = averages_wanted(&b->spec)};
    return measuring_take(&b->measuring, &b->row, plan->averages, &b->arena);
}

static void close_kind(Bench *b) {
    if (b->trainer) b->engine->close(b->trainer);
    b->trainer = NULL;
    arena_free(&b->arena);
}

// Trains for a while at least; the seconds that a sample takes, 0 where it cannot.
static double time_epochs(Bench *b, double seconds) {
    const int64_t before = b->engine->samples(b->trainer);
    const double start = clock_seconds(), busy = clock_busy();
    double loss;
    do {
        if (!b->engine->epoch(b->trainer, &loss)) return 0;
    } while (clock_seconds() - start < seconds);
    return (clock_busy() - busy) / (double)(b->engine->samples(b->trainer) - before);
}

// In some periods, as many as there is time for: what they differ by is what this machine does at other times, too.
static bool time_training(Bench *b, Times *train) {
    const double share = b->seconds * TRAIN_SHARE, start = clock_seconds();
    double sum = 0, low = INFINITY, high = 0;
    int periods = 0;
    if (time_epochs(b, 0) == 0) return false; // caches and pages
    do {
        const double pace = time_epochs(b, share / PERIODS);
        if (pace == 0) return false;
        low = fmin(low, pace);
        high = fmax(high, pace);
        sum += pace;
        periods++;
    } while (periods < PERIODS && clock_seconds() - start < share);
    const double mean = sum / periods;
    *train = (Times){mean, fmin(low, STEADY_LEAST * mean), fmax(high, STEADY_MOST * mean)};
    return true;
}

// Evaluates some parts, beside a first time for a while at least; the seconds that once takes.
static double time_row(Bench *b, const Split *parts, unsigned averages, bool refresh) {
    const double seconds = b->seconds * (1 - TRAIN_SHARE) / 3;
    double start = 0, busy = 0;
    int times = -1;
    b->measuring.split = parts;
    b->measuring.averages = averages;
    do {
        if (refresh) b->engine->refresh(b->trainer);
        measuring_row(&b->measuring, &b->row);
        if (++times > 0) continue;
        start = clock_seconds();
        busy = clock_busy();
    } while (times == 0 || clock_seconds() - start < seconds);
    return (clock_busy() - busy) / times;
}

// Averages that there are only in the later part of a run are taken to be there half of the time.
static void time_evaluations(Bench *b, Pace *pace) {
    const unsigned late = 1u << AVERAGE_SWA | 1u << AVERAGE_SNAPSHOTS, all = averages_wanted(&b->spec);
    Split train = b->some, others = b->some;
    train.test.size = others.train.size = 0;
    pace->eval_train = time_row(b, &train, 0, true) / b->some.train.size;
    double row = time_row(b, &others, all, false);
    if (all & late) row = (row + time_row(b, &others, all & ~late, false)) / 2;
    pace->eval_others = row / b->some.test.size;
}

// --- Instruments

static void see_nothing(ProbeSink *sink, int value, int layer, double number) {
    (void)sink, (void)value, (void)layer, (void)number;
}

// The seconds that one look of all instruments takes at such a share of their samples.
static double time_look(const Bench *b, Trainer *t, double share) {
    ProbeSink sink = {see_nothing};
    const double start = clock_busy();
    b->engine->probe_share(t, share);
    for (int i = 0; i < PROBE_COUNT; i++)
        if (b->spec.probes >> i & 1) b->engine->probe(t, i, &sink);
    return clock_busy() - start;
}

// At more and more samples, twice at least and as long as there is time; the line through the last two looks goes on to
// all of them.
static void time_looks(const Bench *b, Trainer *t, int32_t looked, Pace *pace) {
    const double first = (double)LOOK_BATCHES * b->spec.batch_size / looked, start = clock_seconds();
    double before = 0;
    for (double last = 0, share = fmin(1, fmax(first, LOOK_FIRST));; share = fmin(1, LOOK_GROWTH * share)) {
        const double began = clock_seconds(), seconds = time_look(b, t, share), took = clock_seconds() - began;
        const double slope = fmax(0, (seconds - before) / (share - last));
        pace->look_sample = slope / looked;
        pace->look = fmax(0, seconds - slope * share);
        const bool late = last > 0 && clock_seconds() - start + took * LOOK_GROWTH > b->look_seconds;
        if (share == 1 || late) return;
        last = share;
        before = seconds;
    }
}

// Of a trainer that sees all of the data.
static bool time_instruments(const Bench *b, int setting, Pace *pace) {
    const Plan *plan = b->estimate->plan;
    Trainer *t;
    Error e;
    if (b->engine->open(&t, &plan->experiment->settings[setting].spec.model, &b->spec, &b->split,
                        plan->experiment->seeds[0], &e))
        return false;
    time_looks(b, t, b->estimate->setting[setting].looked, pace);
    b->engine->close(t);
    return true;
}

// --- All of a kind

static bool split_like(Bench *b, const Source *source) {
    const uint64_t seed = b->estimate->plan->experiment->seeds[0];
    const double start = clock_busy();
    Error e;
    if (source == b->source) return true;
    arena_free(&b->split_arena);
    b->source = NULL;
    if (source_split(source, seed, &b->split_arena, &b->split, &e)) return false;
    b->source = source;
    b->split_seconds = clock_busy() - start;
    return true;
}

// The pace of the kind that the setting is of; all 0 where it cannot be had.
static Pace time_kind(Bench *b, int setting) {
    Pace pace = {0};
    if (!split_like(b, plan_source(b->estimate->plan, setting))) return pace;
    const double start = clock_busy();
    bool timed = open_kind(b, setting);
    pace.start = b->split_seconds + clock_busy() - start;
    timed = timed && time_training(b, &pace.train);
    if (timed) time_evaluations(b, &pace);
    if (timed && b->spec.probes) timed = time_instruments(b, setting, &pace);
    close_kind(b);
    return timed ? pace : (Pace){0};
}

// --- All kinds

// The kinds that are looked at, evenly among all, and what the processes saw of them.
typedef struct Looking {
    int count, processes;
    // In memory that all share:
    Pace *seen;    // [processes][count]
    Times *worked; // [processes] `about`: seconds of computing, in `most` seconds
} Looking;

static int kind_at(const Looking *l, int i, int kinds) {
    return (int)((int64_t)i * kinds / l->count);
}

// Each process looks at a share of the kinds until its time is up, all at once, as runs work side by side; where there
// are more processes than kinds, several look at the same.
static void look(const Looking *l, Bench *b, int process, double until) {
    const Estimate *t = b->estimate;
    const int share = (l->count + l->processes - 1) / l->processes;
    const double start = clock_seconds();
    for (int k = 0; k < share; k++) {
        const int i = (process + k * l->processes) % l->count;
        if (k > 0 && clock_seconds() + b->seconds + b->look_seconds > until) break;
        l->seen[process * l->count + i] = time_kind(b, t->example[kind_at(l, i, t->kind_count)]);
    }
    arena_free(&b->split_arena);
    l->worked[process] = (Times){.about = clock_busy(), .most = clock_seconds() - start};
}

// How many times as long as it computed a process took; 1 where nothing is known.
static double load_of(const Looking *l) {
    double computed = 0, took = 0;
    for (int p = 0; p < l->processes; p++) {
        computed += l->worked[p].about;
        took += l->worked[p].most;
    }
    return computed > 0 ? fmax(1, took / computed) : 1;
}

// Starts the processes and waits for them.
static void look_in_processes(const Looking *l, Bench *b, double until) {
    const pid_t parent = getpid();
    int started = 0;
    for (int p = 0; p < l->processes; p++) {
        const pid_t pid = fork();
        if (pid == 0) {
            interrupt_leave_to_parent();
            if (getppid() != parent) _exit(1);
            look(l, b, p, until);
            _exit(0);
        }
        started += pid > 0;
    }
    for (int left = started; left > 0;) {
        const pid_t ended = wait(NULL);
        if (ended > 0) left--;
        if (ended < 0 && errno != EINTR) break;
    }
}

// What the processes saw of a kind as one pace; all 0 where none did.
static Pace join(const Looking *l, int i) {
    Pace all = {.train = {.least = INFINITY}};
    int count = 0;
    for (int p = 0; p < l->processes; p++) {
        const Pace *one = &l->seen[p * l->count + i];
        if (one->train.about == 0) continue;
        count++;
        all.start += one->start;
        all.eval_train += one->eval_train;
        all.eval_others += one->eval_others;
        all.look += one->look;
        all.look_sample += one->look_sample;
        all.train.about += one->train.about;
        all.train.least = fmin(all.train.least, one->train.least);
        all.train.most = fmax(all.train.most, one->train.most);
    }
    if (count == 0) return (Pace){0};
    all.start /= count;
    all.eval_train /= count;
    all.eval_others /= count;
    all.look /= count;
    all.look_sample /= count;
    all.train.about /= count;
    return all;
}

void calibrate(Estimate *t, const Engine *engine, int jobs, Patience patience) {
    const double slots = patience.all * jobs / KIND_LEAST;
    Looking l = {.count = t->kind_count < slots ? t->kind_count : (int)slots, .processes = jobs};
    if (l.count < 1) l.count = 1;
    const double fair = patience.all * jobs / l.count, seconds = fair < patience.kind ? fair : patience.kind;
    const bool instruments = t->plan->experiment->settings[0].spec.train.probes;
    const double share = instruments ? LOOK_SHARE : 0;
    Bench b = {.estimate = t,
               .engine = engine,
               .seconds = seconds,
               .look_seconds = share * seconds,
               .source = &t->plan->sources[0],
               .split = t->split,
               .split_seconds = t->split_seconds};
    const size_t size = (size_t)jobs * (sizeof *l.worked + (size_t)l.count * sizeof *l.seen);
    void *shared = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (shared == MAP_FAILED) return;
    l.worked = shared;
    l.seen = (Pace *)(l.worked + jobs);
    look_in_processes(&l, &b, clock_seconds() + (1 + share) * patience.all);
    for (int i = 0; i < l.count; i++) {
        Pace *pace = &t->pace[kind_at(&l, i, t->kind_count)];
        *pace = join(&l, i);
        t->calibrated += pace->train.about > 0;
    }
    t->load = load_of(&l);
    munmap(shared, size);
}
