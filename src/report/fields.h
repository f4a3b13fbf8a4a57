// Fields of CSV tables.
#ifndef REPORT_FIELDS_H
#define REPORT_FIELDS_H

#include "base/text.h"
#include "compare/comparison.h"

// A name as a field. One that a spreadsheet would run as a formula has its sign for a text before it: logs, and so
// names, may come from elsewhere.
void field_add_name(Text *out, const char *name);
// A number: 12 digits, "nan", "never" for INFINITY.
void field_add_value(Text *out, double value);
// A comma and the name of a column: a metric's key, in which a target may be called anything, and what it says of it.
void field_add_heading(Text *out, const char *key, const char *end);

// runs.csv: one row per run in the order of the log: setting, seed (and fold), the varied options, status, last_epoch,
// every metric, seconds.
void runs_csv(Text *out, const Comparison *c);
// One row per run and metric: setting, seed (and fold), the varied options, metric, value.
void long_csv(Text *out, const Comparison *c);

#endif
