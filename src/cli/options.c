// `regrun options`: the option table.
#include <stdio.h>

#include "cli/args.h"
#include "cli/commands.h"
#include "cli/terminal.h"
#include "config/print.h"
#include "config/schema.h"

static const char help[] =
    "usage: regrun options [--schema]\n\nLists every option of a config, its default, and what it "
    "takes.\n\noptions\n";

int command_options(int argc, char **argv) {
    bool schema = false, wants_help = false;
    const Arg table[] = {
        {"schema", 0, ARG_FLAG, &schema, NULL, "as a JSON Schema, which editors use to complete and check configs"},
        {"help", 'h', ARG_FLAG, &wants_help, NULL, "print this"},
    };
    enum { COUNT = sizeof table / sizeof *table };
    Arena arena = {0};
    Error e;
    Status s = args_read(table, COUNT, argc, argv, NULL, &arena, &e);
    arena_free(&arena);
    if (s) return command_fail(&e);
    if (wants_help) return command_help(help, table, COUNT, "");
    Text out = {0};
    if (schema)
        options_schema(&out);
    else
        options_print(&out, terminal_text_columns(stdout));
    return command_print(&out);
}
