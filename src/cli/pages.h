// What the commands say of themselves: their pages of --help, for those who want them otherwise than printed.
#ifndef CLI_PAGES_H
#define CLI_PAGES_H

#include "cli/args.h"
#include "cli/commands.h"

// Has the command (its part, where `part` is not NULL) hand its page to the listener.
void page_of(const Command *command, const char *part, HelpListener *listener);

// A stretch of a text that ends elsewhere than the text.
typedef struct Stretch {
    const char *at;
    size_t size;
} Stretch;

// Of what stands before the table: the next line of usage, without "usage: " and blanks before it; false after the
// last. *rest begins as HelpPage.before, and is in the end the text below the usage.
bool page_usage(const char **rest, Stretch *line);
// The next paragraph of a text, which is not the heading of what follows ("options"); false after the last.
bool page_paragraph(const char **rest, Stretch *paragraph);

// The word of a line of usage that names what the command is given without an option: RESULTS of "regrun compare
// RESULTS... [options]". Its size is 0 where there is none.
Stretch page_operand(Stretch usage);

#endif
