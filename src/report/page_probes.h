// What instruments said, for the page's charts.
#ifndef REPORT_PAGE_PROBES_H
#define REPORT_PAGE_PROBES_H

#include "base/json_writer.h"
#include "compare/comparison.h"

// The page has about so many numbers of them: of more there are fewer epochs (the first and the last look stay), and
// then fewer settings: the first of page_order stay.
#define PAGE_PROBE_NUMBERS 200000

// Writes the member "instruments", where any looked: {"values": [{"name", "title", "instrument", "columns": [[kind,
// nth], ...]}], "settings": for each one null or {"epochs", "series": [{"v": value, "c": column, "m": means, "s": SDs,
// "n": runs, one number where it is always the same, "e": [mean, SD, runs] of the last look of each run, where
// these end at different epochs}]}, "left_out": settings without theirs, "thinned": whether epochs
// are left out}.
void page_probes(JsonWriter *w, const Comparison *c, const int *order);

#endif
