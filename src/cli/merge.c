// `regrun merge`: shards and folders joined into one, and its log, tables and page made anew.
#include <stdint.h>
#include <stdio.h>

#include "base/files.h"
#include "cli/args.h"
#include "cli/commands.h"
#include "cli/terminal.h"
#include "lab/grow.h"
#include "lab/merge.h"
#include "lab/scan.h"
#include "report/report.h"

typedef struct Merging {
    ArgList folders; // the first is where all comes together
    bool partial, quiet, help;
    Experiment own, *joined; // of the first folder; [folders] with those that have come to it
    bool *made;              // [folders] which of these there are
    const Experiment *all;   // the last of them
    Plan plan;
    Merged merged;
    int missing, failed, running;
    Arena arena;
} Merging;

// The experiments of all folders as one; nothing is changed yet.
static Status join(Merging *m, Error *e) {
    const char *into = m->folders.item[0];
    Status s = grow_open(into, &m->own, e);
    m->joined = arena_take(&m->arena, (size_t)m->folders.count, sizeof *m->joined);
    m->made = arena_take(&m->arena, (size_t)m->folders.count, sizeof *m->made);
    if (!m->joined || !m->made) return error_memory(e);
    m->all = &m->own;
    for (int i = 1; !s && i < m->folders.count; i++) {
        Experiment other = {0};
        bool whole = false;
        s = grow_open(m->folders.item[i], &other, e);
        if (!s) s = grow_check(into, m->all, &other, m->folders.item[i], e);
        if (!s) s = grow_union(into, m->all, &other, &m->joined[i], &whole, &m->arena, e);
        if (!s && whole) { // it has all that was there, and perhaps more
            m->joined[i] = other;
            other = (Experiment){0};
        }
        if (!s) m->made[i] = true;
        if (!s) m->all = &m->joined[i];
        experiment_free(&other);
    }
    return s;
}

static Status count_states(Merging *m, const Store *store, Error *e) {
    RunState *states = arena_take(&m->arena, (size_t)m->plan.run_count, sizeof *states);
    if (!states) return error_memory(e);
    Status s = scan_runs(store, &m->plan, states, true, &m->arena, e);
    for (int i = 0; i < m->plan.run_count; i++) {
        m->missing += !run_status_complete(states[i].status);
        m->failed += states[i].status == RUN_FAILED;
        m->running += states[i].status == RUN_ELSEWHERE;
    }
    return s;
}

static Status work(Merging *m, Error *e) {
    Store store = {.fd = -1};
    Status s = join(m, e);
    if (!s) s = plan_make(&m->plan, (Experiment *)(uintptr_t)m->all, e);
    if (!s) s = store_open(&store, m->folders.item[0], e);
    for (int i = 1; !s && i < m->folders.count; i++)
        s = merge_runs(&store, m->folders.item[i], &m->plan, &m->merged, e);
    if (!s) s = count_states(m, &store, e);
    if (!s) s = merge_files(&store, m->all, e);
    if (!s) s = scan_clean(&store, &m->plan, e);
    store_close(&store);
    return s;
}

static Status conclude(const Merging *m, Error *e) {
    FILE *out = m->quiet ? fopen("/dev/null", "w") : stdout;
    if (!out) return error_errno(e, "cannot open /dev/null");
    Status s = report_after_run(m->folders.item[0], out, terminal_color(out), terminal_columns(out), NULL, e);
    if ((fflush(out) != 0 || ferror(out)) && !s) s = error_errno(e, "cannot write to standard output");
    if (out != stdout) fclose(out);
    return s;
}

// What is not as it should be.
static Status judge(const Merging *m, Error *e) {
    const char *folder = m->folders.item[0];
    if (m->merged.conflicts > 0)
        return error_set(e, ERR_RUNS, "%d runs came out twice, and not the same: %s/conflicts has the second copies",
                         m->merged.conflicts, folder);
    if (m->missing == 0 || m->partial) return OK;
    return error_set(
        e, ERR_RUNS,
        "%d of %d runs are not done (%d failed, %d under way); `regrun status %s` tells which, the command "
        "that made them does them, and with --partial this is no error",
        m->missing, m->plan.run_count, m->failed, m->running, folder);
}

static int merge(Merging *m) {
    Error e = {0};
    Status s = work(m, &e);
    if (!s && m->folders.count > 1 && !m->quiet)
        command_say("%d runs were copied, %d were there already\n", m->merged.copied, m->merged.same);
    if (!s && m->missing < m->plan.run_count) s = conclude(m, &e);
    if (!s) s = judge(m, &e);
    return s ? command_fail(&e) : OK;
}

static const char help[] =
    "usage: regrun merge DIR [OTHER...] [options]\n\n"
    "Joins results folders of one experiment (other seeds, settings, shards) into the first, and makes its log, "
    "tables\n"
    "and page anew from the runs that are there. Exits with 1 unless all runs are done.\n\noptions\n";

int command_merge(int argc, char **argv) {
    Merging m = {0};
    const Arg table[] = {
        {"partial", 0, ARG_FLAG, &m.partial, NULL, "runs that are missing are no error"},
        {"quiet", 'q', ARG_FLAG, &m.quiet, NULL, "print only what goes wrong"},
        {"help", 'h', ARG_FLAG, &m.help, NULL, "print this"},
    };
    enum { COUNT = sizeof table / sizeof *table };
    Error e = {0};
    Status s = args_read(table, COUNT, argc, argv, &m.folders, &m.arena, &e);
    if (!s && !m.help && m.folders.count == 0)
        s = error_set(&e, ERR_USAGE, "which results folder? As in regrun merge results/bn_vs_dropout");
    int code = s ? command_fail(&e) : m.help ? command_help(help, table, COUNT, "") : merge(&m);
    plan_close(&m.plan);
    for (int i = 1; m.made && i < m.folders.count; i++)
        if (m.made[i]) experiment_free(&m.joined[i]);
    experiment_free(&m.own);
    arena_free(&m.arena);
    return code;
}
