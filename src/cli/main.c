#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/files.h"
#include "base/text.h"
#include "cli/args.h"
#include "cli/commands.h"
#include "cli/data.h"
#include "cli/help.h"

const Command commands[] = {
    {"run", "train every setting under every seed and compare; may be left out", command_run, NULL},
    {"check", "check a config and show what it would run", command_check, NULL},
    {"plan", "list the runs of an experiment, and what they would cost", command_plan, NULL},
    {"options", "list every option of a config", command_options, NULL},
    {"data", "look at data: its size, classes, samples", command_data, data_parts},
    {"compare", "compare the settings of finished experiments", command_compare, NULL},
    {"report", "write the comparison as a page", command_report, NULL},
    {"status", "how far an experiment has come", command_status, NULL},
    {"merge", "join shards and folders of one experiment", command_merge, NULL},
    {"verify", "whether an experiment's runs can be had again, byte by byte", command_verify, NULL},
    {"eval", "measure a trained network again", command_eval, NULL},
    {"predict", "what a trained network says of the rows of a new table", command_predict, NULL},
    {"fold", "fold batch norm into the linear layers of a trained network", command_fold, NULL},
    {"claims", "what is said of batch norm and dropout, tested: list or run", command_claims, NULL},
    {"slurm", "submit an experiment to Slurm as a job array", command_slurm, NULL},
    {"help", "tell more: of a command, a topic, an option, a word", command_topic, NULL},
    {"complete", NULL, command_complete, NULL},
    {NULL, NULL, NULL, NULL},
};

const Command *command_find(const char *name) {
    for (const Command *c = commands; c->name; c++)
        if (strcmp(name, c->name) == 0) return c;
    return NULL;
}

enum { COMMANDS = sizeof commands / sizeof *commands - 1 };

static int unknown_command(const char *word) {
    const char *names[COMMANDS], *near, *dot = strrchr(word, '.');
    Error e = {0};
    size_t n = 0;
    for (const Command *c = commands; c->name; c++)
        if (c->about) names[n++] = c->name;
    near = nearest_word(word, names, n);
    if (near)
        error_set(&e, ERR_USAGE, "no command \"%s\"; did you mean \"%s\"?", word, near);
    else if ((dot && strcmp(dot, ".json") == 0) || file_exists(word))
        error_set(&e, ERR_USAGE, "no command \"%s\"; did you mean --config %s?", word, word);
    else
        error_set(&e, ERR_USAGE, "no command \"%s\"; regrun --help lists them", word);
    return command_fail(&e);
}

static int no_arguments(void) {
    Text t = {0};
    help_short(&t);
    if (t.data) fputs(t.data, stderr);
    text_free(&t);
    return ERR_USAGE;
}

int main(int argc, char **argv) {
    signal(SIGXFSZ, SIG_IGN); // a file over the limit is then an error of write(2), with a message
    if (argc < 2) return no_arguments();
    if (argv[1][0] == '-') return command_run(argc, argv);
    const Command *c = command_find(argv[1]);
    return c ? c->call(argc - 1, argv + 1) : unknown_command(argv[1]);
}
