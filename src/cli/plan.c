// `regrun plan`: which runs an experiment has, how far they are, and what is left would cost.
#include "cli/plan.h"

#include <inttypes.h>
#include <string.h>

#include "base/files.h"
#include "cli/commands.h"
#include "cli/cost.h"
#include "cli/terminal.h"
#include "config/resolved.h"
#include "lab/scan.h"

enum { LABEL_COLUMNS = 12, SETTINGS_SHOWN = 12 };

static const Patience patience = {.kind = 0.2, .all = 2};

// The arguments as given, but for those of the session.
typedef struct Options {
    Planning planning;
    ArgList only;
    const char *shard;
    bool list, csv, json, help;
    Arena arena;
} Options;

// --- Opening

static Status scan(Planning *p, Arena *arena, Error *e) {
    const Session *session = &p->session;
    Store store = {.fd = -1};
    if (!folder_exists(session->lab.folder)) return OK;
    Status s = store_open(&store, session->lab.folder, e);
    if (!s) s = scan_runs(&store, &session->plan, p->states, false, arena, e);
    store_close(&store);
    return s;
}

static Status choose(Options *o, const Selection *selection, Error *e) {
    Planning *p = &o->planning;
    const Plan *plan = &p->session.plan;
    p->states = arena_take(&o->arena, (size_t)plan->run_count, sizeof *p->states);
    p->chosen = arena_take(&o->arena, (size_t)plan->run_count, sizeof *p->chosen);
    p->left = arena_take(&o->arena, (size_t)plan->experiment->setting_count, sizeof *p->left);
    if (!p->states || !p->chosen || !p->left) return error_memory(e);
    Status s = scan(p, &o->arena, e);
    if (!s) s = selection_apply(selection, plan, p->states, p->chosen, e);
    for (int i = 0; !s && i < plan->run_count; i++) {
        if (!p->chosen[i]) continue;
        p->chosen_count++;
        p->count[p->states[i].status]++;
        p->left[plan->runs[i].setting] += !run_status_complete(p->states[i].status);
    }
    return s;
}

static Status open_plan(Options *o, Error *e) {
    Planning *p = &o->planning;
    Selection selection = {.only_count = o->only.count, .only = o->only.item};
    Status s = selection_shard(o->shard, &selection, e);
    if (!s) s = session_open(&p->session, e);
    if (s) return s;
    selection.asked = p->session.lab.selection.asked;
    s = selection_check(&selection, &p->session.plan, e);
    if (!s) s = choose(o, &selection, e);
    if (!s && !o->list) s = cost_estimate(&p->cost, &p->session.plan, o->csv ? (Patience){0} : patience, e);
    return s;
}

// --- A summary

static void label(Text *out, const char *name) {
    text_printf(out, "%-*s", LABEL_COLUMNS, name);
}

static void add_runs(const Planning *p, Text *out) {
    const Experiment *x = p->session.plan.experiment;
    label(out, "experiment");
    text_printf(out, "%s%s%s\n", x->name, *x->about ? ": " : "", x->about);
    label(out, "runs");
    text_printf(out, "%d: %d setting%s under %d seed%s", p->session.plan.run_count, x->setting_count,
                x->setting_count == 1 ? "" : "s", x->seed_count, x->seed_count == 1 ? "" : "s");
    if (p->chosen_count < p->session.plan.run_count) text_printf(out, "; %d of them are chosen", p->chosen_count);
    text_add(out, "\n");
    label(out, "results");
    text_add(out, p->session.lab.folder);
    if (!folder_exists(p->session.lab.folder)) text_add(out, ", which is not there yet");
    for (RunStatus i = 0, n = 0; i < RUN_STATUSES; i++)
        if (p->count[i] > 0) text_printf(out, "%s%d %s", n++ ? ", " : ": ", p->count[i], run_status_seen(i));
    text_add(out, "\n");
}

// "269322", or "4994 to 5122".
static void add_span(const char *name, int64_t least, int64_t most, Text *out) {
    label(out, name);
    text_printf(out, "%" PRId64, least);
    if (most > least) text_printf(out, " to %" PRId64, most);
    text_add(out, "\n");
}

static void add_instruments(const Planning *p, Text *out) {
    if (!p->session.plan.experiment->settings[0].spec.train.probes) return;
    label(out, "instruments");
    cost_add_instruments(&p->cost, p->left, out);
    text_add(out, "\n");
}

static void add_cost(const Planning *p, Text *out) {
    const SettingCost *cost = p->cost.setting;
    int64_t parameters[2] = {INT64_MAX, 0}, steps[2] = {INT64_MAX, 0};
    int left = 0;
    for (int i = 0; i < p->session.plan.experiment->setting_count; i++) {
        if (cost[i].parameters < parameters[0]) parameters[0] = cost[i].parameters;
        if (cost[i].parameters > parameters[1]) parameters[1] = cost[i].parameters;
        if (cost[i].steps < steps[0]) steps[0] = cost[i].steps;
        if (cost[i].steps > steps[1]) steps[1] = cost[i].steps;
        left += p->left[i];
    }
    add_span("parameters", parameters[0], parameters[1], out);
    add_span("steps", steps[0], steps[1], out);
    label(out, "left");
    if (left == 0) {
        text_add(out, "nothing\n");
        return;
    }
    text_printf(out, "%d run%s: ", left, left == 1 ? "" : "s");
    cost_add_times(&p->cost, p->left, p->jobs, out);
    text_add(out, "\n");
    label(out, "memory");
    cost_add_memory(&p->cost, p->left, p->jobs, out);
    text_add(out, "\n");
}

// The first settings; a screen has no room for more.
static void add_settings(const Planning *p, Text *out) {
    const Experiment *x = p->session.plan.experiment;
    const int shown = x->setting_count <= SETTINGS_SHOWN ? x->setting_count : SETTINGS_SHOWN;
    Arena arena = {0};
    TextTable t = table_begin(&arena, "settings", 1);
    table_column(&t, "setting", true);
    cost_columns(&t);
    table_column(&t, "left", false);
    for (int i = 0; i < shown; i++) {
        Text cell = {0};
        table_cell_text(&t, x->settings[i].name);
        cost_cells(&t, &p->cost, i);
        text_printf(&cell, "%d", p->left[i]);
        table_cell(&t, &cell);
    }
    text_add(out, "\n");
    table_terminal(out, &t, terminal_columns(stdout), false, terminal_unicode());
    if (shown < x->setting_count) text_printf(out, "and %d more; --csv has them all\n", x->setting_count - shown);
    arena_free(&arena);
}

static int summarize(Options *o) {
    Planning *p = &o->planning;
    Text out = {0}, shown = {0};
    Notes notes = {.arena = &o->arena};
    add_runs(p, &out);
    add_cost(p, &out);
    add_instruments(p, &out);
    add_settings(p, &out);
    cost_notes(&p->cost, &notes);
    for (int i = 0; i < notes.count; i++) text_printf(&out, "\nnote: %s\n", notes.text[i]);
    text_add_message(&shown, out.data ? out.data : "");
    shown.failed |= out.failed || notes.failed;
    text_free(&out);
    return command_print(&shown);
}

// --- The command

static int plan(Options *o) {
    Error e = {0};
    const Planning *p = &o->planning;
    if (open_plan(o, &e)) return command_fail(&e);
    if (!o->list && !o->csv && !o->json) return summarize(o);
    Status s = o->list ? plan_list(p, &e) : o->csv ? plan_csv(p, &e) : plan_json(p, &e);
    return s ? command_fail(&e) : OK;
}

static const char help[] =
    "usage: regrun plan --config FILE [options]\n\n"
    "Says which runs an experiment has, how far they are by what stands in its results folder, and what is left would\n"
    "cost here. Nothing is written, and nothing is run but some steps to see how fast they are.\n\noptions\n";

int command_plan(int argc, char **argv) {
    Options o = {0};
    Session *session = &o.planning.session;
    const Arg table[] = {
        {"config", 'c', ARG_TEXT, &session->config, "FILE", "the experiment"},
        {"set", 's', ARG_LIST, &session->set, "KEY=VALUE", "override an option for all settings; repeatable"},
        {"seeds", 0, ARG_TEXT, &session->seeds, "N", "seeds 1 to N, or a list as in 1,2,7"},
        {"out", 'o', ARG_TEXT, &session->folder, "DIR", "results folder; results/<name> where it is not given"},
        {"list", 0, ARG_FLAG, &o.list, NULL, "only the IDs of the runs that are not done, one on each line"},
        {"csv", 0, ARG_FLAG, &o.csv, NULL, "a row for each run: ID, setting, seed, options, size, status"},
        {"json", 0, ARG_FLAG, &o.json, NULL, "all of it as JSON, with the estimate"},
        {"only", 0, ARG_LIST, &o.only, "WHICH",
         "only runs that failed, are missing or interrupted (failed,missing),\n"
         "or of settings of such a name ('bn*'); repeatable"},
        {"shard", 0, ARG_TEXT, &o.shard, "I/N", "only the I-th of N parts of the runs"},
        {"jobs", 'j', ARG_COUNT, &o.planning.jobs, "N",
         "runs at the same time, for the estimate; all processors if not given"},
        {"help", 'h', ARG_FLAG, &o.help, NULL, "print this"},
    };
    enum { COUNT = sizeof table / sizeof *table };
    Error e = {0};
    Status s = args_read(table, COUNT, argc, argv, NULL, &o.arena, &e);
    if (!s && !o.help && !session->config)
        s = error_set(&e, ERR_USAGE, "--config FILE is missing; try regrun plan --config bn_vs_dropout.json");
    if (!s && o.list + o.csv + o.json > 1) s = error_set(&e, ERR_USAGE, "give one of --list, --csv and --json");
    if (!s && session->folder && !*session->folder) s = error_set(&e, ERR_USAGE, "--out needs the name of a folder");
    int code = s ? command_fail(&e) : o.help ? command_help(help, table, COUNT, "") : plan(&o);
    estimate_close(&o.planning.cost);
    session_close(session);
    arena_free(&o.arena);
    return code;
}
