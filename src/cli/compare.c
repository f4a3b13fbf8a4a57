// `regrun compare results/x [results/y ...]`: the comparison as text, from the logs alone.
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/files.h"
#include "cli/args.h"
#include "cli/commands.h"
#include "cli/terminal.h"
#include "lab/confusion.h"
#include "lab/names.h"
#include "report/columns.h"
#include "report/expectations.h"
#include "report/fields.h"
#include "report/instruments.h"
#include "report/plot.h"
#include "report/report.h"

typedef struct Options {
    ArgList results, settings, metrics, columns, curves, probes;
    const char *baseline, *primary, *format, *reach, *out, *sort, *pair, *draw;
    int top;
    bool full, tidy, classes, plot, log_axis, linear_axis, ensemble, expect, help;
    PlotDots dots;     // what `draw` says
    double reach_loss; // what `reach` says; NAN without it
} Options;

// The formats besides "text", which is the terminal's: of the comparison, and of what instruments said.
static const struct {
    const char *name;
    void (*write)(Text *out, const Comparison *c);
    void (*probes)(Text *out, const InstrumentView *v);
} formats[] = {{"md", report_markdown, instruments_markdown},
               {"csv", report_csv, instruments_csv},
               {"json", report_json, instruments_json},
               {"latex", report_latex, instruments_latex}};
#define FORMAT_COUNT (sizeof formats / sizeof *formats)

static const char help[] =
    "usage: regrun compare RESULTS... [options]\n\n"
    "Says which setting overfits less, by how much, and whether the seeds can tell at all. RESULTS are\n"
    "results folders or log.csv files, of one experiment or several; models are needed for --ensemble "
    "alone.\n\noptions:\n";

static const char examples[] =
    "\nexamples:\n"
    "  regrun compare results/bn_vs_dropout --plot\n"
    "  regrun compare results/sweep --sort test_loss --top 10 --settings 'bn*' --metric gap,test_acc\n"
    "  regrun compare results/why --probe gradient_norm,bn_noise\n"
    "  regrun compare results/x --columns test_loss,test_acc,gap --format latex -o table.tex\n"
    "  regrun compare results/a results/b --baseline a/plain --format md -o comparison.md\n\n"
    "regrun help statistics defines every number.\n";

static size_t format_index(const char *name) {
    size_t i = 0;
    while (i < FORMAT_COUNT && strcmp(formats[i].name, name) != 0) i++;
    return i;
}

// A format for programs that read on.
static bool is_data(const char *format) {
    return format && (strcmp(format, "csv") == 0 || strcmp(format, "json") == 0);
}

static const char *const dots_names[] = {[DOTS_AUTO] = "auto", [DOTS_BRAILLE] = "braille", [DOTS_ASCII] = "ascii"};

// Takes what --draw says, and that --curve and the axes draw as --plot does.
static Status check_plot(Options *o, Error *e) {
    if (o->log_axis && o->linear_axis) return error_set(e, ERR_USAGE, "--log and --linear: one axis can be only one");
    for (; o->draw && strcmp(dots_names[o->dots], o->draw) != 0; o->dots++)
        if (o->dots == DOTS_ASCII)
            return error_set(e, ERR_USAGE, "--draw %s: braille, ascii or auto (braille where UTF-8 is shown)", o->draw);
    o->plot |= o->log_axis || o->linear_axis || o->draw || o->curves.count > 0;
    return OK;
}

static Status check_out(Options *o, Error *e) {
    if (o->out && strcmp(o->out, "-") == 0) o->out = NULL;
    return args_out_file(o->out, "comparison.txt", e);
}

static Status check_options(Options *o, Error *e) {
    o->reach_loss = NAN;
    if (o->results.count == 0)
        return error_set(e, ERR_USAGE, "which results? Try: regrun compare results/bn_vs_dropout");
    if (o->format && strcmp(o->format, "text") != 0 && format_index(o->format) == FORMAT_COUNT)
        return error_set(e, ERR_USAGE, "--format %s: no such format; text, md, csv, json or latex", o->format);
    const char *const terminal_only = o->plot           ? "--plot draws"
                                      : o->curves.count ? "--curve draws"
                                      : o->draw         ? "--draw draws"
                                      : o->log_axis     ? "--log draws"
                                      : o->linear_axis  ? "--linear draws"
                                      : o->classes      ? "--classes has a table"
                                                        : NULL;
    if (o->format && strcmp(o->format, "text") != 0 && terminal_only)
        return error_set(e, ERR_USAGE, "%s in the terminal's format only; leave out --format %s", terminal_only,
                         o->format);
    const char *const tables_only = o->sort                ? "--sort"
                                    : o->top > 0           ? "--top"
                                    : o->settings.count    ? "--settings"
                                    : o->metrics.count > 0 ? "--metric"
                                    : o->pair              ? "--pair"
                                    : o->full              ? "--full"
                                                           : NULL;
    if (o->columns.count > 0 && o->format && strcmp(o->format, "json") == 0)
        return error_set(e, ERR_USAGE, "--columns chooses from tables; --format json holds everything: leave one out");
    if (is_data(o->format) && tables_only)
        return error_set(e, ERR_USAGE, "%s chooses what tables show; --format %s holds everything: leave one out",
                         tables_only, o->format);
    if (o->tidy && !(o->format && strcmp(o->format, "csv") == 0))
        return error_set(e, ERR_USAGE, "--long is a kind of CSV: add --format csv");
    const char *const not_of_probes = o->plot || o->log_axis || o->linear_axis ? "--plot"
                                      : o->curves.count > 0                    ? "--curve"
                                      : o->draw                                ? "--draw"
                                      : o->classes                             ? "--classes"
                                      : o->metrics.count > 0                   ? "--metric"
                                      : o->columns.count > 0                   ? "--columns"
                                      : o->pair                                ? "--pair"
                                      : o->ensemble                            ? "--ensemble"
                                      : o->tidy                                ? "--long"
                                                                               : NULL;
    if (o->probes.count > 0 && not_of_probes)
        return error_set(e, ERR_USAGE, "--probe shows what instruments said, and nothing else: leave out %s",
                         not_of_probes);
    if (o->reach && !(number_read(o->reach, strlen(o->reach), &o->reach_loss) && o->reach_loss >= 0))
        return error_set(e, ERR_USAGE, "--reach %s: a train loss, a number from 0 up", o->reach);
    return check_out(o, e) ? e->status : check_plot(o, e);
}

static ReportStyle style_of(const Options *o) {
    return (ReportStyle){
        .columns = o->out ? 0 : terminal_columns(stdout),
        .color = !o->out && terminal_color(stdout),
        .unicode = o->out || terminal_unicode(),
        .classes = o->classes,
        .plot = o->plot,
        .dots = o->dots,
        .curves = o->curves.item,
        .curve_count = o->curves.count,
        .axis = o->log_axis      ? AXIS_LOG
                : o->linear_axis ? AXIS_LINEAR
                                 : AXIS_AUTO,
    };
}

static void write_format(Text *out, const Comparison *c, const Options *o, const ReportStyle *style) {
    if (o->tidy)
        long_csv(out, c);
    else if (o->format && strcmp(o->format, "text") != 0)
        formats[format_index(o->format)].write(out, c);
    else
        report_text(out, c, style);
}

static Status write_comparison(Text *out, Comparison *c, const Options *o, Error *e) {
    const ReportStyle style = style_of(o);
    const bool csv = o->columns.count > 0 && is_data(o->format);
    Text whole = {0};
    Status s = csv ? OK : columns_check(c, &style, e);
    if (!s && o->plot) s = plot_check(c, &style, e);
    if (!s) write_format(csv ? &whole : out, c, o, &style);
    if (!s && csv) s = columns_csv(out, &whole, &c->focus.columns, e);
    text_free(&whole);
    return s;
}

static Status write_probes(Text *out, const Comparison *c, const Options *o, Error *e) {
    const ReportStyle style = style_of(o);
    InstrumentView view = {.full = o->full};
    Status s = instruments_make(&view.in, c, e);
    for (int i = 0; !s && i < o->probes.count; i++)
        s = instruments_choose(&view.in, o->probes.item[i], "--probe", view.wanted, e);
    if (!s && o->format && strcmp(o->format, "text") != 0)
        formats[format_index(o->format)].probes(out, &view);
    else if (!s)
        instruments_text(out, &view, &style);
    instruments_free(&view.in);
    return s;
}

static Status add_ensembles(Comparison *c, Error *e) {
    const Engine *engine = engine_choose(getenv("REGRUN_KERNEL"), e);
    return engine ? comparison_ensembles(c, engine, e) : e->status;
}

static Status check_classes(const Results *r, Error *e) {
    for (int i = 0; i < r->setting_count; i++)
        if (r->settings[i].class_count > 0) return OK;
    return error_set(e, ERR_DATA,
                     "--classes: no " RUN_RESULT " beside the log tells of classes; name the results folder of a "
                     "classification with at most %d of them",
                     CONFUSION_CLASSES);
}

static int compare(const Options *o) {
    Error e = {0};
    Results results = {0};
    Comparison comparison = {0};
    Text out = {0};
    const ComparisonOptions options = {.baseline = o->baseline, .primary = o->primary, .reach = o->reach_loss};

    const FocusOptions focus = {.sort = o->sort,
                                .top = o->top,
                                .settings = o->settings.item,
                                .setting_count = o->settings.count,
                                .metrics = o->metrics.item,
                                .metric_count = o->metrics.count,
                                .columns = o->columns.item,
                                .column_count = o->columns.count,
                                .pair = o->pair,
                                .full = o->full};

    Status s = results_read(&results, o->results.item, o->results.count, &e);
    if (!s) s = comparison_make(&comparison, &results, &options, &e);
    if (!s) s = focus_make(&comparison, &focus, &e);
    if (!s && o->classes) s = check_classes(&results, &e);
    if (!s && o->ensemble) s = add_ensembles(&comparison, &e);
    if (!s && o->expect && !comparison.expectations)
        s = error_set(&e, ERR_DATA, "--expect: the configs of these results expect nothing");
    if (!s && o->probes.count > 0) s = write_probes(&out, &comparison, o, &e);
    if (!s && o->probes.count == 0) s = write_comparison(&out, &comparison, o, &e);
    const int refuted = !s && o->expect ? expectations_count(&comparison, JUDGED_REFUTED) : 0;
    if (refuted > 0) command_say("regrun: %d of %d expectations refuted\n", refuted, comparison.expectations->count);
    comparison_free(&comparison);
    results_free(&results);
    if (!s && !o->out) {
        const int printed = command_print(&out);
        return printed ? printed : refuted > 0 ? ERR_RUNS : OK;
    }
    if (!s && out.failed) s = error_memory(&e);
    if (!s) s = file_write(o->out, out.data, out.size, &e);
    text_free(&out);
    return s ? command_fail(&e) : refuted > 0 ? ERR_RUNS : OK;
}

int command_compare(int argc, char **argv) {
    Options o = {0};
    const Arg table[] = {
        {"baseline", 'b', ARG_TEXT, &o.baseline, "NAME",
         "the setting to compare with; the first where it is not given"},
        {"primary", 0, ARG_TEXT, &o.primary, "METRIC",
         "the metric that the question is about, as in gap or test_loss; the\n"
         "others are exploratory. The config's, where it is not given"},
        {"format", 'f', ARG_TEXT, &o.format, "text|md|csv|json|latex",
         "how to print it; text where it is not given, json holds everything,\n"
         "latex needs booktabs and fits the text width"},
        {"long", 0, ARG_FLAG, &o.tidy, NULL,
         "with --format csv: one row for each run and metric, with the varied\n"
         "options as columns"},
        {"sort", 's', ARG_TEXT, &o.sort, "METRIC",
         "rank settings by this metric (a key of summary.csv), the best\n"
         "first; more than 8 are ranked anyway, by the primary metric"},
        {"top", 't', ARG_COUNT, &o.top, "N", "show the best N alone; 20 of more settings than 8"},
        {"settings", 0, ARG_LIST, &o.settings, "NAMES",
         "show the settings of this name or pattern alone ('bn*'); may be\n"
         "repeated; the baseline always stays"},
        {"metric", 'm', ARG_LIST, &o.metrics, "METRICS", "show these metrics alone, in this order (gap,test_loss)"},
        {"columns", 0, ARG_LIST, &o.columns, "NAMES",
         "tables alone, with these columns in this order (gap,p_holm,runs);\n"
         "of CSV by the names in its header"},
        {"pair", 0, ARG_TEXT, &o.pair, "A,B",
         "show what these two swept options do together; where it is not\n"
         "given, the two that change each other's effect most"},
        {"probe", 0, ARG_LIST, &o.probes, "PROBES",
         "show what instruments said instead: values or instruments\n"
         "(gradient_norm,activations), or all; regrun help probes has their names"},
        {"full", 0, ARG_FLAG, &o.full, NULL, "show every table of every setting, however many there are"},
        {"classes", 0, ARG_FLAG, &o.classes, NULL, "also the recall of each class, from the runs' result.json"},
        {"plot", 'p', ARG_FLAG, &o.plot, NULL, "draw test and train loss by epoch"},
        {"curve", 0, ARG_LIST, &o.curves, "COLUMNS", "draw these columns of the log instead (test_acc,gap)"},
        {"draw", 0, ARG_TEXT, &o.draw, "auto|braille|ascii",
         "the dots of curves; auto, the default: braille where UTF-8 is shown"},
        {"log", 0, ARG_FLAG, &o.log_axis, NULL, "draw them on a logarithmic axis"},
        {"linear", 0, ARG_FLAG, &o.linear_axis, NULL,
         "draw them on a linear axis; where neither is given, values that\n"
         "span more than a factor of 10 have a logarithmic one"},
        {"reach", 0, ARG_TEXT, &o.reach, "LOSS",
         "count the epochs to this train loss; where it is not given, the\n"
         "lowest that every run reaches"},
        {"ensemble", 0, ARG_FLAG, &o.ensemble, NULL,
         "also measure the mean prediction of each setting's seeds, by the\n"
         "networks that train.save left"},
        {"expect", 0, ARG_FLAG, &o.expect, NULL, "exit with 1 where an expectation of a config is refuted"},
        {"out", 'o', ARG_TEXT, &o.out, "FILE", "where to write; standard output where it is not given"},
        {"help", 'h', ARG_FLAG, &o.help, NULL, "print this"},
    };
    enum { COUNT = sizeof table / sizeof *table };
    Arena arena = {0};
    Error e = {0};
    Status s = args_read(table, COUNT, argc, argv, &o.results, &arena, &e);
    if (!s && !o.help) s = check_options(&o, &e);
    const int code = s ? command_fail(&e) : o.help ? command_help(help, table, COUNT, examples) : compare(&o);
    arena_free(&arena);
    return code;
}
