// Marginal means and grids of two options (compare/marginal.h) as tables, lines and JSON.
#ifndef REPORT_MARGINALS_H
#define REPORT_MARGINALS_H

#include "base/json_writer.h"
#include "compare/marginal.h"
#include "report/lines.h"
#include "report/table.h"

// One row per level of each option: the mean of the metric that settings are ranked by (or of those that were asked
// for), and how far it is from the first level's; no rows where no option is swept.
TextTable view_marginals(const Comparison *c, Arena *a);
// The grid that c->focus asks for, or the one with the largest interaction, shaded; no rows where there is none.
TextTable view_grid(const Comparison *c, Arena *a);
// What the marks of the two mean, and what was left out of them.
Lines view_marginal_notes(const Comparison *c, Arena *a);

// "marginals" and "pairs", as fields of an object: every option, metric and grid.
void marginals_json(JsonWriter *w, const Comparison *c);

#endif
