#include "cli/help.h"

#include "cli/commands.h"

void help_short(Text *out) {
    text_add(out, "regrun trains small networks under several settings and says which overfits less.\n"
                  "\n"
                  "Try first:   regrun --config bn_vs_dropout.json\n"
                  "Then:        regrun --help\n");
}

static const char before_options[] =
    "regrun: a regularization laboratory. It trains small networks under each setting of an\n"
    "experiment and several seeds, logs train and test loss of every epoch, and says which\n"
    "setting overfits less, by how much, and whether the data can tell at all.\n"
    "\n"
    "usage: regrun --config FILE [options]\n"
    "       regrun COMMAND [arguments]        (regrun COMMAND --help tells more)\n"
    "\n"
    "options\n";

static const char after_commands[] =
    "\n"
    "examples\n"
    "  regrun --config bn_vs_dropout.json\n"
    "      does batch normalization regularize as dropout does? (on built-in data, under a minute)\n"
    "  regrun --config bn_vs_dropout.json --set train.epochs=5 --seeds 2 --out /tmp/try\n"
    "      the same, shorter, into another folder\n"
    "  regrun check --config my.json\n"
    "      what my.json would run, without running it\n"
    "  regrun plan --config my.json\n"
    "      which runs it has, which are done, and how long the others would take here\n"
    "  regrun options\n"
    "      every option that a config or --set may give, with its default\n"
    "  regrun --config bn_vs_dropout.json --seeds 10\n"
    "      more seeds: what results/bn_vs_dropout holds already is not done again\n"
    "  regrun compare results/bn_vs_dropout\n"
    "      the answer again, from the log\n"
    "  regrun eval --model results/bn_vs_dropout/runs/bn/seed-1/model.safetensors\n"
    "      the losses of a network that --set train.save=last has kept\n"
    "\n"
    "files: a config is looked for as given, then in configs/, then among the installed ones.\n"
    "Results go to results/<name>/ (see docs/logs.md):\n"
    "  log.csv        one row for each run and epoch; the same bytes on every machine\n"
    "  timing.csv     the same rows with seconds and samples per second\n"
    "  summary.csv    one row for each setting\n"
    "  runs.csv       one row for each run: options, status, final and best numbers, seconds\n"
    "  expectations.csv   what the config expected, and the verdicts\n"
    "  report.html    the comparison as a page that needs no network\n"
    "  config.json    the config with every option, defaults included\n"
    "  manifest.json  version, compiler, CPU, data, command line, what became of each run\n"
    "  runs/          a folder for each run; with train.save its model.safetensors\n"
    "\n"
    "exit codes\n"
    "  0 done   1 runs failed, diverged or learned nothing; with --expect: one is refuted\n"
    "  2 usage   3 config   4 data   5 input/output   130 interrupted, or 75 with --requeue (the same\n"
    "  command goes on)\n"
    "\n"
    "environment\n"
    "  REGRUN_KERNEL  avx512, avx2 or plain: the build of the mathematics to use; the fastest that\n"
    "                 this CPU runs where it is not set. All of them give the same results.\n"
    "  NO_COLOR       when set to anything, no colours\n";

void help_full(const Arg *options, size_t n, Text *out) {
    text_add(out, before_options);
    args_help(options, n, out);
    text_add(out, "\ncommands\n");
    for (const Command *c = commands; c->name; c++) text_printf(out, "  %-21s %s\n", c->name, c->about);
    text_add(out, after_commands);
}
