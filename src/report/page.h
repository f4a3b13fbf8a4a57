// The comparison as a page: one HTML file that needs no network and no server.
#ifndef REPORT_PAGE_H
#define REPORT_PAGE_H

#include "base/text.h"
#include "compare/comparison.h"

// The whole page; appended to `out`. It holds the template and the charting library that were put into the program
// when it was built, and as its data the comparison in JSON (report_json), the tables as the
// terminal has them, so that the page rounds no number of theirs, and the curves.
void page_html(Text *out, const Comparison *c);

#endif
