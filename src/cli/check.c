// `regrun check --config F`: reads the config and the data, and says what would run.
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/files.h"
#include "cli/args.h"
#include "cli/commands.h"
#include "cli/terminal.h"
#include "config/experiment.h"
#include "config/metrics.h"
#include "config/resolved.h"
#include "data/baseline.h"
#include "lab/folder.h"
#include "lab/plan.h"
#include "report/table.h"

// The arguments as given.
typedef struct Options {
    const char *config, *out, *seeds;
    ArgList set;
    bool help;
} Options;

enum { LABEL_COLUMNS = 12, SEEDS_SHOWN = 12 };

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

// What differs between the settings, one line for each.
static void add_settings(const Experiment *x, Text *out) {
    Arena arena = {0};
    TextTable t = table_begin(&arena, "settings", x->varied_count > 0); // names alone are no key of anything
    table_column(&t, "setting", true);
    for (int i = 0; i < x->varied_count; i++) table_column(&t, x->varied[i], true);
    for (int row = 0; row < x->setting_count; row++) {
        table_cell_text(&t, x->settings[row].name);
        for (int i = 0; i < x->varied_count; i++) {
            Text value = {0};
            experiment_value(x, row, x->varied[i], &value);
            table_cell(&t, &value);
        }
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

static void add_plan(const Experiment *x, const Plan *plan, Text *out) {
    label(out, "experiment");
    text_printf(out, "%s%s%s\n", x->name, *x->about ? ": " : "", x->about);
    add_seeds(x, out);
    if (plan->folds > 0) {
        label(out, "folds");
        text_printf(out, "%d: seed s tests on fold s mod %d of repeat s div %d\n", plan->folds, plan->folds,
                    plan->folds);
    }
    label(out, "runs");
    text_printf(out, "%d: %d setting%s under %d seed%s\n", plan->run_count, x->setting_count,
                x->setting_count == 1 ? "" : "s", x->seed_count, x->seed_count == 1 ? "" : "s");
    add_stopping(x, out);
    if (x->primary) {
        label(out, "primary");
        text_printf(out, "%s\n", x->primary);
    }
    const unsigned metrics = x->settings[0].spec.train.metrics;
    if (metrics == 0) return;
    label(out, "metrics");
    metrics_text(metrics, out);
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

// What the scores must beat: always the same answer.
static Status add_guess(const Split *split, Text *out, Error *e) {
    const Dataset *data = split->test.data;
    label(out, "guessing");
    if (data->classes) {
        int32_t class;
        double accuracy;
        Status s = baseline_accuracy(split, &class, &accuracy, e);
        if (s) return s;
        text_printf(out, "always \"%s\" scores a test accuracy of %.3g\n", data->class_names[class], accuracy);
        return OK;
    }
    text_add(out, "always the mean scores a test RMSE of ");
    for (int32_t k = 0; k < data->targets; k++) text_printf(out, "%s%.3g", k ? ", " : "", baseline_rmse(split, k));
    text_add(out, "\n");
    return OK;
}

// The sizes that the first seed of a setting sees.
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
        s = add_guess(&split, out, e);
        label(out, "network");
        text_printf(out, "%d", data->features);
        add_widths(&x->settings[setting].spec.model, out);
        text_printf(out, "-%d", data->classes ? data->classes : data->targets);
        add_residual(&x->settings[setting].spec.model, out);
        text_add(out, "\n");
    }
    arena_free(&arena);
    return s;
}

// Whether two settings have the same data, widths and blocks, which needs no look at the data.
static bool alike(const Plan *plan, int a, int b) {
    const ModelSpec *x = &plan->experiment->settings[a].spec.model, *y = &plan->experiment->settings[b].spec.model;
    return plan_source(plan, a) == plan_source(plan, b) && x->hidden_count == y->hidden_count && x->skip == y->skip &&
           x->shake_shake == y->shake_shake &&
           memcmp(x->hidden, y->hidden, (size_t)x->hidden_count * sizeof *x->hidden) == 0;
}

// Data and network of each setting as text; memory from `arena`.
static Status make_blocks(const Plan *plan, const char **block, Arena *arena, Error *e) {
    Status s = OK;
    for (int i = 0; !s && i < plan->experiment->setting_count; i++) {
        int first = 0;
        while (!alike(plan, first, i)) first++;
        block[i] = block[first];
        if (first < i) continue;
        Text text = {0};
        s = add_data(plan, i, &text, e);
        block[i] = text_keep(&text, arena);
        if (!s && !block[i]) s = error_memory(e);
    }
    return s;
}

static void add_names(const Experiment *x, const char *const *block, int like, Text *out) {
    int count = 0;
    label(out, "for");
    for (int i = 0; i < x->setting_count; i++)
        if (strcmp(block[i], block[like]) == 0) text_printf(out, "%s%s", count++ ? ", " : "", x->settings[i].name);
    text_add(out, "\n");
}

static void add_blocks(const Experiment *x, const char *const *block, Text *out) {
    bool all_same = true;
    for (int i = 1; i < x->setting_count; i++) all_same &= strcmp(block[i], block[0]) == 0;
    for (int i = 0; i < x->setting_count; i++) {
        int first = 0;
        while (strcmp(block[first], block[i]) != 0) first++;
        if (first < i) continue;
        if (!all_same) add_names(x, block, i, out);
        text_add(out, block[i]);
    }
}

// Data and network, once for all settings of which the same is said; under their names where there are others.
static Status add_all_data(const Plan *plan, Text *out, Error *e) {
    Arena arena = {0};
    const char **block = arena_take(&arena, (size_t)plan->experiment->setting_count, sizeof *block);
    if (!block) return error_memory(e);
    Status s = make_blocks(plan, block, &arena, e);
    if (!s) add_blocks(plan->experiment, block, out);
    arena_free(&arena);
    return s;
}

// --- The command

static Status add_folder(const Experiment *x, const char *given, Text *out, Error *e) {
    Arena arena = {0};
    Error state = {0};
    const char *folder = given ? given : path_join(&arena, "results", x->name);
    Status s = folder ? OK : error_memory(e);
    if (folder) {
        label(out, "results");
        text_printf(out, "%s\n", folder);
        if (folder_check(folder, false, &state)) text_printf(out, "%*snote: %s\n", LABEL_COLUMNS, "", state.text);
    }
    arena_free(&arena);
    return s;
}

static Status describe(Experiment *x, const char *folder, Text *out, Error *e) {
    Plan plan = {0};
    Status s = plan_make(&plan, x, e);
    if (!s) s = plan_open(&plan, e);
    if (!s) {
        text_printf(out, "%s can run.\n\n", x->path);
        add_plan(x, &plan, out);
        s = add_all_data(&plan, out, e);
    }
    if (!s) s = add_folder(x, folder, out, e);
    if (!s) add_settings(x, out);
    Notes notes = {.arena = &plan.arena};
    if (!s) plan_notes(&plan, &notes);
    for (int i = 0; i < notes.count; i++) text_printf(out, "\nnote: %s\n", notes.text[i]);
    if (notes.failed) s = error_memory(e);
    plan_close(&plan);
    return s;
}

static int check(const Options *o) {
    Overrides overrides = {.set_count = o->set.count, .set = o->set.item, .seeds = o->seeds};
    Experiment x;
    Error e;
    Text out = {0};
    Status s = experiment_read(&x, o->config, &overrides, &e);
    if (s) return command_fail(&e);
    s = describe(&x, o->out, &out, &e);
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

static const char help[] =
    "usage: regrun check --config FILE [options]\n\n"
    "Checks a config and its data, and says what would run. Nothing is run or written.\n\noptions\n";

int command_check(int argc, char **argv) {
    Options o = {0};
    const Arg table[] = {
        {"config", 'c', ARG_TEXT, &o.config, "FILE", "the experiment"},
        {"set", 's', ARG_LIST, &o.set, "KEY=VALUE", "override an option for all settings; repeatable"},
        {"seeds", 0, ARG_TEXT, &o.seeds, "N", "seeds 1 to N, or a list as in 1,2,7"},
        {"out", 'o', ARG_TEXT, &o.out, "DIR", "results folder; results/<name> where it is not given"},
        {"help", 'h', ARG_FLAG, &o.help, NULL, "print this"},
    };
    enum { COUNT = sizeof table / sizeof *table };
    Arena arena = {0};
    Error e;
    Status s = args_read(table, COUNT, argc, argv, NULL, &arena, &e);
    if (!s && !o.help && !o.config)
        s = error_set(&e, ERR_USAGE, "--config FILE is missing; try regrun check --config bn_vs_dropout.json");
    int code = s ? command_fail(&e) : o.help ? command_help(help, table, COUNT, "") : check(&o);
    arena_free(&arena);
    return code;
}
