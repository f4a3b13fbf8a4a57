// `regrun check --config F`: reads the config and the data, and says what would run.
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/files.h"
#include "base/lookup.h"
#include "cli/args.h"
#include "cli/commands.h"
#include "cli/configs.h"
#include "cli/cost.h"
#include "cli/guessing.h"
#include "cli/terminal.h"
#include "config/asked.h"
#include "config/expect.h"
#include "config/experiment.h"
#include "config/resolved.h"
#include "lab/folder.h"
#include "lab/plan.h"
#include "report/table.h"

// The arguments as given.
typedef struct Options {
    ArgList config;
    const char *out, *seeds;
    ArgList set;
    bool quiet, help;
} Options;

enum { LABEL_COLUMNS = 12, SEEDS_SHOWN = 12 };

static const Patience patience = {.kind = 0.06, .all = 0.5};

static void label(Text *out, const char *name) {
    text_printf(out, "%-*s", LABEL_COLUMNS, name);
}

// --- What would run

static void add_seeds(const Experiment *x, Text *out) {
    label(out, "seeds");
    text_printf(out, "%d:", x->seed_count);
    int shown = x->seed_count <= SEEDS_SHOWN ? x->seed_count : SEEDS_SHOWN;
    for (int i = 0; i < shown; i++) text_printf(out, " %" PRIu64, x->seeds[i]);
    text_add(out, shown < x->seed_count ? " ...\n" : "\n");
}

// What differs between the settings, and what a run of each costs; one line for each.
static void add_settings(const Experiment *x, const Estimate *cost, Text *out) {
    Arena arena = {0};
    TextTable t = table_begin(&arena, "settings", 1);
    table_column(&t, "setting", true);
    for (int i = 0; i < x->varied_count; i++)
        if (x->differs[i]) table_column(&t, x->varied[i], true);
    cost_columns(&t);
    for (int row = 0; row < x->setting_count; row++) {
        table_cell_text(&t, x->settings[row].name);
        for (int i = 0; i < x->varied_count; i++) {
            if (!x->differs[i]) continue;
            Text value = {0};
            experiment_value(x, row, x->varied[i], &value);
            table_cell(&t, &value);
        }
        cost_cells(&t, cost, row);
    }
    text_add(out, "\n");
    table_terminal(out, &t, terminal_columns(stdout), false, terminal_unicode());
    arena_free(&arena);
}

// Where settings may stop early: how many epochs there are at most, and what each looks at.
static void add_stopping(const Experiment *x, Text *out) {
    for (int i = 0; i < x->setting_count; i++) {
        const TrainSpec *train = &x->settings[i].spec.train;
        if (train->stop.patience == 0) continue;
        label(out, "stopping");
        text_printf(out,
                    "%s: at most %d epochs; ends after %d evaluation%s without a lower %s loss, and keeps the %s "
                    "weights\n",
                    x->settings[i].name, train->epochs, train->stop.patience, train->stop.patience == 1 ? "" : "s",
                    train->stop.select_on == STOP_ON_TEST ? "TEST" : "validation",
                    train->stop.keep == STOP_KEEP_BEST ? "best" : "last");
    }
}

// Each tuned setting, and among how many it is chosen.
static void add_tunings(const Experiment *x, Text *out) {
    for (int i = 0; x->tunes && i < x->setting_count; i++) {
        const Setting *own = &x->settings[i];
        int count = 0;
        bool first = own->candidate_of;
        for (int k = 0; own->candidate_of && k < x->setting_count; k++) {
            const char *other = x->settings[k].candidate_of;
            if (!other || strcmp(other, own->candidate_of) != 0) continue;
            first &= k >= i;
            count++;
        }
        if (!first) continue;
        label(out, "tuning");
        text_printf(out, "%s: the best of %d candidates by the validation loss, %s\n", own->candidate_of, count,
                    own->choose == CHOOSE_PER_SEED ? "for each seed" : "one for all seeds");
    }
}

static void add_plan(const Experiment *x, const Plan *plan, Text *out) {
    label(out, "experiment");
    text_printf(out, "%s%s%s\n", x->name, *x->about ? ": " : "", x->about);
    if (x->claim.chapter) {
        label(out, "claim");
        text_printf(out, "%s%s%s%s\n", x->claim.says, *x->claim.by ? " (" : "", x->claim.by, *x->claim.by ? ")" : "");
    }
    add_seeds(x, out);
    if (plan->folds > 0) {
        label(out, "folds");
        text_printf(out, "%d: seed s tests on fold s mod %d of repeat s div %d\n", plan->folds, plan->folds,
                    plan->folds);
    }
    label(out, "runs");
    text_printf(out, "%d: %d setting%s under %d seed%s\n", plan->run_count, x->setting_count,
                x->setting_count == 1 ? "" : "s", x->seed_count, x->seed_count == 1 ? "" : "s");
    add_tunings(x, out);
    add_stopping(x, out);
    if (x->primary) {
        label(out, "primary");
        text_printf(out, "%s\n", x->primary);
    }
    for (int i = 0; i < x->expect_count; i++) {
        label(out, i == 0 ? "expects" : "");
        text_printf(out, "%s\n", x->expect[i].say);
    }
    const unsigned metrics = x->settings[0].spec.train.metrics;
    if (metrics == 0) return;
    label(out, "metrics");
    asked_text(&asked_metrics, metrics, out);
    text_add(out, "\n");
}

// --- The data

// "256 256" as "-256-256".
static void add_widths(const ModelSpec *model, Text *out) {
    for (int i = 0; i < model->hidden_count; i++) text_printf(out, "-%d", model->hidden[i]);
}

static void add_residual(const ModelSpec *model, Text *out) {
    if (model->skip == 0 || model->hidden_count == 0) return;
    const int count = (model->hidden_count - 1) / model->skip;
    text_printf(out, ", with %d residual block%s", count, count == 1 ? "" : "s");
    if (model_branches(model) > 1) text_printf(out, " of %d branches", model_branches(model));
}

static void add_answers(const Dataset *data, Text *out) {
    if (data->classes)
        text_printf(out, "%d classes", data->classes);
    else if (data->targets > 1)
        text_printf(out, "%d numbers to predict", data->targets);
    else
        text_add(out, "a number to predict");
}

// The sizes that the first seed of a setting sees, and what guessing scores.
static Status add_data(const Plan *plan, int setting, Text *out, Error *e) {
    const Experiment *x = plan->experiment;
    const Source *source = plan_source(plan, setting);
    const Dataset *data = &source->train;
    Arena arena = {0};
    Split split;
    Status s = source_split(source, x->seeds[0], &arena, &split, e);
    if (!s) {
        label(out, "data");
        experiment_value(x, setting, "data.source", out);
        text_printf(out, ": %d feature%s, ", data->features, data->features == 1 ? "" : "s");
        add_answers(data, out);
        text_printf(out, "; %d samples to train on, %d to test on", split.train.size, split.test.size);
        if (split.validation.size > 0) text_printf(out, ", %d to choose on", split.validation.size);
        text_add(out, "\n");
        label(out, "guessing");
        s = guessing_add(x, source, &split, out, e);
    }
    arena_free(&arena);
    return s;
}

static void add_network(const Plan *plan, int setting, Text *out) {
    const Dataset *data = &plan_source(plan, setting)->train;
    const ModelSpec *model = &plan->experiment->settings[setting].spec.model;
    label(out, "network");
    text_printf(out, "%d", data->features);
    add_widths(model, out);
    text_printf(out, "-%d", data->classes ? data->classes : data->targets);
    add_residual(model, out);
    text_add(out, "\n");
}

// Which data, widths and blocks a setting has, which needs no look at the data; equal texts for equal ones.
static const char *network_of(const Plan *plan, int setting, Arena *arena) {
    const ModelSpec *model = &plan->experiment->settings[setting].spec.model;
    Text text = {0};
    text_printf(&text, "%d %d %d", plan->setting_source[setting], model->skip, model->shake_shake);
    add_widths(model, &text);
    return text_keep(&text, arena);
}

static Status data_text(const Plan *plan, int setting, const char **data, Arena *arena, Error *e) {
    Text text = {0};
    Status s = add_data(plan, setting, &text, e);
    *data = text_keep(&text, arena);
    return s || *data ? s : error_memory(e);
}

// Data and network of each setting as text; like[i]: the first of which the same is said.
static Status make_blocks(const Plan *plan, const char **block, int *like, Arena *arena, Error *e) {
    Lookup networks = {0}, blocks = {0};
    const char **data = arena_take(arena, (size_t)plan->source_count, sizeof *data); // of each source
    Status s = data ? OK : error_memory(e);
    for (int i = 0; !s && i < plan->experiment->setting_count; i++) {
        const char *network = network_of(plan, i, arena);
        const int first = network ? lookup_add(&networks, arena, network, i) : -1;
        if (first < 0) return error_memory(e);
        block[i] = block[first];
        like[i] = like[first];
        if (first < i) continue;
        const int source = plan->setting_source[i];
        if (!data[source] && (s = data_text(plan, i, &data[source], arena, e))) break;
        Text text = {0};
        text_add(&text, data[source]);
        add_network(plan, i, &text);
        block[i] = text_keep(&text, arena);
        like[i] = block[i] ? lookup_add(&blocks, arena, block[i], i) : -1;
        if (like[i] < 0) s = error_memory(e);
    }
    return s;
}

static void add_names(const Experiment *x, const int *like, int first, Text *out) {
    int count = 0;
    label(out, "for");
    for (int i = first; i < x->setting_count; i++)
        if (like[i] == first) text_printf(out, "%s%s", count++ ? ", " : "", x->settings[i].name);
    text_add(out, "\n");
}

static void add_blocks(const Experiment *x, const char *const *block, const int *like, Text *out) {
    bool all_same = true;
    for (int i = 1; i < x->setting_count; i++) all_same &= like[i] == 0;
    for (int i = 0; i < x->setting_count; i++) {
        if (like[i] < i) continue;
        if (!all_same) add_names(x, like, i, out);
        text_add(out, block[i]);
    }
}

// Data and network, once for all settings of which the same is said; under their names where there are others.
static Status add_all_data(const Plan *plan, Text *out, Error *e) {
    Arena arena = {0};
    const size_t settings = (size_t)plan->experiment->setting_count;
    const char **block = arena_take(&arena, settings, sizeof *block);
    int *like = arena_take(&arena, settings, sizeof *like);
    Status s = block && like ? make_blocks(plan, block, like, &arena, e) : error_memory(e);
    if (!s) add_blocks(plan->experiment, block, like, out);
    arena_free(&arena);
    return s;
}

// --- The command

static void add_folder(const char *folder, Text *out) {
    Error state = {0};
    label(out, "results");
    text_printf(out, "%s\n", folder);
    if (folder_check(folder, false, &state)) text_printf(out, "%*snote: %s\n", LABEL_COLUMNS, "", state.text);
}

// What all runs cost.
static Status add_cost(const Plan *plan, const Estimate *cost, Text *out, Error *e) {
    const Experiment *x = plan->experiment;
    Arena arena = {0};
    int *runs = arena_take(&arena, (size_t)x->setting_count, sizeof *runs);
    if (!runs) return error_memory(e);
    for (int i = 0; i < x->setting_count; i++) runs[i] = x->seed_count;
    label(out, "time");
    cost_add_times(cost, runs, 0, out);
    text_add(out, "\n");
    label(out, "memory");
    cost_add_memory(cost, runs, 0, out);
    text_add(out, "\n");
    if (x->settings[0].spec.train.probes) {
        label(out, "instruments");
        cost_add_instruments(cost, runs, out);
        text_add(out, "\n");
    }
    arena_free(&arena);
    return OK;
}

static Status describe(const Plan *plan, const Estimate *cost, const char *folder, Text *out, Error *e) {
    const Experiment *x = plan->experiment;
    Arena arena = {0};
    Notes notes = {.arena = &arena};
    text_printf(out, "%s can run.\n\n", x->path);
    add_plan(x, plan, out);
    Status s = add_all_data(plan, out, e);
    if (!s) s = add_cost(plan, cost, out, e);
    if (!s) add_folder(folder, out);
    if (!s) add_settings(x, cost, out);
    if (!s) plan_notes(plan, &notes);
    if (!s) cost_notes(cost, &notes);
    for (int i = 0; i < notes.count; i++) text_printf(out, "\nnote: %s\n", notes.text[i]);
    if (notes.failed) s = error_memory(e);
    arena_free(&arena);
    return s;
}

static Status check_plan(Experiment *x, const Options *o, const char *folder, Text *out, Error *e) {
    Plan plan = {0};
    Estimate cost = {0};
    Status s = plan_make(&plan, x, e);
    if (!s) s = plan_open(&plan, e);
    if (!s) s = expect_check_layers(x, engine_list()[0], e);
    if (!s && !o->quiet) s = cost_estimate(&cost, &plan, patience, e);
    if (!s && !o->quiet) s = describe(&plan, &cost, folder, out, e);
    estimate_close(&cost);
    plan_close(&plan);
    return s;
}

// One config; `names` as configs_folder has it.
static int check(const Options *o, int config, const char **names, Arena *arena) {
    Overrides overrides = {.set_count = o->set.count, .set = o->set.item, .seeds = o->seeds};
    const char *folder;
    Experiment x;
    Error e;
    Text out = {0};
    Status s = experiment_read(&x, o->config.item[config], &overrides, &e);
    if (s) return command_fail(&e);
    s = configs_folder(&o->config, config, x.name, names, o->out, arena, &folder, &e);
    if (!s && config > 0 && !o->quiet) text_add(&out, "\n");
    if (!s) s = check_plan(&x, o, folder, &out, &e);
    experiment_free(&x);
    if (!s) {
        Text shown = {0};
        text_add_message(&shown, out.data ? out.data : "");
        shown.failed |= out.failed;
        text_free(&out);
        return command_print(&shown);
    }
    text_free(&out);
    return command_fail(&e);
}

// All of them; the code is the first that is not 0.
static int check_all(const Options *o, Arena *arena) {
    Error e;
    int code = 0;
    const char **names = arena_take(arena, (size_t)o->config.count, sizeof *names);
    if (!names) return error_memory(&e), command_fail(&e);
    for (int i = 0; i < o->config.count; i++) {
        const int own = check(o, i, names, arena);
        if (!code) code = own;
    }
    return code;
}

static const char help[] =
    "usage: regrun check --config FILE [options]\n\n"
    "Checks a config and its data, and says what would run and what it would cost. Nothing is written, and nothing is\n"
    "run but some steps to see how fast they are here.\n\noptions\n";

int command_check(int argc, char **argv) {
    Options o = {0};
    const Arg table[] = {
        {"config", 'c', ARG_LIST, &o.config, "FILE", "the experiment; repeatable"},
        {"set", 's', ARG_LIST, &o.set, "KEY=VALUE", "override an option for all settings; repeatable"},
        {"seeds", 0, ARG_TEXT, &o.seeds, "N", "seeds 1 to N, or a list as in 1,2,7"},
        {"out", 'o', ARG_TEXT, &o.out, "DIR",
         "results folder; results/<name> where it is not given.\n"
         "Of several configs DIR/<name>"},
        {"quiet", 'q', ARG_FLAG, &o.quiet, NULL, "print only what is wrong, and estimate nothing"},
        {"help", 'h', ARG_FLAG, &o.help, NULL, "print this"},
    };
    enum { COUNT = sizeof table / sizeof *table };
    Arena arena = {0};
    Error e;
    Status s = args_read(table, COUNT, argc, argv, NULL, &arena, &e);
    if (!s && !o.help) s = configs_check(&o.config, "regrun check --config bn_vs_dropout.json", &e);
    int code = s ? command_fail(&e) : o.help ? command_help(help, table, COUNT, "") : check_all(&o, &arena);
    arena_free(&arena);
    return code;
}
