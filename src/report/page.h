// The comparison as a page: one HTML file that needs no network and no server.
#ifndef REPORT_PAGE_H
#define REPORT_PAGE_H

#include "base/json_writer.h"
#include "base/text.h"
#include "compare/comparison.h"

// Curves are thinned to about this many numbers in all, so that the page of a large experiment stays small and quick.
// A curve's first and last row are always kept, and the numbers of tables are never touched.
#define PAGE_CURVE_NUMBERS 300000

// The whole page; appended to `out`. It holds the template and the charting library that were put into the program
// when it was built, and as its data the comparison in JSON (report_json), the tables as the
// terminal has them, so that the page rounds no number of theirs, and the curves.
void page_html(Text *out, const Comparison *c);

// A number that is drawn, not read: five digits are finer than any screen. null where it is not finite.
void page_number(JsonWriter *w, double value);

#endif
