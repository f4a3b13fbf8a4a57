#include "cli/args.h"

#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/files.h"
#include "base/near_path.h"

enum { COUNT_MOST = 1000000, HELP_COLUMN = 24, NAMES_MOST = 64 };

// Where reading stands.
typedef struct Reader {
    const Arg *table;
    size_t n;
    int argc, at; // `at`: the argument being read
    char **argv;
    ArgList *rest;
    Arena *arena;
    Error *e;
} Reader;

static const Arg *find(const Reader *r, const char *name, size_t length) {
    for (size_t i = 0; i < r->n; i++) {
        if (strlen(r->table[i].name) == length && memcmp(r->table[i].name, name, length) == 0) return &r->table[i];
    }
    return NULL;
}

static const Arg *find_letter(const Reader *r, char letter) {
    for (size_t i = 0; i < r->n; i++) {
        if (letter && r->table[i].letter == letter) return &r->table[i];
    }
    return NULL;
}

static Status unknown(const Reader *r, const char *word, const char *name) {
    const char *names[NAMES_MOST], *near = NULL;
    size_t count = 0;
    for (size_t i = 0; i < r->n && i < NAMES_MOST; i++) names[count++] = r->table[i].name;
    if (*name) near = nearest_word(name, names, count);
    if (near) return error_set(r->e, ERR_USAGE, "unknown option %s; did you mean --%s?", word, near);
    return error_set(r->e, ERR_USAGE, "unknown option %s; --help lists the options", word);
}

static Status append(const Reader *r, ArgList *list, const char *text) {
    // A list never holds more than all arguments, so its memory is taken once.
    if (!list->item) list->item = arena_take(r->arena, (size_t)r->argc, sizeof *list->item);
    if (!list->item) return error_memory(r->e);
    list->item[list->count++] = text;
    return OK;
}

static Status store_count(const Reader *r, const Arg *arg, const char *text) {
    double value;
    if (!number_read(text, strlen(text), &value) || value < 1 || value > COUNT_MOST || value != (int)value)
        return error_set(r->e, ERR_USAGE, "--%s takes a whole number from 1 to %d, not \"%s\"", arg->name, COUNT_MOST,
                         text);
    *(int *)arg->into = (int)value;
    return OK;
}

static Status store(const Reader *r, const Arg *arg, const char *text) {
    switch (arg->kind) {
    case ARG_FLAG:
        *(bool *)arg->into = true;
        return OK;
    case ARG_LIST:
        return append(r, arg->into, text);
    case ARG_COUNT:
        return store_count(r, arg, text);
    case ARG_TEXT:
        break;
    }
    *(const char **)arg->into = text;
    return OK;
}

// `inline_value`: what follows the = of --name=value, or NULL.
static Status read_option(Reader *r, const Arg *arg, const char *inline_value, unsigned char *seen) {
    const char *value = inline_value;
    if (arg->kind == ARG_FLAG && value)
        return error_set(r->e, ERR_USAGE, "--%s takes no value (got \"%s\")", arg->name, value);
    if (arg->kind != ARG_LIST && arg->kind != ARG_FLAG && seen[arg - r->table]++)
        return error_set(r->e, ERR_USAGE, "--%s is given twice", arg->name);
    if (arg->kind != ARG_FLAG && !value) {
        if (r->at + 1 >= r->argc)
            return error_set(r->e, ERR_USAGE, "--%s needs a value: --%s %s", arg->name, arg->name, arg->value);
        value = r->argv[++r->at];
    }
    return store(r, arg, value);
}

// A bare config is what people try first.
static Status unexpected(const Reader *r, const char *word) {
    const char *dot = strrchr(word, '.');
    if (dot && strcmp(dot, ".json") == 0 && find(r, "config", sizeof "config" - 1))
        return error_set(r->e, ERR_USAGE, "unexpected argument \"%s\"; did you mean --config %s?", word, word);
    return error_set(r->e, ERR_USAGE, "unexpected argument \"%s\"; --help shows the usage", word);
}

static Status read_word(Reader *r, const char *word, unsigned char *seen) {
    if (strncmp(word, "--", 2) == 0) {
        const char *name = word + 2, *equals = strchr(name, '=');
        size_t length = equals ? (size_t)(equals - name) : strlen(name);
        const Arg *arg = find(r, name, length);
        char *bare = arg ? NULL : arena_text_n(r->arena, name, length);
        if (arg) return read_option(r, arg, equals ? equals + 1 : NULL, seen);
        return bare ? unknown(r, word, bare) : error_memory(r->e);
    }
    if (word[0] == '-' && word[1]) {
        const Arg *arg = find_letter(r, word[1]);
        bool one_dash = word[2] && find(r, word + 1, strcspn(word + 1, "=")); // -config
        if (!arg || one_dash) return unknown(r, word, word + 1);
        return read_option(r, arg, word[2] ? word + 2 : NULL, seen);
    }
    if (!r->rest) return unexpected(r, word);
    return append(r, r->rest, word);
}

Status args_read(const Arg *table, size_t n, int argc, char **argv, ArgList *rest, Arena *arena, Error *e) {
    Reader r = {.table = table, .n = n, .argc = argc, .argv = argv, .rest = rest, .arena = arena, .e = e};
    unsigned char *seen = arena_take(arena, n, 1);
    Status s = seen ? OK : error_memory(e);
    bool options = true;
    for (r.at = 1; !s && r.at < argc; r.at++) {
        const char *word = argv[r.at];
        if (options && strcmp(word, "--") == 0)
            options = false;
        else if (options)
            s = read_word(&r, word, seen);
        else
            s = rest ? append(&r, rest, word) : error_set(e, ERR_USAGE, "unexpected argument \"%s\"", word);
    }
    return s;
}

Status args_out_file(const char *out, const char *name, Error *e) {
    Arena arena = {0};
    Status s = OK;
    if (!out || strcmp(out, "-") == 0) return OK;
    const char *above = path_folder(&arena, out), *inside = path_join(&arena, out, name);
    if (!above || !inside)
        s = error_memory(e);
    else if (!*out)
        s = error_set(e, ERR_USAGE, "--out needs the name of a file, as in --out %s", name);
    else if (folder_exists(out))
        s = error_set(e, ERR_IO, "--out %s: is a folder; name a file, as in --out %s", out, inside);
    else if (*above && !folder_exists(above))
        s = error_set(e, ERR_IO, "--out %s: there is no folder %s; make it first, or name another%s", out, above,
                      path_suggestion(&arena, above));
    arena_free(&arena);
    return s;
}

void args_help(const Arg *table, size_t n, Text *out) {
    for (size_t i = 0; i < n; i++) {
        const Arg *arg = &table[i];
        size_t start = out->size;
        if (arg->letter)
            text_printf(out, "  -%c, ", arg->letter);
        else
            text_add(out, "      ");
        text_printf(out, "--%s%s%s", arg->name, arg->value ? " " : "", arg->value ? arg->value : "");
        for (const char *line = arg->help; line;) {
            size_t used = out->size - start, length = strcspn(line, "\n");
            int gap = used + 2 <= HELP_COLUMN ? HELP_COLUMN - (int)used : 2;
            text_printf(out, "%*s%.*s\n", gap, "", (int)length, line);
            start = out->size;
            line = line[length] ? line + length + 1 : NULL;
        }
    }
}

void command_say(const char *format, ...) {
    char *raw = NULL;
    Text shown = {0};
    va_list args;
    va_start(args, format);
    if (vasprintf(&raw, format, args) < 0) raw = NULL;
    va_end(args);
    if (raw) text_add_message(&shown, raw);
    fputs(raw && !shown.failed ? shown.data : "regrun: out of memory\n", stderr);
    text_free(&shown);
    free(raw);
}

int command_fail(const Error *e) {
    command_say("regrun: %s\n", e->text);
    return (int)e->status;
}

int command_print(Text *t) {
    Error e = {0};
    if (t->failed)
        error_memory(&e);
    else if ((t->size && fwrite(t->data, 1, t->size, stdout) != t->size) || fflush(stdout) != 0)
        error_errno(&e, "cannot write to standard output");
    text_free(t);
    return e.status ? command_fail(&e) : 0;
}

static HelpListener *help_listener;

void command_help_to(HelpListener *listener) {
    help_listener = listener;
}

int command_help(const char *before, const Arg *table, size_t n, const char *after) {
    Text t = {0};
    if (help_listener) {
        help_listener->take(help_listener, &(HelpPage){before, table, n, after});
        return 0;
    }
    text_add(&t, before);
    args_help(table, n, &t);
    text_add(&t, after);
    return command_print(&t);
}
