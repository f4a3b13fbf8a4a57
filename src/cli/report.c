// `regrun report results/x`: the comparison as a page.
#include <errno.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/files.h"
#include "cli/args.h"
#include "cli/commands.h"
#include "lab/names.h"
#include "report/page.h"

#define VIEWER "xdg-open"

// The arguments as given.
typedef struct Options {
    ArgList results;
    const char *out, *baseline;
    bool open, help;
} Options;

static const char help[] =
    "usage: regrun report RESULTS... [-o FILE] [--open]\n\n"
    "Writes the comparison of one or several results folders (or logs) as one HTML file, which needs\n"
    "no network: verdicts, curves, tables, config. No models are needed, only the logs.\n\noptions:\n";

static Status check_options(const Options *o, Error *e) {
    if (o->results.count == 0)
        return error_set(e, ERR_USAGE, "which results? Try: regrun report results/bn_vs_dropout");
    if (o->results.count > 1 && !o->out)
        return error_set(e, ERR_USAGE, "%d results go into one page: say with -o FILE where it is to be written",
                         o->results.count);
    if (o->open && o->out && strcmp(o->out, "-") == 0)
        return error_set(e, ERR_USAGE, "--open needs a file, but -o - writes to standard output");
    return args_out_file(o->out, "report.html", e);
}

// Shows the file in the reader's browser, by the desktop's own choice.
static Status open_page(const char *path, Error *e) {
    int state;
    pid_t child = fork();
    if (child == 0) {
        execlp(VIEWER, VIEWER, path, (char *)NULL);
        _exit(127);
    }
    if (child < 0) return error_errno(e, "cannot start " VIEWER);
    while (waitpid(child, &state, 0) < 0) {
        if (errno != EINTR) return error_errno(e, "cannot wait for " VIEWER);
    }
    if (WIFEXITED(state) && WEXITSTATUS(state) == 0) return OK;
    return error_set(e, ERR_IO, "%s is written, but " VIEWER " could not open it: open it in a browser by hand", path);
}

// The page beside the log, where -o names no other place.
static Status write_page(const Options *o, const Results *r, const Text *page, Arena *arena, Error *e) {
    const char *path = o->out ? o->out : path_join(arena, path_folder(arena, r->experiments[0].log_path), FILE_REPORT);
    if (!path || page->failed) return error_memory(e);
    Status s = file_write(path, page->data, page->size, e);
    if (s) return s;
    command_say("%s\n", path);
    return o->open ? open_page(path, e) : OK;
}

static int make_page(const Options *o, Arena *arena) {
    Error e = {0};
    Results results = {0};
    Comparison comparison = {0};
    Text page = {0};
    const ComparisonOptions options = {.baseline = o->baseline, .reach = NAN};

    Status s = results_read(&results, o->results.item, o->results.count, &e);
    if (!s) s = comparison_make(&comparison, &results, &options, &e);
    if (!s) page_html(&page, &comparison);
    comparison_free(&comparison);

    int code;
    if (!s && o->out && strcmp(o->out, "-") == 0) {
        code = command_print(&page);
    } else {
        if (!s) s = write_page(o, &results, &page, arena, &e);
        code = s ? command_fail(&e) : 0;
        text_free(&page);
    }
    results_free(&results);
    return code;
}

int command_report(int argc, char **argv) {
    Options o = {0};
    const Arg table[] = {
        {"out", 'o', ARG_TEXT, &o.out, "FILE",
         "where to write; report.html beside the log where it is not given,\n"
         "- for standard output"},
        {"baseline", 'b', ARG_TEXT, &o.baseline, "NAME",
         "the setting to compare with; the first where it is not given"},
        {"open", 0, ARG_FLAG, &o.open, NULL, "show it in the browser"},
        {"help", 'h', ARG_FLAG, &o.help, NULL, "print this"},
    };
    enum { COUNT = sizeof table / sizeof *table };
    Arena arena = {0};
    Error e = {0};
    int code;

    Status s = args_read(table, COUNT, argc, argv, &o.results, &arena, &e);
    if (!s && !o.help) s = check_options(&o, &e);
    if (s)
        code = command_fail(&e);
    else
        code = o.help ? command_help(help, table, COUNT, "") : make_page(&o, &arena);
    arena_free(&arena);
    return code;
}
