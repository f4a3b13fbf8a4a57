#include "lab/lab.h"

#include <stdio.h>
#include <time.h>

#include "base/clock.h"
#include "base/files.h"
#include "lab/folder.h"
#include "lab/grow.h"
#include "lab/interrupt.h"
#include "lab/log.h"
#include "lab/manifest.h"
#include "lab/names.h"
#include "lab/scan.h"

#define SAVE_SECONDS 0.5 // between two merges of the log
#define MERGE_WAIT 0.5   // an interrupt waits for a merge that took no longer the last time
#define SAVE_SHARE 20    // and no more than one part in so many of the time is spent on them

// An experiment at work.
typedef struct Work {
    Lab *lab;
    Store store;
    Manifest manifest;
    bool unsaved;      // rows may have come since the last merge
    double next_save;  // clock_seconds
    double merge_time; // seconds that the last merge took
    Error broken;      // the folder is not what it was
} Work;

// --- What there is to do

static Status choose(Lab *lab, Error *e) {
    Status s = selection_apply(&lab->selection, lab->plan, lab->states, lab->chosen, e);
    lab->chosen_count = lab->done_before = 0;
    for (int i = 0; !s && i < lab->plan->run_count; i++) {
        lab->chosen_count += lab->chosen[i];
        lab->done_before += lab->chosen[i] && run_status_complete(lab->states[i].status);
    }
    return s;
}

static Status scan(Lab *lab, const Store *store, Error *e) {
    Status s = scan_runs(store, lab->plan, lab->states, true, &lab->arena, e);
    return s ? s : choose(lab, e);
}

Status lab_open(Lab *lab, Error *e) {
    Store store = {.fd = -1};
    lab->states = arena_take(&lab->arena, (size_t)lab->plan->run_count, sizeof *lab->states);
    lab->chosen = arena_take(&lab->arena, (size_t)lab->plan->run_count, sizeof *lab->chosen);
    if (!lab->states || !lab->chosen) return error_memory(e);
    if (lab->restart || !folder_exists(lab->folder)) return choose(lab, e);
    Status s = store_open(&store, lab->folder, e);
    if (!s) s = scan(lab, &store, e);
    store_close(&store);
    return s;
}

void lab_close(Lab *lab) {
    arena_free(&lab->arena);
    lab->states = NULL;
}

int lab_count(const Lab *lab, RunStatus status) {
    int n = 0;
    for (int i = 0; i < lab->plan->run_count; i++) n += lab->chosen[i] && lab->states[i].status == status;
    return n;
}

int lab_done(const Lab *lab) {
    int n = 0;
    for (RunStatus i = 0; i < RUN_STATUSES; i++) n += run_status_complete(i) ? lab_count(lab, i) : 0;
    return n;
}

// --- Files

// What the folder holds by now, other regruns having made it grow, with what this one asked for: `joined`, or the
// plan's own experiment where that is all.
typedef struct Whole {
    Experiment there, joined;
    const Experiment *all;
    Arena arena;
} Whole;

static Status whole_open(const Work *w, Whole *whole, Error *e) {
    const Experiment *own = w->lab->plan->experiment;
    bool there = false, covered = true;
    *whole = (Whole){.all = own};
    Status s = grow_read(w->store.path, &whole->there, &there, e);
    if (s || !there) return s;
    s = grow_union(w->store.path, &whole->there, own, &whole->joined, &covered, &whole->arena, e);
    if (!s && !covered) whole->all = &whole->joined;
    return s;
}

static void whole_close(Whole *whole) {
    experiment_free(&whole->joined);
    experiment_free(&whole->there);
    arena_free(&whole->arena);
}

#define RECORD_TRIES 10

// Writes config.json so that it has what this call asks for, and what others have asked for meanwhile: whoever writes
// looks whether somebody else has written over it.
static Status record(const Work *w, Error *e) {
    bool changed = true;
    Status s = OK;
    for (int i = 0; !s && changed && i < RECORD_TRIES; i++) {
        Whole whole;
        s = whole_open(w, &whole, e);
        if (!s) s = grow_write(&w->store, whole.all, &changed, e);
        whole_close(&whole);
    }
    return s;
}

// The log of all that the folder holds.
static Status merge_whole(const Work *w, Error *e) {
    Whole whole;
    Status s = record(w, e);
    if (s) return s;
    s = whole_open(w, &whole, e);
    if (!s) s = store_check(&w->store, e);
    if (!s) s = logs_write(&w->store, whole.all, e);
    whole_close(&whole);
    return s;
}

// --- While it works

static void changed(void *context, int run) {
    Work *w = context;
    const Watch *watch = &w->lab->watch;
    w->unsaved = true;
    if (watch->changed) watch->changed(watch->context, run);
}

static int tick(void *context) {
    Work *w = context;
    const Watch *watch = &w->lab->watch;
    int ms = watch->tick ? watch->tick(watch->context) : -1;
    if (!w->unsaved) return ms;
    double start = clock_seconds();
    if (start < w->next_save) {
        int due = (int)(1000 * (w->next_save - start)) + 1;
        return ms < 0 || due < ms ? due : ms;
    }
    Error ignored = {0}; // the last merge, when all runs have ended, is the one that counts
    if (store_check(&w->store, &w->broken) == OK && !w->lab->runs_only)
        logs_write(&w->store, w->lab->plan->experiment, &ignored);
    double end = clock_seconds(), rest = SAVE_SHARE * (end - start);
    w->next_save = end + (rest > SAVE_SECONDS ? rest : SAVE_SECONDS);
    w->merge_time = end - start;
    w->unsaved = false;
    return ms;
}

// "2 of 9 runs failed or diverged", "1 of 9 runs learned nothing", or both.
static Status count_bad(const Lab *lab, int conflicts, Error *e) {
    int lost = lab_count(lab, RUN_FAILED) + lab_count(lab, RUN_DIVERGED), all = lab->chosen_count;
    int nothing = lab_count(lab, RUN_LEARNED_NOTHING);
    if (conflicts)
        return error_set(e, ERR_RUNS,
                         "%d of %d runs came out twice, and not the same: %s/" FOLDER_CONFLICTS
                         " has the second copies; `regrun verify` tells which is right",
                         conflicts, all, lab->folder);
    if (lost && nothing)
        return error_set(e, ERR_RUNS, "%d of %d runs failed or diverged, %d learned nothing", lost, all, nothing);
    if (lost) return error_set(e, ERR_RUNS, "%d of %d runs failed or diverged", lost, all);
    return nothing ? error_set(e, ERR_RUNS, "%d of %d runs learned nothing", nothing, all) : OK;
}

// The runs that are done in this call, or have been before, must be there in the end.
static Status check_published(const Work *w, Error *e) {
    const Plan *p = w->lab->plan;
    for (int i = 0; i < p->run_count; i++) {
        Text folder = {0};
        if (!run_status_complete(w->lab->states[i].status)) continue;
        plan_folder(p, i, &folder);
        const bool there = !folder.failed && store_exists(&w->store, folder.data);
        if (!there)
            error_set(e, ERR_IO, "%s/%s was removed while regrun was at work; the same command makes it again",
                      w->store.path, folder.data ? folder.data : "");
        text_free(&folder);
        if (!there) return e->status;
    }
    return OK;
}

// The first run that is not done, of those that this call was to do or of the others; run_count where all are.
static int first_open(const Lab *lab) {
    int i = 0;
    while (i < lab->plan->run_count && run_status_complete(lab->states[i].status)) i++;
    return i;
}

// Other regruns may meanwhile have done what this call was not to do.
static Status look_again(Work *w, Error *e) {
    Lab *lab = w->lab;
    const int runs = lab->plan->run_count;
    if (lab->chosen_count == runs || first_open(lab) == runs) return OK;
    RunState *now = arena_take(&lab->arena, (size_t)runs, sizeof *now);
    if (!now) return error_memory(e);
    Status s = scan_runs(&w->store, lab->plan, now, false, &lab->arena, e);
    for (int i = 0; !s && i < runs; i++)
        if (!lab->chosen[i]) lab->states[i] = now[i];
    return s;
}

static bool is_bad(RunStatus status) {
    return status == RUN_FAILED || status == RUN_DIVERGED || status == RUN_LEARNED_NOTHING;
}

// How the work stands that ended with `s`.
static const char *standing(const Lab *lab, Status s) {
    if (s == ERR_INTERRUPTED) return "interrupted";
    for (int i = 0; i < lab->plan->run_count; i++)
        if (is_bad(lab->states[i].status)) return "failed";
    if (s) return "failed";
    return first_open(lab) == lab->plan->run_count ? "done" : "partly done";
}

// Says how all stands. Shards that end together may each find the other at work still: so the last look is one behind
// the writing, after which nobody writes who has not seen what this one did.
static Status record_standing(Work *w, Status ended, Error *e) {
    Status s = OK;
    for (int look = 0, open = -1; !s && look < 2; look++) {
        if (ended != ERR_INTERRUPTED) s = look_again(w, e);
        const int now = first_open(w->lab);
        if (s || now == open) break;
        open = now;
        w->manifest.status = standing(w->lab, ended);
        s = manifest_write(&w->manifest, &w->store, e);
    }
    return s;
}

// What stands in the end of work that ended with `ended`. Whoever interrupts does not wait for what the runs' folders
// tell as well.
static Status save(Work *w, Status ended, Error *e) {
    const bool interrupted = ended == ERR_INTERRUPTED, long_one = interrupted && w->merge_time > MERGE_WAIT;
    Status s = store_check(&w->store, e);
    if (!s && !w->lab->runs_only && !long_one) s = merge_whole(w, e);
    if (!s && !interrupted) s = scan_clean(&w->store, w->lab->plan, e);
    if (!s) s = record_standing(w, ended, e);
    return s || interrupted ? s : check_published(w, e);
}

static Status work(Work *w, Error *e) {
    Lab *lab = w->lab;
    Pool pool = {.plan = lab->plan,
                 .engine = lab->engine,
                 .store = &w->store,
                 .jobs = lab->jobs,
                 .timeout = lab->timeout,
                 .fail_fast = lab->fail_fast,
                 .states = lab->states,
                 .chosen = lab->chosen,
                 .stop = &w->broken,
                 .arena = &lab->arena,
                 .watch = {.changed = changed, .tick = tick, .context = w}};
    Status s = pool_run(&pool, e);
    if (!s) s = count_bad(lab, pool.conflicts, e);

    w->manifest.ended = time(NULL);
    Error unsaved = {0};
    if (save(w, s, &unsaved) && s != ERR_IO) {
        *e = unsaved;
        s = unsaved.status;
    }
    return s;
}

// What is to be done waits; what is not chosen does not.
static void set_out(Lab *lab) {
    for (int i = 0; i < lab->plan->run_count; i++) {
        RunState *state = &lab->states[i];
        if (run_status_complete(state->status)) continue;
        if (lab->chosen[i] && state->status != RUN_ELSEWHERE) *state = (RunState){.status = RUN_WAITING};
    }
}

Status lab_run(Lab *lab, Error *e) {
    Work w = {.lab = lab,
              .manifest = {.plan = lab->plan,
                           .states = lab->states,
                           .kernel = lab->engine->name,
                           .jobs = lab->jobs,
                           .argc = lab->argc,
                           .argv = lab->argv,
                           .commit = lab->commit,
                           .status = "running",
                           .started = time(NULL)},
              .next_save = clock_seconds() + SAVE_SECONDS};
    interrupt_hold();
    Status s = folder_take(lab->folder, lab->restart, &w.store, e);
    if (!s) {
        s = scan(lab, &w.store, e);
        if (!s) set_out(lab);
        if (!s) s = manifest_write(&w.manifest, &w.store, e);
        if (!s) s = record(&w, e);
        if (!s) {
            lab->store = &w.store;
            s = work(&w, e);
            lab->store = NULL;
        }
        store_close(&w.store);
    }
    interrupt_release();
    return s;
}
