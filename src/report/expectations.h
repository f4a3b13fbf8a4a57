// What the configs expected, and the verdicts.
#ifndef REPORT_EXPECTATIONS_H
#define REPORT_EXPECTATIONS_H

#include "base/json_writer.h"
#include "compare/comparison.h"
#include "compare/expectation.h"
#include "report/lines.h"

// A line for each expectation; none where nothing is expected. about: its number and verdict.
Lines view_expectations(const Comparison *c, Arena *a);
// "2 supported, 1 refuted, 1 cannot tell; p values are Holm's, over the 4"; nothing where nothing is expected.
void words_expectations(Text *out, const Comparison *c);

// expectations.csv: a row for each.
void expectations_csv(Text *out, const Comparison *c);
// As a member "expectations".
void expectations_json(JsonWriter *w, const Comparison *c);

#endif
