// `regrun help`: a command's page, a document that came with the program, or both where they have one name; an option's
// page; what the documents say of any other word; and the manual pages that `make install` writes.
#include <stdlib.h>
#include <string.h>

#include "base/files.h"
#include "cli/args.h"
#include "cli/commands.h"
#include "cli/help.h"
#include "cli/manual.h"
#include "cli/markdown.h"
#include "cli/mentions.h"
#include "cli/pager.h"
#include "cli/pages.h"
#include "cli/terminal.h"
#include "cli/topics.h"
#include "compare/metric.h"
#include "config/print.h"
#include "report/lines.h"
#include "train/probe_value.h"

typedef struct Options {
    ArgList words;
    const char *manual;
    bool help;
} Options;

static const char help[] =
    "usage: regrun help [TOPIC]\n\n"
    "Shows the page of a command, or the document about a topic (data, data.md); of an option\n"
    "(regularize.dropout) what it does and takes, and the documents' section about it; of any other\n"
    "word (gap, auc) what they say of it. Lists commands and topics where none is named.\n\noptions\n";

enum { NAME_COLUMNS = 17 };

static void add_topic(const Topic *topic, int columns, Text *out) {
    text_printf(out, "  %-*s", NAME_COLUMNS - 2, topic->name);
    lines_wrapped(out, topic->about ? topic->about : topic->title, NAME_COLUMNS, columns);
}

static void list(const Topics *topics, int columns, Text *out) {
    const char *group = NULL;
    text_add(out, "usage: regrun help TOPIC\n\ncommands (as regrun COMMAND --help)\n");
    for (const Command *c = commands; c->name; c++)
        if (c->about) text_printf(out, "  %-*s%s\n", NAME_COLUMNS - 2, c->name, c->about);
    if (topics->count > 0) text_printf(out, "\ntopics (%s)\n", topics->folder);
    for (int i = 0; i < topics->count; i++) {
        const Topic *topic = &topics->topic[i];
        if (i > 0 && topic->group != group) text_add(out, "\n");
        group = topic->group;
        add_topic(topic, columns, out);
    }
    text_add(out, "\nregrun help KEY tells of an option (regularize.dropout; regrun options lists them), regrun help\n"
                  "WORD what the topics say of a word (gap). Scripts and configs are beside the topics' folder.\n");
}

// --- What is no topic

typedef struct Words {
    const char **word;
    size_t count;
} Words;

// All that may be asked for by name; commands last.
static Status known_words(const Topics *topics, Words *words, Arena *a, Error *e) {
    size_t most = (size_t)topics->count + option_count + (size_t)metric_count + PROBE_COUNT + PROBE_VALUE_COUNT;
    for (const Command *c = commands; c->name; c++) most++;
    words->word = arena_take(a, most, sizeof *words->word);
    if (!words->word) return error_memory(e);
    for (int i = 0; i < topics->count; i++) words->word[words->count++] = topics->topic[i].name;
    for (size_t i = 0; i < option_count; i++) words->word[words->count++] = options[i].key;
    for (int i = 0; i < metric_count; i++) words->word[words->count++] = metrics[i].names.key;
    for (int i = 0; i < PROBE_COUNT; i++) words->word[words->count++] = probe_names[i];
    for (int i = 0; i < PROBE_VALUE_COUNT; i++) words->word[words->count++] = probe_values[i].name;
    for (const Command *c = commands; c->name; c++)
        if (c->about) words->word[words->count++] = c->name;
    return OK;
}

static Status unknown(const Topics *topics, const char *word, Arena *a, Error *e) {
    Words words = {0};
    if (known_words(topics, &words, a, e)) return e->status;
    const char *near = nearest_word(word, words.word, words.count), *why = option_missing(word);
    if (why) return error_set(e, ERR_USAGE, "there is no option \"%s\"; it %s", word, why);
    if (topics->count == 0)
        return error_set(
            e, ERR_USAGE,
            "no command or option \"%s\"; topics would be in regrun's %s, which is not there: make install brings it",
            word, topics->folder);
    if (near) return error_set(e, ERR_USAGE, "no command or topic \"%s\"; did you mean regrun help %s?", word, near);
    return error_set(e, ERR_USAGE, "no command or topic \"%s\", and no document has the word; regrun help lists them",
                     word);
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

static void add_markdown(const char *text, Text *out) {
    if (terminal_live(stdout))
        markdown_text(out, text, terminal_text_columns(stdout));
    else
        text_add(out, text);
}

static void add_passage(const Passage *p, Text *out) {
    Text text = {0};
    mentions_text(p, &text);
    text_printf(out, "%s---- %s%s%s\n\n", out->size > 0 ? "\n" : "", p->topic->path, p->heading ? ": " : "",
                p->heading ? p->heading : "");
    if (text.data) add_markdown(text.data, out);
    out->failed |= text.failed;
    text_free(&text);
}

static void add_mentions(const Mentions *m, const char *word, Text *out) {
    if (m->section.text) add_passage(&m->section, out);
    for (int i = 0; !m->section.text && i < m->defined; i++) add_passage(&m->definition[i], out);
    if (m->count == 0) return;
    text_printf(out, "\n---- topics that speak of %s, and where\n\n", word);
    mentions_places(m, terminal_text_columns(stdout), out);
}

// The option of that key, or of that name without its section; "early stopping" for early_stopping.
static const Option *option_called(const char *word, Arena *a) {
    char *name = arena_text(a, word);
    for (char *at = name; at && *at; at++)
        if (*at == ' ') *at = '_';
    const Option *option = name ? option_find(name) : NULL;
    for (const OptionSection *s = option_sections; name && !option && s->name; s++) {
        Text key = {0};
        text_printf(&key, "%s.%s", s->name, name);
        if (key.data) option = option_find(key.data);
        text_free(&key);
    }
    return option;
}

// The section about an option that stands below another one may be that of the other.
static Status add_about_option(const Topics *topics, const Option *o, Text *out, Arena *a, Error *e) {
    Mentions own, above;
    const char *key = o->key;
    option_print(o, terminal_text_columns(stdout), out);
    Status s = mentions_find(&own, topics, (Sought){key, strchr(key, '.') + 1}, a, e);
    while (!s && !own.section.text && (key = arena_text_n(a, key, (size_t)(strrchr(key, '.') - key))) &&
           strchr(key, '.')) {
        s = mentions_find(&above, topics, (Sought){key, strchr(key, '.') + 1}, a, e);
        if (!s) own.section = above.section;
    }
    if (!s && !key) s = error_memory(e);
    if (!s) add_mentions(&own, o->key, out);
    return s;
}

static const char *about_top_level(const char *word) {
    for (const HelpEntry *entry = help_top_level; entry->term; entry++)
        if (strcmp(entry->term, word) == 0) return entry->text;
    return NULL;
}

static Status show_word(const Topics *topics, const char *word, Text *out, Arena *a, Error *e) {
    const Option *option = option_called(word, a);
    const char *top = about_top_level(word);
    Mentions m;
    if (option) return add_about_option(topics, option, out, a, e);
    if (option_is_group(word)) {
        options_print(out, word, terminal_text_columns(stdout));
        return OK;
    }
    if (top) text_printf(out, "%s, at the top of a config: %s\n", word, top);
    Status s = mentions_find(&m, topics, (Sought){word, NULL}, a, e);
    if (s) return s;
    add_mentions(&m, word, out);
    return out->size > 0 ? OK : unknown(topics, word, a, e);
}

static Status show(const Topics *topics, const char *word, Text *out, Arena *a, Error *e) {
    const Command *command = command_find(word);
    const Topic *topic = topic_find(topics, word);
    char *text;
    size_t size;
    if (command && command->about) page_of(command, NULL, &((Printer){{add_page}, out}).listener);
    if (!topic) return out->size > 0 ? OK : show_word(topics, word, out, a, e);
    if (out->size > 0) text_printf(out, "\n---- %s\n\n", topic->path);
    Status s = file_read(a, topic->path, &text, &size, e);
    if (!s) add_markdown(text, out);
    return s;
}

static Status answer(const Options *o, Text *out, Arena *a, Error *e) {
    Topics topics;
    if (o->words.count > 1)
        return error_set(e, ERR_USAGE, "help takes one topic, not \"%s\" as well", o->words.item[1]);
    if (o->manual) return manual_page(o->manual, out, e);
    Status s = topics_list(&topics, a, e);
    if (s) return s;
    if (o->words.count > 0) return show(&topics, o->words.item[0], out, a, e);
    list(&topics, terminal_text_columns(stdout), out);
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
