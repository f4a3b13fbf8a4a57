// `regrun data ...`: shows data, and writes them.
#include <stdio.h>
#include <string.h>

#include "cli/args.h"
#include "cli/commands.h"
#include "cli/data.h"

const char *const data_parts[] = {"show", "write", NULL};
static int (*const calls[])(int argc, char **argv) = {data_show, data_write};

enum { PARTS = sizeof calls / sizeof *calls };

Status data_whole(const char *name, const char *text, uint64_t *value, Error *e) {
    double number;
    if (!number_read(text, strlen(text), &number) || number < 0 || number > 0x1p53 ||
        number != (double)(uint64_t)number)
        return error_set(e, ERR_USAGE, "--%s takes a whole number from 0 on, not \"%s\"", name, text);
    *value = (uint64_t)number;
    return OK;
}

Status data_set(RunSpec *spec, const char *flag, const char *key, const char *value, Arena *arena, Error *e) {
    if (!value || option_set_text(spec, flag, key, value, arena, e) == OK) return OK;
    return e->status == ERR_CONFIG ? e->status = ERR_USAGE : e->status;
}

Status data_set_list(const ArgList *list, RunSpec *spec, Arena *arena, Error *e) {
    Status status = OK;
    for (int i = 0; status == OK && i < list->count; i++) {
        const char *given = list->item[i], *equals = strchr(given, '=');
        if (!equals || strncmp(given, "data.", strlen("data.")) != 0)
            return error_set(e, ERR_USAGE, "--set takes an option of the data here, data.KEY=VALUE, not \"%s\"", given);
        const char *key = arena_text_n(arena, given, (size_t)(equals - given));
        if (!key) return error_memory(e);
        if (strcmp(key, "data.source") == 0 || (strcmp(key, "data.file") == 0 && *spec->data.file))
            return error_set(e, ERR_USAGE, "--set %s: WHAT alone says what the source is", key);
        status = data_set(spec, "--set", key, equals + 1, arena, e);
    }
    return status;
}

static int help(void) {
    return command_help("usage: regrun data show WHAT [options]\n"
                        "       regrun data write WHAT --out FILE [options]\n"
                        "\n"
                        "Shows samples of a data source, or what is in a table and how to train on it; or writes\n"
                        "samples to a file as a network gets them.\n"
                        "\n"
                        "examples\n"
                        "  regrun data show digits                    figures from the built-in generator\n"
                        "  regrun data show my.csv                    a table: its columns, what is wrong, a config\n"
                        "  regrun data show mnist --index 100         once it is fetched: regrun help data\n"
                        "  regrun data write digits --samples 500 --out digits.csv\n"
                        "  regrun data write wine.csv --part train --scaled --out net.csv\n"
                        "\n"
                        "regrun data show --help and regrun data write --help list the options.\n",
                        NULL, 0, "");
}

int command_data(int argc, char **argv) {
    Error e;
    if (argc < 2) {
        error_set(&e, ERR_USAGE, "data needs a part: show or write; try regrun data show digits");
        return command_fail(&e);
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) return help();
    for (int i = 0; i < PARTS; i++)
        if (strcmp(argv[1], data_parts[i]) == 0) return calls[i](argc - 1, argv + 1);
    const char *near = nearest_word(argv[1], data_parts, PARTS);
    if (near)
        error_set(&e, ERR_USAGE, "no \"regrun data %s\"; did you mean regrun data %s?", argv[1], near);
    else
        error_set(&e, ERR_USAGE, "no \"regrun data %s\"; there are regrun data show and regrun data write", argv[1]);
    return command_fail(&e);
}
