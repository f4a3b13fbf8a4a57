#include "cli/help.h"

#include <string.h>

#include "cli/commands.h"
#include "lab/names.h"

void help_short(Text *out) {
    text_add(out, "regrun trains small networks under several settings and says which overfits less.\n"
                  "\n"
                  "Try first:   regrun --config bn_vs_dropout.json\n"
                  "Then:        regrun --help\n");
}

const char help_about[] = "regrun: a regularization laboratory. It trains small networks under each setting of an\n"
                          "experiment and several seeds, logs train and test loss of every epoch, and says which\n"
                          "setting overfits less, by how much, and whether the data can tell at all.";

static const char usage[] = "usage: regrun --config FILE [options]\n"
                            "       regrun COMMAND [arguments]        (regrun COMMAND --help tells more)\n";

const HelpEntry help_examples[] = {
    {"regrun --config bn_vs_dropout.json",
     "does batch normalization regularize as dropout does? (on built-in data, under a minute)"},
    {"regrun --config bn_vs_dropout.json --set train.epochs=5 --seeds 2 --out /tmp/try",
     "the same, shorter, into another folder"},
    {"regrun check --config my.json", "what my.json would run, without running it"},
    {"regrun plan --config my.json", "which runs it has, which are done, and how long the others would take here"},
    {"regrun options", "every option that a config or --set may give, with its default"},
    {"regrun help regularize.dropout", "what one of them does, and what the documents say of it"},
    {"regrun --config bn_vs_dropout.json --seeds 10",
     "more seeds: what results/bn_vs_dropout holds already is not done again"},
    {"regrun compare results/bn_vs_dropout", "the answer again, from the log"},
    {"regrun eval --model results/bn_vs_dropout/runs/bn/seed-1/model.safetensors",
     "the losses of a network that --set train.save=last has kept"},
    {NULL, NULL},
};

static const char files[] =
    "\nfiles: a config is looked for as given, then in configs/, then among those that came with regrun.\n"
    "Results go to results/<name>/ (regrun help logs):\n";

const HelpEntry help_exits[] = {
    {"0", "done"},
    {"1", "runs failed, diverged or learned nothing; with --expect: one is refuted"},
    {"2", "usage: something is wrong with the command line"},
    {"3", "config: something is wrong with the experiment"},
    {"4", "data: they cannot be read, or not be learned from"},
    {"5", "input or output: a file, memory, a process"},
    {"130", "interrupted; the same command goes on"},
    {"75", "the same, with --requeue"},
    {NULL, NULL},
};

const HelpEntry help_variables[] = {
    {"REGRUN_KERNEL", "avx512, avx2 or plain: the build of the mathematics to use; the fastest that\n"
                      "this CPU runs where it is not set. All of them give the same results."},
    {"NO_COLOR", "when set to anything, no colours"},
    {"COLUMNS", "the width to write for; the terminal's where it is not set"},
    {"PAGER", "what shows the texts of help on a terminal; less where it is not set"},
    {NULL, NULL},
};

// A line for each, or two; the text of a term is aligned at `column`.
static void add_entries(Text *out, const HelpEntry *entry, int column) {
    for (; entry->term; entry++) {
        text_printf(out, "  %-*s", column - 2, entry->term);
        for (const char *line = entry->text; line;) {
            const size_t n = strcspn(line, "\n");
            text_printf(out, "%.*s\n", (int)n, line);
            line = line[n] ? line + n + 1 : NULL;
            if (line) text_printf(out, "%*s", column, "");
        }
    }
}

void help_full(const Arg *options, size_t n, Text *out) {
    text_printf(out, "%s\n\n%s\noptions\n", help_about, usage);
    args_help(options, n, out);
    text_add(out, "\ncommands\n");
    for (const Command *c = commands; c->name; c++)
        if (c->about) text_printf(out, "  %-21s %s\n", c->name, c->about);
    text_add(out, "\nexamples\n");
    for (const HelpEntry *entry = help_examples; entry->term; entry++)
        text_printf(out, "  %s\n      %s\n", entry->term, entry->text);
    text_add(out, files);
    for (const Written *w = written; w->name; w++) text_printf(out, "  %-18s %s\n", w->name, w->about);
    text_add(out, "\nexit codes\n");
    add_entries(out, help_exits, 7);
    text_add(out, "\nenvironment\n");
    add_entries(out, help_variables, 17);
}
