#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/files.h"
#include "base/text.h"
#include "cli/args.h"
#include "cli/commands.h"
#include "cli/help.h"

const Command commands[] = {
    {"run", "train every setting under every seed and compare; may be left out", command_run},
    {"check", "check a config and show what it would run", command_check},
    {"plan", "list the runs of an experiment, and what they would cost", command_plan},
    {"options", "list every option of a config", command_options},
    {"data", "look at data: its size, classes, samples", command_data},
    {"compare", "compare the settings of finished experiments", command_compare},
    {"report", "write the comparison as a page", command_report},
    {"status", "how far an experiment has come", command_status},
    {"merge", "join shards and folders of one experiment", command_merge},
    {"verify", "whether an experiment's runs can be had again, byte by byte", command_verify},
    {"eval", "measure a trained network again", command_eval},
    {"predict", "what a trained network says of the rows of a new table", command_predict},
    {"fold", "fold batch norm into the linear layers of a trained network", command_fold},
    {"claims", "what is said of batch norm and dropout, tested: list or run", command_claims},
    {"slurm", "submit an experiment to Slurm as a job array", command_slurm},
    {NULL, NULL, NULL},
};

enum { COMMANDS = sizeof commands / sizeof *commands - 1 };

static int unknown_command(const char *word) {
    const char *names[COMMANDS], *near, *dot = strrchr(word, '.');
    Error e = {0};
    for (int i = 0; i < COMMANDS; i++) names[i] = commands[i].name;
    near = nearest_word(word, names, COMMANDS);
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
    for (const Command *c = commands; c->name; c++) {
        if (strcmp(argv[1], c->name) == 0) return c->call(argc - 1, argv + 1);
    }
    return unknown_command(argv[1]);
}
