// `regrun --config F`: an experiment from its config to its answer.
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/files.h"
#include "base/version.h"
#include "cli/args.h"
#include "cli/commands.h"
#include "cli/configs.h"
#include "cli/help.h"
#include "cli/progress.h"
#include "cli/terminal.h"
#include "config/experiment.h"
#include "lab/folder.h"
#include "lab/lab.h"
#include "lab/names.h"
#include "report/report.h"
#include "train/engine.h"

// The arguments as given.
typedef struct Options {
    ArgList config;
    const char *out, *seeds;
    ArgList set;
    int jobs; // 0: not given
    bool quiet, restart, help, version;
} Options;

// Everything that an experiment opens, in the order of opening.
typedef struct Session {
    Options options;
    Arena arena;
    Experiment experiment;
    Plan plan;
    Lab lab;
} Session;

static int print_version(void) {
    Text t = {0};
    text_add(&t, "regrun " REGRUN_VERSION "\nkernels that this CPU runs:");
    for (const Engine *const *engine = engine_list(); *engine; engine++) text_printf(&t, " %s", (*engine)->name);
    text_add(&t, "\n");
    return command_print(&t);
}

// Everything that can be refused is refused here, before anything is written. It is that of the config so many; `names`
// as configs_folder has it.
static Status open_session(Session *s, int config, const char **names, int argc, char **argv, Error *e) {
    const Options *o = &s->options;
    Overrides overrides = {.set_count = o->set.count, .set = o->set.item, .seeds = o->seeds};
    Lab *lab = &s->lab;

    Status status = experiment_read(&s->experiment, o->config.item[config], &overrides, e);
    if (status) return status;
    *lab = (Lab){.plan = &s->plan, .restart = o->restart, .argc = argc, .argv = argv};
    lab->engine = engine_choose(getenv("REGRUN_KERNEL"), e);
    if (!lab->engine) return e->status;
    status = configs_folder(&o->config, config, s->experiment.name, names, o->out, &s->arena, &lab->folder, e);
    if (!status) status = plan_make(&s->plan, &s->experiment, e);
    if (!status) status = folder_check(lab->folder, lab->restart, e);
    if (!status) status = plan_open(&s->plan, e);
    if (!status) status = lab_open(lab, e);
    lab->jobs = o->jobs ? o->jobs : pool_processors();
    if (lab->jobs > s->plan.run_count) lab->jobs = s->plan.run_count;
    return status;
}

static void close_session(Session *s) {
    lab_close(&s->lab);
    plan_close(&s->plan);
    experiment_free(&s->experiment);
    arena_free(&s->arena);
}

static void print_notes(Session *s) {
    Notes notes = {.arena = &s->arena};
    if (!s->options.quiet) plan_notes(&s->plan, &notes);
    for (int i = 0; i < notes.count; i++) command_say("note: %s\n", notes.text[i]);
}

// The paths of what was written, as far as it is there.
static void print_files(const Session *s, FILE *out) {
    Arena arena = {0};
    int width = 0;
    for (const Written *w = written; w->name; w++)
        if ((int)strlen(w->name) > width) width = (int)strlen(w->name);
    width += (int)strlen(s->lab.folder) + 1;
    fputs("\nWritten:\n", out);
    for (const Written *w = written; w->name; w++) {
        const char *path = path_join(&arena, s->lab.folder, w->name);
        if (path && file_exists(path)) fprintf(out, "  %-*s  %s\n", width, path, w->about);
    }
    arena_free(&arena);
}

// The table and the paths on stdout; with --quiet only the files.
static Status conclude(const Session *s, Error *e) {
    FILE *out = s->options.quiet ? fopen("/dev/null", "w") : stdout;
    if (!out) return error_errno(e, "cannot open /dev/null");
    Status status = report_after_run(s->lab.folder, out, terminal_color(out), terminal_columns(out), e);
    print_files(s, out);
    if ((fflush(out) != 0 || ferror(out)) && !status) status = error_errno(e, "cannot write to standard output");
    if (out != stdout) fclose(out);
    return status;
}

// What was lost and what was kept.
static int interrupted_end(const Session *s) {
    const Lab *lab = &s->lab;
    command_say(
        "regrun: interrupted; %d of %d runs were finished, %d stopped on the way. Every finished epoch is kept in "
        "%s/" FILE_LOG "\n",
        lab_count(lab, RUN_DONE) + lab_count(lab, RUN_LEARNED_NOTHING) + lab_count(lab, RUN_DIVERGED) +
            lab_count(lab, RUN_FAILED),
        lab->plan->run_count, lab_count(lab, RUN_INTERRUPTED), lab->folder);
    return ERR_INTERRUPTED;
}

static int run_experiment(Session *s) {
    Error e = {0}, report = {0};
    Progress progress;
    Status status;

    print_notes(s);
    progress_open(&progress, &s->lab, s->options.quiet);
    s->lab.watch = progress_watch(&progress);
    status = lab_run(&s->lab, &e);
    progress_close(&progress);

    if (status == ERR_INTERRUPTED) return interrupted_end(s);
    if (status && status != ERR_RUNS) return command_fail(&e);
    if (conclude(s, &report)) command_fail(&report);
    return status ? command_fail(&e) : (int)report.status;
}

// Which of several experiments begins, where somebody reads along.
static void announce(const Session *s, int i) {
    if (s->options.quiet || s->options.config.count == 1) return;
    if (i > 0) puts("");
    fflush(stdout);
    command_say("experiment %d of %d: %s\n", i + 1, s->options.config.count, s->experiment.name);
}

// All experiments are opened before the first one begins. The code is the first that is not 0.
static int run_all(const Options *o, Arena *arena, int argc, char **argv) {
    const int count = o->config.count;
    int code = 0;
    Error e = {0};
    Session *s = arena_take(arena, (size_t)count, sizeof *s);
    const char **names = arena_take(arena, (size_t)count, sizeof *names);
    if (!s || !names) return error_memory(&e), command_fail(&e);
    for (int i = 0; i < count; i++) {
        s[i].options = *o;
        if (!open_session(&s[i], i, names, argc, argv, &e)) continue;
        command_fail(&e);
        if (!code) code = (int)e.status;
    }
    const bool refused = code != 0;
    for (int i = 0, ended = 0; !refused && i < count && ended != ERR_INTERRUPTED; i++) {
        announce(&s[i], i);
        ended = run_experiment(&s[i]);
        if (!code) code = ended;
    }
    for (int i = 0; i < count; i++) close_session(&s[i]);
    return code;
}

static const char own_help[] =
    "usage: regrun run --config FILE [options]\n\n"
    "Trains every setting under every seed, logs every epoch, and compares. \"run\" may be left out.\n\noptions\n";

int command_run(int argc, char **argv) {
    Options options = {0}, *o = &options;
    Arena arena = {0};
    Error e = {0};
    const Arg table[] = {
        {"config", 'c', ARG_LIST, &o->config, "FILE",
         "the experiment; of several all are checked, then done one after the other"},
        {"set", 's', ARG_LIST, &o->set, "KEY=VALUE",
         "override an option for all settings (train.epochs=5); repeatable"},
        {"seeds", 0, ARG_TEXT, &o->seeds, "N", "seeds 1 to N, or a list as in 1,2,7, in place of the config's"},
        {"out", 'o', ARG_TEXT, &o->out, "DIR",
         "results folder; results/<name> where it is not given.\n"
         "Of several configs DIR/<name>"},
        {"jobs", 'j', ARG_COUNT, &o->jobs, "N",
         "runs at the same time; all processors where it is not given.\n"
         "The results do not depend on it"},
        {"restart", 0, ARG_FLAG, &o->restart, NULL, "remove the results that are in the folder and begin anew"},
        {"quiet", 'q', ARG_FLAG, &o->quiet, NULL, "print only what goes wrong"},
        {"help", 'h', ARG_FLAG, &o->help, NULL, "print this"},
        {"version", 'V', ARG_FLAG, &o->version, NULL, "print the version and the kernels that run here"},
    };
    size_t n = sizeof table / sizeof *table;
    int code;

    Status status = args_read(table, n, argc, argv, NULL, &arena, &e);
    if (!status && !o->help && !o->version)
        status = configs_check(&o->config, "--config bn_vs_dropout.json, or --help", &e);
    if (!status && o->out && !*o->out) status = error_set(&e, ERR_USAGE, "--out needs the name of a folder");
    if (status) {
        code = command_fail(&e);
    } else if (o->help && strcmp(argv[0], "run") == 0) {
        code = command_help(own_help, table, n, "\nregrun --help tells more: commands, examples, files, exit codes.\n");
    } else if (o->help) {
        Text t = {0};
        help_full(table, n, &t);
        code = command_print(&t);
    } else {
        code = o->version ? print_version() : run_all(o, &arena, argc, argv);
    }
    arena_free(&arena);
    return code;
}
