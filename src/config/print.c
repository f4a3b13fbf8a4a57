// `regrun options`: the option table for people.
#include "config/print.h"

#include <stdio.h>
#include <string.h>

#include "config/option_type.h"

enum { KEY_COLUMNS = 36, VALUE_COLUMNS = 20, HELP_LEAST = 30 };

const OptionSection option_sections[] = {
    {"data", "data: what is learned from"},
    {"model", "model: the network"},
    {"train", "train: the optimization"},
    {"regularize", "regularize: what may keep it from overfitting"},
    {"checkpoint", "checkpoint: how stopped runs go on"},
    {NULL, NULL},
};

// Adds blanks up to column `to`; at least two after something.
static void pad(Text *out, size_t used, size_t to) {
    text_printf(out, "%*s", (int)(used + 2 <= to ? to - used : 2), "");
}

// Adds the words of `text`, broken so that no line is longer than `columns`; the next lines begin at column `indent`.
// `at`: the column that the first word goes to.
static void wrap(Text *out, const char *text, size_t at, size_t indent, size_t columns) {
    for (bool first = true; *text; first = false) {
        size_t n = strcspn(text, " ");
        if (!first && at + 1 + n > columns) {
            text_printf(out, "\n%*s", (int)indent, "");
            at = indent;
        } else if (!first) {
            text_add(out, " ");
            at++;
        }
        text_add_n(out, text, n);
        at += n;
        text += n + strspn(text + n, " ");
    }
    text_add(out, "\n");
}

static void add_option(Text *out, const Option *o, size_t columns) {
    Text help = {0};
    size_t wide = KEY_COLUMNS + VALUE_COLUMNS, indent = wide + HELP_LEAST <= columns ? wide : 6;
    size_t start = out->size;
    text_printf(out, "  %s", o->key);
    pad(out, out->size - start, KEY_COLUMNS);
    // Quotes say nothing around a word or a path.
    size_t n = strlen(o->fallback);
    bool bare = n > 2 && option_type(o)->bare;
    text_add_n(out, o->fallback + bare, n - 2 * bare);
    if (indent == wide)
        pad(out, out->size - start, wide);
    else
        text_printf(out, "\n%*s", (int)indent, "");
    option_help(o, &help);
    text_add(&help, " (");
    option_allowed(o, &help);
    text_add(&help, ")");
    out->failed |= help.failed;
    if (!help.failed) wrap(out, help.data, indent, indent, columns);
    text_free(&help);
}

void options_print(Text *out, int columns) {
    wrap(out,
         "Options, their defaults and what they take. In a config they are nested objects or dotted keys, on the "
         "command "
         "line --set KEY=VALUE.",
         0, 0, (size_t)columns);
    const Option *o = options;
    for (const OptionSection *s = option_sections; s->name; s++) {
        size_t n = strlen(s->name);
        text_printf(out, "\n%s\n", s->title);
        for (; o < options + option_count && strncmp(o->key, s->name, n) == 0 && o->key[n] == '.'; o++)
            add_option(out, o, (size_t)columns);
    }
}
