// The option table for people: all of it, a part, or one option.
#include "config/print.h"

#include <stdio.h>
#include <string.h>

#include "config/option_type.h"

enum { KEY_COLUMNS = 36, VALUE_COLUMNS = 20, HELP_LEAST = 30, FACT_COLUMNS = 11 };

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

void options_print(Text *out, const char *prefix, int columns) {
    const size_t given = strlen(prefix);
    wrap(out,
         "Options, their defaults and what they take. In a config they are nested objects or dotted keys, on the "
         "command "
         "line --set KEY=VALUE.",
         0, 0, (size_t)columns);
    const Option *o = options;
    for (const OptionSection *s = option_sections; s->name; s++) {
        const size_t n = strlen(s->name);
        bool begun = false;
        for (; o < options + option_count && strncmp(o->key, s->name, n) == 0 && o->key[n] == '.'; o++) {
            if (strncmp(o->key, prefix, given) != 0) continue;
            if (!begun) text_printf(out, "\n%s\n", s->title);
            begun = true;
            add_option(out, o, (size_t)columns);
        }
    }
}

bool options_begin_with(const char *prefix) {
    for (const Option *o = options; o < options + option_count; o++)
        if (strncmp(o->key, prefix, strlen(prefix)) == 0) return true;
    return false;
}

void option_needs(const Option *o, Text *out) {
    if (!o->needs) return;
    text_printf(out, "only with %s", o->needs);
    if (!o->needs_one_of) return;
    text_add(out, ": ");
    option_states(option_find(o->needs), o->needs_one_of, out);
}

// --- One option

// "takes     ..." of the text, which is freed; nothing where that is empty.
static void add_fact(Text *out, const char *name, Text *text, int columns) {
    const size_t start = out->size;
    out->failed |= text->failed;
    if (text->size > 0) {
        text_printf(out, "  %s", name);
        pad(out, out->size - start, FACT_COLUMNS);
        wrap(out, text->data, FACT_COLUMNS, FACT_COLUMNS, (size_t)columns);
    }
    text_free(text);
}

void option_print(const Option *o, int columns, Text *out) {
    Text fact = {0};
    text_printf(out, "%s\n", o->key);
    option_help(o, &fact);
    add_fact(out, "does", &fact, columns);
    option_allowed(o, &fact);
    add_fact(out, "takes", &fact, columns);
    text_add(&fact, o->fallback);
    add_fact(out, "default", &fact, columns);
    option_needs(o, &fact);
    add_fact(out, "counts", &fact, columns);
    const size_t n = strlen(o->key);
    for (const Option *other = options; other < options + option_count; other++)
        if (strncmp(other->key, o->key, n) == 0 && other->key[n] == '.')
            text_printf(&fact, "%s%s", fact.size > 0 ? ", " : "", other->key);
    add_fact(out, "more", &fact, columns);
    text_printf(&fact, "--set %s=%s", o->key, o->implied ? o->implied : strchr(o->fallback, '"') ? "..." : o->fallback);
    add_fact(out, "as in", &fact, columns);
}
