// `regrun complete WORD...`: what may stand in the place of the last word of a command line, for shells
// (scripts/completions). A line for each: the whole word, a tab, what it is. A line that begins with a colon asks the
// shell for its own: ":files", ":folders", ":files .json" (files that end so, and folders); they go where the word's
// last = is, if it has one.
#include <string.h>

#include "cli/args.h"
#include "cli/commands.h"
#include "cli/complete.h"
#include "cli/pages.h"

static bool is_taken(const Completion *c, const char *word) {
    const size_t n = strlen(word);
    for (const char *at = c->taken; *at; at += strcspn(at, ",") + 1)
        if (strncmp(at, word, n) == 0 && at[n] == ',') return true;
    return false;
}

void complete_offer(Completion *c, const char *word, const char *about) {
    if (strncmp(word, c->word, strlen(c->word)) != 0 || is_taken(c, word)) return;
    text_printf(&c->out, "%s%s", c->before, word);
    if (about) text_printf(&c->out, "\t%.*s", (int)strcspn(about, "\n"), about);
    text_add(&c->out, "\n");
}

static void offer_commands(Completion *c) {
    for (const Command *command = commands; command->name; command++)
        if (command->about) complete_offer(c, command->name, command->about);
}

static void offer_flags(Completion *c, const HelpPage *page) {
    for (size_t i = 0; i < page->n; i++) {
        Text flag = {0};
        text_printf(&flag, "--%s", page->table[i].name);
        if (flag.data) complete_offer(c, flag.data, page->table[i].help);
        c->out.failed |= flag.failed;
        text_free(&flag);
    }
}

// The option that this word is, or of whose value it is the beginning (--name=value, whose value is at *value).
static const Arg *find_flag(const HelpPage *page, const char *word, const char **value) {
    const char *equals = strchr(word, '=');
    const size_t n = equals ? (size_t)(equals - word) : strlen(word);
    *value = equals ? equals + 1 : NULL;
    for (size_t i = 0; i < page->n; i++) {
        const Arg *arg = &page->table[i];
        if (n > 2 && strncmp(word, "--", 2) == 0 && strlen(arg->name) == n - 2 &&
            memcmp(arg->name, word + 2, n - 2) == 0)
            return arg;
        if (arg->letter && word[0] == '-' && word[1] == arg->letter && !word[2]) return arg;
    }
    return NULL;
}

int complete_operands(const Completion *c, const char **operands) {
    int count = 0;
    for (int i = 0; i < c->count - 1; i++) {
        const char *value, *word = c->words[i];
        const Arg *flag = *word == '-' && word[1] ? find_flag(c->page, word, &value) : NULL;
        if (flag)
            i += flag->kind != ARG_FLAG && !value; // the next word is its value
        else if (*word != '-' || !word[1])
            operands[count++] = word;
    }
    return count;
}

const char *complete_given(const Completion *c, const char *name) {
    const char *value, *given = NULL;
    for (int i = 0; i < c->count - 1; i++) {
        const Arg *flag = *c->words[i] == '-' ? find_flag(c->page, c->words[i], &value) : NULL;
        if (flag && strcmp(flag->name, name) == 0)
            given = value ? value : i + 1 < c->count - 1 ? c->words[i + 1] : NULL;
    }
    return given;
}

// Whether the words before the last end options by "--".
static bool after_dashes(const Completion *c) {
    for (int i = 0; i < c->count - 1; i++)
        if (strcmp(c->words[i], "--") == 0) return true;
    return false;
}

static const Arg *find_name(const HelpPage *page, const char *name) {
    for (size_t i = 0; i < page->n; i++)
        if (strcmp(page->table[i].name, name) == 0) return &page->table[i];
    return NULL;
}

static void offer_operand(Completion *c, const HelpPage *page) {
    const Arg *model = find_name(page, "model");
    const char *rest = page->before;
    Stretch line, operand = {NULL, 0};
    while (operand.size == 0 && page_usage(&rest, &line)) operand = page_operand(line);
    const bool file = operand.size == 0 || strncmp(operand.at, "FILE", operand.size) == 0;
    if (model && file)
        complete_argument(c, model); // --model may be left out
    else if (operand.size > 0)
        complete_value(c, operand);
    else
        offer_flags(c, page);
}

static void take_page(HelpListener *own, const HelpPage *page) {
    Completion *c = (Completion *)own;
    const char *value;
    c->page = page;
    const Arg *before = c->count > 1 ? find_flag(page, c->words[c->count - 2], &value) : NULL;
    if (after_dashes(c)) {
        text_add(&c->out, ":files\n");
    } else if (before && before->kind != ARG_FLAG && !value) {
        complete_argument(c, before);
    } else if (*c->word == '-') {
        const Arg *own_flag = find_flag(page, c->word, &value);
        if (own_flag && value && own_flag->kind != ARG_FLAG) {
            c->before = arena_text_n(&c->arena, c->word, (size_t)(value - c->word));
            c->word = value;
            if (c->before) complete_argument(c, own_flag);
        } else {
            offer_flags(c, page);
        }
    } else {
        offer_operand(c, page);
    }
}

// The words after the command's name, and after its part's.
static void complete(Completion *c) {
    const bool named = c->count > 0 && *c->words[0] != '-';
    const Command *command = command_find(named ? c->words[0] : "run");
    const char *part = NULL;
    if (c->count == 1 && named) {
        offer_commands(c);
        return;
    }
    if (!command || !command->about) return;
    if (named) c->words++, c->count--;
    if (command->parts && c->count == 1 && *c->word != '-') {
        for (const char *const *p = command->parts; *p; p++) complete_offer(c, *p, NULL);
        return;
    }
    for (const char *const *p = command->parts; p && *p; p++)
        if (strcmp(*p, c->words[0]) == 0) part = *p;
    if (part) c->words++, c->count--;
    page_of(command, part, &c->listener);
}

int command_complete(int argc, char **argv) {
    Completion c = {
        .listener = {take_page}, .before = "", .word = "", .taken = "", .count = argc - 1, .words = argv + 1};
    if (argc > 1) c.word = argv[argc - 1];
    if (argc > 1) complete(&c);
    arena_free(&c.arena);
    return command_print(&c.out);
}
