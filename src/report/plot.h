// Line plots for a terminal.
#ifndef REPORT_PLOT_H
#define REPORT_PLOT_H

#include "report/report.h"

// Test loss, then train loss, by epoch: a line for each setting, the mean over its usable runs. In Braille dots, or in
// ASCII with one letter per setting, each line named at its right end. Appended to `out`.
void plot_losses(Text *out, const Comparison *c, const ReportStyle *style);

#endif
