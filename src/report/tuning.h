// How tuned settings were chosen: a table of candidates, what to be wary of, and the same as JSON.
#ifndef REPORT_TUNING_H
#define REPORT_TUNING_H

#include "base/json_writer.h"
#include "compare/comparison.h"
#include "report/lines.h"
#include "report/table.h"

// One row for each candidate that was chosen for some seed, setting by setting. No rows where nothing is tuned.
TextTable view_tuning(const Comparison *c, Arena *a);
// Seeds without a choice, budgets that differ, best values at an edge, and what choices mean.
Lines view_tuning_notes(const Comparison *c, Arena *a);

// A list with an object for each tuned setting.
void tuning_json(JsonWriter *w, const Comparison *c);

#endif
