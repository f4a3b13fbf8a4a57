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
#include "config/find.h"

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

// What other programs call commands, and what does that here.
static const struct {
    const char *word, *here;
} elsewhere[] = {
    {"version", "--version"}, {"train", "run"},       {"resume", "run"},  {"show", "data show"},
    {"plot", "compare"},      {"summary", "compare"}, {"test", "verify"}, {"sbatch", "slurm"},
};

// What was meant by a word that is no command: in the words of a suggestion, or "" where nothing is near.
static void add_meant(const char *word, Text *out) {
    const char *names[COMMANDS], *near, *dot = strrchr(word, '.');
    size_t n = 0;
    for (const Command *c = commands; c->name; c++)
        if (c->about) names[n++] = c->name;
    for (size_t i = 0; i < sizeof elsewhere / sizeof *elsewhere; i++)
        if (strcmp(elsewhere[i].word, word) == 0) {
            text_printf(out, "regrun %s", elsewhere[i].here);
            return;
        }
    if (folder_exists(word))
        text_printf(out, "regrun compare %s", word);
    else if (file_exists(word) && config_is_table(word))
        text_printf(out, "regrun data show %s", word);
    else if (file_exists(word) || (dot && strcmp(dot, ".json") == 0))
        text_printf(out, "--config %s", word);
    else if ((near = nearest_word(word, names, n)))
        text_printf(out, "\"%s\"", near);
}

static int unknown_command(const char *word) {
    Error e = {0};
    Text meant = {0};
    add_meant(word, &meant);
    if (meant.data)
        error_set(&e, ERR_USAGE, "no command \"%s\"; did you mean %s?", word, meant.data);
    else
        error_set(&e, ERR_USAGE, "no command \"%s\"; regrun --help lists them", word);
    text_free(&meant);
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
