#include "lab/lab.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/files.h"
#include "config/resolved.h"
#include "lab/folder.h"
#include "lab/interrupt.h"
#include "lab/log.h"
#include "lab/manifest.h"
#include "lab/names.h"

#define SAVE_SECONDS 0.5 // between two merges of the log
#define SAVE_SHARE 20    // and no more than one part in so many of the time is spent on them

// An experiment at work.
typedef struct Work {
    Lab *lab;
    Manifest manifest;
    bool unsaved;     // rows may have come since the last merge
    double next_save; // clock_seconds
} Work;

Status lab_open(Lab *lab, Error *e) {
    lab->states = arena_take(&lab->arena, (size_t)lab->plan->run_count, sizeof *lab->states);
    return lab->states ? OK : error_memory(e);
}

void lab_close(Lab *lab) {
    arena_free(&lab->arena);
    lab->states = NULL;
}

int lab_count(const Lab *lab, RunStatus status) {
    int n = 0;
    for (int i = 0; i < lab->plan->run_count; i++) n += lab->states[i].status == status;
    return n;
}

static Status save(Work *w, Error *e) {
    Status s = log_merge(w->lab->plan, w->lab->folder, e);
    return s ? s : manifest_write(&w->manifest, w->lab->folder, e);
}

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
    Error ignored = {0}; // the last save, when all runs have ended, is the one that counts
    save(w, &ignored);
    double end = clock_seconds(), rest = SAVE_SHARE * (end - start);
    w->next_save = end + (rest > SAVE_SECONDS ? rest : SAVE_SECONDS);
    w->unsaved = false;
    return ms;
}

static Status write_config(const Lab *lab, Error *e) {
    Arena arena = {0};
    Text t = {0};
    char *path = path_join(&arena, lab->folder, FILE_CONFIG);
    experiment_resolved(lab->plan->experiment, &t);
    Status s = path && !t.failed ? file_write(path, t.data, t.size, e) : error_memory(e);
    text_free(&t);
    arena_free(&arena);
    return s;
}

// What must be there before the first run.
static Status prepare(Work *w, Error *e) {
    Status s = manifest_write(&w->manifest, w->lab->folder, e);
    if (!s) s = write_config(w->lab, e);
    if (!s) s = folder_make_runs(w->lab->folder, w->lab->plan, e);
    return s;
}

// "2 of 9 runs failed or diverged", "1 of 9 runs learned nothing", or both.
static Status count_bad(const Lab *lab, Error *e) {
    int lost = lab_count(lab, RUN_FAILED) + lab_count(lab, RUN_DIVERGED), all = lab->plan->run_count;
    int nothing = lab_count(lab, RUN_LEARNED_NOTHING);
    if (lost && nothing)
        return error_set(e, ERR_RUNS, "%d of %d runs failed or diverged, %d learned nothing", lost, all, nothing);
    if (lost) return error_set(e, ERR_RUNS, "%d of %d runs failed or diverged", lost, all);
    return nothing ? error_set(e, ERR_RUNS, "%d of %d runs learned nothing", nothing, all) : OK;
}

static Status work(Work *w, Error *e) {
    Lab *lab = w->lab;
    Pool pool = {.plan = lab->plan,
                 .engine = lab->engine,
                 .folder = lab->folder,
                 .jobs = lab->jobs,
                 .states = lab->states,
                 .watch = {.changed = changed, .tick = tick, .context = w}};
    Status s = pool_run(&pool, e);
    if (!s) s = count_bad(lab, e);

    w->manifest.status = s == OK ? "done" : s == ERR_INTERRUPTED ? "interrupted" : "failed";
    w->manifest.ended = time(NULL);
    Error unsaved = {0};
    if (save(w, &unsaved)) {
        *e = unsaved;
        s = unsaved.status;
    }
    return s;
}

Status lab_run(Lab *lab, Error *e) {
    Work w = {.lab = lab,
              .manifest = {.plan = lab->plan,
                           .states = lab->states,
                           .kernel = lab->engine->name,
                           .jobs = lab->jobs,
                           .argc = lab->argc,
                           .argv = lab->argv,
                           .status = "running",
                           .started = time(NULL)},
              .next_save = clock_seconds() + SAVE_SECONDS};
    int lock;
    interrupt_hold();
    Status s = folder_take(lab->folder, lab->restart, &lock, e);
    if (!s) {
        s = prepare(&w, e);
        if (!s) s = work(&w, e);
        close(lock);
    }
    interrupt_release();
    return s;
}
