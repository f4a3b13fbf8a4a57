// Many settings: one row for each of the best, and one for what the data can tell of it.
#ifndef REPORT_RANKED_H
#define REPORT_RANKED_H

#include "report/table.h"

#include "compare/comparison.h"

// ", by gap, the lowest first": how settings are ranked.
void words_order(Text *out, const Comparison *c);
// "Baseline: plain, rank 9 of 24; 4 of 24 settings left out: see --top 24 or --settings"; of few settings the second
// part alone, nothing where none is left out.
void words_left_out(Text *out, const Comparison *c);
// What view_digest's p means, and how to see all tables.
void words_digest(Text *out, const Comparison *c);

// One row per setting of c->focus: rank, runs, the metric that it is ranked by with its interval, others.
TextTable view_ranked(const Comparison *c, Arena *a);
// One row per setting and metric that is judged: the difference from the baseline and the verdict in a few words.
TextTable view_digest(const Comparison *c, Arena *a);

#endif
