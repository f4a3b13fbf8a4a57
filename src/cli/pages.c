#include "cli/pages.h"

#include <ctype.h>
#include <string.h>

void page_of(const Command *command, const char *part, HelpListener *listener) {
    char help[] = "--help";
    char *argv[] = {(char *)command->name, part ? (char *)part : help, part ? help : NULL, NULL};
    command_help_to(listener);
    command->call(part ? 3 : 2, argv);
    command_help_to(NULL);
}

bool page_usage(const char **rest, Stretch *line) {
    static const char mark[] = "usage: ";
    const char *at = *rest;
    if (strncmp(at, mark, strlen(mark)) == 0) at += strlen(mark);
    at += strspn(at, " ");
    *line = (Stretch){at, strcspn(at, "\n")};
    *rest = at + line->size + (at[line->size] == '\n');
    return line->size > 0;
}

// "options", "options:": a line alone, without a blank in it.
static bool is_heading(Stretch paragraph) {
    return !memchr(paragraph.at, ' ', paragraph.size) && islower((unsigned char)*paragraph.at);
}

bool page_paragraph(const char **rest, Stretch *paragraph) {
    const char *at = *rest + strspn(*rest, "\n"), *end = strstr(at, "\n\n");
    *paragraph = (Stretch){at, end ? (size_t)(end - at) : strlen(at)};
    while (paragraph->size > 0 && at[paragraph->size - 1] == '\n') paragraph->size--;
    *rest = end ? end + 2 : at + strlen(at);
    return paragraph->size > 0 && !(is_heading(*paragraph) && !**rest);
}

Stretch page_operand(Stretch usage) {
    const char *at = usage.at, *end = usage.at + usage.size;
    bool of_option = false; // the word before is --out, whose value this one is
    while (at < end) {
        const char *next = memchr(at, ' ', (size_t)(end - at));
        const char *word = at + (*at == '[');
        size_t n = 0;
        while (word + n < end && (isupper((unsigned char)word[n]) || word[n] == '.')) n++;
        while (n > 0 && word[n - 1] == '.') n--;
        if (strncmp(at, "--", 2) == 0 && (!next || next == at + 2)) break; // what follows is another program's
        if (n > 1 && !of_option) return (Stretch){word, n};
        of_option = strncmp(at, "--", 2) == 0;
        at = next ? next + 1 : end;
    }
    return (Stretch){end, 0};
}
