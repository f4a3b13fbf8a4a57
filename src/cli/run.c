// `regrun --config F`: an experiment from its config to its answer.
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/files.h"
#include "base/version.h"
#include "cli/args.h"
#include "cli/commands.h"
#include "cli/help.h"
#include "cli/progress.h"
#include "cli/session.h"
#include "cli/terminal.h"
#include "lab/lab.h"
#include "lab/names.h"
#include "report/report.h"
#include "train/engine.h"

enum { EXIT_REQUEUE = 75 }; // EX_TEMPFAIL, as clusters understand it

// The arguments as given, but for those of the session.
typedef struct Options {
    Session session;
    ArgList only, runs;
    const char *shard, *timeout;
    int jobs; // 0: not given
    bool fail_fast, requeue, quiet, help, version;
    Arena arena;
} Options;

static int print_version(void) {
    Text t = {0};
    text_add(&t, "regrun " REGRUN_VERSION "\nkernels that this CPU runs:");
    for (const Engine *const *engine = engine_list(); *engine; engine++) text_printf(&t, " %s", (*engine)->name);
    text_add(&t, "\n");
    return command_print(&t);
}

// "90", "90s", "10m", "2h": seconds. ERR_USAGE.
static Status read_timeout(const char *text, double *seconds, Error *e) {
    static const struct {
        char unit;
        double seconds;
    } units[] = {{'s', 1}, {'m', 60}, {'h', 3600}};
    if (!text) return OK;
    size_t n = strlen(text);
    double unit = 1;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (n > 1 && text[n - 1] == units[i].unit) unit = units[i].seconds;
    if (n > 1 && strchr("smh", text[n - 1])) n--;
    if (number_read(text, n, seconds) && *seconds * unit > 0 && *seconds * unit < 1e9) {
        *seconds *= unit;
        return OK;
    }
    return error_set(e, ERR_USAGE, "--timeout-per-run %s: give seconds, or a time as in 90s, 10m or 2h", text);
}

// Everything that can be refused is refused here, before anything is written.
static Status open_run(Options *o, int argc, char **argv, Error *e) {
    Session *s = &o->session;
    Lab *lab = &s->lab;
    Selection selection = {
        .only_count = o->only.count, .only = o->only.item, .id_count = o->runs.count, .ids = o->runs.item};
    double timeout = 0;
    Status status = selection_shard(o->shard, &selection, e);
    if (!status) status = read_timeout(o->timeout, &timeout, e);
    if (!status) status = session_open(s, e);
    if (status) return status;
    selection.asked = lab->selection.asked;
    lab->selection = selection;
    lab->runs_only = selection.shards > 0;
    lab->timeout = timeout;
    lab->fail_fast = o->fail_fast;
    lab->argc = argc;
    lab->argv = argv;
    status = selection_check(&selection, &s->plan, e);
    if (!status) status = lab_open(lab, e);
    lab->jobs = o->jobs ? o->jobs : pool_processors();
    if (lab->jobs > lab->chosen_count) lab->jobs = lab->chosen_count ? lab->chosen_count : 1;
    return status;
}

static void print_notes(const Options *o) {
    const Lab *lab = &o->session.lab;
    if (o->quiet) return;
    for (int i = 0; i < o->session.notes.count; i++) command_say("note: %s\n", o->session.notes.text[i]);
    const int others = lab_count(lab, RUN_ELSEWHERE);
    if (lab->chosen_count == 0)
        command_say("note: there is no such run to do\n");
    else if (lab->done_before > 0)
        command_say("note: %s holds %d of these %d runs already%s\n", lab->folder, lab->done_before, lab->chosen_count,
                    lab->done_before == lab->chosen_count ? "; --restart would begin anew"
                                                          : "; going on with the others");
    if (others > 0) command_say("note: another regrun is at work on %d of these runs; they are waited for\n", others);
}

// The paths of what was written, as far as it is there.
static void print_files(const Lab *lab, FILE *out) {
    Arena arena = {0};
    int width = 0;
    for (const Written *w = written; w->name; w++)
        if ((int)strlen(w->name) > width) width = (int)strlen(w->name);
    width += (int)strlen(lab->folder) + 1;
    fputs("\nWritten:\n", out);
    for (const Written *w = written; w->name; w++) {
        const char *path = path_join(&arena, lab->folder, w->name);
        if (path && file_exists(path)) fprintf(out, "  %-*s  %s\n", width, path, w->about);
    }
    arena_free(&arena);
}

// A part of the work leaves the comparison to the whole.
static Status conclude_part(const Lab *lab, FILE *out) {
    const Selection *selection = &lab->selection;
    const int done = lab_count(lab, RUN_DONE) + lab_count(lab, RUN_LEARNED_NOTHING) + lab_count(lab, RUN_DIVERGED);
    fprintf(out, "shard %d of %d: %d of %d runs are done; when all shards are, `regrun merge %s` compares\n",
            selection->shard, selection->shards, done, lab->chosen_count, lab->folder);
    return OK;
}

// The table and the paths on stdout; with --quiet only the files.
static Status conclude(const Options *o, Error *e) {
    const Lab *lab = &o->session.lab;
    FILE *out = o->quiet ? fopen("/dev/null", "w") : stdout;
    if (!out) return error_errno(e, "cannot open /dev/null");
    Status status = OK;
    if (lab->runs_only) {
        status = conclude_part(lab, out);
    } else {
        status = report_after_run(lab->folder, out, terminal_color(out), terminal_columns(out), e);
        print_files(lab, out);
    }
    if ((fflush(out) != 0 || ferror(out)) && !status) status = error_errno(e, "cannot write to standard output");
    if (out != stdout) fclose(out);
    return status;
}

// What was lost and what was kept.
static int interrupted_end(const Options *o) {
    const Lab *lab = &o->session.lab;
    command_say(
        "regrun: interrupted; %d of %d runs were finished, %d stopped on the way. Every finished epoch is kept in "
        "%s; the same command goes on there\n",
        lab_count(lab, RUN_DONE) + lab_count(lab, RUN_LEARNED_NOTHING) + lab_count(lab, RUN_DIVERGED) +
            lab_count(lab, RUN_FAILED),
        lab->chosen_count, lab_count(lab, RUN_INTERRUPTED), lab->folder);
    return o->requeue ? EXIT_REQUEUE : ERR_INTERRUPTED;
}

static int run_experiment(Options *o, int argc, char **argv) {
    Error e = {0}, report = {0};
    Progress progress;
    Lab *lab = &o->session.lab;
    Status status = open_run(o, argc, argv, &e);
    if (status) return command_fail(&e);

    print_notes(o);
    progress_open(&progress, lab, o->quiet);
    lab->watch = progress_watch(&progress);
    status = lab_run(lab, &e);
    progress_close(&progress);

    if (status == ERR_INTERRUPTED) return interrupted_end(o);
    if (status && status != ERR_RUNS) return command_fail(&e);
    if (conclude(o, &report)) command_fail(&report);
    return status ? command_fail(&e) : (int)report.status;
}

static const char own_help[] =
    "usage: regrun run --config FILE [options]\n\n"
    "Trains every setting under every seed, logs every epoch, and compares. \"run\" may be left out.\n\noptions\n";

int command_run(int argc, char **argv) {
    Options o = {0};
    Session *session = &o.session;
    Error e = {0};
    const Arg table[] = {
        {"config", 'c', ARG_TEXT, &session->config, "FILE", "the experiment"},
        {"set", 's', ARG_LIST, &session->set, "KEY=VALUE",
         "override an option for all settings (train.epochs=5); repeatable"},
        {"seeds", 0, ARG_TEXT, &session->seeds, "N", "seeds 1 to N, or a list as in 1,2,7, in place of the config's"},
        {"out", 'o', ARG_TEXT, &session->folder, "DIR",
         "results folder; results/<name> where it is not given. What it holds\n"
         "already is not done again: more seeds, settings, epochs are added"},
        {"jobs", 'j', ARG_COUNT, &o.jobs, "N",
         "runs at the same time; all processors where it is not given.\n"
         "The results do not depend on it"},
        {"only", 0, ARG_LIST, &o.only, "WHICH",
         "do only runs that failed, are missing or interrupted (failed,missing),\n"
         "or of settings of such a name ('bn*'); repeatable"},
        {"runs", 0, ARG_LIST, &o.runs, "ID,...", "do only these runs, as `regrun plan` lists them"},
        {"shard", 0, ARG_TEXT, &o.shard, "I/N",
         "do the I-th of N parts of the runs, and leave the log to\n`regrun merge`"},
        {"timeout-per-run", 0, ARG_TEXT, &o.timeout, "TIME", "a run that takes longer has failed (90s, 10m, 2h)"},
        {"fail-fast", 0, ARG_FLAG, &o.fail_fast, NULL, "the first run that fails ends the work"},
        {"requeue", 0, ARG_FLAG, &o.requeue, NULL,
         "exit with 75 when a signal ends the work, so that it is queued again"},
        {"restart", 0, ARG_FLAG, &session->restart, NULL, "remove the results that are in the folder and begin anew"},
        {"quiet", 'q', ARG_FLAG, &o.quiet, NULL, "print only what goes wrong"},
        {"help", 'h', ARG_FLAG, &o.help, NULL, "print this"},
        {"version", 'V', ARG_FLAG, &o.version, NULL, "print the version and the kernels that run here"},
    };
    size_t n = sizeof table / sizeof *table;
    int code;

    Status status = args_read(table, n, argc, argv, NULL, &o.arena, &e);
    if (!status && !o.help && !o.version && !session->config)
        status = error_set(&e, ERR_USAGE, "--config FILE is missing; try --config bn_vs_dropout.json, or --help");
    if (!status && session->folder && !*session->folder)
        status = error_set(&e, ERR_USAGE, "--out needs the name of a folder");
    if (status) {
        code = command_fail(&e);
    } else if (o.help && strcmp(argv[0], "run") == 0) {
        code = command_help(own_help, table, n, "\nregrun --help tells more: commands, examples, files, exit codes.\n");
    } else if (o.help) {
        Text t = {0};
        help_full(table, n, &t);
        code = command_print(&t);
    } else {
        code = o.version ? print_version() : run_experiment(&o, argc, argv);
    }
    session_close(session);
    arena_free(&o.arena);
    return code;
}
