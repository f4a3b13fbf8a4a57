// `regrun slurm --config F`: an experiment as a job array of Slurm.
#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/files.h"
#include "base/shell.h"
#include "cli/args.h"
#include "cli/commands.h"
#include "cli/session.h"
#include "cli/spawn.h"
#include "config/options.h"
#include "config/resolved.h"
#include "lab/names.h"
#include "lab/slurm.h"

enum { SHARDS_UNASKED = 20, ANSWER_SIZE = 256, SUBMISSIONS_MOST = 100000 };

// The arguments as given, but for those of the session.
typedef struct Options {
    int shards, at_once, jobs; // 0: not given
    const char *const *sbatch; // what follows "--"; NULL ends it
    bool dry_run, help;
} Options;

// All of one call.
typedef struct Submission {
    Options options;
    Session session;
    Arena arena;
    SlurmJob job;
    int runs;
    const char *folder;        // slurm/<n> in the results folder, this call's own
    const char *array, *merge; // the scripts, in it
    Text config, array_text, merge_text;
    char array_id[ANSWER_SIZE], merge_id[ANSWER_SIZE];
} Submission;

// --- What can be refused before anything is written

// A task cannot read what only this process can.
static Status check_paths(const Experiment *x, Error *e) {
    for (int i = 0; i < x->setting_count; i++) {
        for (const Option *o = options; o < options + option_count; o++) {
            const RunSpec *spec = &x->settings[i].spec;
            if (o->type != OPTION_PATH || !option_used(o, spec)) continue;
            const char *path = option_path(o, spec);
            if (strcmp(path, "-") == 0 || strncmp(path, "/dev/", 5) == 0 || strncmp(path, "/proc/", 6) == 0)
                return error_set(e, ERR_CONFIG, "%s: tasks on other machines cannot read \"%s\"; give a file", o->key,
                                 path);
        }
    }
    return OK;
}

static Status check_shards(Submission *s, Error *e) {
    const Options *o = &s->options;
    const int runs = s->runs = s->session.asked.setting_count * s->session.asked.seed_count;
    if (o->shards > SLURM_SHARDS_MOST)
        return error_set(e, ERR_USAGE,
                         "--shards: at most %d, which is what an array of Slurm holds; a shard may have many runs",
                         SLURM_SHARDS_MOST);
    if (o->shards > runs)
        return error_set(e, ERR_USAGE, "--shards %d: the experiment has only %d run%s; --shards %d or less", o->shards,
                         runs, runs == 1 ? "" : "s", runs);
    if (o->sbatch[0] && o->sbatch[0][0] != '-')
        return error_set(e, ERR_USAGE, "options of sbatch follow \"--\", not \"%s\"", o->sbatch[0]);
    s->job.shards = o->shards ? o->shards : runs < SHARDS_UNASKED ? runs : SHARDS_UNASKED;
    s->job.jobs = o->jobs ? o->jobs : 1;
    return OK;
}

// The path of this program; "regrun", as PATH finds it, where the system does not tell.
static const char *program_path(Arena *arena) {
    char program[PATH_MAX];
    const ssize_t n = readlink("/proc/self/exe", program, sizeof program);
    return n <= 0 || n == sizeof program ? "regrun" : arena_text_n(arena, program, (size_t)n);
}

// In the path of the output Slurm takes % for a pattern, and a backslash as well; quotes do not help.
static Status check_names(const SlurmJob *job, Error *e) {
    if (strpbrk(job->folder, "%\\\n"))
        return error_set(e, ERR_USAGE,
                         "%s: Slurm cannot write output below a path with %%, a backslash or a line end; "
                         "choose another with --out",
                         job->folder);
    const char *const paths[] = {job->here, job->program};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
        if (strchr(paths[i], '\n'))
            return error_set(e, ERR_USAGE, "%s: a job script cannot have a line end in a path; give it another name",
                             paths[i]);
    return OK;
}

static Status find_places(Submission *s, Error *e) {
    SlurmJob *job = &s->job;
    char *here = get_current_dir_name(); // as the shell calls it, which other machines know, too
    if (!here) return error_errno(e, "the current folder has no name");
    job->here = arena_text(&s->arena, here);
    free(here);
    job->folder = job->here ? path_join(&s->arena, job->here, s->session.lab.folder) : NULL;
    job->program = program_path(&s->arena);
    if (!job->here || !job->folder || !job->program) return error_memory(e);
    return check_names(job, e);
}

static Status open_submission(Submission *s, Error *e) {
    const Options *o = &s->options;
    if (!o->dry_run && !program_there("sbatch"))
        return error_set(e, ERR_IO,
                         "sbatch is not here: call this where jobs are submitted to Slurm. --dry-run shows "
                         "the scripts; regrun help clusters has other ways");
    s->session.check = check_paths;
    Status status = session_open(&s->session, e);
    if (!status) status = check_shards(s, e);
    if (!status) status = find_places(s, e);
    return status;
}

// --- The scripts

static const char *in_folder(Submission *s, const char *name) {
    return s->folder ? path_join(&s->arena, s->folder, name) : NULL;
}

// A folder of its own for each call, so that tasks that are still waiting keep theirs: the first number that is free,
// taken unless nothing is to be written.
static Status choose_folder(Submission *s, Error *e) {
    const char *all = path_join(&s->arena, s->job.folder, FOLDER_SLURM);
    if (!all) return error_memory(e);
    if (!s->options.dry_run && folder_make(all, e)) return e->status;
    for (int n = 1; n < SUBMISSIONS_MOST; n++) {
        char number[16];
        snprintf(number, sizeof number, "%d", n);
        s->folder = path_join(&s->arena, all, number);
        if (!s->folder) return error_memory(e);
        if (s->options.dry_run ? !file_exists(s->folder) : mkdir(s->folder, 0777) == 0) return OK;
        if (!s->options.dry_run && errno != EEXIST) return error_errno(e, "%s: cannot be made", s->folder);
    }
    return error_set(e, ERR_IO, "%s: is full of submissions; remove the old ones", all);
}

static Status make_texts(Submission *s, Error *e) {
    Status status = choose_folder(s, e);
    if (status) return status;
    s->job.name = s->session.asked.name;
    s->job.config = in_folder(s, FILE_CONFIG);
    s->array = in_folder(s, "array.sh");
    s->merge = in_folder(s, "merge.sh");
    if (!s->job.config || !s->array || !s->merge) return error_memory(e);
    experiment_resolved(&s->session.asked, &s->config);
    slurm_array_script(&s->job, &s->array_text);
    slurm_merge_script(&s->job, &s->merge_text);
    return s->config.failed || s->array_text.failed || s->merge_text.failed ? error_memory(e) : OK;
}

static Status write_texts(const Submission *s, Error *e) {
    Status status = file_write(s->job.config, s->config.data, s->config.size, e);
    if (!status) status = file_write(s->array, s->array_text.data, s->array_text.size, e);
    if (!status) status = file_write(s->merge, s->merge_text.data, s->merge_text.size, e);
    return status;
}

// --- Submission

// The command that submits a script, NULL behind it; in the arena. The user's options come first: what must be so
// (`form`: --array or --dependency) overrides them, what may be otherwise stands in the script.
static const char *const *submit_command(Submission *s, const char *form, const char *script) {
    size_t given = 0, n = 0;
    while (s->options.sbatch[given]) given++;
    const char **word = arena_take(&s->arena, given + 6, sizeof *word);
    Text folder = {0};
    text_printf(&folder, "--chdir=%s", s->folder);
    const char *chdir = text_keep(&folder, &s->arena);
    if (!word || !chdir) return NULL;
    word[n++] = "sbatch";
    word[n++] = "--parsable";
    for (size_t i = 0; i < given; i++) word[n++] = s->options.sbatch[i];
    word[n++] = chdir;
    word[n++] = form;
    word[n] = script;
    return word;
}

static const char *const *array_command(Submission *s) {
    char form[64];
    int n = snprintf(form, sizeof form, "--array=1-%d", s->job.shards);
    if (s->options.at_once) snprintf(form + n, sizeof form - (size_t)n, "%%%d", s->options.at_once);
    const char *kept = arena_text(&s->arena, form);
    return kept ? submit_command(s, kept, s->array) : NULL;
}

static const char *const *merge_command(Submission *s, const char *id) {
    char form[ANSWER_SIZE + 32];
    snprintf(form, sizeof form, "--dependency=afterany:%s", id);
    const char *kept = arena_text(&s->arena, form);
    return kept ? submit_command(s, kept, s->merge) : NULL;
}

// The job's ID; with several clusters sbatch puts ";" and the cluster behind it.
static Status submit_job(const char *const *command, char id[ANSWER_SIZE], Error *e) {
    if (!command) return error_memory(e);
    Status status = program_ask(command, id, ANSWER_SIZE, e);
    if (status) return status;
    const size_t digits = strspn(id, "0123456789");
    if (digits == 0 || (id[digits] && id[digits] != ';'))
        return error_set(e, ERR_IO, "sbatch: said \"%s\", which is no job ID", id);
    id[digits] = 0;
    return OK;
}

static Status submit(Submission *s, Error *e) {
    Error merge = {0};
    Status status = write_texts(s, e);
    if (!status) status = submit_job(array_command(s), s->array_id, e);
    if (status || !submit_job(merge_command(s, s->array_id), s->merge_id, &merge)) return status;
    return error_set(e, ERR_IO,
                     "%s\nJob %s, the array, is submitted, but not the merge after it. When the array has ended, call "
                     "regrun merge %s; or cancel it: scancel %s",
                     merge.text, s->array_id, s->job.folder, s->array_id);
}

// --- What is told

static void add_amount(const Submission *s, Text *out) {
    const int runs = s->runs, shards = s->job.shards;
    text_printf(out, "%d run%s in %d shard%s", runs, runs == 1 ? "" : "s", shards, shards == 1 ? "" : "s");
    if (s->options.at_once) text_printf(out, ", at most %d at once", s->options.at_once);
}

static Status tell_dry(Submission *s, Text *out, Error *e) {
    const char *const *array = array_command(s), *const *merge = merge_command(s, "ARRAY_JOB_ID");
    if (!array || !merge) return error_memory(e);
    add_amount(s, out);
    text_add(out, "; nothing is written or submitted.\n\n--- ");
    text_printf(out, "%s\n%s\n--- %s\n%s\n--- commands\n", s->array, s->array_text.data, s->merge, s->merge_text.data);
    shell_add_command(out, array);
    text_add(out, "\n");
    shell_add_command(out, merge);
    text_add(out, "\n");
    return OK;
}

static void tell_submitted(const Submission *s, Text *out) {
    const char *const status[] = {"regrun", "status", s->job.folder, NULL};
    text_add(out, "Submitted ");
    add_amount(s, out);
    text_printf(out, ": array %s, and merge %s after it.\n\n", s->array_id, s->merge_id);
    text_printf(out, "  squeue -j %s,%s\n      what waits and what is at work\n  ", s->array_id, s->merge_id);
    shell_add_command(out, status);
    text_printf(out, "\n      what is done, running, failed, missing\n  scancel %s %s\n", s->array_id, s->merge_id);
    text_add(out, "      ends it; the same regrun slurm does later what is missing\n\nScripts and output: ");
    text_printf(out, "%s\n", s->folder);
}

static int slurm(Submission *s) {
    Error e = {0};
    Text out = {0};
    Status status = open_submission(s, &e);
    if (!status) status = make_texts(s, &e);
    if (!status && s->options.dry_run)
        status = tell_dry(s, &out, &e);
    else if (!status)
        status = submit(s, &e);
    if (!status && !s->options.dry_run) tell_submitted(s, &out);
    if (!status) return command_print(&out);
    text_free(&out);
    return command_fail(&e);
}

static void close_submission(Submission *s) {
    text_free(&s->config);
    text_free(&s->array_text);
    text_free(&s->merge_text);
    session_close(&s->session);
    arena_free(&s->arena);
}

// --- The command

static const char help[] =
    "usage: regrun slurm --config FILE [options] [-- OPTIONS OF SBATCH]\n\n"
    "Submits the experiment to Slurm: an array of which each task does its shard of the runs, and a job\n"
    "that merges when all have ended. A task whose time is nearly up, that is preempted, or whose node\n"
    "is lost comes back and goes on where it was. What is done is not done again. See regrun help "
    "clusters.\n\noptions\n";

static const char after[] = "\nWhat follows -- goes to sbatch: -- --partition=short --time=2:00:00 --mem=2G\n";

// Splits argv at "--"; returns how much of it is ours.
static int split_arguments(int argc, char **argv, const char *const **rest) {
    int n = 1;
    while (n < argc && strcmp(argv[n], "--") != 0) n++;
    *rest = (const char *const *)(argv + (n < argc ? n + 1 : argc)); // argv[argc] is NULL
    return n;
}

int command_slurm(int argc, char **argv) {
    Submission s = {0};
    Options *o = &s.options;
    Session *session = &s.session;
    const Arg table[] = {
        {"config", 'c', ARG_TEXT, &session->config, "FILE", "the experiment"},
        {"set", 's', ARG_LIST, &session->set, "KEY=VALUE", "override an option for all settings; repeatable"},
        {"seeds", 0, ARG_TEXT, &session->seeds, "N", "seeds 1 to N, or a list as in 1,2,7"},
        {"out", 'o', ARG_TEXT, &session->folder, "DIR",
         "results folder, which all nodes see; results/<name> where it is not given"},
        {"shards", 'n', ARG_COUNT, &o->shards, "N",
         "tasks of the array, at most 1000; where it is not given 20, or as many as\nthere are runs"},
        {"at-once", 'k', ARG_COUNT, &o->at_once, "K",
         "tasks at the same time; as many as Slurm allows where it is not given"},
        {"jobs", 'j', ARG_COUNT, &o->jobs, "N",
         "runs at the same time in a task, on as many CPUs; 1 where it is not given"},
        {"dry-run", 0, ARG_FLAG, &o->dry_run, NULL, "print scripts and commands; write and submit nothing"},
        {"help", 'h', ARG_FLAG, &o->help, NULL, "print this"},
    };
    enum { COUNT = sizeof table / sizeof *table };
    Error e = {0};
    const int own = split_arguments(argc, argv, &o->sbatch);
    Status status = args_read(table, COUNT, own, argv, NULL, &s.arena, &e);
    if (!status && !o->help && !session->config)
        status = error_set(&e, ERR_USAGE,
                           "--config FILE is missing; try regrun slurm --config bn_vs_dropout.json --dry-run");
    if (!status && session->folder && !*session->folder)
        status = error_set(&e, ERR_USAGE, "--out needs the name of a folder");
    int code = status ? command_fail(&e) : o->help ? command_help(help, table, COUNT, after) : slurm(&s);
    close_submission(&s);
    return code;
}
