// What may stand in the place of a word of a command line.
#ifndef CLI_COMPLETE_H
#define CLI_COMPLETE_H

#include "cli/args.h"
#include "cli/pages.h"

typedef struct Completion {
    HelpListener listener; // first
    Arena arena;
    Text out;
    int count; // of words after the command, the one that is being written among them
    char **words;
    const HelpPage *page; // of the command
    const char *before;   // what of it stands fast ("--set=") ...
    const char *word;     // ... and what is to be completed
    const char *taken;    // what a list has already, with a comma behind each: it is not offered again
} Completion;

// Offers a word, where it begins as what was typed does; `about` (its first line) may be NULL.
void complete_offer(Completion *c, const char *word, const char *about);

// The words before it that are neither options nor their values, into operands [c->count]; how many they are.
int complete_operands(const Completion *c, const char **operands);
// What the line gives the option of that name; NULL: nothing.
const char *complete_given(const Completion *c, const char *name);

// Offers values of an argument; of what a word like FILE or RESULTS means (complete_values.c).
void complete_argument(Completion *c, const Arg *arg);
void complete_value(Completion *c, Stretch word);

// Offers what hangs on the results, the table or the config that the line names (complete_results.c): names of
// settings, metrics, columns of the log and of tables, swept options, which runs; the columns of a table.
void complete_settings(Completion *c);
void complete_metrics(Completion *c);
void complete_curves(Completion *c);
void complete_columns(Completion *c);
void complete_swept(Completion *c);
void complete_runs(Completion *c);
void complete_table_columns(Completion *c);

#endif
