// The comparison as text: what ends an experiment and what `regrun compare` prints.
#ifndef REPORT_REPORT_H
#define REPORT_REPORT_H

#include <stdbool.h>
#include <stdio.h>

#include "base/error.h"
#include "base/json_writer.h"
#include "base/text.h"
#include "compare/comparison.h"
#include "results/results.h"

// The vertical axis of a plot.
typedef enum PlotAxis {
    AXIS_AUTO, // logarithmic where every loss is above 0 and the largest is more than ten times the smallest
    AXIS_LINEAR,
    AXIS_LOG, // losses up to 0 stand at the bottom
} PlotAxis;

// What curves are drawn in.
typedef enum PlotDots {
    DOTS_AUTO, // Braille where the terminal shows UTF-8
    DOTS_BRAILLE,
    DOTS_ASCII,
} PlotDots;

typedef struct ReportStyle {
    int columns;   // width of the terminal; 0: no limit
    bool color;    // ANSI colours
    bool unicode;  // the terminal shows UTF-8; else plain ASCII
    bool classes;  // the recall of each class, where it is known
    bool plot;     // curves by epoch
    PlotAxis axis; // the curves' axis
    PlotDots dots;
    const char *const *curves; // [curve_count] columns of the log, or several with commas between; none: the losses
    int curve_count;
} ReportStyle;

// The end of an experiment: reads the results in `folder`, writes summary.csv, runs.csv, expectations.csv and
// report.html beside the log, and prints the table of settings and the verdicts to `out`. *refuted: how many of its
// expectations are; NULL: nobody asks. Errors as results_read; ERR_IO when a file cannot be written.
Status report_after_run(const char *folder, FILE *out, bool color, int columns, int *refuted, Error *e);

// The page alone, of an experiment that is at work: `done` of its `total` runs are. It says so, and loads itself anew.
Status report_while_running(const char *folder, int done, int total, Error *e);

// The table of settings, what was left out, and the verdicts; appended to `out`.
void report_brief(Text *out, const Comparison *c, const ReportStyle *style);

// The whole comparison in one format; appended to `out`.
void report_text(Text *out, const Comparison *c, const ReportStyle *style);
void report_markdown(Text *out, const Comparison *c);
void report_latex(Text *out, const Comparison *c);
void report_csv(Text *out, const Comparison *c);
void report_json(Text *out, const Comparison *c);
// What report_json writes, as a value inside of other JSON.
void report_json_value(JsonWriter *w, const Comparison *c);

// One row per setting: "setting,seeds,diverged,learned_nothing", then "X_mean,X_sd,X_values" for every metric.
void summary_csv(Text *out, const Comparison *c);

#endif
