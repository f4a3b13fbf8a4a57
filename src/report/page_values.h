// What the parts of the page's data share.
#ifndef REPORT_PAGE_VALUES_H
#define REPORT_PAGE_VALUES_H

#include "base/json_writer.h"
#include "compare/comparison.h"

// A number that is drawn, not read: five digits are finer than any screen. null where it is not finite.
void page_number(JsonWriter *w, double value);

void page_text(JsonWriter *w, const char *key, const char *text);

// The i-th of `count` evenly chosen places among `all`, the first and the last with them.
int page_thinned(int i, int count, int all);

// Means and SDs over runs along the epochs of a curve, as the members "m", "s" and "n"; the runs are one number where
// there are always as many.
void page_means(JsonWriter *w, const double *mean, const double *sd, const int *n, int count);

// The settings by what the page rather draws of them: the baseline first, then by test loss. order[setting_count]; in
// the arena, NULL without memory.
int *page_order(const Comparison *c, Arena *a);

#endif
