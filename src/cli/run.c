// `regrun --config F`: an experiment from its config to its answer.
#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/files.h"
#include "base/version.h"
#include "cli/args.h"
#include "cli/commands.h"
#include "cli/commit.h"
#include "cli/configs.h"
#include "cli/help.h"
#include "cli/live_page.h"
#include "cli/progress.h"
#include "cli/session.h"
#include "cli/terminal.h"
#include "lab/lab.h"
#include "lab/names.h"
#include "report/report.h"
#include "train/engine.h"

enum { EXIT_REQUEUE = 75 }; // EX_TEMPFAIL, as clusters understand it

// The arguments as given.
typedef struct Options {
    ArgList config, set, only, runs;
    const char *seeds, *out, *shard, *timeout;
    int jobs; // 0: not given
    bool restart, fail_fast, requeue, expect, quiet, help, version;
} Options;

// One of the experiments.
typedef struct Call {
    const Options *options;
    Session session;
} Call;

static int print_version(void) {
    Text t = {0};
    text_add(&t, "regrun " REGRUN_VERSION);
    if (*program_commit) text_printf(&t, " (%s)", program_commit);
    text_add(&t, "\nkernels that this CPU runs:");
    for (const Engine *const *engine = engine_list(); *engine; engine++) text_printf(&t, " %s", (*engine)->name);
    text_add(&t, "\n");
    return command_print(&t);
}

// "90", "90s", "10m", "2h": seconds. ERR_USAGE.
static Status read_timeout(const char *text, double *seconds, Error *e) {
    static const struct {
        const char *unit, *word;
        double seconds;
    } units[] = {{"s", "seconds", 1}, {"m", "minutes", 60}, {"h", "hours", 3600}, {"", "seconds", 1}};
    enum { UNITS = sizeof units / sizeof *units };
    if (!text) return OK;
    size_t n = strlen(text); // of the longest number that it begins with
    while (n > 0 && !number_read(text, n, seconds)) n--;
    const size_t blanks = strspn(text + n, " ");
    const char *given = text + n + blanks, *meant = NULL;
    bool number = n > 0;
    for (size_t i = 0; number && blanks == 0 && i < UNITS; i++) {
        if (strcmp(units[i].unit, given) != 0) continue;
        *seconds *= units[i].seconds;
        if (*seconds > 0 && *seconds < 1e9) return OK;
        number = false;
    }
    for (size_t i = 0; number && *given && !meant && i < UNITS; i++)
        if (tolower((unsigned char)*given) == *units[i].unit || nearest_word(given, &units[i].word, 1))
            meant = units[i].unit;
    if (!meant)
        return error_set(e, ERR_USAGE, "--timeout-per-run %s: give seconds, or a time as in 90s, 10m or 2h", text);
    return error_set(e, ERR_USAGE, "--timeout-per-run %s: units are s, m and h; did you mean %.*s%s?", text, (int)n,
                     text, meant);
}

// That there is something to check.
static Status check_expects(const Experiment *x, Error *e) {
    return x->expect_count > 0
               ? OK
               : error_set(e, ERR_CONFIG,
                           "--expect: %s expects nothing; add \"expect\": [ { \"say\": \"...\", \"that\": "
                           "\"bn.gap < plain.gap\" } ]",
                           x->path);
}

// Everything that can be refused is refused here, before anything is written.
static Status open_call(Call *call, int argc, char **argv, Error *e) {
    const Options *o = call->options;
    Session *s = &call->session;
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
    lab->commit = program_commit;
    status = selection_check(&selection, &s->plan, e);
    if (!status) status = lab_open(lab, e);
    lab->jobs = o->jobs ? o->jobs : pool_processors();
    if (lab->jobs > lab->chosen_count) lab->jobs = lab->chosen_count ? lab->chosen_count : 1;
    return status;
}

static void print_notes(const Call *call) {
    const Options *o = call->options;
    const Lab *lab = &call->session.lab;
    if (o->quiet) return;
    for (int i = 0; i < call->session.notes.count; i++) command_say("note: %s\n", call->session.notes.text[i]);
    const int others = lab_count(lab, RUN_ELSEWHERE);
    if (lab->chosen_count == 0)
        command_say("note: there is no such run to do\n");
    else if (lab->done_before > 0)
        command_say("note: %s holds %d of these %d runs already%s\n", lab->folder, lab->done_before, lab->chosen_count,
                    lab->done_before < lab->chosen_count ? "; going on with the others"
                    : lab->runs_only                     ? "; the other shards, or `regrun merge`, are next"
                                                         : "; more are made by more --seeds, settings or epochs");
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
    fprintf(out, "shard %d of %d: %d of %d runs are done; when all shards are, `regrun merge %s` compares\n",
            selection->shard, selection->shards, lab_done(lab), lab->chosen_count, lab->folder);
    return OK;
}

// The table and the paths on stdout; with --quiet only the files.
static Status conclude(const Call *call, int *refuted, Error *e) {
    const Options *o = call->options;
    const Lab *lab = &call->session.lab;
    FILE *out = o->quiet ? fopen("/dev/null", "w") : stdout;
    if (!out) return error_errno(e, "cannot open /dev/null");
    Status status = OK;
    if (lab->runs_only) {
        status = conclude_part(lab, out);
    } else {
        status = report_after_run(lab->folder, out, terminal_color(out), terminal_columns(out), refuted, e);
        print_files(lab, out);
    }
    if ((fflush(out) != 0 || ferror(out)) && !status) status = error_errno(e, "cannot write to standard output");
    if (out != stdout) fclose(out);
    return status;
}

// What was lost and what was kept.
static int interrupted_end(const Call *call) {
    const Lab *lab = &call->session.lab;
    command_say(
        "regrun: interrupted; %d of %d runs were finished, %d stopped on the way. Every finished epoch is kept in "
        "%s; the same command%s goes on there\n",
        lab_done(lab) + lab_count(lab, RUN_FAILED), lab->chosen_count, lab_count(lab, RUN_INTERRUPTED), lab->folder,
        lab->restart ? " without --restart" : "");
    return call->options->requeue ? EXIT_REQUEUE : ERR_INTERRUPTED;
}

static int run_experiment(Call *call) {
    Error e = {0}, report = {0};
    Progress progress;
    LivePage page;
    int refuted = 0;
    Lab *lab = &call->session.lab;

    print_notes(call);
    progress_open(&progress, lab, call->options->quiet);
    lab->watch = live_page_watch(&page, lab, progress_watch(&progress));
    Status status = lab_run(lab, &e);
    live_page_close(&page);
    progress_close(&progress);

    if (status == ERR_INTERRUPTED) return interrupted_end(call);
    if (status && status != ERR_RUNS) return command_fail(&e);
    if (conclude(call, &refuted, &report)) command_fail(&report);
    if (status) return command_fail(&e);
    if (call->options->expect && refuted > 0)
        command_say("regrun: %d of %d expectations refuted\n", refuted, call->session.asked.expect_count);
    return report.status ? (int)report.status : call->options->expect && refuted > 0 ? ERR_RUNS : OK;
}

// Which of several experiments begins, where somebody reads along.
static void announce(const Call *call, int i) {
    const Options *o = call->options;
    if (o->quiet || o->config.count == 1) return;
    if (i > 0) puts("");
    fflush(stdout);
    command_say("experiment %d of %d: %s\n", i + 1, o->config.count, call->session.asked.name);
}

// All experiments are opened before the first one begins. The code is the first that is not 0.
static int run_all(const Options *o, Arena *arena, int argc, char **argv) {
    const int count = o->config.count;
    int code = 0;
    const char *folder;
    Error e = {0};
    Call *calls = arena_take(arena, (size_t)count, sizeof *calls);
    const char **names = arena_take(arena, (size_t)count, sizeof *names);
    if (!calls || !names) return error_memory(&e), command_fail(&e);
    for (int i = 0; i < count; i++) {
        calls[i] = (Call){.options = o,
                          .session = {.config = o->config.item[i],
                                      .set = o->set,
                                      .seeds = o->seeds,
                                      .folder = o->out,
                                      .several = count > 1,
                                      .restart = o->restart,
                                      .check = o->expect ? check_expects : NULL}};
        e = (Error){0};
        Status s = open_call(&calls[i], argc, argv, &e);
        if (!s) s = configs_folder(&o->config, i, calls[i].session.asked.name, names, o->out, arena, &folder, &e);
        if (!s) continue;
        command_fail(&e);
        if (!code) code = (int)e.status;
    }
    const bool refused = code != 0;
    for (int i = 0, ended = 0; !refused && i < count && ended != ERR_INTERRUPTED && ended != EXIT_REQUEUE; i++) {
        announce(&calls[i], i);
        ended = run_experiment(&calls[i]);
        if (!code) code = ended;
    }
    for (int i = 0; i < count; i++) session_close(&calls[i].session);
    return code;
}

static const char own_help[] =
    "usage: regrun run --config FILE [options]\n\n"
    "Trains every setting under every seed, logs every epoch, and compares. \"run\" may be left out.\n\noptions\n";

int command_run(int argc, char **argv) {
    Options o = {0};
    Arena arena = {0};
    Error e = {0};
    const Arg table[] = {
        {"config", 'c', ARG_LIST, &o.config, "FILE",
         "the experiment; of several all are checked, then done one after the other"},
        {"set", 's', ARG_LIST, &o.set, "KEY=VALUE", "override an option for all settings (train.epochs=5); repeatable"},
        {"seeds", 0, ARG_TEXT, &o.seeds, "N", "seeds 1 to N, or a list as in 1,2,7, in place of the config's"},
        {"out", 'o', ARG_TEXT, &o.out, "DIR",
         "results folder; results/<name> where it is not given; of several configs\n"
         "DIR/<name>. What it holds already is not done again: more seeds,\n"
         "settings, epochs are added"},
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
        {"expect", 0, ARG_FLAG, &o.expect, NULL, "exit with 1 also where an expectation of the config is refuted"},
        {"requeue", 0, ARG_FLAG, &o.requeue, NULL,
         "exit with 75 when a signal ends the work, so that it is queued again"},
        {"restart", 0, ARG_FLAG, &o.restart, NULL, "remove the results that are in the folder and begin anew"},
        {"quiet", 'q', ARG_FLAG, &o.quiet, NULL, "print only what goes wrong"},
        {"help", 'h', ARG_FLAG, &o.help, NULL, "print this"},
        {"version", 'V', ARG_FLAG, &o.version, NULL, "print the version and the kernels that run here"},
    };
    size_t n = sizeof table / sizeof *table;
    int code;

    Status status = args_read(table, n, argc, argv, NULL, &arena, &e);
    if (!status && !o.help && !o.version)
        status = configs_check(&o.config, "--config bn_vs_dropout.json, or --help", &e);
    if (!status && o.out && !*o.out) status = error_set(&e, ERR_USAGE, "--out needs the name of a folder");
    if (status) {
        code = command_fail(&e);
    } else if (o.help && strcmp(argv[0], "run") == 0) {
        code = command_help(own_help, table, n, "\nregrun --help tells more: commands, examples, files, exit codes.\n");
    } else if (o.help) {
        Text t = {0};
        help_full(table, n, &t);
        code = command_print(&t);
    } else {
        code = o.version ? print_version() : run_all(&o, &arena, argc, argv);
    }
    arena_free(&arena);
    return code;
}
