// `regrun status`: how far an experiment has come, by the files of its folder alone.
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/json_writer.h"
#include "cli/args.h"
#include "cli/commands.h"
#include "cli/progress.h"
#include "lab/grow.h"
#include "lab/scan.h"

#define LISTED_MOST 10 // runs of one state that are named

typedef struct Listing {
    const char *folder;
    bool json, help;
    Experiment x;
    Plan plan;
    RunState *states;
    int count[RUN_STATUSES];
    int shorter;         // of those that are missing, those that trained for fewer epochs
    double seconds_left; // of one processor, by the mean of those that are done; 0: not known
    Arena arena;
} Listing;

static Status read_states(Listing *l, Error *e) {
    Store store = {.fd = -1};
    Status s = grow_open(l->folder, &l->x, e);
    if (!s) s = plan_make(&l->plan, &l->x, e);
    if (!s) s = store_open(&store, l->folder, e);
    l->states = arena_take(&l->arena, (size_t)l->plan.run_count, sizeof *l->states);
    if (!s && !l->states) s = error_memory(e);
    if (!s) s = scan_runs(&store, &l->plan, l->states, false, &l->arena, e);
    store_close(&store);
    return s;
}

static bool is_done(const RunState *state) {
    return run_status_complete(state->status);
}

static void count_states(Listing *l) {
    double seconds = 0;
    int done = 0;
    for (int i = 0; i < l->plan.run_count; i++) {
        l->count[l->states[i].status]++;
        l->shorter += l->states[i].status == RUN_WAITING && l->states[i].epoch > 0;
        if (!is_done(&l->states[i])) continue;
        seconds += l->states[i].seconds;
        done++;
    }
    if (done > 0) l->seconds_left = seconds / done * (l->plan.run_count - done);
}

static void add_run(const Listing *l, int run, Text *out) {
    const RunState *state = &l->states[run];
    text_printf(out, "  %s, seed %" PRIu64, l->x.settings[l->plan.runs[run].setting].name,
                l->plan.runs[run].replicate.seed);
    if (state->message) text_printf(out, ": %s", state->message);
    text_add(out, "\n");
}

// The runs of a state, as many as are read.
static void add_runs(const Listing *l, RunStatus status, Text *out) {
    int shown = 0;
    if (l->count[status] == 0) return;
    text_printf(out, "\n%s:\n", run_status_seen(status));
    for (int i = 0; i < l->plan.run_count && shown < LISTED_MOST; i++) {
        if (l->states[i].status != status) continue;
        add_run(l, i, out);
        shown++;
    }
    if (shown < l->count[status]) text_printf(out, "  and %d more\n", l->count[status] - shown);
}

static void add_text(const Listing *l, Text *out) {
    const int done = l->count[RUN_DONE] + l->count[RUN_LEARNED_NOTHING] + l->count[RUN_DIVERGED];
    text_printf(out, "%s: %d of %d runs are done", l->folder, done, l->plan.run_count);
    for (RunStatus i = 0; i < RUN_STATUSES; i++)
        if (i != RUN_DONE && l->count[i] > 0) text_printf(out, ", %d %s", l->count[i], run_status_seen(i));
    text_add(out, "\n");
    if (l->shorter > 0)
        text_printf(out, "%d of those missing are there with fewer epochs than config.json asks for, and will go on\n",
                    l->shorter);
    if (l->seconds_left >= 0.5) {
        text_add(out, "left: about ");
        progress_duration(out, l->seconds_left);
        text_add(out, " of one processor, by the mean of those that are done\n");
    }
    add_runs(l, RUN_ELSEWHERE, out);
    add_runs(l, RUN_FAILED, out);
    add_runs(l, RUN_INTERRUPTED, out);
    if (done < l->plan.run_count)
        text_printf(out, "\nWhat is not done is done by: regrun --config %s/config.json --out %s\n", l->folder,
                    l->folder);
}

static void add_json(const Listing *l, Text *out) {
    JsonWriter w = {.out = out};
    json_object(&w, JSON_LINES);
    json_key(&w, "folder");
    json_text(&w, l->folder);
    json_key(&w, "total");
    json_whole(&w, l->plan.run_count);
    for (RunStatus i = 0; i < RUN_STATUSES; i++) {
        if (i == RUN_RUNNING) continue; // none of this process
        json_key(&w, i == RUN_LEARNED_NOTHING ? "learned_nothing" : run_status_seen(i));
        json_whole(&w, l->count[i]);
    }
    json_key(&w, "seconds_left");
    if (l->seconds_left > 0)
        json_float(&w, (float)l->seconds_left);
    else
        json_null(&w);
    json_key(&w, "runs");
    json_list(&w, JSON_LINES);
    for (int i = 0; i < l->plan.run_count; i++) {
        const RunState *state = &l->states[i];
        json_object(&w, JSON_INLINE);
        json_key(&w, "setting");
        json_text(&w, l->x.settings[l->plan.runs[i].setting].name);
        json_key(&w, "seed");
        json_unsigned(&w, l->plan.runs[i].replicate.seed);
        json_key(&w, "status");
        json_text(&w, run_status_seen(state->status));
        if (state->message) {
            json_key(&w, "message");
            json_text(&w, state->message);
        }
        json_end(&w);
    }
    json_end(&w);
    json_end(&w);
    text_add(out, "\n");
}

static int status(Listing *l) {
    Error e = {0};
    Text out = {0}, shown = {0};
    Status s = read_states(l, &e);
    if (s) return command_fail(&e);
    count_states(l);
    if (l->json) {
        add_json(l, &out);
        return command_print(&out);
    }
    add_text(l, &out);
    text_add_message(&shown, out.data ? out.data : "");
    shown.failed |= out.failed;
    text_free(&out);
    return command_print(&shown);
}

static const char help[] =
    "usage: regrun status DIR [--json]\n\n"
    "Says how far the experiment in a results folder has come: what is done, running (by whom, and when it last gave "
    "a\n"
    "sign of life), failed (and why), missing, and how much is left. Reads files only; nobody is asked.\n\noptions\n";

int command_status(int argc, char **argv) {
    Listing l = {0};
    ArgList folders = {0};
    const Arg table[] = {
        {"json", 0, ARG_FLAG, &l.json, NULL, "all of it as JSON, run by run"},
        {"help", 'h', ARG_FLAG, &l.help, NULL, "print this"},
    };
    enum { COUNT = sizeof table / sizeof *table };
    Error e = {0};
    Status s = args_read(table, COUNT, argc, argv, &folders, &l.arena, &e);
    if (!s && !l.help && folders.count != 1)
        s = error_set(&e, ERR_USAGE, "name one results folder, as in regrun status results/bn_vs_dropout");
    if (!s && !l.help) l.folder = folders.item[0];
    int code = s ? command_fail(&e) : l.help ? command_help(help, table, COUNT, "") : status(&l);
    plan_close(&l.plan);
    experiment_free(&l.x);
    arena_free(&l.arena);
    return code;
}
