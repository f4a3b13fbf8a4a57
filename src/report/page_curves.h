// The curves of the page: every number that a log has of an epoch.
#ifndef REPORT_PAGE_CURVES_H
#define REPORT_PAGE_CURVES_H

#include "base/arena.h"
#include "base/json_writer.h"
#include "compare/comparison.h"

// All of them take about so many numbers at most, and fewer where the page would else be larger than PAGE_BYTES. Of
// more, first epochs are left out (a curve's first and last row are always kept), down to PAGE_CURVE_ROWS; then the
// curves of the single runs, setting by setting from the last of page_order: their means and SDs stay. The numbers of
// tables are never touched.
#define PAGE_CURVE_NUMBERS 300000
#define PAGE_CURVE_ROWS 60
#define PAGE_BYTES 4500000

// What is drawn: the columns of these logs that hold a number anywhere; the gap is the difference of two of them.
typedef struct PageCurves {
    int count;
    const Column **column; // [count]
    const Column *gap;
} PageCurves;

// In the arena; false without memory.
bool page_curves_find(PageCurves *curves, const Results *r, Arena *a);

// Whether more of it is better, so that its best is the highest.
bool page_curve_higher(const Results *r, const Column *column);

// Writes the members "drawn": [{"key", "scale"}, ...], the scale being "loss" (from 0 up, may explode), "share" (0 to
// 1), "free" or "gap"; "rows": {"shown", "all", "without_seeds"}: the rows of a curve at most, those of the longest
// run, the settings whose runs' curves are left out; "curves": for each setting {"epochs", "runs": [{"seed", "usable",
// "own", KEY: values, ...}]}, or with "means": {KEY: {"m", "s", "n"}} in the place of the runs.
void page_curves(JsonWriter *w, const Comparison *c, const PageCurves *curves, const int *order);

#endif
