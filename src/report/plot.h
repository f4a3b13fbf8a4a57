// Curves by epoch for a terminal.
#ifndef REPORT_PLOT_H
#define REPORT_PLOT_H

#include "report/report.h"

// The columns of the log that the style names, each by epoch: a line for each setting in c->focus (of more than
// PLOT_LINES the first of them, and the baseline), the mean over its usable runs. In Braille dots, or in ASCII with one
// letter per setting, each line named at its right end. Appended to `out`.
#define PLOT_LINES 14
void plot_curves(Text *out, const Comparison *c, const ReportStyle *style);

// Whether the logs have all columns that the style names. ERR_USAGE, with a suggestion or the list.
Status plot_check(const Comparison *c, const ReportStyle *style, Error *e);

#endif
