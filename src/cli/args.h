// Command-line arguments through a table: a command lists its options once, and parsing, the list in --help and
// "did you mean" all read that table.
#ifndef CLI_ARGS_H
#define CLI_ARGS_H

#include <stddef.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/text.h"

// Arguments in the order given. Zeroed = empty.
typedef struct ArgList {
    const char **item; // in the arena given to args_read; the texts are argv's
    int count;
} ArgList;

typedef enum ArgKind {
    ARG_FLAG,  // takes no value; into: bool *
    ARG_TEXT,  // into: const char **; may be given once
    ARG_LIST,  // into: ArgList *; may be repeated
    ARG_COUNT, // a whole number from 1 to 1e6; into: int *; may be given once
} ArgKind;

typedef struct Arg {
    const char *name; // without dashes: "config"
    char letter;      // 'h' when -h means the same; 0 for none
    ArgKind kind;
    void *into;        // where the value goes, by kind; left alone when the option is not given
    const char *value; // how --help names the value: "FILE"; NULL for flags
    const char *help;  // what it does; lines split at \n
} Arg;

// Reads argv[1..argc) by the table of `n` options: --name value, --name=value, -l value, -lvalue; "--" ends the
// options. Other words go to `rest`, or are refused when `rest` is NULL. Errors: ERR_USAGE with the argument and the
// nearest option.
Status args_read(const Arg *table, size_t n, int argc, char **argv, ArgList *rest, Arena *arena, Error *e);

// The table as aligned lines for --help.
void args_help(const Arg *table, size_t n, Text *out);

// The page of --help: what stands before the table, the table, what stands after it. Returns the exit code.
int command_help(const char *before, const Arg *table, size_t n, const char *after);

typedef struct HelpPage {
    const char *before; // "usage: regrun check --config FILE [options]\n\nwhat it does\n\noptions\n"
    const Arg *table;   // [n]
    size_t n;
    const char *after;
} HelpPage;

// While somebody listens, command_help hands its page on and prints nothing: manual pages and completion are made of
// what the commands say of themselves.
typedef struct HelpListener HelpListener;
struct HelpListener {
    void (*take)(HelpListener *own, const HelpPage *page);
};
// NULL: nobody does.
void command_help_to(HelpListener *listener);

// Prints on stderr, through text_add_message. All messages leave here: they may quote what stands in files.
void command_say(const char *format, ...) __attribute__((format(printf, 1, 2)));

// That a command can write the file that --out names, before it begins to work: ERR_IO where that is a folder, or
// stands in one that is not there. `name`: how such a file may be called. NULL and "-" are standard output.
Status args_out_file(const char *out, const char *name, Error *e);

// Says "regrun: <message>" on stderr and returns the exit code that belongs to it, so that a command can end with it.
int command_fail(const Error *e);

// Writes the text to stdout and frees it. Returns the exit code: 0, or ERR_IO (said on stderr) when it could not be
// written or its memory could not be had.
int command_print(Text *t);

#endif
