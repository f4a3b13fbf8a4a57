// `regrun help`: a command's page, a document that came with the program, or both where they have one name; and the
// manual pages that `make install` writes.
#include <stdlib.h>
#include <string.h>

#include "base/files.h"
#include "cli/args.h"
#include "cli/commands.h"
#include "cli/manual.h"
#include "cli/markdown.h"
#include "cli/pager.h"
#include "cli/pages.h"
#include "cli/terminal.h"
#include "cli/topics.h"

typedef struct Options {
    ArgList words;
    const char *manual;
    bool help;
} Options;

static const char help[] = "usage: regrun help [TOPIC]\n\n"
                           "Shows the page of a command, and the document about a topic; lists them where none is "
                           "named.\n\noptions\n";

static void list(const Topics *topics, Text *out) {
    text_add(out, "usage: regrun help TOPIC\n\ncommands (as regrun COMMAND --help)\n");
    for (const Command *c = commands; c->name; c++)
        if (c->about) text_printf(out, "  %-14s %s\n", c->name, c->about);
    if (topics->count > 0) text_printf(out, "\ntopics (%s)\n", topics->folder);
    for (int i = 0; i < topics->count; i++)
        text_printf(out, "  %-14s %s\n", topics->topic[i].name, topics->topic[i].title);
    text_add(out, "\nregrun --help has an overview; scripts and configs are beside the topics' folder.\n");
}

static Status unknown(const Topics *topics, const char *word, Arena *a, Error *e) {
    size_t count = 0;
    for (const Command *c = commands; c->name; c++) count++;
    const char **names = arena_take(a, count + (size_t)topics->count, sizeof *names);
    if (!names) return error_memory(e);
    count = 0;
    for (int i = 0; i < topics->count; i++) names[count++] = topics->topic[i].name;
    for (const Command *c = commands; c->name; c++)
        if (c->about) names[count++] = c->name;
    const char *near = nearest_word(word, names, count);
    if (topics->count == 0)
        return error_set(
            e, ERR_USAGE,
            "no command \"%s\"; topics would be in regrun's %s, which is not there: make install brings it", word,
            topics->folder);
    if (near) return error_set(e, ERR_USAGE, "no command or topic \"%s\"; did you mean regrun help %s?", word, near);
    return error_set(e, ERR_USAGE, "no command or topic \"%s\"; regrun help lists them", word);
}

typedef struct Printer {
    HelpListener listener;
    Text *out;
} Printer;

static void add_page(HelpListener *own, const HelpPage *page) {
    Text *out = ((Printer *)own)->out;
    text_add(out, page->before);
    args_help(page->table, page->n, out);
    text_add(out, page->after);
}

static Status show(const Topics *topics, const char *word, Text *out, Arena *a, Error *e) {
    const Command *command = command_find(word);
    const Topic *topic = topic_find(topics, word);
    char *text;
    size_t size;
    if (command && command->about) page_of(command, NULL, &((Printer){{add_page}, out}).listener);
    if (!topic) return out->size > 0 ? OK : unknown(topics, word, a, e);
    if (out->size > 0) text_printf(out, "\n---- %s\n\n", topic->path);
    Status s = file_read(a, topic->path, &text, &size, e);
    if (s) return s;
    if (terminal_live(stdout))
        markdown_text(out, text, terminal_text_columns(stdout));
    else
        text_add(out, text);
    return OK;
}

static Status answer(const Options *o, Text *out, Arena *a, Error *e) {
    Topics topics;
    if (o->words.count > 1)
        return error_set(e, ERR_USAGE, "help takes one topic, not \"%s\" as well", o->words.item[1]);
    if (o->manual) return manual_page(o->manual, out, e);
    Status s = topics_list(&topics, a, e);
    if (s) return s;
    if (o->words.count > 0) return show(&topics, o->words.item[0], out, a, e);
    list(&topics, out);
    return OK;
}

int command_topic(int argc, char **argv) {
    Options o = {0};
    const Arg table[] = {
        {"man", 0, ARG_TEXT, &o.manual, "regrun|regrun-config",
         "print a manual page, as make install does:\nregrun help --man regrun | man -l -"},
        {"help", 'h', ARG_FLAG, &o.help, NULL, "print this"},
    };
    enum { COUNT = sizeof table / sizeof *table };
    Arena arena = {0};
    Text out = {0};
    Error e = {0};
    int code;
    Status s = args_read(table, COUNT, argc, argv, &o.words, &arena, &e);
    if (!s && o.help)
        code = command_help(help, table, COUNT, "");
    else if (s || answer(&o, &out, &arena, &e))
        code = command_fail(&e);
    else
        code = o.manual ? command_print(&out) : pager_print(&out);
    text_free(&out);
    arena_free(&arena);
    return code;
}
