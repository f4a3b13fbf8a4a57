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
    const char *before; // what of it stands fast ("--set=") ...
    const char *word;   // ... and what is to be completed
} Completion;

// Offers a word, where it begins as what was typed does; `about` (its first line) may be NULL.
void complete_offer(Completion *c, const char *word, const char *about);

// Offers values of an argument; of what a word like FILE or RESULTS means (complete_values.c).
void complete_argument(Completion *c, const Arg *arg);
void complete_value(Completion *c, Stretch word);

#endif
