// regrun-config(5).
#include <string.h>

#include "cli/help.h"
#include "cli/manual.h"
#include "cli/mdoc.h"
#include "config/options.h"
#include "config/print.h"
#include "train/metric.h"
#include "train/probe_value.h"

static const char example[] = "{\n"
                              "  \"name\": \"my_experiment\",\n"
                              "  \"seeds\": 5,\n"
                              "  \"data\": {\"source\": \"csv\", \"file\": \"wine.csv\"},\n"
                              "  \"train.epochs\": 50,\n"
                              "  \"settings\": [\n"
                              "    {\"name\": \"plain\"},\n"
                              "    {\"name\": \"bn\", \"regularize.batch_norm\": true},\n"
                              "    {\"name\": \"dropout\", \"regularize.dropout\": 0.5}\n"
                              "  ]\n"
                              "}";

const HelpEntry help_top_level[] = {
    {"name", "of the experiment, and of its folder in results/; that of the file where it is not said"},
    {"about", "what it is for, in a sentence"},
    {"claim", "what it tests, and who says so: an object with chapter, says, by and picture"},
    {"seeds", "how many, or a list of which"},
    {"metrics", "what else is measured: a name or a list of METRICS"},
    {"probe", "the instruments that look: a name or a list of INSTRUMENTS, or all"},
    {"probe_every", "epochs from one look to the next"},
    {"primary", "the metric that the question is about; the gap where it is not said"},
    {"settings", "what is compared: a list of objects, each a name and its options; the first is the baseline"},
    {"sweep", "options and lists of their values: a setting for every combination"},
    {"columns", "options that have a column in log.csv though they do not vary"},
    {"expect", "what shall come out: a list of objects with say and that"},
    {"tune", "options and values among which a setting's best are chosen on the validation part"},
    {"choose", "whether each seed chooses its own, or all one"},
    {"extends", "another config, of which this one says what changes"},
    {"$schema", "for editors; ignored"},
    {NULL, NULL},
};

static void add_entries(Text *out, const HelpEntry *entry) {
    mdoc_list(out);
    for (; entry->term; entry++) mdoc_item(out, "Cm", entry->term, entry->text);
    mdoc_list_end(out);
}

static void add_option(Text *out, const Option *o) {
    Text text = {0};
    option_help(o, &text);
    text_add(&text, ". Takes ");
    option_allowed(o, &text);
    text_printf(&text, "; default %s.", o->fallback);
    if (o->needs) {
        text_add(&text, " Has an effect ");
        option_needs(o, &text);
        text_add(&text, ".");
    }
    mdoc_item(out, "Cm", o->key, text.data ? text.data : "");
    out->failed |= text.failed;
    text_free(&text);
}

static void add_options(Text *out) {
    const Option *o = options;
    for (const OptionSection *s = option_sections; s->name; s++) {
        const size_t n = strlen(s->name);
        mdoc_section(out, "Ss", s->title);
        mdoc_list(out);
        for (; o < options + option_count && strncmp(o->key, s->name, n) == 0 && o->key[n] == '.'; o++)
            add_option(out, o);
        mdoc_list_end(out);
    }
}

static void add_metrics(Text *out) {
    text_add(out, ".Sh METRICS\nWhat may be measured beside loss and accuracy or RMSE:\n");
    mdoc_list(out);
    for (int m = 0; m < METRIC_COUNT; m++) {
        Text about = {0};
        text_printf(&about, "%s, of %s; %s is better", metric_kinds[m]->title,
                    metric_kinds[m]->regression ? "numbers" : "classes", metric_kinds[m]->higher ? "more" : "less");
        mdoc_item(out, "Cm", metric_kinds[m]->name, about.data ? about.data : "");
        out->failed |= about.failed;
        text_free(&about);
    }
    mdoc_list_end(out);
}

static void add_instruments(Text *out) {
    text_add(out, ".Sh INSTRUMENTS\nWhat may look at a network while it learns, and what each says:\n");
    for (int p = 0; p < PROBE_COUNT; p++) {
        mdoc_section(out, "Ss", probe_names[p]);
        mdoc_list(out);
        for (int v = 0; v < PROBE_VALUE_COUNT; v++)
            if (probe_values[v].probe == p) mdoc_item(out, "Cm", probe_values[v].name, probe_values[v].title);
        mdoc_list_end(out);
    }
}

void manual_config(Text *out) {
    mdoc_begin(out, "regrun-config", 5, "the experiments of regrun");
    text_add(out,
             ".Sh DESCRIPTION\nA config is a JSON file that names settings to compare.\nComments as in C may stand "
             "in it.\nOptions are nested objects or dotted keys; at the top they hold for all settings,\nin a "
             "setting for that one, and with\n.Fl \\-set Ar KEY=VALUE\nof\n.Xr regrun 1\nfor this call.\n"
             ".Pp\nAt the top may stand, besides options:\n");
    add_entries(out, help_top_level);
    text_add(out, ".Sh OPTIONS\n");
    add_options(out);
    add_metrics(out);
    add_instruments(out);
    text_add(out, ".Sh EXAMPLES\n.Bd -literal\n");
    mdoc_literal(out, example, strlen(example));
    text_add(out, ".Ed\n.Sh SEE ALSO\n.Xr regrun 1\n.Pp\nregrun help config, regrun help regularizers and regrun help "
                  "probes tell more.\n");
}
