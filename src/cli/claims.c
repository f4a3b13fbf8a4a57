// `regrun claims`: the book of claims, listed or run.
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/files.h"
#include "cli/args.h"
#include "cli/claims.h"
#include "cli/commands.h"
#include "cli/terminal.h"

// The arguments as given.
typedef struct Options {
    ArgList words, set;
    const char *seeds, *out;
    int jobs; // 0: not given
    bool all, mnist, json, expect, restart, quiet, help;
} Options;

// --- The list

// What is in the folder and no claim.
static int tell_others(const Book *book) {
    int code = OK;
    for (int i = 0; i < book->count; i++) {
        const BookClaim *claim = &book->claim[i];
        if (claim->error) {
            command_fail(claim->error);
            if (!code) code = (int)claim->error->status;
        } else if (claim->chosen && !claim->says.chapter) {
            command_say("note: %s has no \"claim\", and is not listed\n", claim->path);
        }
    }
    return code;
}

static int print(const Book *book, bool json) {
    Text out = {0};
    if (json)
        book_json(book, &out);
    else
        book_text(book, terminal_text_columns(stdout), terminal_color(stdout), &out);
    return command_print(&out);
}

static int list(const Options *o, const Book *book) {
    const int told = tell_others(book), code = print(book, o->json);
    if (!code && !o->json && o->words.count == 0)
        puts("Run one by its name, some by a pattern ('bn_*') or a chapter's name, or --all of them.");
    return code ? code : told;
}

// --- Running

// The arguments of `regrun run`.
typedef struct RunCommand {
    int count;
    const char **word;
} RunCommand;

static void add_word(RunCommand *c, const char *word) {
    c->word[c->count++] = word;
}

static void add_option(RunCommand *c, const char *name, const char *value) {
    if (!value) return;
    add_word(c, name);
    add_word(c, value);
}

// `regrun run` with the configs and all that is handed on.
static Status make_command(const Options *o, const Book *book, RunCommand *c, const char *folder, Arena *a, Error *e) {
    char *jobs = arena_take(a, 16, 1);
    c->word = arena_take(a, 2 * (size_t)(book->count + o->set.count) + 16, sizeof *c->word);
    if (!c->word || !jobs) return error_memory(e);
    int chosen = 0;
    const char *own = NULL;
    add_word(c, "run");
    for (int i = 0; i < book->count; i++) {
        if (!book->claim[i].chosen) continue;
        add_option(c, "--config", book->claim[i].path);
        own = book->claim[i].results;
        chosen++;
    }
    add_option(c, "--out", chosen == 1 ? own : folder);
    for (int i = 0; i < o->set.count; i++) add_option(c, "--set", o->set.item[i]);
    add_option(c, "--seeds", o->seeds);
    snprintf(jobs, 16, "%d", o->jobs);
    add_option(c, "--jobs", o->jobs ? jobs : NULL);
    if (o->expect) add_word(c, "--expect");
    if (o->restart) add_word(c, "--restart");
    if (o->quiet) add_word(c, "--quiet");
    return OK;
}

static int run(const Options *o, Book *book, const char *folder) {
    RunCommand c = {0};
    Error e = {0};
    if (make_command(o, book, &c, folder, &book->arena, &e)) return command_fail(&e);
    const int code = command_run(c.count, (char **)(uintptr_t)c.word);
    if (code > ERR_RUNS || o->quiet) return code;
    if (book_judge(book, &e)) return command_fail(&e);
    puts("");
    const int printed = print(book, false);
    return code ? code : printed;
}

// --- The command

// Everything that is not a claim is left out where all are run.
static Status choose(const Options *o, Book *book, Error *e) {
    static const char *const every[] = {"*"};
    if (o->all) return book_choose(book, every, 1, e);
    return o->words.count > 0 ? book_choose(book, o->words.item, o->words.count, e) : OK;
}

static int open_book(const Options *o) {
    Book book = {0};
    Error e = {0};
    const char *folder = o->out ? o->out : o->mnist ? "results/claims/mnist" : "results/claims";
    Status s = book_read(&book, o->mnist ? "claims/mnist" : "claims", folder, &e);
    if (!s) s = choose(o, &book, &e);
    const bool runs = (o->all || o->words.count > 0) && !o->json;
    const int code = s ? command_fail(&e) : runs ? run(o, &book, folder) : list(o, &book);
    book_free(&book);
    return code;
}

// What is of no use where nothing is run.
static Status check(const Options *o, Error *e) {
    const bool named = o->all || o->words.count > 0;
    const bool handed_on = o->set.count > 0 || o->seeds || o->jobs || o->expect || o->restart || o->quiet;
    if (o->out && !*o->out) return error_set(e, ERR_USAGE, "--out needs the name of a folder");
    if (o->all && o->words.count > 0)
        return error_set(e, ERR_USAGE, "--all are all claims; leave it out, or \"%s\"", o->words.item[0]);
    if (handed_on && o->json)
        return error_set(e, ERR_USAGE, "--json lists and runs nothing; leave it out to run claims");
    if (handed_on && !named)
        return error_set(e, ERR_USAGE,
                         "nothing is run: name a claim, a chapter (dropout) or a pattern ('bn_*'), or "
                         "say --all");
    return OK;
}

static const char help[] =
    "usage: regrun claims [CLAIM... | --all] [options]\n\n"
    "Lists the claims of the book (regrun help claims), each with its verdict where results/claims has one; or runs "
    "those "
    "of\nsuch names, patterns ('bn_*') or chapters (noise, optimizer, dropout, together), and shows their verdicts. A "
    "claim\nis an experiment like any other: regrun --config claims/NAME.json -o results/claims/NAME. What is "
    "there\nalready is not done again. Configs of your own that have a \"claim\" may stand in "
    "configs/claims.\n\noptions\n";

int command_claims(int argc, char **argv) {
    Options o = {0};
    const Arg table[] = {
        {"all", 'a', ARG_FLAG, &o.all, NULL, "run all of them"},
        {"mnist", 0, ARG_FLAG, &o.mnist, NULL, "those on MNIST, which regrun help data tells how to get"},
        {"json", 0, ARG_FLAG, &o.json, NULL, "the list as JSON, with each expectation; nothing is run"},
        {"set", 's', ARG_LIST, &o.set, "KEY=VALUE", "override an option for all settings; repeatable"},
        {"seeds", 0, ARG_TEXT, &o.seeds, "N", "seeds 1 to N, or a list as in 1,2,7, in place of the configs'"},
        {"out", 'o', ARG_TEXT, &o.out, "DIR", "results are in DIR/NAME; results/claims/NAME where it is not given"},
        {"jobs", 'j', ARG_COUNT, &o.jobs, "N", "runs at the same time; all processors where it is not given"},
        {"expect", 0, ARG_FLAG, &o.expect, NULL, "exit with 1 also where an expectation is refuted"},
        {"restart", 0, ARG_FLAG, &o.restart, NULL, "remove the results that are there and begin anew"},
        {"quiet", 'q', ARG_FLAG, &o.quiet, NULL, "print only what goes wrong"},
        {"help", 'h', ARG_FLAG, &o.help, NULL, "print this"},
    };
    enum { COUNT = sizeof table / sizeof *table };
    Arena arena = {0};
    Error e = {0};
    Status s = args_read(table, COUNT, argc, argv, &o.words, &arena, &e);
    if (!s && !o.help) s = check(&o, &e);
    const int code = s ? command_fail(&e) : o.help ? command_help(help, table, COUNT, "") : open_book(&o);
    arena_free(&arena);
    return code;
}
