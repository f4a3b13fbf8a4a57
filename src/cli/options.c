// `regrun options`: the option table, or a part of it.
#include <stdio.h>
#include <string.h>

#include "cli/args.h"
#include "cli/commands.h"
#include "cli/terminal.h"
#include "config/print.h"
#include "config/schema.h"

static const char help[] =
    "usage: regrun options [PREFIX] [--schema]\n\nLists every option of a config, its default, and what it "
    "takes; or those that begin with PREFIX\n(regularize, data.columns). regrun help KEY tells more of one.\n\n"
    "options\n";

// The options of a misspelt prefix, by those that it may have meant.
static Status unknown(const char *prefix, Error *e) {
    for (const char *const *key = top_level_keys; *key; key++)
        if (strcmp(*key, prefix) == 0)
            return error_set(e, ERR_USAGE,
                             "%s stands at the top of a config, beside the options; regrun help %s tells more", prefix,
                             prefix);
    Text near = {0};
    const bool any = option_suggest(prefix, false, &near);
    Status s = near.failed ? error_memory(e)
               : any && options_begin_with(near.data)
                   ? error_set(e, ERR_USAGE, "no option begins with \"%s\"; did you mean regrun options %s?", prefix,
                               near.data)
                   : error_set(e, ERR_USAGE, "no option begins with \"%s\"; regrun options lists all of them", prefix);
    text_free(&near);
    return s;
}

static Status check(const ArgList *words, bool schema, Error *e) {
    if (words->count > 1)
        return error_set(e, ERR_USAGE, "options takes one prefix, not \"%s\" as well", words->item[1]);
    if (words->count == 0) return OK;
    if (schema) return error_set(e, ERR_USAGE, "--schema is of all options; leave out \"%s\"", words->item[0]);
    return options_begin_with(words->item[0]) ? OK : unknown(words->item[0], e);
}

int command_options(int argc, char **argv) {
    bool schema = false, wants_help = false;
    const Arg table[] = {
        {"schema", 0, ARG_FLAG, &schema, NULL, "as a JSON Schema, which editors use to complete and check configs"},
        {"help", 'h', ARG_FLAG, &wants_help, NULL, "print this"},
    };
    enum { COUNT = sizeof table / sizeof *table };
    Arena arena = {0};
    ArgList words = {0};
    Error e;
    Text out = {0};
    Status s = args_read(table, COUNT, argc, argv, &words, &arena, &e);
    if (!s && !wants_help) s = check(&words, schema, &e);
    if (!s && !wants_help && schema) options_schema(&out);
    if (!s && !wants_help && !schema)
        options_print(&out, words.count > 0 ? words.item[0] : "", terminal_text_columns(stdout));
    arena_free(&arena);
    if (s) return command_fail(&e);
    return wants_help ? command_help(help, table, COUNT, "") : command_print(&out);
}
