// The tables and lines that the comparison is shown as, whatever the format.
#ifndef REPORT_VIEWS_H
#define REPORT_VIEWS_H

#include "compare/comparison.h"
#include "lab/columns.h"
#include "report/lines.h"
#include "report/table.h"

// A table whose title is `title`, and what must stand above numbers of epochs that were selected; frees `title`.
TextTable view_begin(Arena *a, Text *title, const Comparison *c, int names);

// Adds the column of a metric, by its title.
void view_metric_column(TextTable *t, const Comparison *c, int metric);

// Each of the settings and metrics in c->focus, with its title; cells live in the arena. `TextTable.failed` tells of
// memory that ran out. One row per setting: every metric over its seeds; `brief`: the losses, the gap and the score.
TextTable view_settings(const Comparison *c, bool brief, Arena *a);
// One row per setting and compared metric, against the baseline. Where a terminal of so many columns (0: no limit) has
// no room for marks behind metrics that are exploratory, the note says which are. And the same for a paper, where the
// note says it anyway, and nothing of columns that are details.
TextTable view_differences(const Comparison *c, int columns, Arena *a);
TextTable view_differences_paper(const Comparison *c, Arena *a);
TextTable view_matched(const Comparison *c, Arena *a); // one row per setting: the gap at equal train loss and steps
// One row per setting and average: its numbers beside the network's own, in the same runs.
TextTable view_averages(const Comparison *c, Arena *a);
TextTable view_effects(const Comparison *c, Arena *a); // one row per effect; no rows where settings do not cross
// One row per setting, one column per class: the share of its test samples that is right. Of the settings whose classes
// are those of the first one that is known to have any; no rows where none is.
TextTable view_recall(const Comparison *c, Arena *a);
// One row per setting: the first, the best (the highest or the lowest) and the last mean over its seeds of a column of
// the log.
TextTable view_curve(const Comparison *c, const Column *column, bool higher, Arena *a);

Lines view_verdicts(const Comparison *c, Arena *a);  // against the baseline, setting by setting; then the interactions
Lines view_notes(const Comparison *c, Arena *a);     // what was left out or is missing, and what to do about it
Lines view_questions(const Comparison *c, Arena *a); // about: the experiment; words: its question

#endif
