// `regrun verify`: computes runs of a results folder anew, elsewhere, and says whether they are the same, byte by byte.
#include "lab/verify.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/files.h"
#include "cli/args.h"
#include "cli/commands.h"
#include "lab/grow.h"
#include "lab/interrupt.h"
#include "lab/pool.h"

typedef struct Verifying {
    const char *folder;
    int sample, draw, jobs; // 0: not given
    bool quiet, help;
    Experiment x;
    Plan plan;
    Store there, now; // the results; a folder of our own for what is computed anew
    char *own;        // its path; NULL: there is none
    RunState *states; // [run_count]
    bool *chosen;     // [run_count]
    int chosen_count, shorter;
    int same, other, lost; // of those that are computed: differing, and those that could not be computed
    Error error;           // in reading what is compared
    Arena arena;
} Verifying;

// --- Before

static Status open_all(Verifying *v, Error *e) {
    Status s = grow_open(v->folder, &v->x, e);
    if (!s) s = plan_make(&v->plan, &v->x, e);
    if (!s) s = plan_open(&v->plan, e);
    if (!s) s = store_open(&v->there, v->folder, e);
    if (s) return s;
    v->states = arena_take(&v->arena, (size_t)v->plan.run_count, sizeof *v->states);
    v->chosen = arena_take(&v->arena, (size_t)v->plan.run_count, sizeof *v->chosen);
    if (!v->states || !v->chosen) return error_memory(e);
    s = verify_choose(&v->there, &v->plan, v->chosen, &v->shorter, e);
    if (!s && v->sample > 0) s = verify_sample(&v->plan, v->chosen, v->sample, v->draw ? v->draw : 1, e);
    for (int i = 0; !s && i < v->plan.run_count; i++) v->chosen_count += v->chosen[i];
    if (!s && v->chosen_count == 0)
        s = error_set(e, ERR_RUNS,
                      "%s: none of its runs is done, so that there is nothing to verify; `regrun status %s` "
                      "tells more",
                      v->folder, v->folder);
    return s;
}

// The folder for what is computed: in TMPDIR, or /tmp.
static Status make_own(Verifying *v, Error *e) {
    const char *above = getenv("TMPDIR");
    char *path = path_join(&v->arena, above && *above ? above : "/tmp", "regrun-verify-XXXXXX");
    if (!path) return error_memory(e);
    if (!mkdtemp(path)) return error_errno(e, "cannot make the folder %s; TMPDIR says where else", path);
    v->own = path;
    return store_open(&v->now, path, e);
}

// --- While it works

static void say(const Verifying *v, int run, const char *what, const char *more) {
    const Run *r = &v->plan.runs[run];
    Text line = {0}, shown = {0};
    text_printf(&line, "%d of %d  %s, seed %" PRIu64 ": %s%s%s\n", v->same + v->other + v->lost, v->chosen_count,
                v->x.settings[r->setting].name, r->replicate.seed, what, *more ? ": " : "", more);
    text_add_message(&shown, line.data ? line.data : "");
    if (shown.data) fputs(shown.data, stdout);
    fflush(stdout);
    text_free(&line);
    text_free(&shown);
}

// Compares a run that has just been computed, and takes it away again: a sweep's networks may be large.
static void compare(Verifying *v, int run) {
    Text folder = {0}, difference = {0};
    plan_folder(&v->plan, run, &folder);
    Status s = folder.failed ? error_memory(&v->error)
                             : verify_compare(&v->there, &v->now, folder.data, &difference, &v->error);
    if (!s) {
        const bool same = difference.size == 0;
        v->same += same;
        v->other += !same;
        if (!same) say(v, run, "NOT the same", difference.data);
        if (same && !v->quiet) say(v, run, "the same", "");
        store_remove(&v->now, folder.data, &v->error);
    }
    text_free(&folder);
    text_free(&difference);
}

static void changed(void *context, int run) {
    Verifying *v = context;
    const RunState *state = &v->states[run];
    if (v->error.status) return;
    if (run_status_complete(state->status)) compare(v, run);
    if (state->status != RUN_FAILED) return;
    v->lost++;
    say(v, run, "could NOT be computed", state->message ? state->message : "");
}

static Status compute(Verifying *v, const Engine *engine, Error *e) {
    Pool pool = {.plan = &v->plan,
                 .engine = engine,
                 .store = &v->now,
                 .jobs = v->jobs ? v->jobs : pool_processors(),
                 .states = v->states,
                 .chosen = v->chosen,
                 .arena = &v->arena,
                 .watch = {.changed = changed, .context = v}};
    if (pool.jobs > v->chosen_count) pool.jobs = v->chosen_count;
    Status s = pool_run(&pool, e);
    if (s || !v->error.status) return s;
    *e = v->error;
    return e->status;
}

static Status work(Verifying *v, const Engine *engine, Error *e) {
    Error left = {0};
    interrupt_hold();
    Status s = make_own(v, e);
    if (!s && !v->quiet)
        printf("%s: %d of %d runs are computed anew, with the kernel %s\n", v->folder, v->chosen_count,
               v->plan.run_count, engine->name);
    if (!s) s = compute(v, engine, e);
    store_close(&v->now);
    if (v->own && folder_remove(v->own, &left) && !s) {
        *e = left;
        s = left.status;
    }
    interrupt_release();
    return s;
}

// --- The end

static Status judge(const Verifying *v, Error *e) {
    if (v->other == 0 && v->lost == 0) {
        if (!v->quiet) printf("all %d are the same, byte by byte\n", v->same);
        return OK;
    }
    if (v->lost == 0)
        return error_set(e, ERR_RUNS, "%s: %d of %d runs are not the same when they are computed anew", v->folder,
                         v->other, v->chosen_count);
    return error_set(e, ERR_RUNS,
                     "%s: %d of %d runs are not the same when they are computed anew, %d could not be computed",
                     v->folder, v->other, v->chosen_count, v->lost);
}

static int verify(Verifying *v) {
    Error e = {0};
    const Engine *engine = engine_choose(getenv("REGRUN_KERNEL"), &e);
    if (!engine) return command_fail(&e);
    Status s = open_all(v, &e);
    if (!s && v->shorter > 0 && !v->quiet)
        command_say("note: %d runs were trained for fewer epochs than config.json asks for, and are left out\n",
                    v->shorter);
    if (!s) s = work(v, engine, &e);
    if (s == ERR_INTERRUPTED) {
        command_say("regrun: interrupted; %d of %d runs were verified, %d of them are not the same\n",
                    v->same + v->other, v->chosen_count, v->other);
        return ERR_INTERRUPTED;
    }
    if (!s) s = judge(v, &e);
    return s ? command_fail(&e) : OK;
}

static const char help[] =
    "usage: regrun verify DIR [options]\n\n"
    "Computes the finished runs of a results folder anew, in a temporary folder, and says of each whether its "
    "epochs.csv\n"
    "(and its network, where it was kept) comes out the same, byte by byte. The variable REGRUN_KERNEL chooses "
    "another\n"
    "build of the mathematics. Exits with 1 where a run is not the same, with 4 where its data are gone.\n\noptions\n";

int command_verify(int argc, char **argv) {
    Verifying v = {.there = {.fd = -1}, .now = {.fd = -1}};
    ArgList folders = {0};
    const Arg table[] = {
        {"sample", 0, ARG_COUNT, &v.sample, "N", "only so many runs, drawn at random, by the same draw the same ones"},
        {"draw", 0, ARG_COUNT, &v.draw, "K", "which draw; 1 where it is not given"},
        {"jobs", 'j', ARG_COUNT, &v.jobs, "N", "runs at the same time; all processors where it is not given"},
        {"quiet", 'q', ARG_FLAG, &v.quiet, NULL, "print only what is not the same"},
        {"help", 'h', ARG_FLAG, &v.help, NULL, "print this"},
    };
    enum { COUNT = sizeof table / sizeof *table };
    Error e = {0};
    Status s = args_read(table, COUNT, argc, argv, &folders, &v.arena, &e);
    if (!s && !v.help && folders.count != 1)
        s = error_set(&e, ERR_USAGE, "name one results folder, as in regrun verify results/bn_vs_dropout");
    if (!s && v.draw && !v.sample) s = error_set(&e, ERR_USAGE, "--draw chooses a sample; give --sample N as well");
    if (!s && !v.help) v.folder = folders.item[0];
    int code = s ? command_fail(&e) : v.help ? command_help(help, table, COUNT, "") : verify(&v);
    store_close(&v.there);
    plan_close(&v.plan);
    experiment_free(&v.x);
    arena_free(&v.arena);
    return code;
}
